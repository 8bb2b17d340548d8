"""A sealed piece as the page shows it: shut, opened in place, or shut for good to this member."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from dingxin.casework.actions import OpenedSubmission
from dingxin.desk.matter.present.words import answers_in, by_telephone, on_day
from dingxin.rules.codes import ConfirmedHow
from dingxin.web.parts import Fact

LONG = 700
"""Signs from which an opened piece starts folded: the story stays readable, one press shows it."""


@dataclass(frozen=True)
class Shown:
    """``text`` None: shut; ``ask`` is then the submission that one button opens, or ``refused`` says why it stays so.

    ``facts``: what stands with the words (days, amounts as they were written). ``lang``: of the words.
    """

    label: str
    text: str | None = None
    lang: str = ""
    facts: tuple[Fact, ...] = ()
    note: str = ""
    ask: UUID | None = None
    refused: str = ""

    @property
    def folded(self) -> bool:
        """Opened, but long."""
        return self.text is not None and len(self.text) > LONG


@dataclass(frozen=True)
class Unsealed:
    """The one submission that was opened with the page, if any."""

    row: OpenedSubmission | None = None
    refused: dict[UUID, str] = field(default_factory=dict)

    @property
    def id(self) -> UUID | None:
        """Of the submission."""
        return self.row.submission.pk if self.row else None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list):
        return ", ".join(_text(part) for part in value)
    if isinstance(value, dict):
        return "; ".join(_text(part) for part in value.values() if part)
    return str(value)


def facts_of_words(said: dict[str, Any]) -> tuple[Fact, ...]:
    """What the person said besides the story itself, as they wrote it."""
    answers = {"yes": gettext("Yes"), "no": gettext("No"), "unsure": gettext("Not sure")}
    still = _text(said.get("ongoing") or "")  # one of three words where a form of ours asked, else as it was written
    said = {**said, "ongoing": answers.get(still, still)}
    labels = {
        "about": gettext("About"), "when": gettext("When"), "ongoing": gettext("Still going on"),
        "amount": gettext("How much"), "people": gettext("How many people"), "contact": gettext("How to reach them"),
        "spokespersons": gettext("Who speak for the others"), "written_on": gettext("Day written on the letter"),
        "postmark": gettext("Postmark"), "post_number": gettext("Registered post number"),
    }
    found = (
        *(Fact(label, text) for label, text in by_telephone(said)),
        *(Fact(label, _text(said[name])) for name, label in labels.items() if said.get(name)),
    )
    language = answers_in(str(said.get("language", "")))
    return (*found, Fact(gettext("They are answered in"), language)) if language else found


def words_of(opened: OpenedSubmission, label: str = "") -> Shown:
    """The words of a submission, opened."""
    said = opened.words
    files = gettext("Its files are on its own page.") if opened.files else ""
    return Shown(
        label or gettext("Words of the submission"), str(said.get("what", "")), str(said.get("language", "")),
        facts_of_words(said), files,
    )


def addition(one: Any) -> Shown:
    """One thing that the person wrote later; what is broken says so."""
    how = next((code for code in ConfirmedHow if code.value == one.how), None)
    label = gettext("The person's own words, %(day)s") % {"day": on_day(one.day)} if not how else gettext(how.label)
    return Shown(label, one.text if not one.broken else gettext("This was not sealed by a page of ours and cannot be read."))
