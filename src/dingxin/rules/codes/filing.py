"""Codes of what comes in: channels, natures, the complainant's choices, a submission's states, signals."""

from dingxin.rules.codes.base import Code
from dingxin.rules.text import N_


class Channel(Code):
    """渠道: by which way a submission came."""

    WEB = "web", N_("Web form")
    LETTER = "letter", N_("Letter")
    CALL = "call", N_("Call")
    VISIT = "visit", N_("Visit")
    HOUSEHOLD = "household", N_("Household visit")
    BOX = "box", N_("Opinion box")
    EMAIL = "email", N_("Email")
    TRANSFERRED = "transferred", N_("Transferred from another body")
    IMPORTED = "imported", N_("Imported register")


class Nature(Code):
    """性质: what kind of thing was said."""

    REPORT = "report", N_("Report or accusation")
    APPEAL = "appeal", N_("Appeal")
    CRITICISM = "criticism", N_("Criticism or suggestion")
    REQUEST = "request", N_("Request")
    QUESTION = "question", N_("Question")
    THANKS = "thanks", N_("Thanks")


class Level(Code):
    """How the complainant's identity is held."""

    ANONYMOUS = "anonymous", N_("Anonymous")
    CONFIDENTIAL = "confidential", N_("Confidential (two keys)")
    OPEN = "open", N_("Open to the team")


class Named(Code):
    """实名 only when verified, else 署名."""

    ANONYMOUS = "anonymous", N_("No name")
    SIGNED = "signed", N_("Signed, not verified")
    NAMED = "named", N_("Named, verified")


class Repeat(Code):
    """初件 / 重复件: linked by receipt, by asking or by words, never by identity."""

    FIRST = "first", N_("First")
    REPEAT = "repeat", N_("Repeat")


class RepeatBy(Code):
    """By what a repeat was recognised."""

    RECEIPT = "receipt", N_("By its receipt")
    ASKED = "asked", N_("By asking")
    WORDS = "words", N_("By its words")


class SealedWhere(Code):
    """Where the words were sealed."""

    BROWSER = "browser", N_("On the sender's device")
    SERVER = "server", N_("On arrival")


class ReceiptShows(Code):
    """What a receipt may show if someone makes its holder show it."""

    ANSWERS = "answers", N_("State and answers")
    STATE = "state", N_("State only")


class SubmissionState(Code):
    """A submission's life. Never refused, merged away or altered."""

    REGISTERED = "registered", N_("Registered")
    READ = "read", N_("Read")
    LINKED = "linked", N_("Linked to a matter")
    THANKS = "thanks", N_("Thanks")
    ADVICE = "advice", N_("Advice")
    SET_ASIDE = "set_aside", N_("Set aside")


class SetAside(Code):
    """The only reasons for setting a submission aside; each needs a second person."""

    BLANK = "blank", N_("Blank")
    ADVERTISING = "advertising", N_("Advertising")
    UNREADABLE = "unreadable", N_("Unreadable")


class SignalKind(Code):
    """What reaches the desk from a receipt page: a plain kind with a sealed, signed body."""

    ADDITION = "addition", N_("Something added")
    CONFIRM = "confirm", N_("Outcome confirmed")
    DISPUTE = "dispute", N_("Outcome disputed")
    CONSENT = "consent", N_("Consent given")
    WITHDRAW_CONSENT = "withdraw_consent", N_("Consent withdrawn")
    WITHDRAW = "withdraw", N_("Complaint withdrawn")
    INTERFERENCE = "interference", N_("Interference reported")
    WELL = "well", N_("Left in peace, as the person says")
    ABOUT_TEAM = "about_team", N_("About the team itself")


class ConsentPart(Code):
    """A contact needs all three, each given by the person."""

    TIME = "time", N_("Time")
    PLACE = "place", N_("Place")
    WAY = "way", N_("Way")


class ConsentState(Code):
    """State of one consent."""

    NONE = "none", N_("Not asked")
    ASKED = "asked", N_("Asked")
    GIVEN = "given", N_("Given")
    DECLINED = "declined", N_("Declined")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class InterferenceKind(Code):
    """干扰打探 / 打击报复."""

    ASKING = "asking", N_("Asking what was said")
    WARNING = "warning", N_("Warning to keep quiet")
    THREAT = "threat", N_("Threat")
    RETALIATION = "retaliation", N_("Retaliation")


class InterferenceState(Code):
    """Where a report of interference stands."""

    OPEN = "open", N_("Reported")
    VERIFIED = "verified", N_("Verified")
    HANDED_OVER = "handed_over", N_("Handed to the body that disciplines")
    SETTLED = "settled", N_("Dealt with")
    UNFOUNDED = "unfounded", N_("Nothing in it")


class InterferenceCame(Code):
    """How a report of interference came."""

    RECEIPT = "receipt", N_("By the person, through the receipt")
    STAFF = "staff", N_("Seen or heard by staff")
    SUBMISSION = "submission", N_("By somebody else, as a submission of their own")


class ProtectiveStep(Code):
    """What was done so that somebody is left in peace. What exactly is sealed."""

    MOVED = "moved", N_("A meeting was moved")
    WAY = "way", N_("Another way of contact was agreed")
    DIGITS = "digits", N_("New digits were given")
    SPOKE = "spoke", N_("The official was spoken to")
    SUPERIOR = "superior", N_("The official's superior was told")
    BODY = "body", N_("The body that disciplines was told")
    ACCOMPANIED = "accompanied", N_("Somebody goes with the person")
    OTHER = "other", N_("Another step")


class FollowUpState(Code):
    """Whether somebody who was pressed is left in peace, asked months after it was closed."""

    WAITING = "waiting", N_("Not asked yet")
    ASKED = "asked", N_("Asked")
    WELL = "well", N_("Left in peace")
    PRESSED = "pressed", N_("Pressed again")
    NO_ANSWER = "no_answer", N_("No answer")
