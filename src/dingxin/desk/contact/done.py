"""What a page says after an act: `?done=code` is one of these lines and nothing else."""

from django.utils.translation import gettext

from dingxin.rules.text import N_

DONE: dict[str, str] = {
    "proposed": N_("The plan is sealed. Ask the person next: nobody goes before they agree."),
    "changed": N_("The plan is changed. What was changed has to be agreed to anew."),
    "asked": N_("The person is asked. Until they answer, nobody goes."),
    "answer": N_("Their answer is read; it stands here, part by part."),
    "consent": N_("Their word is written down."),
    "withdrawn": N_("It counts from now. Nobody goes."),
    "held": N_("Logged. Write the record, and read it back to them."),
    "recorded": N_("The record is sealed. Read it back to them."),
    "read-back": N_("The person agreed to the record."),
    "ended": N_("Ended. Nobody goes."),
    "reach": N_("The custodians are asked."),
    "leave-asked": N_("The person is asked. A no costs them nothing."),
    "leave-word": N_("Their word is written down."),
    "leave-withdrawn": N_("It counts from now. Nobody names them."),
    "leave-items": N_("Sealed. These things may be named, and nothing else."),
    "leave-used": N_("Noted as used."),
}


def done_line(code: str) -> str:
    """The line for a code, empty for anything else."""
    return gettext(DONE[code]) if code in DONE else ""
