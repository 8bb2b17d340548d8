"""A receipt printed ahead, on any door's form: the clerk scans or types its serial; no digits are dictated then."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dingxin.intake.common.fields import line
from dingxin.mailbox import bound, serials
from dingxin.mailbox.models import PrintedReceipt
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import PrintedState
from dingxin.vault.models import Vault


def find(text: str, team: UUID) -> PrintedReceipt:
    """The printed receipt that this serial, or scanned code, names, unused and of this team. Refused with the reason.

    The public keys in the database must be those that were printed (``bound``), and those of the code where the whole of
    it was scanned: else answers would be sealed to somebody else than who holds the paper.
    """
    try:
        read = serials.read(text)
    except serials.NotASerial:
        said = _("This is no number of a card or slip. Scan it again, or type it as it is printed.")
        raise Refused("no-serial", said) from None
    found = PrintedReceipt.objects.filter(serial=read.serial).first()
    if found is None:
        raise Refused("unknown", _("No card or slip has this number. Nothing of it is used up."))
    vault = Vault.objects.filter(team=team).only("pk").first()
    if vault is None or found.vault_id != vault.pk:
        raise Refused("other-team", _("This card or slip was printed for another team. It brings no answer here."))
    keys = (found.recipient, bytes(found.verify_key))
    scanned = read.recipient is None or (read.recipient, read.verify_key) == keys
    if found.state == PrintedState.PRINTED and not (scanned and bound.printed_holds(found)):
        raise Refused("other-keys", _("The code on the paper and the register differ. Do not use it; tell your leader."))
    if found.state == PrintedState.USED:
        raise Refused("used", _("This card or slip went out with another submission already."))
    if found.state != PrintedState.PRINTED:
        raise Refused("void", _("This card or slip was made void. Take another one."))
    return found


class WithCard(forms.Form):
    """Adds ``card``; cleaned, it is a PrintedReceipt or None. ``team``: whose cards are taken."""

    card = line(
        gettext_lazy("Sealed card or box slip"), 300, gettext_lazy("Scan its code, or type its number. Empty: there is none."),
        dir="ltr", autocomplete="off", **{"data-scan": ""},
    )

    def __init__(self, *args: Any, team: UUID, **kwargs: Any) -> None:
        self.team = team
        super().__init__(*args, **kwargs)

    def clean_card(self) -> PrintedReceipt | None:
        """Looked up; what is wrong with it is said at the field."""
        text: str = self.cleaned_data["card"]
        try:
            return find(text, self.team) if text.strip() else None
        except Refused as refused:
            raise forms.ValidationError(str(refused), code=refused.code) from None
