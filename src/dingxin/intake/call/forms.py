"""The call sheet, calls that were missed, and the duty roster."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dingxin.intake.call import roster
from dingxin.intake.call.slips import MOST, SlipWords
from dingxin.intake.common.cards import WithCard
from dingxin.intake.common.fields import line, pick
from dingxin.intake.common.forms import SaidForm
from dingxin.organisation.models import Stationing
from dingxin.rules.codes import CallAgreed, DayPart, DutyPost, ReadBack
from dingxin.rules.codes.base import Code
from dingxin.web.days import today

NO = "no"
IN_DAYS = [("0", _("Today")), ("1", _("Tomorrow")), ("2", _("The day after"))]


def words(codes: Iterable[Code]) -> list[tuple[str, Any]]:
    """Choices of a form, in the page's language."""
    return [(code.value, _(code.label)) for code in codes]


class CallBackFields(forms.Form):
    """Number, day, hour and what to say; all of it goes onto the slip and nowhere else."""

    cb_number = line(_("Number to call"), MOST["number"], inputmode="tel", dir="ltr", autocomplete="off")
    cb_in = pick(_("On which day?"), IN_DAYS, "0")
    cb_when = line(_("At what hour? As they name it"), MOST["when"], autocomplete="off")
    cb_say = line(_("If somebody else answers, we say"), MOST["say"], autocomplete="off")

    def agreed(self) -> str:
        """CallAgreed, or empty where nobody may call."""
        raise NotImplementedError

    def slip(self) -> SlipWords | None:
        """What goes onto the slip, None where nobody may call. Of a valid form."""
        found, agreed = self.cleaned_data, self.agreed()
        if not agreed:
            return None
        return SlipWords(found["cb_number"], found["cb_when"], found["cb_say"], int(found["cb_in"] or 0), agreed)

    def check_slip(self) -> None:
        """With agreement number and hour are needed; without it neither may stand there."""
        found, agreed = self.cleaned_data, self.agreed()
        for name, said in (("cb_number", _("Which number?")), ("cb_when", _("At what hour? Nobody calls at another."))):
            if agreed and not found.get(name, "").strip():
                self.add_error(name, said)
        if not agreed and any(found.get(name, "").strip() for name in ("cb_number", "cb_when", "cb_say")):
            self.add_error("cb", _("They did not agree to it: empty the fields below, or ask them."))


class CallForm(WithCard, SaidForm, CallBackFields):
    """One call. ``call``: the id that the sheet was given, so that it is counted once. ``card``: one that they hold already."""

    day_label: ClassVar[Any] = _("Day of the call")

    call = forms.UUIDField(widget=forms.HiddenInput, required=False)
    before = pick(_("Did they tell it before?"), [
        ("first", _("No, the first time")), ("receipt", _("Yes, they have digits")), ("none", _("Yes, without digits")),
    ], "first")
    cb = pick(_("May we call them back, once?"), [(NO, _("Do not call them")), (CallAgreed.SAID, _("Yes, as below"))], NO)
    read_back = pick(_("Read back what is written"), words(ReadBack), ReadBack.NOT)
    receipt = pick(
        _("Receipt"), [("yes", _("They want one")), (NO, _("They want none")), ("gone", _("They hung up before"))], "yes"
    )
    danger = forms.BooleanField(label=_("Danger to life, or a child is in it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["card"].label = _("Number of the sealed card they hold")
        self.fields["card"].help_text = _("They read what stands outside. It stays shut; no digits are dictated then.")
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def agreed(self) -> str:
        return CallAgreed.SAID.value if self.cleaned_data.get("cb") == CallAgreed.SAID else ""

    def clean(self) -> dict[str, Any]:
        """Also: what goes past the team leaves no number of theirs with the team."""
        found = super().clean()
        self.check_slip()
        if found.get("about_team") == "yes" and self.agreed():
            self.add_error("cb", _("It is about us, so nobody of us calls them. The body above answers through the digits."))
        return found


class MissedForm(CallBackFields):
    """Calls on the telephone's list that nobody took."""

    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("There is no such day.")},
    )
    count = forms.IntegerField(
        label=_("How many calls"), min_value=1, max_value=200, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "n", "autofocus": True, "placeholder": "1"}),
        error_messages={"invalid": _("Write a number such as 3.")},
    )
    cb = pick(
        _("Did the caller agree to be called back?"),
        [(NO, _("Nobody said so")), *words(CallAgreed)], NO,
        _("A number on the list alone is no agreement. Nobody calls it: who answers might be somebody else."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = today

    def agreed(self) -> str:
        said = self.cleaned_data.get("cb") or NO
        return "" if said == NO else str(said)

    def clean(self) -> dict[str, Any]:
        """One by one where somebody is to be called back."""
        found: dict[str, Any] = super().clean() or {}
        found["day"], found["count"] = found.get("day") or today(), found.get("count") or 1
        self.check_slip()
        if self.agreed() and found["count"] != 1:
            self.add_error("count", _("One by one, where somebody is to be called back."))
        return found


class DayForm(forms.Form):
    """Who is on duty on one day, part by part."""

    alike = forms.IntegerField(
        label=_("The same on how many days from this one on?"), min_value=1, max_value=62, initial=1, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "n"}),
    )

    def __init__(self, *args: Any, stationing: Stationing, cells: list[roster.Cell], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = roster.candidates(stationing)
        for cell in cells:
            night = cell.part is DayPart.NIGHT
            shown = [(str(one.pk), one.name) for one, post in people if night or post is DutyPost.TELEPHONE]
            self.fields[cell.part.value] = forms.MultipleChoiceField(
                label=_(cell.part.label), choices=shown, required=False, widget=forms.CheckboxSelectMultiple,
                initial=[str(one.member.pk) for one in cell.people],
            )

    @property
    def parts(self) -> list[forms.BoundField]:
        """The fields of the parts, in their order."""
        return [self[part.value] for part in DayPart]


class HoursForm(forms.Form):
    """In which parts of the day calls are answered."""

    parts = forms.MultipleChoiceField(
        label=_("Calls are answered in the"), choices=words(DayPart),
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("In at least one part of the day.")},
    )
