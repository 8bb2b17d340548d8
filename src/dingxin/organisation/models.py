"""Bodies in tiers, units in a tree, rounds, teams, stationings with their public notice."""

from django.db import models
from django.db.models import F, Q

from dingxin.accounts.models import Member
from dingxin.rules.ids import new_id

TEXTS = "public words by language: {'zh-hans': {...}, 'en': {...}, 'ug': {...}}"


class Body(models.Model):
    """An oversight office. ``tier``: region, prefecture, county, township. ``parent`` is the superior."""

    id = models.UUIDField(primary_key=True, default=new_id)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    texts = models.JSONField(default=dict, help_text=TEXTS)
    tier = models.CharField(max_length=20)
    pack = models.CharField(max_length=40, default="cn-inspection")


class Unit(models.Model):
    """An organisation that is inspected or responsible. ``path``: the codes from the root down, ``/``-separated."""

    id = models.UUIDField(primary_key=True, default=new_id)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    texts = models.JSONField(default=dict, help_text=TEXTS)
    kind = models.CharField(max_length=40, blank=True)
    path = models.CharField(max_length=600, db_index=True)


class Round(models.Model):
    """One campaign of a body. ``state`` walks the round moves of the rules."""

    id = models.UUIDField(primary_key=True, default=new_id)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=20, default="preparing")
    starts = models.DateField()
    ends = models.DateField()
    pack = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="round_number_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="round_dates_in_order"),
        ]


class FocusTopic(models.Model):
    """What a round looks at (关注重点)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="topics")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "code"], name="topic_code_once")]


class Team(models.Model):
    """The people who hold a vault. ``kind``: team (of a round), follow_up, or superior (hears what is about teams)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="teams")
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="teams")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    texts = models.JSONField(default=dict, help_text=TEXTS)
    kind = models.CharField(max_length=20, default="team")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="team_number_once")]


class Membership(models.Model):
    """A member's role in a team: clerk, officer or leader. Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "team"], condition=Q(until__isnull=True), name="one_role_in_team"
            ),
        ]


class BodyRole(models.Model):
    """A member's role in a body: custodian, archivist, office, admin or signer."""

    id = models.UUIDField(primary_key=True, default=new_id)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="body_roles")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "body", "role"], condition=Q(until__isnull=True), name="body_role_once"
            ),
        ]


class MemberUnit(models.Model):
    """The unit that a member belongs to in their working life: what is about it is not theirs to read (回避)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="home_units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(until__isnull=True), name="one_home_unit"),
        ]


class Stationing(models.Model):
    """One team in one unit from day to day, with its public notice.

    ``code`` is the public address (``/zh-hans/maizhan/``). ``state``: preparing, open, closed (intake ended; coming
    back never ends). ``texts`` per language: unit, team, scope, address, address_how, reception_hours, phone_hours,
    po_box, post_how, languages, intro. What is about the team itself goes to ``queries.superior_team``.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="stationings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="stationings")
    code = models.SlugField(max_length=40, unique=True)
    state = models.CharField(max_length=20, default="preparing")
    starts = models.DateField()
    ends = models.DateField()
    intake_until = models.DateField()
    phone = models.CharField(max_length=40, blank=True)
    texts = models.JSONField(default=dict, help_text=TEXTS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts"), intake_until__gte=F("starts")), name="stationing_dates_in_order"
            ),
        ]


class Box(models.Model):
    """An opinion box of a stationing. ``texts`` per language: place, hours, safe (why it is safe to use unseen).

    ``state``: up or taken_down; a box that hung somewhere is never deleted. ``photo``: JPEG made anew from pixels, shown
    to everybody. It is public while it is up and each point of its checklist is answered yes (``boxes.shown``).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    stationing = models.ForeignKey(Stationing, on_delete=models.CASCADE, related_name="boxes")
    order = models.PositiveIntegerField(default=0)
    texts = models.JSONField(default=dict, help_text=TEXTS)
    state = models.CharField(max_length=12, default="up")
    up_on = models.DateField(null=True)
    down_on = models.DateField(null=True)
    photo = models.BinaryField(null=True, max_length=600_000)


class BoxCheck(models.Model):
    """One point of a box's checklist as somebody last saw it. ``answer``: yes or no; no row means not checked."""

    id = models.UUIDField(primary_key=True, default=new_id)
    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="checks")
    point = models.CharField(max_length=12)
    answer = models.CharField(max_length=4)
    day = models.DateField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box", "point"], name="box_point_once")]
