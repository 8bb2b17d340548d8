"""Openings of opinion boxes, and orders of receipts printed ahead.

There is no row for an envelope: rows have an order, which would lead from an envelope of a box to a submission. An
opening knows how many were counted and how many were recorded, and no more.
"""

from django.db import models
from django.db.models import F, Q

from dingxin.accounts.models import Member
from dingxin.organisation.models import Box, Stationing
from dingxin.rules.codes import BoxDifference, OpeningState, PrintedKind
from dingxin.rules.ids import new_id

RUNNING = ("begun", "counting", "filing")


class BoxOpening(models.Model):
    """One opening by two people, each in their own session. ``state``: rules.codes.OpeningState.

    ``first_count``, ``second_count``: as each of them typed it, gone once both said the same, which is ``counted``;
    ``recounts``: how often they did not. ``registered`` grows in the transaction that stores a submission. ``difference``:
    BoxDifference where they are not the same; ``words``: the explanation under a random key, which ``head`` holds to the
    team's inbound ``epoch`` until somebody of the team has read it. ``seen_by``: who acknowledged the difference above.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="openings")
    day = models.DateField()
    state = models.CharField(max_length=12, default="begun")
    first = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    first_count = models.PositiveIntegerField(null=True)
    second_count = models.PositiveIntegerField(null=True)
    counted = models.PositiveIntegerField(null=True)
    recounts = models.PositiveIntegerField(default=0)
    registered = models.PositiveIntegerField(default=0)
    difference = models.CharField(max_length=14, blank=True)
    words = models.BinaryField(null=True)
    head = models.BinaryField(null=True)
    vault_id = models.UUIDField(null=True)
    epoch = models.PositiveIntegerField(null=True)
    closed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    seen_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    seen_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["box"], condition=Q(state__in=RUNNING), name="one_opening_of_a_box"),
            models.CheckConstraint(condition=Q(second__isnull=True) | ~Q(second=F("first")), name="opening_by_two"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(registered=F("counted")) | ~Q(difference=""), name="difference_explained"
            ),
        ]
        indexes = [models.Index(
            fields=["box"], condition=Q(state="closed", seen_by__isnull=True) & ~Q(difference=""), name="difference_unseen"
        )]

    @property
    def stands(self) -> OpeningState:
        """The state with its word."""
        return OpeningState(self.state)  # type: ignore[call-arg] # the table's __new__ takes the label too

    @property
    def why(self) -> BoxDifference | None:
        """The difference with its word."""
        return BoxDifference(self.difference) if self.difference else None  # type: ignore[call-arg]


class PrintOrder(models.Model):
    """So many receipts to be printed ahead, asked by a leader and agreed to by a second person.

    ``kind``: card or slip. ``state``: asked, agreed, done, ended (not agreed to, or not wanted any more).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    stationing = models.ForeignKey(Stationing, on_delete=models.PROTECT, related_name="print_orders")
    kind = models.CharField(max_length=4)
    wanted = models.PositiveIntegerField()
    made = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, default="asked")
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")), name="printing_by_two"
            ),
            models.CheckConstraint(condition=Q(made__lte=F("wanted")), name="not_more_than_agreed"),
        ]

    @property
    def what(self) -> PrintedKind:
        """The kind with its word."""
        return PrintedKind(self.kind)  # type: ignore[call-arg]


class PrintSheet(models.Model):
    """What one page printed: at most ``PER_SHEET`` receipts. ``wanted``: how many it was begun for; ``made``: how many are."""

    id = models.UUIDField(primary_key=True, default=new_id)
    order = models.ForeignKey(PrintOrder, on_delete=models.PROTECT, related_name="sheets")
    number = models.PositiveIntegerField()
    wanted = models.PositiveIntegerField()
    made = models.PositiveIntegerField(default=0)
    void = models.BooleanField(default=False)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "number"], name="sheet_number_once")]
