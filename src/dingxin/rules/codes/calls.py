"""Codes of the telephone: calls, reading back, call-backs, the duty roster."""

from dingxin.rules.codes.base import Code
from dingxin.rules.text import N_


class CallState(Code):
    """What became of a call."""

    ANSWERED = "call_answered", N_("Picked up")
    HUNG_UP = "hung_up", N_("They hung up")
    MISSED = "missed", N_("Missed")
    CALLED_BACK = "called_back", N_("Called back")


class ReadBack(Code):
    """Whether the minutes were read back to the caller before they were filed."""

    AGREED = "agreed", N_("Read back and agreed")
    CHANGED = "changed", N_("Read back, mended, agreed")
    NOT = "not_read", N_("Not read back")


class CallAgreed(Code):
    """How the caller agreed to be called back. Without it nobody calls."""

    SAID = "said", N_("They said so on the telephone")
    MESSAGE = "left_message", N_("They left a message that asks for it")


class CallBack(Code):
    """What came of calling back."""

    REACHED = "reached", N_("Reached")
    NOT_REACHED = "not_reached", N_("Not reached")
    UNWANTED = "unwanted", N_("They want no call any more, or the number is wrong")


class DayPart(Code):
    """A part of the day on the duty roster. The night belongs to the day on which it begins."""

    MORNING = "morning", N_("Morning")
    AFTERNOON = "afternoon", N_("Afternoon")
    EVENING = "evening", N_("Evening")
    NIGHT = "night", N_("Night")

    @property
    def begins(self) -> int:
        """Hour of the day; it lasts until the next one begins."""
        return {DayPart.MORNING: 6, DayPart.AFTERNOON: 12, DayPart.EVENING: 18, DayPart.NIGHT: 22}[self]

    @property
    def ends(self) -> int:
        """Hour at which the next one begins."""
        return {DayPart.MORNING: 12, DayPart.AFTERNOON: 18, DayPart.EVENING: 22, DayPart.NIGHT: 6}[self]


class DutyPost(Code):
    """What somebody on duty is there for."""

    TELEPHONE = "telephone", N_("Answers calls")
    SECOND_KEY = "second_key", N_("Turns the second key")
