"""Codes of meeting somebody, of whom the team speaks to, and of the leave to be named."""

from dingxin.rules.codes.base import Code
from dingxin.rules.text import N_


class ContactState(Code):
    """联系 / 见面. Declined, withdrawn, held and lapsed are ends."""

    PROPOSED = "proposed", N_("Proposed")
    ASKED = "asked", N_("Asked")
    TO_READ = "to_read", N_("Answered, to be read")
    AGREED = "agreed", N_("Agreed")
    DECLINED = "declined", N_("Declined")
    WITHDRAWN = "withdrawn", N_("Consent withdrawn")
    HELD = "held", N_("Held")
    LAPSED = "lapsed", N_("Nothing came of it")


class ContactPurpose(Code):
    """What a contact is for; the words of it are in the sealed plan."""

    HEAR = "hear", N_("To hear more")
    SHOW = "show", N_("To be shown something")
    TELL = "tell", N_("To tell the outcome")
    DELIVER = "deliver", N_("To hand something over")
    PROTECT = "protect", N_("To see that they are safe")


class ContactWay(Code):
    """How a contact happens."""

    CALL = "call", N_("A call")
    MEETING = "meeting", N_("A meeting")
    LETTER = "letter", N_("A letter")
    OTHER = "other", N_("Another way")


class AskedBy(Code):
    """By which way a person is asked for consent."""

    RECEIPT = "receipt", N_("Through the receipt")
    LEFT_WAY = "left_way", N_("By the way they left")
    THEY_CAME = "they_came", N_("They came or called themselves")
    FIRST_APPROACH = "first_approach", N_("First approach, which only asks")


class SpokenKind(Code):
    """受访人: whom the team approaches."""

    PARTY = "party", N_("Party")
    WITNESS = "witness", N_("Witness")
    INTERVIEWEE = "interviewee", N_("Interviewee")


class LeaveState(Code):
    """实名兑现授权. Declined, withdrawn and used are ends."""

    ASKED = "asked", N_("Asked")
    GIVEN = "given", N_("Given")
    DECLINED = "declined", N_("Declined")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    USED = "used", N_("Used")


class LeaveItem(Code):
    """What of the person may be named."""

    NAME = "name", N_("Name")
    PHONE = "phone", N_("Telephone number")
    ADDRESS = "address", N_("Home address")
    ACCOUNT = "account", N_("Bank account")
    OTHER = "other", N_("Something else")
