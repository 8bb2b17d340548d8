"""What an action of this room answers when a rule forbids it. Nothing was changed then."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from dingxin.organisation.refusals import Refused as HouseRefused
from dingxin.rules.moves import Lack


class Refused(HouseRefused):
    """``code`` is fixed, ``str()`` the reason in the reader's language; ``missing``: conditions that are not there."""

    def __init__(self, code: str, text: str, missing: Iterable[Lack] = ()) -> None:
        super().__init__(code, text)
        self.missing = tuple(missing)


def not_allowed(missing: Iterable[Lack]) -> Refused:
    """A move that the table forbids, with all that is missing for it."""
    missing = tuple(missing)
    return Refused("not-allowed", sentences(lack.label for lack in missing), missing)


def sentences(labels: Iterable[str]) -> str:
    """English labels as sentences in the reader's language, one after the other."""
    return "".join(_("%(condition)s. ") % {"condition": _(label)} for label in labels).strip()


def changed() -> Refused:
    """Somebody else was faster."""
    return Refused("changed", _("Somebody else changed this meanwhile. Load the page again; nothing was saved."))
