"""Meeting somebody, with their consent to time, place and way; whom the team speaks to; leave to be named.

States, codes and days are facts. When, where and how somebody is met is sealed: whoever reads this database must not be
able to wait there.
"""

from django.db import models
from django.db.models import Q

from dingxin.accounts.models import Member
from dingxin.casework.models.matters import Matter
from dingxin.casework.models.records import Evidence
from dingxin.casework.models.submissions import Submission
from dingxin.organisation.models import Body
from dingxin.rules.ids import new_id


class Spoken(models.Model):
    """受访人, whom the team approaches: numbered per matter, named nowhere in the plain.

    ``identity``: name, phone, other under both shares, as a complainant's; ``share_a``: a under M; ``share_b``: b to the
    custodians of ``body``, who keep it also when the matter goes to the body above. ``approached_on``: the one first
    approach, which may only ask.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="spoken")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    added_on = models.DateField()
    by = models.CharField(max_length=160)
    approached_on = models.DateField(null=True)
    key_number = models.PositiveIntegerField(default=1)
    identity = models.BinaryField()
    share_a = models.BinaryField()
    share_b = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "number"], name="spoken_number_once")]


class Contact(models.Model):
    """One contact (联系 / 见面) of a matter with one person. ``state``: rules.codes.ContactState.

    ``officer``: the one who goes, to whom alone a way to reach the person may be released. ``asked_by``: AskedBy;
    ``asked``: the hash that a consent through the receipt names; ``answer_id``: the signal that answered it, whose parts
    are read when the submission is opened. ``known_on``: an officer saw that consent was withdrawn. ``plan``, ``record``:
    sealed under M. ``read_back_how``: how the person agreed to the record.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="contacts")
    submission = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="contacts")
    spoken = models.ForeignKey(Spoken, null=True, on_delete=models.PROTECT, related_name="contacts")
    officer = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12)
    way = models.CharField(max_length=8)
    state = models.CharField(max_length=10, default="proposed")
    proposed_on = models.DateField()
    asked_on = models.DateField(null=True)
    asked_by = models.CharField(max_length=16, blank=True)
    asked = models.BinaryField(null=True, max_length=32)
    answer_id = models.UUIDField(null=True)
    answered_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    known_on = models.DateField(null=True)
    recorded_on = models.DateField(null=True)
    read_back_on = models.DateField(null=True)
    read_back_how = models.CharField(max_length=20, blank=True)
    key_number = models.PositiveIntegerField(default=1)
    plan = models.BinaryField()
    record = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(submission__isnull=True, spoken__isnull=False)
                | Q(submission__isnull=False, spoken__isnull=True),
                name="contact_with_one_person",
            ),
            models.CheckConstraint(condition=Q(record__isnull=True) | Q(state="held"), name="record_of_what_was_held"),
        ]
        indexes = [
            models.Index(fields=["matter", "proposed_on"], name="contact_in_time"),
            models.Index(fields=["submission", "state"], name="contact_of_person"),
            models.Index(
                fields=["officer", "state"], name="contact_waiting",
                condition=Q(state__in=["asked", "to_read", "agreed", "withdrawn"], known_on__isnull=True),
            ),
        ]


class Consent(models.Model):
    """The person's word on one part of a contact. ``how``: ConfirmedHow; ``by``: person, or who of the staff wrote it.

    ``seconded_by``: the other of the two who heard it; ``slip``: the scan of what they signed.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="consents")
    part = models.CharField(max_length=8)
    state = models.CharField(max_length=10, default="none")
    how = models.CharField(max_length=20, blank=True)
    on = models.DateField(null=True)
    by = models.CharField(max_length=160, blank=True)
    seconded_by = models.CharField(max_length=160, blank=True)
    slip = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "part"], name="consent_once_a_part"),
            models.CheckConstraint(
                condition=~Q(state="given") | (Q(how__gt="") & ~Q(how="told_to_staff")), name="consent_says_how"
            ),
        ]


class Leave(models.Model):
    """实名兑现授权: one person lets themselves be named to one unit or person, for one purpose, once.

    ``state``: LeaveState; ``purpose``: LeavePurpose. ``terms`` (to whom, why nothing else works, what was said, what
    cannot be done without) sealed under M. ``asked``: the hash that a word through the receipt names.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="leaves")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="leaves")
    purpose = models.CharField(max_length=8)
    state = models.CharField(max_length=10, default="asked")
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=16)
    asked = models.BinaryField(null=True, max_length=32)
    by = models.CharField(max_length=160)
    how = models.CharField(max_length=20, blank=True)
    seconded_by = models.CharField(max_length=160, blank=True)
    slip = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    key_number = models.PositiveIntegerField(default=1)
    terms = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["given", "used"]) | (Q(how__gt="") & ~Q(how="told_to_staff")),
                name="leave_says_how",
            ),
        ]
        indexes = [models.Index(fields=["matter", "asked_on"], name="leave_in_time")]


class NamedItem(models.Model):
    """One thing of the person that a leave lets pass: the leak check lets it through while the leave stands.

    ``kind``: rules.codes.LeaveItem. Gone when the leave is withdrawn. Sealed under M.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    leave = models.ForeignKey(Leave, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=8)
    key_number = models.PositiveIntegerField(default=1)
    body = models.BinaryField()
