"""Forms towards one person: the answer, a message, their word as it was given to staff, a withdrawal."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from dingxin.accounts.identity import Current
from dingxin.casework.answers import REDIRECTED, WITHDRAWN
from dingxin.casework.kinds import AnswerBy
from dingxin.casework.models import Link, Matter
from dingxin.casework.witnesses import ENTERED_BY_STAFF
from dingxin.desk.matter import people
from dingxin.desk.matter.forms.base import CodeField, People, SealedText, Witnesses, choices_of
from dingxin.desk.matter.forms.pieces import proofs
from dingxin.mailbox.codes import Question
from dingxin.rules.codes import Confirmation, ConfirmedHow, FindingResult, MatterState

MESSAGE_QUESTIONS = [Question.MORE, Question.HAND_ON]


def _outcomes(link: Link) -> list[tuple[str, str]]:
    """What this answer can say now: the finding, or that it went elsewhere, or that it ends as withdrawn."""
    offered: list[tuple[str, str]] = []
    if link.matter.finding:
        offered += [pair for pair in choices_of(FindingResult) if pair[0] == link.matter.finding]
    if link.matter.state == MatterState.REDIRECTED:
        offered.append((REDIRECTED, gettext("Another office must settle it")))
    if link.withdrawn_on is not None:
        offered.append((WITHDRAWN, gettext("Withdrawn by the person")))
    return offered


class Answer(forms.Form):
    """The answer to one person, in plain words and in their language."""

    text = SealedText(
        gettext_lazy("Answer"), rows=9,
        help_text=gettext_lazy("Plain words, in the person's language. No name, and nothing of the others."),
    )
    outcome = forms.ChoiceField(label=gettext_lazy("What was found"), widget=forms.RadioSelect)
    by = CodeField(AnswerBy, gettext_lazy("How it reaches them"))
    told_by = People(
        queryset=None, label=gettext_lazy("Who told them"), required=False, empty_label=gettext_lazy("I did"),
        help_text=gettext_lazy("Only where it does not go through the receipt."),
    )

    def __init__(self, data: Any, *, current: Current, link: Link, text_reaches: bool):
        super().__init__(data, initial={"by": AnswerBy.RECEIPT.value if text_reaches else ""})
        offered = _outcomes(link) or choices_of(FindingResult)
        self.fields["outcome"].choices = offered  # type: ignore[attr-defined]
        self.fields["outcome"].short = True  # type: ignore[attr-defined]
        if len(offered) == 1:
            self.initial["outcome"] = offered[0][0]
        if not text_reaches:
            others = [by for by in AnswerBy if by is not AnswerBy.RECEIPT]
            self.fields["by"].choices = choices_of(others)  # type: ignore[attr-defined]
        self.fields["told_by"].queryset = people.colleagues(current, link.matter)  # type: ignore[attr-defined]


class Message(forms.Form):
    """A message or a question to the person's receipt."""

    text = SealedText(gettext_lazy("Message"), rows=5)
    question = CodeField(
        MESSAGE_QUESTIONS, gettext_lazy("Is it a question?"), empty=gettext_lazy("No, only a message"), required=False,
    )


class Acceptance(forms.Form):
    """Telling the person that it was taken up."""

    by = CodeField(AnswerBy, gettext_lazy("How they were told"))
    text = SealedText(
        gettext_lazy("Message"), rows=4, required=False, help_text=gettext_lazy("Goes to the receipt, in plain words."),
    )

    def clean(self) -> dict[str, Any]:
        """What goes to a receipt has words."""
        said = super().clean() or {}
        if said.get("by") == AnswerBy.RECEIPT and not (said.get("text") or "").strip():
            self.add_error("text", gettext("Write what they will read."))
        return said


class Word(forms.Form):
    """The person's word, when it did not come signed from their own receipt."""

    word = CodeField([Confirmation.CONFIRMED, Confirmation.DISPUTED], gettext_lazy("What they say"))
    how = CodeField([how for how in ConfirmedHow if how in ENTERED_BY_STAFF], gettext_lazy("How it was given"))
    witness = Witnesses(
        queryset=None, label=gettext_lazy("Who else of the team heard it"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    text = SealedText(gettext_lazy("In their own words"), rows=3, required=False)
    satisfied = forms.TypedChoiceField(
        label=gettext_lazy("Apart from that: are they satisfied?"), required=False, coerce=int, empty_value=0,  # type: ignore[arg-type]  # not asked is 0
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any, *, current: Current, matter: Matter):
        super().__init__(data)
        self.fields["witness"].queryset = people.colleagues(current, matter)  # type: ignore[attr-defined]
        self.fields["slip"] = proofs(
            gettext("The slip they signed"), matter, empty=gettext("No slip"),
            help_text=gettext("Scan it and add it to the matter first."),
        )
        answers = [("", gettext("Not asked")), ("3", gettext("Yes")), ("2", gettext("Partly")), ("1", gettext("No"))]
        self.fields["satisfied"].choices = answers  # type: ignore[attr-defined]
        self.fields["satisfied"].short = True  # type: ignore[attr-defined]
        self.order_fields(["word", "how", "witness", "slip", "text", "satisfied"])

    def clean(self) -> dict[str, Any]:
        """Who heard it, or the slip, as the way demands."""
        said = super().clean() or {}
        how = next((code for code in ConfirmedHow if code.value == said.get("how")), None)
        if how is ConfirmedHow.SIGNED_SLIP and not said.get("slip"):
            self.add_error("slip", gettext("Choose the scan of the slip."))
        elif how is not None and how.witnesses > 1 and not said.get("witness"):
            self.add_error("witness", gettext("Two of the staff hear it and read it back: name the other one."))
        return said


class Withdrawal(forms.Form):
    """That the person takes it back."""

    witness = Witnesses(
        queryset=None, label=gettext_lazy("Who else of the team heard it"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Two of the staff hear it and read it back: name the other one.")},
    )
    text = SealedText(gettext_lazy("In their own words"), rows=3, required=False)

    def __init__(self, data: Any, *, current: Current, matter: Matter):
        super().__init__(data)
        self.fields["witness"].queryset = people.colleagues(current, matter)  # type: ignore[attr-defined]
