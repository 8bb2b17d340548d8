"""What a clerk is writing and has not filed: readable by nobody but that clerk."""

from django.db import models

from dingxin.accounts.models import Member
from dingxin.rules.ids import new_id


class Draft(models.Model):
    """``body``: fields of a form, sealed to the member's own key ``key_number``. ``kind``: the door (rules.codes.Channel).

    ``turn`` counts saves, so that a slow earlier one never overwrites a later. ``day`` only: what a person says while
    it is typed is an act of theirs. ``number`` tells the member's own drafts of one door apart, which else look alike.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=12)
    number = models.PositiveIntegerField(default=1)
    stationing_id = models.UUIDField(null=True)
    day = models.DateField()
    turn = models.PositiveIntegerField(default=1)
    key_number = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["member", "kind", "day"], name="draft_mine")]


class DraftFile(models.Model):
    """A scan, a picture or a recording beside a draft, sealed at once to the clerk who writes; it goes with the draft.

    ``head``: what it is and its own key, to the member's key. ``body``: the bytes under that key, so that turning a
    page never seals ten million bytes anew. ``number``: its place among the draft's files, from 1.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField()
    head = models.BinaryField()
    body = models.BinaryField()

    class Meta:
        ordering = ["number", "pk"]
