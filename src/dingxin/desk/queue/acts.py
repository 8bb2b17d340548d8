"""What the one next act on a row is called, and where it is done."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from dingxin.casework.queries import QueueRow
from dingxin.rules.move_table import MOVES
from dingxin.rules.text import N_
from dingxin.web.parts import Link

ACTS: dict[str, str] = {
    # acts of a submission
    "read": N_("Open and read"), "link": N_("Make a matter of it"), "second_set_aside": N_("Look at it as the second"),
    # acts of a matter that are no move
    "assess": N_("Assess it"), "code": N_("Set category and unit"), "add_step": N_("Record a step"),
    "add_evidence": N_("Add evidence"), "record_finding": N_("Write the finding"), "deliver": N_("Record the delivery"),
    "answer_link": N_("Answer the person"), "approve": N_("Decide on the proposal"),
    "see_proposal": N_("See the proposal"),
    "settle_interference": N_("Deal with the pressure"),
}
LOOK = N_("Look at it")


def label_of(act: str) -> str:
    """The act in words; a row without one is only looked at."""
    return _(ACTS.get(act) or (MOVES[act].label if act in MOVES else LOOK))


PAGES = {  # acts with a page of their own; moves have one each; all else is done on the matter's page
    "assess": "assess", "code": "code", "add_step": "step", "add_evidence": "evidence", "record_finding": "finding",
    "settle_interference": "interference", "assign": "assign",
}


def matter_url(pk: UUID, act: str = "") -> str:
    """The page of a matter, or that of the act that is next."""
    if act in PAGES:
        return reverse(f"desk:matter-{PAGES[act]}", args=[pk])
    return reverse("desk:matter-move", args=[pk, act]) if act in MOVES else reverse("desk:matter", args=[pk])


def submission_url(pk: UUID) -> str:
    """The page of a submission."""
    return reverse("desk:submission", args=[pk])


def act_of(row: QueueRow, *, others: bool = False) -> Link:
    """The button of a row; ``others``: somebody else has to act, so it is only looked at."""
    act = ("see_proposal" if row.proposal is not None else "") if others else row.next.act
    url = matter_url(row.matter.pk, act) if row.matter else submission_url(row.submission.pk) if row.submission else ""
    return Link(label_of(act), url)
