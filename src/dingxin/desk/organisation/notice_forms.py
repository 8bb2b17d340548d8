"""The words of a stationing's public notice, one language a form, and its days and boxes."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dingxin.desk.organisation.forms import code_field, day_field, line, unit_field, unit_of
from dingxin.organisation.models import Box, Unit
from dingxin.organisation.public import BOX_FIELDS, FIELDS

LANGUAGES = ("zh-hans", "en", "ug")
MOST_BOXES = 60


class StationingForm(forms.Form):
    """Days, address and telephone; unit and ``code`` only when it is prepared."""

    unit = unit_field()
    code = code_field(_("The public address ends with it. It stands on posters and slips and never changes."))
    starts = day_field(_("First day"))
    ends = day_field(_("Last day"))
    intake_until = day_field(_("Last day of receiving"), help_text=_("Coming back with the digits never ends."))
    phone = line(_("Duty telephone"), 40, required=False)

    def __init__(self, *args: Any, made: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if made:
            del self.fields["unit"], self.fields["code"]

    def clean_unit(self) -> Unit:
        """The unit meant."""
        return unit_of(self.cleaned_data["unit"])

    def clean(self) -> dict[str, Any] | None:
        """First day ≤ last day of receiving ≤ last day."""
        given = super().clean() or {}
        first, last, until = (given.get(name) for name in ("starts", "ends", "intake_until"))
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("ends", _("The last day is before the first."))
        days = [day for day in (first, until, last) if isinstance(day, date)]
        if len(days) == 3 and days[0] <= days[2] and not days[0] <= days[1] <= days[2]:
            self.add_error("intake_until", _("It lies outside the stationing."))
        return given


def _words(label: Any, help_text: Any = "", rows: int = 2) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=2000, widget=widget)


class NoticeForm(forms.Form):
    """One language. An empty field shows the words of the first language that has them."""

    unit = _words(_("The unit, as people call it"), rows=1)
    team = _words(_("The team, with its body"), rows=1)
    intro = _words(_("Who we are and why we are here"), _("Two or three plain sentences."), rows=4)
    scope = _words(_("What we take up"), _("Of whom and what. Small is never a reason to turn somebody away."))
    phone_hours = _words(_("When the telephone is answered, and by whom"))
    address = _words(_("Where people can come"), rows=1)
    address_how = _words(_("How to get there unseen"))
    reception_hours = _words(_("When people can come"), rows=1)
    po_box = _words(_("Address for letters"), rows=1)
    post_how = _words(_("How to write"), _("For example that no sender is needed."))
    languages = _words(_("Languages we speak, and what we do for others"))

    def clean(self) -> dict[str, Any] | None:
        """A form without any of its fields is no wish to have no notice."""
        if not any(name in self.data for name in FIELDS):
            raise forms.ValidationError(_("Nothing arrived of this form. The notice is as it was."))
        return super().clean()

    def texts(self, language: str, before: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        """The texts of all languages with this one put in; what was not sent, or is none of the notice's, stays."""
        sent = [name for name in FIELDS if name in self.data]
        kept = {key: value for key, value in before.get(language, {}).items() if key not in sent}
        words = {name: value for name in sent if (value := self.cleaned_data[name].strip())}
        return {**{key: value for key, value in before.items() if key != language}, language: {**kept, **words}}


class BoxForm(forms.Form):
    """One opinion box in three languages. A box without a Chinese place is left out."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["id"] = forms.UUIDField(required=False, widget=forms.HiddenInput)
        labels = {"place": _("Place"), "hours": _("When it can be reached"), "safe": _("Why it is safe to use unseen")}
        for language in LANGUAGES:
            for name in BOX_FIELDS:
                self.fields[f"{name}_{language}"] = forms.CharField(label=labels[name], required=False, max_length=300)

    def clean(self) -> dict[str, Any] | None:
        """Words in another language need the place in Chinese, which everything falls back to."""
        given = super().clean() or {}
        if any(value for name, value in given.items() if name != "id") and not given.get("place_zh-hans"):
            self.add_error("place_zh-hans", _("Say at least where it stands."))
        return given

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        """By language; empty for an empty box."""
        found = {
            language: {name: words for name in BOX_FIELDS if (words := self.cleaned_data.get(f"{name}_{language}", ""))}
            for language in LANGUAGES
        }
        return {language: words for language, words in found.items() if words}

    def of(self, language: str) -> list[forms.BoundField]:
        """The fields of one language, in order."""
        return [self[f"{name}_{language}"] for name in BOX_FIELDS]

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """(language, fields) for the page."""
        return [(language, self.of(language)) for language in LANGUAGES]


BoxSet = forms.formset_factory(BoxForm, extra=2, max_num=MOST_BOXES, validate_max=True, absolute_max=MOST_BOXES + 2)


def box_initial(box: Box) -> dict[str, Any]:
    """What a box's form shows."""
    said = {f"{name}_{at}": box.texts.get(at, {}).get(name, "") for at in LANGUAGES for name in BOX_FIELDS}
    return {"id": box.pk, **said}
