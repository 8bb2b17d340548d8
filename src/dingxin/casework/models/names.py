"""Requests for the second key to a name: plain facts of who asked and who turned it; words and the share are sealed."""

from django.db import models
from django.db.models import F, Q

from dingxin.accounts.models import Member
from dingxin.casework.models.contacts import Spoken
from dingxin.casework.models.submissions import Submission
from dingxin.organisation.models import Body
from dingxin.rules.ids import new_id
from dingxin.vault.models import Custody


class NameRequest(models.Model):
    """One asking for the second key, numbered per body and year. Never deleted: only its release is.

    It is about the name in one ``submission`` or of one person ``spoken`` to: never both, see ``whose``.
    ``state``: RequestState; ``use``: RequestUse; ``ground``: RequestPurpose. ``body``: whose custodians hold share b.
    ``asked``: the words of the reason to ``custody``; ``reason``: the same under S, or under M for who was spoken to.
    ``decision``: words of the custodian to the officer. ``release``: share b to the officer, there only while it may be
    used. ``contact_id``: the agreed contact that a way to reach somebody is for. ``review_due``: by when a third looks at
    an urgent one.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    submission = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="name_requests")
    spoken = models.ForeignKey(Spoken, null=True, on_delete=models.PROTECT, related_name="name_requests")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="asked")
    use = models.CharField(max_length=12)
    ground = models.CharField(max_length=16)
    urgent = models.BooleanField(default=False)
    contact_id = models.UUIDField(null=True)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    days = models.PositiveIntegerField()
    expires_on = models.DateField()
    custody = models.ForeignKey(Custody, on_delete=models.PROTECT, related_name="+")
    asked = models.BinaryField()
    reason = models.BinaryField()
    decided_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)
    decision = models.BinaryField(null=True)
    release = models.BinaryField(null=True)
    opened = models.PositiveIntegerField(default=0)
    ended_on = models.DateField(null=True)
    review_due = models.DateField(null=True)
    reviewed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField(null=True)
    review = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "number"], name="name_request_number_once"),
            models.UniqueConstraint(
                fields=["submission", "asked_by"], condition=Q(state__in=["asked", "approved"]),
                name="one_live_name_request",
            ),
            models.UniqueConstraint(
                fields=["spoken", "asked_by"], condition=Q(state__in=["asked", "approved"]),
                name="one_live_spoken_request",
            ),
            models.CheckConstraint(
                condition=Q(submission__isnull=True) ^ Q(spoken__isnull=True), name="name_of_one_person"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="name_by_two"
            ),
            models.CheckConstraint(
                condition=Q(release__isnull=True) | Q(state="approved"), name="release_while_approved"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True)
                | (~Q(reviewed_by=F("asked_by")) & ~Q(reviewed_by=F("decided_by"))),
                name="name_reviewed_by_third",
            ),
        ]
        indexes = [
            models.Index(
                fields=["body", "expires_on"], name="name_request_live", condition=Q(state__in=["asked", "approved"])
            ),
            models.Index(fields=["submission", "asked_on"], name="name_request_of"),
        ]

    @property
    def whose(self) -> Submission | Spoken:
        """The one person whose name it is about, as what holds it."""
        found = self.submission or self.spoken
        assert found is not None
        return found
