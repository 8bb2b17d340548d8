"""Forms of what is written about a matter: notes, instructions, the assessment, steps, the finding, evidence."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from dingxin.accounts.identity import Current
from dingxin.casework import terms
from dingxin.casework.kinds import ChildKind, PieceKind
from dingxin.casework.models import Evidence, Matter, Piece
from dingxin.desk.matter import people
from dingxin.desk.matter.forms.base import CodeField, PastDay, People, SealedText, YesNo, choices_of
from dingxin.rules.codes import Assessment, Disposal, FindingResult, VerificationMethod
from dingxin.web.days import today


class Note(forms.Form):
    """A note for the team."""

    text = SealedText(gettext_lazy("Note"), rows=3)


class Instruction(forms.Form):
    """What the leadership wrote on it."""

    text = SealedText(gettext_lazy("What it says"))
    on = PastDay(gettext_lazy("Day it was given"))


class Assess(forms.Form):
    """研判: three questions, then the words. Small is never a ground."""

    ground_legitimate = YesNo(
        gettext_lazy("Is the ground legitimate?"),
        help_text=gettext_lazy("Small is never a reason to say no."),
    )
    problem_clear = YesNo(gettext_lazy("Is the problem clear?"))
    assessment = CodeField(
        [code for code in Assessment if code.value], gettext_lazy("Whose is it, and what follows?"),
    )
    text = SealedText(gettext_lazy("Why"), rows=3, required=False)
    destination = SealedText(
        gettext_lazy("Where to go instead"), rows=2, required=False,
        help_text=gettext_lazy("When it is redirected: which office, its address and hours, as the person will read it."),
    )
    hand_on = forms.BooleanField(
        label=gettext_lazy("We would hand it on ourselves, if the person agrees"), required=False,
    )
    agreed = YesNo(gettext_lazy("Did the person agree?"), unknown=gettext_lazy("As they said before"))

    def clean(self) -> dict[str, Any]:
        """A redirection says where to."""
        said = super().clean() or {}
        if said.get("assessment") == Assessment.REDIRECT and not (said.get("destination") or "").strip():
            self.add_error("destination", gettext("Say where to go instead: nobody is sent away without an address."))
        return said


class Step(forms.Form):
    """One step of verification."""

    method = CodeField(VerificationMethod, gettext_lazy("How"))
    text = SealedText(gettext_lazy("What came out"), rows=6)
    on = PastDay(gettext_lazy("Day"))
    result = CodeField(
        FindingResult, gettext_lazy("As far as this step goes"), empty=gettext_lazy("Nothing yet"), menu=True,
        required=False,
    )
    seconded_by = People(
        queryset=None, label=gettext_lazy("Who else was there"), required=False, empty_label=gettext_lazy("Nobody"),
    )

    def __init__(self, data: Any, *, current: Current, matter: Matter):
        super().__init__(data, initial={"on": today()})
        self.fields["seconded_by"].queryset = people.colleagues(current, matter)  # type: ignore[attr-defined]


class Finding(forms.Form):
    """核实结论, with its grounds."""

    finding = CodeField(FindingResult, gettext_lazy("Finding"))
    text = SealedText(gettext_lazy("On what it rests"), rows=6)
    adverse = forms.BooleanField(
        label=gettext_lazy("It stands against somebody"), required=False, initial=True,
        help_text=gettext_lazy("Then the other side has to be heard first."),
    )
    disposal = forms.ChoiceField(label=gettext_lazy("How it is dealt with"), required=False)

    def __init__(self, data: Any, *, matter: Matter):
        super().__init__(data, initial={"finding": matter.finding, "adverse": matter.adverse,
                                        "disposal": matter.disposal})  # fmt: skip
        listed = terms.pack_of(matter).disposals or tuple(Disposal)
        self.fields["disposal"].choices = choices_of(listed, gettext("Not decided yet"))  # type: ignore[attr-defined]


class Child(forms.Form):
    """A notice or referral that went out."""

    kind = CodeField([ChildKind.NOTICE, ChildKind.REFERRAL], gettext_lazy("What went out"))
    text = SealedText(
        gettext_lazy("What it asks, of whom, by when"),
        help_text=gettext_lazy("Nothing that could tell who reported it."),
    )


class Outcome(forms.Form):
    """What came back."""

    kind = CodeField(ChildKind, gettext_lazy("Of what"))
    text = SealedText(gettext_lazy("What came of it"))
    on = PastDay(gettext_lazy("Day"))

    def __init__(self, data: Any, *, matter: Matter):
        super().__init__(data, initial={"on": today()})
        still_open = {
            ChildKind.NOTICE: matter.notices_open, ChildKind.TRANSFER: matter.transfers_open,
            ChildKind.REFERRAL: matter.referrals_open,
        }
        offered = [kind for kind, number in still_open.items() if number] or list(ChildKind)
        self.fields["kind"].choices = choices_of(offered)  # type: ignore[attr-defined]
        if len(offered) == 1:
            self.initial["kind"] = offered[0].value


class Settle(forms.Form):
    """How an interference was dealt with."""

    reason = SealedText(gettext_lazy("How it was dealt with"))


class Upload(forms.Form):
    """A file that proves something."""

    file = forms.FileField(label=gettext_lazy("File"), allow_empty_file=False, max_length=200)
    piece: "forms.ModelChoiceField[Piece]" = forms.ModelChoiceField(
        queryset=None, label=gettext_lazy("Belongs to the step"), required=False,
        empty_label=gettext_lazy("To the matter as a whole"),
    )

    def __init__(self, data: Any, files: Any, *, matter: Matter):
        super().__init__(data, files)
        steps = matter.pieces.filter(kind=PieceKind.STEP).defer("body").order_by("on", "pk")
        field = self.fields["piece"]
        field.queryset = steps  # type: ignore[attr-defined]
        field.label_from_instance = _step_name  # type: ignore[attr-defined]


def _step_name(piece: Piece) -> str:
    method = next((gettext(code.label) for code in VerificationMethod if code.value == piece.method), piece.method)
    return f"{piece.on.isoformat()} {method}"


class Proofs(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A file of the matter. ``names``: what the page has opened, by id; the ids alone decide."""

    names: dict[UUID, str] = {}

    def label_from_instance(self, obj: Evidence) -> str:
        """Its name where the page opened it, else the day it came."""
        return self.names.get(obj.pk, obj.on.isoformat())


def proofs(label: Any, matter: Matter, *, required: bool = False, empty: Any = None, help_text: Any = "") -> Proofs:
    """A field for one whole file of the matter."""
    whole = matter.evidence.exclude(manifest=None).defer("manifest").order_by("on", "pk")
    return Proofs(queryset=whole, label=label, required=required, empty_label=empty, help_text=help_text)
