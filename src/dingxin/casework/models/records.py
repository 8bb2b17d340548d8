"""What was done about a matter: moves, proposals, sealed pieces, evidence."""

from django.db import models
from django.db.models import Q

from dingxin.accounts.models import Member
from dingxin.casework.models.matters import Matter
from dingxin.rules.ids import new_id


class MoveRecord(models.Model):
    """One walked move. ``reason`` is a sealed piece. Acts of persons that cause a move carry the day only anyway."""

    id = models.UUIDField(primary_key=True, default=new_id)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="moves")
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=30)
    source = models.CharField(max_length=14)
    target = models.CharField(max_length=14)
    on = models.DateField()
    proposed_by = models.CharField(max_length=160)
    approved_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "number"], name="move_number_once")]


class Proposal(models.Model):
    """A move that waits for its second person. ``state``: waiting, approved, sent_back, withdrawn."""

    id = models.UUIDField(primary_key=True, default=new_id)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="proposals")
    move = models.CharField(max_length=30)
    arguments = models.TextField(blank=True)
    reason = models.BinaryField(null=True)
    proposed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    state = models.CharField(max_length=10, default="waiting")
    decided_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter"], condition=Q(state="waiting"), name="one_waiting_proposal"),
            models.CheckConstraint(condition=~Q(proposed_by=models.F("decided_by")), name="approved_by_another"),
        ]


class Piece(models.Model):
    """A sealed record of a matter in time. ``kind``: ``casework.kinds.PieceKind``.

    ``method``, ``result``: codes of a verification step. ``follows``: link, remedy or proposal it belongs to.
    ``seconded_by``: the second person present.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="pieces")
    kind = models.CharField(max_length=16)
    method = models.CharField(max_length=20, blank=True)
    result = models.CharField(max_length=20, blank=True)
    on = models.DateField()
    by = models.CharField(max_length=160)
    seconded_by = models.CharField(max_length=160, blank=True)
    follows = models.UUIDField(null=True)
    key_number = models.PositiveIntegerField(default=1)
    body = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["matter", "on"], name="piece_in_time")]


class Evidence(models.Model):
    """A sealed file of a matter (or of a step ``piece``) under M; whole once ``manifest`` and ``of`` are there."""

    id = models.UUIDField(primary_key=True, default=new_id)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="evidence")
    piece = models.ForeignKey(Piece, null=True, on_delete=models.PROTECT, related_name="evidence")
    manifest = models.BinaryField(null=True)
    of = models.PositiveIntegerField(null=True)
    on = models.DateField()
    by = models.CharField(max_length=160)
    key_number = models.PositiveIntegerField(default=1)


class EvidencePart(models.Model):
    """256 KiB of evidence."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "number"], name="evidence_part_once")]
