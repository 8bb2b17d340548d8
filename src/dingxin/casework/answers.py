"""What an answer needs and what it brings, shared by the ways it is given. No audit here."""

from django.utils.translation import gettext as _

from dingxin.casework import standing, terms, walking
from dingxin.casework.kinds import AnswerBy
from dingxin.casework.models import Link, Submission
from dingxin.casework.refused import Refused
from dingxin.rules.codes import ClockCode, FindingResult, MatterState, Outcome
from dingxin.web.days import today

REDIRECTED, WITHDRAWN = "redirected", "withdrawn"
OUTCOMES = frozenset({*FindingResult, REDIRECTED, WITHDRAWN})
"""What a link's answer may say: the finding, that another office must settle it, or that it ends as withdrawn."""


def may_answer(link: Link, text: str, outcome: str, by: str) -> None:
    """Refused without words, outside the tables, or while there is nothing to answer with."""
    matter = link.matter
    if not text.strip():
        raise Refused("empty", _("There is nothing written yet."))
    if outcome not in OUTCOMES or by not in set(AnswerBy):
        raise Refused("bad-code", _("One of the codes is not in its table."))
    if link.ended_on is not None:
        raise Refused("ended", _("This submission was taken off the matter."))
    if outcome == REDIRECTED:
        fits = matter.state == MatterState.REDIRECTED
    elif outcome == WITHDRAWN:
        fits = link.withdrawn_on is not None
    else:
        found = {MatterState.FOUND, MatterState.ACTING, MatterState.ANSWERED, MatterState.UNDER_REVIEW}
        fits = matter.state in found and outcome == matter.finding
    if not fits:
        raise Refused("nothing-yet", _("An answer follows the finding, or where it was redirected or withdrawn."))


def given(link: Link, outcome: str, by: str, asked: bytes) -> None:
    """Write the answer as facts: the person is asked from today, and an earlier word on an earlier answer ends."""
    link.outcome, link.answer_by, link.answer_hash, link.answered_on = outcome, by, asked, today()
    link.asked_on, link.asked_again_on = today(), None
    link.confirmation = link.how = ""
    link.confirmed_on, link.satisfied = None, 0
    link.word_due = terms.word_due(link.submission, today())
    link.standing = Outcome.ASKED
    link.save()
    matter = link.matter
    terms.stop(link.submission, [ClockCode.TELL_RESULT, ClockCode.TELL_ACCEPTANCE], today())
    if not matter.links.filter(ended_on__isnull=True, answered_on__isnull=True).exists():
        terms.stop(matter, [ClockCode.TELL_RESULT], today())
    if matter.review_asked_on is not None and matter.state == MatterState.UNDER_REVIEW:
        matter.review_answered_on = today()
    standing.settle(matter, save=False)
    terms.note_due(matter)
    walking.save(matter)
    standing.show(link.submission)
    link.refresh_from_db(fields=["standing", "evidenced"])


def told_acceptance(submission: Submission) -> None:
    """Stop the terms for acknowledging and for telling of acceptance; the matters' due days follow."""
    terms.stop(submission, [ClockCode.TELL_ACCEPTANCE, ClockCode.ACKNOWLEDGE], today())
    live = submission.links.filter(ended_on__isnull=True)
    for link in live.select_related("matter__team__round", "matter__team__body"):
        terms.note_due(link.matter)
        walking.save(link.matter)
    standing.show(submission)
