"""What came in, as facts: its number, its codes, where it stands. Its words are sealed in the mailbox and under S."""

from django.db import models
from django.db.models import Q

from dingxin.accounts.models import Member
from dingxin.organisation.models import FocusTopic, Team, Unit
from dingxin.rules.ids import new_id


class Counter(models.Model):
    """Gapless numbers: one row per vault, series (a channel, or ``matter``) and year."""

    vault_id = models.UUIDField()
    series = models.CharField(max_length=12)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vault_id", "series", "year"], name="counter_once")]


class ArrivalNote(models.Model):
    """What staff said about an arrival that the mailbox does not hold, kept until its thread is registered.

    ``id`` is the thread's. Written before the thread, so that nothing of it is lost when the work breaks off between.
    """

    id = models.UUIDField(primary_key=True)
    received_on = models.DateField()
    persons = models.PositiveIntegerField(default=1)
    batch = models.PositiveIntegerField(default=0)
    danger = models.BooleanField(default=False)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    nature = models.CharField(max_length=16, blank=True)
    category = models.CharField(max_length=40, blank=True)
    historic = models.BooleanField(default=False)
    former_number = models.CharField(max_length=40, blank=True)
    former_finding = models.CharField(max_length=20, blank=True)
    former_answered_on = models.DateField(null=True)
    former_closed_on = models.DateField(null=True)


class Submission(models.Model):
    """One thing that came in (来件). Its id is the mailbox thread's. Never deleted, merged or altered.

    ``vault_id``: whose inbound it came to. ``persons``: of the batch (人次); ``batch``: 1 for a visit or joint letter.
    ``received_on``: the day it came; ``registered_on``: the day it got its number. ``news``: the person said something
    since it was last opened. ``withdrawn_on``: the person took it back. ``former_number``: in the register it was
    imported from; ``historic``: it was dealt with before this system, with the ``former_*`` facts of that register.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="submissions")
    vault_id = models.UUIDField(db_index=True)
    channel = models.CharField(max_length=12)
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    received_on = models.DateField()
    registered_on = models.DateField()
    state = models.CharField(max_length=12, default="registered")
    persons = models.PositiveIntegerField(default=1)
    batch = models.PositiveIntegerField(default=0)
    first = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="repeats")
    nature = models.CharField(max_length=16, blank=True)
    level = models.CharField(max_length=12, blank=True)
    named = models.CharField(max_length=12, blank=True)
    contactable = models.BooleanField(null=True)
    category = models.CharField(max_length=40, blank=True)
    topic = models.ForeignKey(FocusTopic, null=True, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="submissions")
    rank = models.CharField(max_length=20, blank=True)
    authority = models.CharField(max_length=20, blank=True)
    first_hand = models.BooleanField(null=True)
    interference = models.BooleanField(default=False)
    about_team = models.BooleanField(default=False)
    danger = models.BooleanField(default=False)
    summary = models.BinaryField(null=True)
    officer = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="submissions")
    set_aside_reason = models.CharField(max_length=16, blank=True)
    set_aside_by = models.CharField(max_length=160, blank=True)
    set_aside_seconded_by = models.CharField(max_length=160, blank=True)
    sealed_by = models.CharField(max_length=8, default="browser")
    file_number = models.CharField(max_length=40, blank=True)
    news = models.BooleanField(default=False)
    withdrawn_on = models.DateField(null=True)
    historic = models.BooleanField(default=False)
    former_number = models.CharField(max_length=40, blank=True)
    former_finding = models.CharField(max_length=20, blank=True)
    former_answered_on = models.DateField(null=True)
    former_closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vault_id", "channel", "year", "number"], name="registration_number_once"),
            models.CheckConstraint(
                name="set_aside_by_two",
                condition=~Q(state="set_aside")
                | (Q(set_aside_seconded_by__gt="") & ~Q(set_aside_by=models.F("set_aside_seconded_by"))),
            ),
        ]
        indexes = [
            models.Index(fields=["team", "historic", "state", "-received_on", "-number", "-id"], name="submission_inbox"),
            models.Index(fields=["team", "historic", "-received_on", "-number", "-id"], name="submission_all"),
            models.Index(fields=["team"], name="submission_news", condition=Q(news=True)),
            models.Index(fields=["team"], name="submission_danger", condition=Q(danger=True, state="registered")),
            models.Index(
                fields=["team", "set_aside_by"], name="submission_second", condition=Q(state="read", set_aside_by__gt="")
            ),
            models.Index(fields=["officer", "state", "received_on", "number"], name="submission_mine"),
            models.Index(fields=["unit", "state"], name="submission_by_unit"),
        ]


class SentUp(models.Model):
    """The number that a submission had in a team that it left for the superior body: the fact of it never goes."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="sent_up")
    vault_id = models.UUIDField()
    channel = models.CharField(max_length=12)
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vault_id", "channel", "year", "number"], name="left_number_once"),
        ]


class Passage(models.Model):
    """The key of a matter (M) or of a report of interference (I) on its way to the superior body: sealed to its inbound
    identity, wrapped there and deleted when somebody of that body first opens it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    purpose = models.CharField(max_length=2)
    object_id = models.UUIDField()
    vault_id = models.UUIDField()
    epoch = models.PositiveIntegerField()
    head = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "object_id"], name="passage_once")]


class MatterSentUp(models.Model):
    """The number that a matter had in a team that it left with the submission it was made of: the fact never goes."""

    matter_id = models.UUIDField()
    vault_id = models.UUIDField()
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vault_id", "year", "number"], name="left_matter_number_once"),
        ]


class Addition(models.Model):
    """What the person wrote later, sealed again under S when it was first opened; its id is the message's or signal's.

    The inbound identity it came under is destroyed in time (3-sealing, Keys), S stays.
    """

    id = models.UUIDField(primary_key=True)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="additions")
    kind = models.CharField(max_length=20)
    how = models.CharField(max_length=20, blank=True)
    day = models.DateField()
    body = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["submission", "day"], name="addition_in_time")]
