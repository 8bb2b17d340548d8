"""Codes of bodies, teams, roles and of whom a matter is about."""

from dingxin.rules.codes.base import Code
from dingxin.rules.text import N_


class Tier(Code):
    """Where a body stands in the tree."""

    REGION = "region", N_("Region")
    PREFECTURE = "prefecture", N_("Prefecture")
    COUNTY = "county", N_("County")
    TOWNSHIP = "township", N_("Township")


class TeamKind(Code):
    """Who holds a vault."""

    TEAM = "team", N_("Inspection team")
    FOLLOW_UP = "follow_up", N_("Follow-up team")
    SUPERIOR = "superior", N_("Team that hears what is about teams")


class Role(Code):
    """Roles. `PERSON` is the complainant acting through a receipt or at the counter; no account holds it."""

    CLERK = "clerk", N_("Clerk")
    OFFICER = "officer", N_("Case officer")
    LEADER = "leader", N_("Team leader")
    CUSTODIAN = "custodian", N_("Custodian")
    ARCHIVIST = "archivist", N_("Archivist")
    OFFICE = "office", N_("Body's office")
    ADMIN = "admin", N_("Administrator")
    SIGNER = "signer", N_("Signer")
    OPENER = "opener", N_("Opener of the body's inbound")
    CONTACT = "contact", N_("Unit's contact")
    PERSON = "person", N_("Complainant")


TEAM_ROLES = frozenset({Role.CLERK, Role.OFFICER, Role.LEADER})
"""Roles held in one team."""

BODY_ROLES = frozenset({Role.CUSTODIAN, Role.ARCHIVIST, Role.OFFICE, Role.ADMIN, Role.SIGNER, Role.OPENER})
"""Roles held in a body."""

NO_TEAM_ROLES = frozenset({Role.CUSTODIAN, Role.ARCHIVIST, Role.CONTACT})
"""Whoever holds one of these belongs to no team."""


class Rank(Code):
    """职级 of a subject; a code, never a name."""

    UNKNOWN = "unknown", N_("Not known")
    NONE = "none", N_("Without rank")
    VILLAGE = "village", N_("Village level")
    STAFF = "staff", N_("Staff")
    TOWNSHIP_DEPUTY = "township_deputy", N_("Township level, deputy")
    TOWNSHIP = "township", N_("Township level")
    COUNTY_DEPUTY = "county_deputy", N_("County level, deputy")
    COUNTY = "county", N_("County level")
    PREFECTURE_DEPUTY = "prefecture_deputy", N_("Prefecture level, deputy")
    PREFECTURE = "prefecture", N_("Prefecture level")
    REGION_DEPUTY = "region_deputy", N_("Regional level, deputy")
    REGION = "region", N_("Regional level")


class Authority(Code):
    """管理权限: which level appoints and disciplines the subject."""

    UNKNOWN = "unknown", N_("Not known")
    VILLAGE = "village", N_("Village")
    TOWNSHIP = "township", N_("Township")
    COUNTY = "county", N_("County")
    PREFECTURE = "prefecture", N_("Prefecture")
    REGION = "region", N_("Region")
    CENTRAL = "central", N_("Central")


class UnitKind(Code):
    """What a unit is."""

    PARTY = "party", N_("Party organisation")
    GOVERNMENT = "government", N_("Government")
    DEPARTMENT = "department", N_("Department")
    ENTERPRISE = "enterprise", N_("State enterprise")
    SCHOOL = "school", N_("School or hospital")
    TOWNSHIP = "township", N_("Township")
    VILLAGE = "village", N_("Village or community committee")
    OTHER = "other", N_("Other")


class RoundState(Code):
    """A round's life; its moves are in `dingxin.rules.small_moves`."""

    PREPARING = "preparing", N_("Preparing")
    STATIONED = "stationed", N_("Stationed")
    REPORTING = "reporting", N_("Reporting")
    FED_BACK = "fed_back", N_("Fed back")
    HANDED_OVER = "handed_over", N_("Handed over")
    CORRECTING = "correcting", N_("Correcting")
    EVALUATED = "evaluated", N_("Evaluated")
    ARCHIVED = "archived", N_("Archived")


class RelationKind(Code):
    """What ties a member to a unit, as they declare it. The words about it are sealed."""

    OWN_UNIT = "own_unit", N_("I work there, or come from there")
    FORMER_UNIT = "former_unit", N_("I worked there before")
    CLOSE = "close", N_("Kin or somebody close to me is there")
    OTHER = "other", N_("Another tie")


class RequestState(Code):
    """A request for the second key. Refused, used, expired and taken back are ends: nothing of a key is left then."""

    ASKED = "asked", N_("Asked")
    APPROVED = "approved", N_("Approved")
    REFUSED = "refused", N_("Refused")
    USED = "used", N_("Used")
    EXPIRED = "expired", N_("Expired")
    CANCELLED = "cancelled", N_("Taken back")


class RequestPurpose(Code):
    """The closed reason for which the second key is turned; the words of the reason stand beside it, sealed."""

    VERIFY = "verify", N_("To verify a fact")
    CONTACT = "contact", N_("To go to an agreed contact")
    NAMED_REMEDY = "named_remedy", N_("To deliver under a leave to be named")
    NEW_DIGITS = "new_digits", N_("To give new digits to a named person")
    DANGER = "danger", N_("Danger to life")
    CHILD = "child", N_("Danger to a child")


URGENT_PURPOSES = frozenset({RequestPurpose.DANGER, RequestPurpose.CHILD})
"""Leader and custodian open at once; a third looks at it afterwards."""


class RequestUse(Code):
    """What the second key opens. The name opens once; a way to reach somebody and files, until the release ends."""

    NAME = "name", N_("The name, once")
    WAY = "way_to_reach", N_("A way to reach the person, until the contact is done")
    FILES = "files", N_("Files that carry a person")
    NEW_DIGITS = "new_digits", N_("The name, to give new digits")


class OpeningReview(Code):
    """What a third finds of an opening that was made at once."""

    RIGHT = "right", N_("It was needed")
    WRONG = "wrong", N_("It was not needed")


class LeavePurpose(Code):
    """实名兑现授权: one purpose each."""

    PAY = "pay", N_("Pay me")
    DELIVER = "deliver", N_("Deliver to me")
    HEAR = "hear", N_("Hear me")
