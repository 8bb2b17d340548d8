"""Closed words of this room's sealed pieces and of the ways an answer is given."""

from dingxin.rules.codes import Code
from dingxin.rules.text import N_


class PieceKind(Code):
    """What a sealed piece of a matter is."""

    NOTE = "note", N_("Note")
    INSTRUCTION = "instruction", N_("Instruction of the leadership")
    ASSESSMENT = "assessment", N_("Assessment")
    DESTINATION = "destination", N_("Where to go instead")
    STEP = "step", N_("Verification step")
    FINDING = "finding", N_("Finding")
    CHILD = "child", N_("Notice, transfer or referral")
    OUTCOME = "outcome", N_("What came of it")
    MOVE_REASON = "move_reason", N_("Reason of a move")
    SENT_BACK = "sent_back", N_("Why a proposal was sent back")
    ANSWER = "answer", N_("Answer to the person")
    WORD = "word", N_("The person's word, as it was given to staff")
    UNLINKED = "unlinked", N_("Why a submission was taken off")


class AnswerBy(Code):
    """By which way an answer reached the person."""

    RECEIPT = "receipt", N_("Through the receipt")
    VOICE = "voice", N_("By voice")
    COUNTER = "counter", N_("At the counter")
    LETTER = "letter", N_("By letter")


class ChildKind(Code):
    """What a matter waits for outside the team; each has its counter of open ones on the matter."""

    NOTICE = "notice", N_("Correction notice")
    TRANSFER = "transfer", N_("Transfer")
    REFERRAL = "referral", N_("Referral")
