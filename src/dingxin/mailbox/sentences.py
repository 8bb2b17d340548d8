"""In plain words, to be read or read aloud: where it stands and what comes next. Codes: mailbox.codes."""

from typing import Any

from django.utils.translation import gettext_lazy

HEADINGS = {
    "received": gettext_lazy("Received and sealed"),
    "registered": gettext_lazy("Numbered, waiting to be read"),
    "read": gettext_lazy("It was read"),
    "assessed": gettext_lazy("Taken up"),
    "ask_more": gettext_lazy("We have a question for you"),
    "redirected": gettext_lazy("Another office must settle it"),
    "verifying": gettext_lazy("Being checked"),
    "found": gettext_lazy("Checked"),
    "acting": gettext_lazy("It is being put right"),
    "answered": gettext_lazy("Answered, waiting for your word"),
    "confirmed": gettext_lazy("Solved, as you said"),
    "disputed": gettext_lazy("You disagreed: taken up again"),
    "closed": gettext_lazy("Finished"),
    "under_review": gettext_lazy("Being looked at by others once more"),
    "waiting": gettext_lazy("Waiting for you"),
    "pending": gettext_lazy("Kept for a later look"),
    "withdrawn": gettext_lazy("Withdrawn by you"),
    "thanks": gettext_lazy("Your thanks arrived"),
    "advice": gettext_lazy("Advice given"),
    "set_aside": gettext_lazy("We could not read it"),
}
NEXT = {
    "read": gettext_lazy("Somebody reads it"),
    "assess": gettext_lazy("We say whether we take it up"),
    "verify": gettext_lazy("We check it"),
    "act": gettext_lazy("It is put right"),
    "answer": gettext_lazy("We answer you"),
    "your_word": gettext_lazy("You say whether it is solved"),
    "your_answer": gettext_lazy("You answer our question"),
    "verify_again": gettext_lazy("Somebody else checks it again"),
    "other_office": gettext_lazy("The other office answers"),
    "review": gettext_lazy("Others decide about it"),
    "follow_up": gettext_lazy("We ask again whether it lasts"),
    "later": gettext_lazy("We look at it again"),
    "none": gettext_lazy("Nothing more"),
}
LEADS = {
    "received": gettext_lazy("It is locked. Only those who work on it have the key."),
    "registered": gettext_lazy("It has its number. It cannot get lost."),
    "read": gettext_lazy("Somebody has read it. Now we look whether it is ours to settle."),
    "assessed": gettext_lazy("We take it up. Now it is checked."),
    "ask_more": gettext_lazy("We need to know a little more. Nobody outside sees what you answer."),
    "redirected": gettext_lazy("It is not ours to settle. We tell you whose it is; we hand it on only if you agree."),
    "verifying": gettext_lazy("We hear the other side as well, but never say who told us."),
    "found": gettext_lazy("We know now what is true in it. What follows from it is being decided."),
    "acting": gettext_lazy("Whoever must act was told to. We press until it is done."),
    "answered": gettext_lazy("Whether it is solved is for you to say."),
    "confirmed": gettext_lazy("You said that it is solved. If that changes, tell us here."),
    "disputed": gettext_lazy("Somebody else takes it up again, from the beginning."),
    "closed": gettext_lazy("The work is finished. You can still write to us here."),
    "under_review": gettext_lazy("Others look at it than those who worked on it before."),
    "waiting": gettext_lazy("We go on as soon as we hear from you. Nothing runs out meanwhile."),
    "pending": gettext_lazy("There is not enough to go on yet. We look again on the day below."),
    "withdrawn": gettext_lazy("You do not go on with it. You can change your mind here."),
    "thanks": gettext_lazy("Thank you. Nothing more needs to be done."),
    "advice": gettext_lazy("We wrote to you what can be done and where."),
    "set_aside": gettext_lazy("Two people looked at it and could read nothing in it. Please write to us again here."),
}


HEARD = {"confirm": ("confirmed", "none"), "dispute": ("disputed", "verify_again"), "consent": ("", "read")}
"""A word just given → state and next step until the team's own card says more, a few seconds later."""


def heard(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts as they are for somebody who has answered what the card asks: nothing waits for them any more."""
    card = facts["card"]
    words = [word["kind"] for word in facts["words"] if word["answered"] == card["asked"] != "" and word["kind"] in HEARD]
    if not words or card["next_step"] not in ("your_word", "your_answer"):
        return facts
    reached, coming = HEARD[words[0]]  # the newest
    return {**facts, "card": {**card, "state": reached or _before(facts), "next_step": coming, "due_day": ""}}


def _before(facts: dict[str, Any]) -> str:
    """Where it stood before we asked: a question that has its answer is no state any more."""
    stood = [line["state"] for line in facts["days"] if line["state"] not in ("ask_more", "waiting")]
    return str(stood[-1]) if stood else "read"


def state(code: str) -> tuple[str, str]:
    """(heading, what it means)."""
    known = code if code in HEADINGS else "received"
    return str(HEADINGS[known]), str(LEADS[known])


def next_step(code: str) -> str:
    """What happens next."""
    return str(NEXT.get(code, NEXT["read"]))
