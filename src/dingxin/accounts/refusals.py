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


def wrong_key() -> Refused:
    """A security key's answer that does not fit: not one of this member's, too late, for another site, or forged."""
    return Refused("key", gettext(
        "That key's answer does not fit, or came too late. Take a key that you have set up here, and try again."
    ))


def copied_key() -> Refused:
    """The key's own counter went back."""
    return Refused("copied", gettext(
        "This key was refused: its counter went back, as it does when somebody has a copy of the key. That was written down. "
        "Come in another way, remove this key in your settings, and tell an administrator."
    ))


def synced_key() -> Refused:
    """A key that may be copied to other devices, through an account elsewhere."""
    return Refused("synced", gettext(
        "This kind of key is copied to other devices through an account elsewhere, so it is not taken here. Take a key that "
        "stays in one piece, such as one for the USB port."
    ))


def known_key() -> Refused:
    """Set up already, for this member or another."""
    return Refused("known", gettext("This key is set up here already. Take another one."))


def no_key_here() -> Refused:
    """An address of numbers, for which no key can be set up."""
    return Refused("host", gettext("Security keys work under a name only, and this page was opened under a number."))


def confirm_first() -> Refused:
    """The second factor was not shown again, or more than five minutes ago, or it was used up."""
    return Refused("confirm", gettext("Confirm your second factor first. It counts for five minutes and for one change."))


def last_factor() -> Refused:
    """Nothing would be left to sign in with."""
    return Refused("last", gettext("This is your last second factor. Set up another one first."))


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
