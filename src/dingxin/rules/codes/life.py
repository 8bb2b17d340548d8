"""Codes of a matter's life: states, findings, children of *acting*, confirmation, clocks, public log kinds."""

from dingxin.rules.codes.base import Code
from dingxin.rules.text import N_


class MatterState(Code):
    """States of a matter; the moves between them are in `dingxin.rules.moves`."""

    OPEN = "open", N_("Open")
    ASSESSED = "assessed", N_("Accepted")
    REDIRECTED = "redirected", N_("Redirected")
    VERIFYING = "verifying", N_("Being verified")
    FOUND = "found", N_("Finding made")
    ACTING = "acting", N_("Being put right")
    ANSWERED = "answered", N_("Answered")
    CLOSED = "closed", N_("Closed")
    UNDER_REVIEW = "under_review", N_("Under review")


class Overlay(Code):
    """What lies over a matter's state and stops it moving on; the state below is kept."""

    NONE = "", N_("Under way")
    WAITING = "waiting", N_("Waiting for the person")
    PENDING = "pending", N_("Kept pending")
    WITHDRAWN = "withdrawn", N_("Withdrawn by the person")


class Assessment(Code):
    """研判: there is no fourth answer. Small is never a ground for any of them."""

    NONE = "", N_("Not assessed")
    ACCEPT = "accept", N_("Accept")
    ASK_MORE = "ask_more", N_("Ask more")
    REDIRECT = "redirect", N_("Redirect")


class FindingResult(Code):
    """核实结论."""

    SUBSTANTIATED = "substantiated", N_("Substantiated")
    PARTLY = "partly", N_("Partly substantiated")
    UNSUBSTANTIATED = "unsubstantiated", N_("Unsubstantiated")
    NOT_ESTABLISHED = "not_established", N_("Could not be established")


class Disposal(Code):
    """How a matter is dealt with (办理方式); the first four are those of the 2020 rules on handling accusations."""

    TALK_LETTER = "talk_letter", N_("Inquiry by talk or letter")
    PRELIMINARY = "preliminary", N_("Preliminary verification")
    PENDING = "pending", N_("Kept pending")
    CONCLUDED = "concluded", N_("Concluded")
    CORRECTED = "corrected", N_("Put right by the unit")
    TRANSFERRED = "transferred", N_("Transferred to the competent body")
    REFERRED = "referred", N_("Referred to the competent office")
    EXPLAINED = "explained", N_("Explained to the person")
    CLARIFIED = "clarified", N_("Clarified for the accused")


class VerificationMethod(Code):
    """How one step of verification was made."""

    DOCUMENTS = "documents", N_("Documents read")
    ACCOUNTS = "accounts", N_("Accounts checked")
    SITE = "site", N_("Place visited")
    SPOKEN = "spoken", N_("Person spoken to")
    OTHER_SIDE = "other_side", N_("The other side heard")
    WRITTEN = "written", N_("Written explanation asked")
    REGISTER = "register", N_("Official register consulted")
    EXPERT = "expert", N_("Expert asked")
    COUNT = "count", N_("Goods or money counted")


class NoticeKind(Code):
    """整改通知."""

    IMMEDIATE = "immediate", N_("To be put right at once")
    BY_DATE = "by_date", N_("To be put right by a date")


class NoticeState(Code):
    """A correction notice's life."""

    DRAFT = "draft", N_("Draft")
    SENT = "sent", N_("Sent to the unit")
    ANSWERED = "answered", N_("Answered by the unit")
    SENT_BACK = "sent_back", N_("Sent back to the unit")
    ACCEPTED = "accepted", N_("Checked and accepted")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class HandOnState(Code):
    """Life of a transfer, referral or hand-down."""

    DRAFT = "draft", N_("Draft")
    SENT = "sent", N_("Sent")
    RECEIVED = "received", N_("Received")
    RETURNED = "returned", N_("Returned undone")
    REPORTED = "reported", N_("Outcome came back")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class RemedyKind(Code):
    """兑现: what a person gets back."""

    MONEY = "money", N_("Money")
    GOODS = "goods", N_("Goods")
    WORK = "work", N_("Work done")
    DOCUMENT = "document", N_("Document")
    SERVICE = "service", N_("Service")
    RIGHT = "right", N_("Right restored")
    REMOVAL = "removal", N_("Something harmful taken away")
    APOLOGY = "apology", N_("Apology")


class UnitOfCount(Code):
    """What an amount counts; amounts in different units are never added up."""

    YUAN = "yuan", N_("yuan")
    EURO = "euro", N_("euro")
    HOUSEHOLD = "household", N_("household")
    PERSON = "person", N_("person")
    ITEM = "item", N_("item")
    BAG = "bag", N_("bag")
    SHOP = "shop", N_("shop")
    MU = "mu", N_("mu")
    METRE = "metre", N_("metre")
    KILOGRAM = "kilogram", N_("kilogram")
    DAY = "day", N_("day")


class RemedyState(Code):
    """A remedy's life; a mistake is put right by a counter-entry, never by going back."""

    PROMISED = "promised", N_("Promised")
    DELIVERED = "delivered", N_("Delivered")
    CONFIRMED = "confirmed", N_("Confirmed by the person")


class Confirmation(Code):
    """本人确认: the complainant's word on the outcome of one link."""

    NONE = "", N_("No word yet")
    CONFIRMED = "confirmed", N_("Confirmed")
    DISPUTED = "disputed", N_("Disputed")


class ConfirmedHow(Code):
    """How the word was given; kept and shown apart. `counts` says whether it may stand as the person's own word."""

    OWN_RECEIPT = "own_receipt", N_("By own receipt, signed")
    WITHOUT_SCRIPT = "without_script", N_("By receipt, without script")
    KNOWN_TO_STAFF = "known_to_staff", N_("By a receipt known to staff")
    BY_VOICE = "by_voice", N_("By voice, read back, two staff")
    AT_COUNTER = "at_counter", N_("At the counter, read back, two staff")
    SIGNED_SLIP = "signed_slip", N_("On a signed slip, scanned")
    TOLD_TO_STAFF = "told_to_staff", N_("Told to staff, only recorded")

    @property
    def counts(self) -> bool:
        """A word merely recorded by staff never counts as confirmed."""
        return self is not ConfirmedHow.TOLD_TO_STAFF

    @property
    def witnesses(self) -> int:
        """How many of the staff must be named with it."""
        two = (ConfirmedHow.BY_VOICE, ConfirmedHow.AT_COUNTER, ConfirmedHow.TOLD_TO_STAFF)
        return 2 if self in two else 1 if self is ConfirmedHow.SIGNED_SLIP else 0


class Outcome(Code):
    """Where a link or matter stands towards the person; figures never add these up."""

    UNANSWERED = "unanswered", N_("Not answered yet")
    ASKED = "asked", N_("Answered, waiting for their word")
    CONFIRMED = "confirmed", N_("Confirmed by the person")
    DISPUTED = "disputed", N_("Disputed by the person")
    EVIDENCED = "evidenced", N_("Evidenced without objection")
    UNCONFIRMED = "unconfirmed", N_("Answered, unconfirmed")


class ClockCode(Code):
    """Clocks; their lengths, calendars and sources come from the policy pack."""

    ACKNOWLEDGE = "acknowledge", N_("Acknowledge receipt")
    ASSESS = "assess", N_("Assess")
    TELL_ACCEPTANCE = "tell_acceptance", N_("Tell the person of acceptance")
    FINISH = "finish", N_("Finish the matter")
    TELL_RESULT = "tell_result", N_("Tell the person the result")
    WAIT = "wait", N_("Wait for the person")
    CONFIRM = "confirm", N_("Time for the person's word")
    DISPUTE = "dispute", N_("Verify again after a dispute")
    REVIEW_ASKED = "review_asked", N_("Time to ask for review")
    REVIEW = "review", N_("Decide on review")
    SEND_UP = "send_up", N_("Send up to the superior body")
    REDIRECT = "redirect", N_("Tell where to go")
    PENDING = "pending", N_("Look again at what is pending")
    TRANSFER = "transfer", N_("Outcome of a transfer")
    HAND_DOWN = "hand_down", N_("Report on a hand-down")
    NOTICE_IMMEDIATE = "notice_immediate", N_("Put right at once")
    NOTICE_BY_DATE = "notice_by_date", N_("Put right by a date")
    INTERFERENCE = "interference", N_("Deal with interference")
    CORRECTION = "correction", N_("Correction after feedback")
    REPORT_BACK = "report_back", N_("Report results back")
    FOLLOW_UP = "follow_up", N_("Ask again after closure")


class LedgerKind(Code):
    """Kinds of event leaves in the public log (4-ledger): moves of the complainant's cause, and rare acts."""

    RECEIVED = "received", N_("Received")
    ASSESSED = "assessed", N_("Accepted")
    REDIRECTED = "redirected", N_("Redirected")
    FOUND = "found", N_("Finding made")
    ANSWERED = "answered", N_("Answered")
    CONFIRMED = "answered>confirmed", N_("Confirmed by the person")
    DISPUTED = "answered>disputed", N_("Disputed by the person")
    CLOSED = "closed", N_("Closed")
    REOPENED = "reopened", N_("Reopened")
    INTERFERENCE = "interference", N_("Interference received")
    IDENTITY_OPENED = "identity_opened", N_("Identity opened")
    GRANTED = "granted", N_("Vault granted")
    COUNTER = "counter", N_("Counter-entry")
    DUMMY = "dummy", N_("Filler")
