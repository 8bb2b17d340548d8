"""What a person gets back, its totals, and the terms that run."""

from django.db import models
from django.db.models import Q

from dingxin.casework.models.matters import Matter
from dingxin.casework.models.submissions import Submission
from dingxin.rules.ids import new_id


class Remedy(models.Model):
    """What a person gets back (兑现). The line (amount, whose, how) is sealed under M.

    Plain are kind, unit of count and state. There is no plain link to a submission: whose it is stands in the line.
    ``corrects``: this row is the counter-entry that takes another one back, whose ``corrected`` is then True.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="remedies")
    kind = models.CharField(max_length=20)
    counted_in = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default="promised")
    key_number = models.PositiveIntegerField(default=1)
    line = models.BinaryField()
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="counter_entry")
    corrected = models.BooleanField(default=False)
    on = models.DateField()
    by = models.CharField(max_length=160)


class RemedyTotal(models.Model):
    """Matter totals per kind, unit of count and month; amounts in hundredths of the unit (分)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="totals")
    kind = models.CharField(max_length=20)
    counted_in = models.CharField(max_length=20)
    month = models.CharField(max_length=7)
    promised = models.BigIntegerField(default=0)
    delivered = models.BigIntegerField(default=0)
    confirmed = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "kind", "counted_in", "month"], name="total_once"),
        ]


class Clock(models.Model):
    """One running term of a submission or matter. ``rule``: a term code of the pack. Paused days push ``due`` out.

    ``due`` is what it is without the pause that goes on now (``paused_on``); ended pauses are ``ClockPause`` rows.
    ``clock``: the ClockCode that the pack's term ``rule`` is for. ``extensions``: how many were granted.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    matter = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="clocks")
    submission = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="clocks")
    clock = models.CharField(max_length=20)
    rule = models.CharField(max_length=40)
    started_on = models.DateField()
    due = models.DateField()
    provisional = models.BooleanField(default=False)
    paused_on = models.DateField(null=True)
    extensions = models.PositiveIntegerField(default=0)
    stopped_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(matter__isnull=False, submission__isnull=True)
                | Q(matter__isnull=True, submission__isnull=False),
                name="clock_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["matter", "rule"], condition=Q(stopped_on__isnull=True, matter__isnull=False),
                name="clock_of_matter_once",
            ),
            models.UniqueConstraint(
                fields=["submission", "rule"], condition=Q(stopped_on__isnull=True, submission__isnull=False),
                name="clock_of_submission_once",
            ),
        ]
        indexes = [models.Index(fields=["due"], name="clock_running", condition=Q(stopped_on__isnull=True))]


class ClockPause(models.Model):
    """A pause that ended: the days after ``start`` up to and with ``end`` do not count (rules.clocks.Pause)."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="pauses")
    start = models.DateField()
    end = models.DateField()
