"""What a page says after an act: `?done=code` is one of these lines and nothing else."""

from django.utils.translation import gettext

from dingxin.rules.text import N_

DONE: dict[str, str] = {
    "noted": N_("Sealed. The note stands in the story."),
    "instructed": N_("Sealed. The instruction stands in the story."),
    "assessed": N_("The assessment is recorded. What follows from it is a move of its own."),
    "step": N_("The step is recorded."),
    "finding": N_("The finding is written. It stands once the move is made."),
    "evidence": N_("The file is sealed and part of the matter."),
    "child": N_("It is entered as sent, and its term runs."),
    "came-back": N_("What came back is recorded."),
    "settled": N_("The interference is recorded as dealt with."),
    "promised": N_("The remedy is entered as promised."),
    "delivered": N_("The delivery is recorded."),
    "confirmed": N_("Recorded: the person says they have it."),
    "corrected": N_("Taken back by a counter-entry. Both entries stay."),
    "answered": N_("The answer is on its way, and the person is asked whether it is solved."),
    "told": N_("Recorded: the person was told that it is taken up."),
    "asked-again": N_("The person is asked once more."),
    "message": N_("The message is sealed to the person's receipt."),
    "word": N_("The person's word is recorded."),
    "withdrawn": N_("Recorded: the person withdrew."),
    "review-asked": N_("Recorded: a review was asked for."),
    "moved": N_("Done. The move stands in the story."),
    "proposed": N_("Proposed. A second person decides."),
    "approved": N_("Approved and carried out."),
    "sent-back": N_("Sent back, with your reason."),
    "proposal-withdrawn": N_("The proposal is taken back."),
    "made": N_("The matter is there. Assess it next."),
    "linked": N_("The submission is part of this matter now."),
    "unlinked": N_("The submission is taken off. The fact of it stays in the story."),
    "coded": N_("The codes are set."),
    "retitled": N_("The title is sealed anew."),
    "taken": N_("It is yours now."),
    "assigned": N_("The officer has it now."),
    "compartment": N_("Its key lies where recusals say now."),
}


def done_line(code: str) -> str:
    """The line for a code, empty for anything else."""
    return gettext(DONE[code]) if code in DONE else ""
