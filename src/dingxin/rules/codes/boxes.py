"""Codes of opinion boxes: what makes one safe to use unseen, how an opening stands, and why a count did not come out."""

from dingxin.rules.codes.base import Code
from dingxin.rules.text import N_


class BoxState(Code):
    """Whether a box hangs."""

    UP = "up", N_("Set up")
    DOWN = "taken_down", N_("Taken down")


class BoxPoint(Code):
    """What somebody went and looked at. Each is said so that yes is good (S3)."""

    NO_CAMERA = "no_camera", N_("No camera sees it")
    NO_OFFICE = "no_office", N_("The unit's offices do not overlook it")
    NO_WATCH = "no_watch", N_("It is not at an entrance that people must pass, and nobody keeps watch there")
    HOURS = "hours", N_("It can be reached at all the hours given, early and late as well")
    NO_STEPS = "no_steps", N_("Who cannot climb or reach high can use it")
    OUR_LOCK = "our_lock", N_("It is locked, and nobody of the unit has a key")


class OpeningState(Code):
    """An opening of a box by two people."""

    BEGUN = "begun", N_("Waits for the second person")
    COUNTING = "counting", N_("Both count")
    FILING = "filing", N_("Envelopes are opened and recorded")
    CLOSED = "closed", N_("Reconciled")
    CANCELLED = "cancelled", N_("Given up before counting")


class BoxDifference(Code):
    """Why fewer or more were recorded than counted. The words beside it are sealed."""

    MISCOUNTED = "miscounted", N_("The count was wrong")
    SEVERAL = "several", N_("Several letters lay in one envelope, or one in several")
    SPOILED = "spoiled", N_("Wet or torn: nothing can be read any more")
    MISSING = "missing", N_("An envelope is missing")
    OTHER = "other_reason", N_("Something else")


class PrintedKind(Code):
    """A receipt printed ahead."""

    CARD = "card", N_("Sealed card")
    SLIP = "slip", N_("Box slip")


class PrintedState(Code):
    """Where a printed receipt stands."""

    PRINTED = "printed", N_("On paper, not used")
    USED = "used", N_("Went out with a submission")
    VOID = "void", N_("Void")
