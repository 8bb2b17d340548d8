"""In plain words: what was just done, and the line of days. Codes: mailbox.codes."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from dingxin.mailbox.sentences import next_step, state
from dingxin.web.parts import Moment

DONE = {
    "confirm": gettext_lazy("Thank you. We enter it as confirmed by you."),
    "dispute": gettext_lazy("Thank you for saying so. Somebody else takes it up again."),
    "satisfied": gettext_lazy("Thank you. It is counted for the body, never for one person."),
    "agree": gettext_lazy("Your yes has arrived. It holds for this one time only, and you can take it back."),
    "decline": gettext_lazy("Your answer has arrived. Nobody will come or call on account of this."),
    "message": gettext_lazy("It has arrived, locked. It is not shown here again."),
    "well": gettext_lazy("Thank you. We are glad that you are left in peace."),
    "interference": gettext_lazy("It has arrived. This comes before everything else."),
    "withdraw_consent": gettext_lazy("It has arrived. From now on nobody calls or comes."),
    "withdraw": gettext_lazy("It has arrived. We stop where we can; what others must do by law may go on."),
    "narrow": gettext_lazy("From now on these digits show only where it stands."),
    "delete": gettext_lazy("The message is deleted."),
    "change": gettext_lazy("The new digits hold. The old ones open nothing any more."),
}
WORDS_GIVEN = {
    "confirm": gettext_lazy("You said: solved"), "dispute": gettext_lazy("You said: not solved"),
    "consent": gettext_lazy("You answered our question"),
    "withdraw_consent": gettext_lazy("You took your consent back"),
    "withdraw": gettext_lazy("You did not want to go on"),
    "interference": gettext_lazy("You told us that somebody presses you"),
}


def moments(facts: dict[str, Any]) -> list[Moment]:
    """The line of days, oldest first: states reached, words given, and what comes."""
    lines = [(line["day"], 0, state(line["state"])[0]) for line in facts["days"]]
    lines += [
        (word["day"], 1, str(WORDS_GIVEN[word["kind"]])) for word in facts["words"] if word["kind"] in WORDS_GIVEN
    ]
    found = [Moment(text, date.fromisoformat(day)) for day, _order, text in sorted(lines, key=lambda line: line[:2])]
    if found:
        found[-1] = Moment(found[-1].text, found[-1].day, kind="now")
    card = facts["card"]
    if card["next_step"] != "none":
        due = date.fromisoformat(card["due_day"]) if card["due_day"] else None
        found.append(Moment(next_step(card["next_step"]), due, until=True, kind="next"))
    return found
