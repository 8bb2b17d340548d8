"""Other bodies and systems that hand submissions over: hotlines by JSON, bodies by signed packages."""

from django.db import models
from django.db.models import Q

from dingxin.organisation.models import Team
from dingxin.rules.ids import new_id


class Sender(models.Model):
    """Who may hand over to one team. ``name``: of the office or system. ``token_hash``: SHA-256 of the 32 random bytes it
    shows with each call; ``verify_key``: its Ed25519 key for packages; one of them at least. ``may``: file, or file and
    state (ask where its own stand). ``sequence``: of the last package taken. ``state``: active, revoked."""

    id = models.UUIDField(primary_key=True, default=new_id)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="senders")
    name = models.CharField(max_length=80)
    may = models.CharField(max_length=12, default="file")
    token_hash = models.BinaryField(null=True, unique=True, max_length=32)
    verify_key = models.BinaryField(null=True, max_length=32)
    sequence = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=8, default="active")
    since = models.DateField()
    until = models.DateField(null=True)
    used_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(token_hash__isnull=False) | Q(verify_key__isnull=False) | Q(state="revoked"),
                name="sender_is_known_by_something",
            ),
        ]
