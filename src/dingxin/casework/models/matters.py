"""One problem to solve, whom it is from, and who dealt with it before."""

from django.db import models
from django.db.models import Q

from dingxin.accounts.models import Member
from dingxin.casework.models.submissions import Submission
from dingxin.organisation.models import FocusTopic, Team, Unit
from dingxin.rules.ids import new_id


class Matter(models.Model):
    """One problem to solve (问题). ``origin``: submission or own_finding. ``overlay``: rules.codes.Overlay.

    ``compartment_id``: the one compartment that M is wrapped under. ``state`` walks ``rules.moves`` only.
    ``hand_on``, ``redirect_agreed``: it is to be handed on, the person agreed; ``destination_set``: where to go is
    written (sealed). ``adverse``: the finding stands against somebody. ``children``: notices, transfers and referrals
    ever made. ``reopened``: how often. ``asked_in_vain``: the person was asked and the term to reply went by.
    ``standing``: rules.codes.Outcome over its links. ``version`` counts changes; each is a conditional update on it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="matters")
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
    hand_on = models.BooleanField(default=False)
    destination_set = models.BooleanField(default=False)
    asked_in_vain = models.BooleanField(default=False)
    joined_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="joined")
    adverse = models.BooleanField(default=True)
    children = models.PositiveIntegerField(default=0)
    reopened = models.PositiveIntegerField(default=0)
    review_asked_on = models.DateField(null=True)
    review_answered_on = models.DateField(null=True)
    interference_settled_on = models.DateField(null=True)
    finding = models.CharField(max_length=20, blank=True)
    disposal = models.CharField(max_length=20, blank=True)
    steps = models.PositiveIntegerField(default=0)
    other_side_heard = models.BooleanField(default=False)
    evidence_count = models.PositiveIntegerField(default=0)
    notices_open = models.PositiveIntegerField(default=0)
    transfers_open = models.PositiveIntegerField(default=0)
    referrals_open = models.PositiveIntegerField(default=0)
    confirmation = models.CharField(max_length=12, blank=True)
    standing = models.CharField(max_length=12, default="unanswered")
    version = models.PositiveIntegerField(default=1)
    title = models.BinaryField(null=True)
    subject = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vault_id", "year", "number"], name="matter_number_once"),
        ]
        indexes = [
            models.Index(fields=["team", "-year", "-number"], name="matter_all"),
            models.Index(fields=["team", "state", "due_day"], name="matter_queue"),
            models.Index(fields=["officer", "state", "due_day"], name="matter_mine"),
            models.Index(fields=["unit", "state"], name="matter_by_unit"),
        ]


class Link(models.Model):
    """matter × submission (关联): the answer, the outcome and the confirmation belong to it.

    ``asked_on``: confirmation asked; ``asked_again_on``: asked a second time; ``word_due``: last day for the person's
    word. ``confirmation``: empty, confirmed, disputed; ``how``: how the word was given; ``told``: a word merely told to
    staff, which never counts as confirmed. ``standing``: rules.codes.Outcome. ``answer_by``: receipt, voice, counter or
    letter. ``satisfied``: the second, optional question (0 unasked … 1 no, 2 partly, 3 yes).
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
    told = models.CharField(max_length=12, blank=True)
    told_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    standing = models.CharField(max_length=12, default="unanswered")
    word_due = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "submission"], condition=Q(ended_on__isnull=True), name="link_once"
            ),
            models.CheckConstraint(condition=Q(confirmation="") | ~Q(how=""), name="confirmation_says_how"),
            models.CheckConstraint(
                condition=~Q(confirmation="confirmed", how="told_to_staff"), name="told_to_staff_never_confirms"
            ),
            models.CheckConstraint(
                condition=Q(confirmation="") | Q(answered_on__isnull=False), name="word_on_an_answer"
            ),
        ]
        indexes = [models.Index(fields=["standing", "word_due"], name="link_standing")]


class FormerOfficer(models.Model):
    """Who dealt with a matter before: after a dispute or in review it goes to none of them."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="former_officers")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "member"], name="former_officer_once")]
