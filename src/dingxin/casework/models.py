"""Submissions and matters as facts; every word is sealed (``vault.columns``). Codes are those of ``rules.codes``."""

from django.db import models
from django.db.models import Q

from dingxin.accounts.models import Member
from dingxin.organisation.models import FocusTopic, Team, Unit
from dingxin.rules.ids import new_id


class Counter(models.Model):
    """Gapless numbers: one row per team, series and year, moved by a conditional update inside the writing transaction."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    series = models.CharField(max_length=12)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "series", "year"], name="counter_once")]


class Submission(models.Model):
    """One thing that came in (来件). Its id is the mailbox thread's. Never deleted, merged or altered.

    ``vault_id``: whose inbound it came to. ``persons``: of the batch (人次); ``batch``: 1 for a visit or joint letter.
    ``received_on``: the day it came; ``registered_on``: the day it got its number.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="submissions")
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
    summary = models.BinaryField(null=True)
    officer = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="submissions")
    set_aside_reason = models.CharField(max_length=16, blank=True)
    set_aside_by = models.CharField(max_length=160, blank=True)
    set_aside_seconded_by = models.CharField(max_length=160, blank=True)
    sealed_by = models.CharField(max_length=8, default="browser")
    file_number = models.CharField(max_length=40, blank=True)

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
            models.Index(fields=["vault_id", "state", "-received_on", "-number"], name="submission_inbox"),
            models.Index(fields=["vault_id", "-received_on", "-number"], name="submission_all"),
            models.Index(fields=["unit", "state"], name="submission_by_unit"),
        ]


class Matter(models.Model):
    """One problem to solve (问题). ``origin``: submission or own_finding. ``overlay``: empty, waiting, pending, withdrawn.

    ``compartment_id``: the one compartment that M is wrapped under. ``state`` walks ``rules.moves`` only.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="matters")
    vault_id = models.UUIDField(db_index=True)
    compartment_id = models.UUIDField()
    number = models.PositiveIntegerField()
    year = models.PositiveIntegerField()
    origin = models.CharField(max_length=12, default="submission")
    state = models.CharField(max_length=14, default="open")
    overlay = models.CharField(max_length=10, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    due_day = models.DateField(null=True)
    due_rule = models.CharField(max_length=40, blank=True)
    due_provisional = models.BooleanField(default=False)
    review_date = models.DateField(null=True)
    officer = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="matters")
    previous_officer = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    nature = models.CharField(max_length=16, blank=True)
    category = models.CharField(max_length=40, blank=True)
    topic = models.ForeignKey(FocusTopic, null=True, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="matters")
    rank = models.CharField(max_length=20, blank=True)
    authority = models.CharField(max_length=20, blank=True)
    first_hand = models.BooleanField(null=True)
    interference = models.BooleanField(default=False)
    about_team = models.BooleanField(default=False)
    assessment = models.CharField(max_length=16, blank=True)
    ground_legitimate = models.BooleanField(null=True)
    problem_clear = models.BooleanField(null=True)
    redirect_agreed = models.BooleanField(null=True)
    finding = models.CharField(max_length=20, blank=True)
    disposal = models.CharField(max_length=20, blank=True)
    steps = models.PositiveIntegerField(default=0)
    other_side_heard = models.BooleanField(default=False)
    evidence_count = models.PositiveIntegerField(default=0)
    notices_open = models.PositiveIntegerField(default=0)
    transfers_open = models.PositiveIntegerField(default=0)
    referrals_open = models.PositiveIntegerField(default=0)
    confirmation = models.CharField(max_length=12, blank=True)
    version = models.PositiveIntegerField(default=1)
    title = models.BinaryField(null=True)
    subject = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vault_id", "year", "number"], name="matter_number_once"),
        ]
        indexes = [
            models.Index(fields=["vault_id", "state", "due_day"], name="matter_queue"),
            models.Index(fields=["officer", "state", "due_day"], name="matter_mine"),
            models.Index(fields=["unit", "state"], name="matter_by_unit"),
        ]


class Link(models.Model):
    """matter × submission (关联): the answer, the outcome and the confirmation belong to it.

    ``asked_on``: confirmation asked; ``asked_again_on``: asked a second time. ``confirmation``: empty, confirmed,
    disputed; ``how``: how the word was given. ``satisfied``: the second, optional question (0 unasked … 1 no, 2 partly, 3 yes).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="links")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="links")
    linked_on = models.DateField()
    ended_on = models.DateField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    answered_on = models.DateField(null=True)
    answer_hash = models.BinaryField(null=True, max_length=32)
    answer_by = models.CharField(max_length=16, blank=True)
    asked_on = models.DateField(null=True)
    asked_again_on = models.DateField(null=True)
    confirmation = models.CharField(max_length=12, blank=True)
    how = models.CharField(max_length=20, blank=True)
    confirmed_on = models.DateField(null=True)
    satisfied = models.PositiveSmallIntegerField(default=0)
    evidenced = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "submission"], condition=Q(ended_on__isnull=True), name="link_once"),
            models.CheckConstraint(
                condition=Q(confirmation="") | ~Q(how=""), name="confirmation_says_how"
            ),
        ]


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
    """A sealed record of a matter in time: note, step, statement, instruction, plan, assessment, move_reason, proposal, answer.

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
    """A sealed file of a matter (or of a step ``piece``), in parts under M."""

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


class Remedy(models.Model):
    """What a person gets back (兑现). The line (amount, whose, how) is sealed under M; plain are kind, count unit and state.

    There is no plain link to a submission: whose it is stands in the sealed line.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="remedies")
    kind = models.CharField(max_length=20)
    counted_in = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default="promised")
    key_number = models.PositiveIntegerField(default=1)
    line = models.BinaryField()
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT)


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
    """One running term of a submission or matter. ``rule``: a term code of the pack. Paused days push ``due`` out."""

    id = models.UUIDField(primary_key=True, default=new_id)
    matter = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="clocks")
    submission = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="clocks")
    rule = models.CharField(max_length=40)
    started_on = models.DateField()
    due = models.DateField()
    provisional = models.BooleanField(default=False)
    paused_on = models.DateField(null=True)
    paused_days = models.PositiveIntegerField(default=0)
    extended_days = models.PositiveIntegerField(default=0)
    stopped_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(matter__isnull=False, submission__isnull=True) | Q(matter__isnull=True, submission__isnull=False),
                name="clock_of_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["due"], name="clock_running", condition=Q(stopped_on__isnull=True))]
