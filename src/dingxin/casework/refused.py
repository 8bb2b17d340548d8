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
    return Refused("not-allowed", " ".join(f"{_(lack.label)}." for lack in missing), missing)


def changed() -> Refused:
    """Somebody else was faster."""
    return Refused("changed", _("Somebody else changed this meanwhile. Load the page again; nothing was saved."))


def bad(code: str, text: str) -> Refused:
    """A value that no form offers."""
    return Refused(code, text)
