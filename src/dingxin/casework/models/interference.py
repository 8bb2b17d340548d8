"""Somebody is asked, warned, threatened or made to pay for what they told (干扰打探 / 打击报复)."""

from django.db import models

from dingxin.accounts.models import Member
from dingxin.casework.models.matters import Matter
from dingxin.casework.models.submissions import Submission
from dingxin.organisation.models import Team, Unit
from dingxin.rules.ids import new_id


class InterferenceReport(models.Model):
    """One report, linked to what is interfered with. Its words are sealed under a key of its own (purpose I), wrapped
    where whoever it names has no key.

    ``submission``, ``matter``: what it interferes with; ``told_in``: the submission of somebody else that says so.
    ``kind``: InterferenceKind or empty; ``came``: InterferenceCame; ``unit``: whose people press; ``state``:
    InterferenceState. ``due``: by the pack's shortest term.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    vault_id = models.UUIDField(db_index=True)
    submission = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="interference_reports")
    matter = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="interference_reports")
    told_in = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="interference_told")
    kind = models.CharField(max_length=16, blank=True)
    came = models.CharField(max_length=12)
    on = models.DateField()
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default="open")
    due = models.DateField(null=True)
    due_rule = models.CharField(max_length=40, blank=True)
    due_provisional = models.BooleanField(default=False)
    settled_on = models.DateField(null=True)
    words = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["team", "state", "due"], name="interference_queue")]


class InterferenceStep(models.Model):
    """What was found out or done about a report. ``kind``: ProtectiveStep, or verified, handed_over, settled,
    unfounded, named."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(InterferenceReport, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12)
    on = models.DateField()
    by = models.CharField(max_length=160)
    body = models.BinaryField(null=True)


class FollowUp(models.Model):
    """Asking somebody who was pressed whether they are left in peace, ``month`` months after it was closed.

    ``state``: FollowUpState. ``by``: who of the staff asked by the agreed way; empty where it went through the receipt.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(InterferenceReport, on_delete=models.PROTECT, related_name="follow_ups")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="follow_ups")
    month = models.PositiveSmallIntegerField()
    due = models.DateField()
    state = models.CharField(max_length=12, default="waiting")
    asked_on = models.DateField(null=True)
    answer_due = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "submission", "month"], name="follow_up_once"),
        ]
        indexes = [models.Index(fields=["state", "due"], name="follow_up_due")]
