"""The telephone: which calls came, whom one may call back and for how long, who answers when."""

from django.db import models

from dingxin.accounts.models import Member
from dingxin.organisation.models import Stationing
from dingxin.rules.codes import CallAgreed, CallState, ReadBack
from dingxin.rules.ids import new_id


class Call(models.Model):
    """One call, without its hour and without anything of what was said. No row leads from it to a submission.

    ``number``: its place among the day's calls. ``state``: CallState. ``read_back``: ReadBack, empty where nothing was
    filed. ``agreed``: CallAgreed, empty: nobody may call back. ``called_on``: the day they were reached.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    stationing = models.ForeignKey(Stationing, on_delete=models.CASCADE, related_name="calls")
    day = models.DateField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=14)
    read_back = models.CharField(max_length=10, blank=True)
    agreed = models.CharField(max_length=14, blank=True)
    called_on = models.DateField(null=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stationing", "day", "number"], name="call_number_once")]
        ordering = ["day", "number"]

    @property
    def became(self) -> CallState:
        """What became of it."""
        return CallState(self.state)  # type: ignore[call-arg]

    @property
    def minutes(self) -> ReadBack | None:
        """Whether its minutes were read back; None where nothing was filed."""
        return ReadBack(self.read_back) if self.read_back else None  # type: ignore[call-arg]

    @property
    def leave(self) -> CallAgreed | None:
        """How the caller agreed to be called back, None where they did not."""
        return CallAgreed(self.agreed) if self.agreed else None  # type: ignore[call-arg]


class Slip(models.Model):
    """A number to call back once, at the hour its owner named. It goes when that is done, and on its third day anyway.

    ``day``: when it was written. ``on``: the day they named. All that it says is in its copies.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="slip")
    day = models.DateField(db_index=True)
    on = models.DateField()


class SlipCopy(models.Model):
    """The slip for one of those on duty. ``body``: number, hour and what to say, age to their key ``key_number``."""

    id = models.UUIDField(primary_key=True, default=new_id)
    slip = models.ForeignKey(Slip, on_delete=models.CASCADE, related_name="copies")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="slip_copies")
    key_number = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slip", "member"], name="slip_copy_once")]


class Duty(models.Model):
    """Somebody is on duty in a part of a day (DayPart). ``post``: DutyPost."""

    id = models.UUIDField(primary_key=True, default=new_id)
    stationing = models.ForeignKey(Stationing, on_delete=models.CASCADE, related_name="duties")
    day = models.DateField()
    part = models.CharField(max_length=10)
    post = models.CharField(max_length=10)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="duties")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stationing", "day", "part", "member"], name="duty_once")]
        ordering = ["day", "part", "member__name"]


class DutyHours(models.Model):
    """In which parts of the day this place answers, codes of DayPart between spaces. No row: in all of them."""

    stationing = models.OneToOneField(Stationing, primary_key=True, on_delete=models.CASCADE, related_name="duty_hours")
    parts = models.CharField(max_length=60)
