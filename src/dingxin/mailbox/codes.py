"""The closed words of a status card and of a person's word. Casework writes, the portal has a sentence for each."""

from dingxin.rules.codes.base import Code
from dingxin.rules.text import N_


class CardState(Code):
    """Where a submission stands, as its sender sees it."""

    RECEIVED = "received", N_("Received and sealed")
    REGISTERED = "registered", N_("Numbered, waiting to be read")
    READ = "read", N_("It was read")
    ASSESSED = "assessed", N_("Taken up")
    ASK_MORE = "ask_more", N_("We have a question for you")
    REDIRECTED = "redirected", N_("Another office must settle it")
    VERIFYING = "verifying", N_("Being checked")
    FOUND = "found", N_("Checked")
    ACTING = "acting", N_("It is being put right")
    ANSWERED = "answered", N_("Answered, waiting for your word")
    CONFIRMED = "confirmed", N_("Solved, as you said")
    DISPUTED = "disputed", N_("You disagreed: taken up again")
    CLOSED = "closed", N_("Finished")
    UNDER_REVIEW = "under_review", N_("Being looked at by others once more")
    WAITING = "waiting", N_("Waiting for you")
    PENDING = "pending", N_("Kept for a later look")
    WITHDRAWN = "withdrawn", N_("Withdrawn by you")
    THANKS = "thanks", N_("Your thanks arrived")
    ADVICE = "advice", N_("Advice given")
    SET_ASIDE = "set_aside", N_("We could not read it")


class NextStep(Code):
    """What happens next."""

    READ = "read", N_("Somebody reads it")
    ASSESS = "assess", N_("We say whether we take it up")
    VERIFY = "verify", N_("We check it")
    ACT = "act", N_("It is put right")
    ANSWER = "answer", N_("We answer you")
    YOUR_WORD = "your_word", N_("You say whether it is solved")
    YOUR_ANSWER = "your_answer", N_("You answer our question")
    VERIFY_AGAIN = "verify_again", N_("Somebody else checks it again")
    OTHER_OFFICE = "other_office", N_("The other office answers")
    REVIEW = "review", N_("Others decide about it")
    FOLLOW_UP = "follow_up", N_("We ask again whether it lasts")
    LATER = "later", N_("We look at it again")
    NONE = "none", N_("Nothing more")


class Question(Code):
    """What the person is asked now; empty when nothing is."""

    NONE = "", N_("Nothing is asked")
    OUTCOME = "outcome", N_("Is it solved?")
    OUTCOME_AGAIN = "outcome_again", N_("Is it solved? We ask a second time")
    MORE = "more", N_("Please tell us more")
    CONTACT = "contact", N_("May we meet you?")
    HAND_ON = "hand_on", N_("May we hand it on?")
    NAME = "name", N_("May we name you, for this one purpose?")
    FOLLOW_UP = "follow_up", N_("Are you left in peace?")


WORDS: dict[str, frozenset[str]] = {
    "confirm": frozenset({"confirm"}),
    "dispute": frozenset({"dispute"}),
    "satisfied": frozenset({"yes", "partly", "no"}),
    "consent": frozenset({"agree", "decline"}),
    "withdraw_consent": frozenset({"withdraw_consent"}),
    "withdraw": frozenset({"withdraw"}),
    "interference": frozenset({"asking", "warning", "threat", "retaliation", "interference"}),
    "well": frozenset({"well"}),
    "addition": frozenset({"addition"}),
}
"""Signal kind → the words it may carry."""

ANSWERS = frozenset({"confirm", "dispute", "satisfied", "consent", "well"})
"""Kinds that answer something: the hash in the word must be ``Thread.asked``."""

HOW = frozenset({
    "own_receipt", "without_script", "known_to_staff", "by_voice", "at_counter", "signed_slip", "told_to_staff",
})
"""How a word was given (rules.codes.ConfirmedHow)."""
