"""What the pages of this room ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


def _secret(label: StrPromise) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=200, strip=True,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "current-password", "spellcheck": "false", "autocapitalize": "none"},
        ),
    )


def _typed(label: StrPromise, help_text: StrPromise | str = "", **attrs: str) -> forms.CharField:
    given = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none", "dir": "ltr"} | attrs
    return forms.CharField(label=label, max_length=200, help_text=help_text, widget=forms.TextInput(attrs=given))


def _username() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("User name"), max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none", "dir": "ltr"},
        ),
    )


def _code(help_text: StrPromise) -> forms.CharField:
    return _typed(
        gettext_lazy("Six digits"), help_text, autocomplete="one-time-code", inputmode="numeric", maxlength="8",
    )


class SignIn(forms.Form):
    """User name and passphrase."""

    username = _username()
    passphrase = _secret(gettext_lazy("Passphrase"))


class Unlock(forms.Form):
    """The passphrase again."""

    passphrase = _secret(gettext_lazy("Passphrase"))


class Recovery(forms.Form):
    """User name and recovery code."""

    username = _username()
    code = _typed(gettext_lazy("Recovery code"), gettext_lazy("Seven groups of four signs. Hyphens may be left out."))


class Answer(forms.Form):
    """What a security key signed, as the page's script has written it down (JSON)."""

    answer = forms.CharField(max_length=20_000, widget=forms.HiddenInput)


class Code(forms.Form):
    """The second factor."""

    code = _code(gettext_lazy("They change every 30 seconds; each works once."))


class Enrol(forms.Form):
    """The first code of a new device."""

    token = forms.CharField(max_length=400, widget=forms.HiddenInput)
    code = _code(gettext_lazy("From the device you have just set up."))


class NewDevice(Enrol):
    """The same, for somebody who has a device already."""

    passphrase = _secret(gettext_lazy("Your passphrase"))


class TypeBack(forms.Form):
    """New secrets as they stand on paper."""

    token = forms.CharField(max_length=100, widget=forms.HiddenInput)
    passphrase = _typed(gettext_lazy("New passphrase, from your paper"))
    code = _typed(gettext_lazy("New recovery code, from your paper"))


class TypeBackAndOld(TypeBack):
    """And the passphrase that was valid until now."""

    old = _secret(gettext_lazy("Passphrase until now"))

    field_order = ["token", "old", "passphrase", "code"]


class Prove(forms.Form):
    """The recovery code, typed back."""

    code = _typed(gettext_lazy("Recovery code"), gettext_lazy("Seven groups of four signs. Hyphens may be left out."))


class Look(forms.Form):
    """Language, theme, key hints."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    theme = forms.ChoiceField(
        label=gettext_lazy("Light or dark"), widget=forms.RadioSelect,
        choices=[
            ("auto", gettext_lazy("As the machine")), ("light", gettext_lazy("Light")), ("dark", gettext_lazy("Dark")),
        ],
    )
    key_hints = forms.BooleanField(label=gettext_lazy("Single-letter keys (j, k, m …)"), required=False)
