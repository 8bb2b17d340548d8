"""Words that help to fill in a form beside it: what the person said, the steps so far."""

from dingxin.accounts.identity import Current
from dingxin.casework import actions
from dingxin.casework.kinds import PieceKind
from dingxin.casework.models import Matter, Submission
from dingxin.desk.matter.present.opened import Shown, words_of
from dingxin.desk.matter.present.words import on_day, say, submission_name, word
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import VerificationMethod
from dingxin.sealing.errors import SealBroken


def words_beside(current: Current, row: Submission) -> tuple[Shown, ...]:
    """The words of one submission; nothing where the member has no key."""
    try:
        opened = actions.open_submission(current=current, submission=row)
    except (Refused, SealBroken):
        return ()
    return (words_of(opened, submission_name(row)),)


def sources_of(current: Current, matter: Matter, *, steps: bool = False) -> tuple[Shown, ...]:
    """The first submission's words, or (``steps``) what was verified so far; nothing where there is no key."""
    if not steps:
        link = matter.links.filter(ended_on__isnull=True).select_related("submission").order_by("linked_on").first()
        return words_beside(current, link.submission) if link else ()
    try:
        opened = actions.open_pieces(current=current, matter=matter)
    except (Refused, SealBroken):
        return ()
    rows = matter.pieces.filter(kind=PieceKind.STEP).defer("body").order_by("on", "pk")
    return tuple(
        Shown(
            say("%(method)s · %(day)s", method=word(VerificationMethod, row.method), day=on_day(row.on)), opened.pieces[row.pk]
        )
        for row in rows if row.pk in opened.pieces
    )
