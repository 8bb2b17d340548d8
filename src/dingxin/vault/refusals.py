"""What this room answers when a key is missing, a chain does not hold, or a rule forbids."""

from django.utils.translation import gettext as _

from dingxin.organisation.refusals import Refused


class NotAHolder(Refused):
    """The member has no key to this compartment or identity. 403 in a view; never a reason to try another way."""

    def __init__(self, text: str = "") -> None:
        super().__init__(
            "not-a-holder",
            text
            or _("You hold no key to this. The team leader and one more holder can grant it, unless you are recused."),
        )


class KeyGone(Refused):
    """Nothing is wrapped for this object: its key was destroyed at the end of its term, or it was never opened."""

    def __init__(self) -> None:
        super().__init__(
            "key-gone", _("There is no key for this: it was destroyed at the end of its term or never made.")
        )


class NotTrusted(Refused):
    """A signed object does not hold down to the keyset whose fingerprint is kept outside the database.

    Nothing is sealed and nothing is opened then: somebody may have changed the database by hand. ``code`` says what.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, text)
