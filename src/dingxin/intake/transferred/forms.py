"""A new sender, and a package."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dingxin.intake.common.fields import Typed, pick
from dingxin.intake.transferred.taking import PACKAGE_MOST

KEY = re.compile(r"[0-9a-fA-F]{64}")


class SenderForm(forms.Form):
    """Which office or system, and how it is known."""

    name = Typed(label=_("Office or system"), max_length=80, help_text=_("As it stands in the list; no person's name."))
    may = pick(_("What it may do"), [
        ("file", _("Hand submissions over")), ("file+state", _("Hand over and ask where its own stand")),
    ], "file")
    key = Typed(
        label=_("Its key for packages"), max_length=64, required=False,
        help_text=_("64 hexadecimal digits, if it sends signed packages. Compare them with the office over the telephone."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_key(self) -> bytes | None:
        """32 bytes, or None where none was given."""
        text = "".join(str(self.cleaned_data["key"]).split())
        if text and not KEY.fullmatch(text):
            raise forms.ValidationError(_("A key has 64 hexadecimal digits: 0 to 9 and a to f."))
        return bytes.fromhex(text) if text else None


class PackageForm(forms.Form):
    """The file that another body sent."""

    file = forms.FileField(label=_("Package"), error_messages={"required": _("No file was chosen.")})

    def clean_file(self) -> Any:
        """Its bytes."""
        file = self.cleaned_data["file"]
        if file.size > PACKAGE_MOST:
            raise forms.ValidationError(_("A package has at most 10 MB. Ask for it in parts."))
        return file.read()
