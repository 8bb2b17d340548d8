"""What a person's word does to a link and its matter, signed or given before staff. No audit here."""

from dingxin.casework import log, standing, terms, walking
from dingxin.casework.models import Link
from dingxin.rules.codes import ClockCode, Confirmation, ConfirmedHow, LedgerKind, MatterState
from dingxin.web.days import today

WORD_KIND = {Confirmation.CONFIRMED: LedgerKind.CONFIRMED, Confirmation.DISPUTED: LedgerKind.DISPUTED}


def give(link: Link, word: Confirmation, how: ConfirmedHow) -> None:
    """Enter a word on an answered link, inside the caller's ``writing()``. The latest word stands.

    What was merely told to staff never confirms: it is kept beside (``told``). A dispute stands however it was told; it
    heads the leader's queue until the matter is reopened to another officer (rules: reopen_disputed).
    """
    link.told, link.told_on = ("", None) if how.counts else (word.value, today())
    if how.counts or word is Confirmation.DISPUTED:
        link.confirmation, link.how, link.confirmed_on = word.value, how.value, today()
    link.save()
    matter = link.matter
    if word is Confirmation.DISPUTED and matter.state in (MatterState.ANSWERED, MatterState.CLOSED):
        terms.start(matter, ClockCode.DISPUTE, today())
    standing.settle(matter, save=False)
    terms.note_due(matter)
    walking.save(matter)
    if link.confirmation == word.value:
        log.of_submission(link.submission_id, WORD_KIND[word])
    standing.show(link.submission)
    link.refresh_from_db(fields=["standing", "evidenced"])


def withdraw(link: Link) -> None:
    """The person takes it back; when everybody did, the matter waits for the leader, who may go on without them."""
    if link.withdrawn_on is not None:
        return
    Link.objects.filter(pk=link.pk).update(withdrawn_on=today())
    if walking.by_person(link.matter, "withdraw") is None:
        standing.show(link.submission)
