"""What the pages of bodies, units, rounds, teams and people ask."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.actions.members import USERNAME
from dingxin.accounts.models import Member
from dingxin.organisation.models import Body, Round, Unit
from dingxin.organisation.queries import find_units
from dingxin.rules.codes import BODY_ROLES, TEAM_ROLES, Code, Role, Tier, UnitKind
from dingxin.rules.packs import pack_codes

CODE = RegexValidator(re.compile(r"^[a-z0-9][a-z0-9-]{0,39}\Z"), _("1 to 40 of a-z, 0-9 and hyphens, please."))
TOPIC = re.compile(r"([a-z0-9][a-z0-9-]{0,39})[ \t,，:：]+(\S.{0,119})")


def unit_of(text: str) -> Unit:
    """The unit of this code, or the only one of this name. Raises ValidationError with those it could be."""
    text = text.strip()
    found = find_units(text, limit=6) if text else []
    same = [unit for unit in found if unit.code.casefold() == text.casefold()] or [one for one in found if one.name == text]
    if len(same) == 1 or len(found) == 1:
        return (same or found)[0]
    if not found:
        raise forms.ValidationError(_("There is no unit with this code or name. Make it under Units first."))
    listed = "; ".join(f"{unit.name} {unit.code}" for unit in found)
    raise forms.ValidationError(_("Which one? Type its code: %(listed)s"), params={"listed": listed})


def unit_field(help_text: Any = "") -> forms.CharField:
    """A unit, by code or name; ``unit_of`` finds it."""
    label = _("Unit: its code or name")
    return forms.CharField(label=label, max_length=160, help_text=help_text, widget=forms.TextInput(attrs={"dir": "auto"}))


def words_of(codes: Iterable[Code]) -> list[tuple[str, str]]:
    """Choices with their words in the page's language."""
    return [(code.value, gettext(code.label)) for code in codes]


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day as browsers ask for it."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def line(label: Any, length: int, **more: Any) -> forms.CharField:
    """One line of words."""
    return forms.CharField(label=label, max_length=length, **more)


def code_field(help_text: Any) -> forms.CharField:
    """A code for addresses and lists, which never changes."""
    attrs = {"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=_("Code"), max_length=40, validators=[CODE], help_text=help_text, widget=widget)


class Named(forms.Form):
    """A name, and the same in the other public languages: kept as ``texts``."""

    name = line(_("Its name"), 120)
    name_en = line(_("Name in English"), 160, required=False)
    name_ug = line(_("Name in Uyghur"), 160, required=False)

    def texts(self, before: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        """The texts with these names put in; other words of ``before`` stay."""
        found = {language: dict(words) for language, words in before.items()}
        given = {"zh-hans": "name", "en": "name_en", "ug": "name_ug"}
        for language, field in given.items():
            words = found.setdefault(language, {})
            words.pop("name", None)
            if self.cleaned_data[field]:
                words["name"] = self.cleaned_data[field]
        return {language: words for language, words in found.items() if words}

    @staticmethod
    def initial_of(name: str, texts: dict[str, dict[str, str]]) -> dict[str, str]:
        """What the fields show of a row."""
        return {"name": name} | {f"name_{code}": texts.get(code, {}).get("name", "") for code in ("en", "ug")}


class BodyForm(Named):
    """An oversight office; ``code`` and ``parent`` only when it is made."""

    field_order = ["name", "name_en", "name_ug", "code", "parent", "tier", "pack"]
    tier = forms.ChoiceField(label=_("Tier"))
    pack = forms.ChoiceField(
        label=_("Policy pack"), help_text=_("Terms, codes and duties. A round keeps the pack it was made with.")
    )
    code = code_field(_("For lists and files. It never changes."))
    parent = forms.ModelChoiceField(
        label=_("Superior body"), queryset=Body.objects.none(), empty_label=_("none: it stands at the top"),
        required=False, help_text=_("It receives what is about this body's own teams."),
    )  # fmt: skip

    def __init__(self, *args: Any, bodies: Iterable[Body] = (), made: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["tier"].choices = words_of(Tier)  # type: ignore[attr-defined]
        self.fields["pack"].choices = [(code, code) for code in pack_codes()]  # type: ignore[attr-defined]
        if made:
            del self.fields["code"], self.fields["parent"]
        else:
            known = Body.objects.filter(pk__in=[body.pk for body in bodies]).order_by("name")
            self.fields["parent"].queryset = known  # type: ignore[attr-defined]
            self.fields["parent"].label_from_instance = _name_of  # type: ignore[attr-defined]


class GiveRole(forms.Form):
    """Who gets which role in a body."""

    member = forms.ModelChoiceField(label=_("Person"), queryset=Member.objects.none())
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, people: Iterable[Member], team: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        listed = Member.objects.filter(pk__in=[one.pk for one in people if one.active]).order_by("username")
        self.fields["member"].queryset = listed  # type: ignore[attr-defined]
        self.fields["member"].label_from_instance = _person  # type: ignore[attr-defined]
        roles = [role for role in Role if role in (TEAM_ROLES if team else BODY_ROLES - {Role.OPENER})]
        self.fields["role"].choices = words_of(roles)  # type: ignore[attr-defined]


class UnitForm(Named):
    """A unit of the tree; ``code`` and ``parent`` only when it is made: a unit moves by import only."""

    field_order = ["name", "name_en", "name_ug", "kind", "code", "parent"]
    name = line(_("Its name"), 160)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    code = forms.CharField(
        label=_("Code"), max_length=60, widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false"}),
        validators=[RegexValidator(r"^[^/\s]+\Z", _("No slash and no blank, please."))],
        help_text=_("As in your own lists; imports find the unit by it."),
    )  # fmt: skip
    parent = forms.CharField(
        label=_("Code of the unit above"), max_length=60, required=False, help_text=_("Empty: it stands at the top."),
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, *args: Any, made: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [("", gettext("not said")), *words_of(UnitKind)]  # type: ignore[attr-defined]
        if made:
            del self.fields["code"], self.fields["parent"]

    def clean_parent(self) -> Unit | None:
        """The unit of this code."""
        code = self.cleaned_data["parent"].strip()
        found = Unit.objects.filter(code=code).first() if code else None
        if code and found is None:
            raise forms.ValidationError(_("There is no unit with this code."))
        return found


class RoundForm(forms.Form):
    """A campaign with its days and focus topics."""

    number = forms.IntegerField(label=_("Its number"), min_value=1, max_value=9999)
    name = line(_("Its name"), 120)
    starts = day_field(_("First day"))
    ends = day_field(_("Last day"))
    topics = forms.CharField(
        label=_("Focus topics"), required=False, max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("One a line: a code of a-z, 0-9 and hyphens, a blank, the name."),
    )  # fmt: skip

    def __init__(self, *args: Any, made: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if made:
            del self.fields["number"]

    def clean_topics(self) -> list[tuple[str, str]]:
        """(code, name) of each line."""
        found: dict[str, str] = {}
        for number, text in enumerate(self.cleaned_data["topics"].splitlines(), 1):
            if not text.strip():
                continue
            match = TOPIC.fullmatch(text.strip())
            if match is None or match[1] in found:
                wrong = _("Line %(line)d is not a new code, a blank and a name.")
                raise forms.ValidationError(wrong, params={"line": number})
            found[match[1]] = match[2].strip()
        return list(found.items())

    def clean(self) -> dict[str, Any] | None:
        """Days in order."""
        return _in_order(super().clean(), self)


class TeamForm(Named):
    """A team: of a round, or without one a follow-up or superior team (which kind is asked by the address)."""

    field_order = ["number", "name", "name_en", "name_ug"]
    number = forms.IntegerField(label=_("Its number"), min_value=1, max_value=9999)

    def __init__(self, *args: Any, made: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if made:
            del self.fields["number"]


class PersonForm(forms.Form):
    """A new account."""

    name = line(_("Name as colleagues know it"), 60)
    username = forms.CharField(
        label=_("User name"), max_length=40, help_text=_("2 to 40 of a-z, 0-9, dot, hyphen, underscore."),
        validators=[RegexValidator(USERNAME, _("2 to 40 of a-z, 0-9, dot, hyphen, underscore, please."))],
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip


def round_initial(found: Round) -> dict[str, object]:
    """What the form shows of a round."""
    topics = "\n".join(f"{topic.code} {topic.name}" for topic in found.topics.order_by("code"))
    return {"name": found.name, "starts": found.starts, "ends": found.ends, "topics": topics}


def _in_order(cleaned: dict[str, Any] | None, form: forms.Form) -> dict[str, Any] | None:
    first, last = (cleaned or {}).get("starts"), (cleaned or {}).get("ends")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        form.add_error("ends", _("The last day is before the first."))
    return cleaned


def _name_of(body: Body) -> str:
    return body.name


def _person(member: Member) -> str:
    return f"{member.name} ({member.username})"
