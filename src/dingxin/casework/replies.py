"""Sealing words to the person and signing them, inside the caller's ``writing()``."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.casework.models import Submission
from dingxin.casework.refused import Refused
from dingxin.mailbox import bound, outbound, texts
from dingxin.mailbox.models import Thread
from dingxin.mailbox.outbound import Put
from dingxin.mailbox.refused import Refused as MailboxRefused
from dingxin.mailbox.refused import Why
from dingxin.rules.codes import ReceiptShows
from dingxin.sealing.signing import sign
from dingxin.sealing.statements import Answer
from dingxin.vault import keyring
from dingxin.vault.models import Vault
from dingxin.web.days import today


@dataclass(frozen=True)
class Reach:
    """``text``: words reach the receipt; ``state``: it shows the state alone; neither: the agreed way."""

    text: bool
    state: bool


def reach(submission: Submission) -> Reach:
    """What the person's receipt can carry."""
    thread = Thread.objects.filter(pk=submission.pk).first()
    if thread is None or not thread.answer_recipient:
        return Reach(False, False)
    return Reach(thread.shows == ReceiptShows.ANSWERS, True)


def to_person(
    current: Current, submission: Submission, text: str, *, kind: str, link_id: UUID | None = None
) -> Put:
    """Seal a text to the person's age recipient, sign it with the team's answer key, and put it in the mailbox.

    ``kind``: answer, message or question. Refused when there is nothing to say, no receipt, or one that shows no text.
    """
    if not text.strip():
        raise Refused("empty", _("There is nothing written yet."))
    thread = Thread.objects.filter(pk=submission.pk).first()
    if thread is None or not thread.answer_recipient:
        raise Refused("no-receipt", _("This person has no receipt: tell them by the agreed way, and record that."))
    if not bound.holds(thread):
        raise Refused("altered", _("The keys of this receipt were changed by hand: nothing is sealed to them. Tell whoever "
                                   "keeps the audit."))  # fmt: skip
    if thread.shows == ReceiptShows.STATE:
        raise Refused(
            "state-only", _("This person chose that no text comes to their receipt: tell them by the agreed way.")
        )
    seed = keyring.answer_seed(current, Vault.objects.get(pk=submission.vault_id))
    number = outbound.next_number(submission.pk)
    body = texts.seal_to_person(thread.answer_recipient, text)
    signature = sign(seed, Answer.purpose, outbound.statement_of(submission.pk, number, body, today()).canonical())
    try:
        return outbound.put_answer(
            thread_id=submission.pk, number=number, body=body, signature=signature, link_id=link_id, kind=kind
        )
    except MailboxRefused as refused:
        if refused.why is Why.TOO_LARGE:
            raise Refused("too-long", _("That is too long for one message. Say it in two.")) from None
        raise Refused("mailbox", _("The receipt was closed meanwhile.")) from None
