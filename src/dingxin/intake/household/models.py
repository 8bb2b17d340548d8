"""Devices on which house visits are recorded without a network, and which of them each record came from."""

from django.db import models

from dingxin.accounts.models import Member
from dingxin.organisation.models import Team
from dingxin.rules.ids import new_id


class Device(models.Model):
    """The public half of a key that one browser of one member made and signs records with. Nameless.

    ``state``: waiting (nobody compared its words yet), active, revoked. Days only: when a member goes to people's homes
    is an act of theirs.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="devices")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="devices")
    verify_key = models.BinaryField(max_length=32, unique=True)
    day = models.DateField()
    state = models.CharField(max_length=8, default="waiting")
    confirmed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="devices_confirmed")
    ended_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["team", "state"], name="device_of_team")]


class Record(models.Model):
    """Where a house visit came from. ``made_by``: whose device sealed and signed it; ``sent_by``: whose session sent it.

    ``manifest``, ``signature``: exactly what the device signed, kept, so that the record stays with who made it.
    ``sealed_on``: the day by the device's clock; ``number``: how many the device had made by then, so that a missing one
    shows. ``commitment``: by which the promise is found again.
    """

    thread = models.UUIDField(primary_key=True)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="records")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="households_made")
    sent_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="households_sent")
    number = models.PositiveIntegerField()
    sealed_on = models.DateField()
    sent_on = models.DateField()
    manifest = models.BinaryField()
    signature = models.BinaryField(max_length=64)
    commitment = models.BinaryField(max_length=32)
