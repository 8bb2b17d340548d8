"""What an action of this room answers when it will not."""

from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext

from dingxin.rules import clock


class Refused(Exception):
    """``code`` is fixed, ``str()`` the reason in the reader's language, ``until`` when to come again."""

    def __init__(self, code: str, text: str, until: datetime | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.until = until

    @property
    def seconds(self) -> int:
        """Whole seconds from now to ``until``, at least 1; 0 where nothing is waited for."""
        return _seconds(self.until) if self.until else 0


def _seconds(until: datetime) -> int:
    return max(1, -(-(until - clock.now()) // timedelta(seconds=1)))


def wrong() -> Refused:
    """One text for an unknown user, a wrong passphrase, a closed account."""
    return Refused("wrong", gettext("User name and passphrase do not fit together. Nothing else is told, on purpose."))


def wrong_recovery() -> Refused:
    """One text for an unknown user, a wrong code, a closed account."""
    return Refused(
        "wrong", gettext("User name and recovery code do not fit together. Nothing else is told, on purpose."),
    )


def wrong_passphrase() -> Refused:
    """To somebody who is signed in."""
    return Refused("wrong", gettext("That is not your passphrase. Capital letters, spaces and hyphens do not matter."))


def wrong_code() -> Refused:
    """Not the code of now, or of half a minute ago or ahead; or one that was used."""
    return Refused(
        "code", gettext("That code does not fit, or was used already. Type the one your device shows now."),
    )


def mistyped() -> Refused:
    """What was typed back is not what was shown."""
    return Refused("mistyped", gettext("That is not what was shown. Compare it with your paper, sign by sign."))


def stale() -> Refused:
    """Somebody else was faster."""
    return Refused("stale", gettext("This was changed from another place meanwhile. Load the page again."))


def busy() -> Refused:
    """All derivations are taken."""
    return Refused(
        "busy", gettext("Many people are signing in just now. Nothing was counted against you; try again shortly."),
        clock.now() + timedelta(seconds=5),
    )


def wait(until: datetime) -> Refused:
    """Too many failures from here."""
    seconds = _seconds(until)
    if seconds < 90:
        text = ngettext(
            "Please wait %(n)d second, then try again.", "Please wait %(n)d seconds, then try again.", seconds,
        )
        text %= {"n": seconds}
    else:
        minutes = -(-seconds // 60)
        text = ngettext(
            "Please wait %(n)d minute, then try again.", "Please wait %(n)d minutes, then try again.", minutes,
        )
        text %= {"n": minutes}
    return Refused("wait", gettext("That went wrong several times.") + " " + text, until)


def taken() -> Refused:
    """The user name."""
    return Refused("taken", gettext("That user name is taken. Names of closed accounts stay taken."))
