"""People at the terminal: asking, showing secrets once, having them typed back. A ceremony of the office calls this."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from dingxin.accounts import totp
from dingxin.accounts.actions import NewMember, create_member
from dingxin.accounts.actions.members import USERNAME
from dingxin.accounts.queries import member_by_username, members
from dingxin.accounts.refusals import Refused
from dingxin.sealing.errors import DigitsWrong
from dingxin.sealing.keys import check_recovery_code

ACTOR = "setup, at the server"
WIPE = "\x1b[2J\x1b[3J\x1b[H"  # screen and scroll-back


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@dataclass(frozen=True)
class Terminal:
    """Where questions go; tests bring their own. ``ask`` raises EOFError at the end of input."""

    say: Callable[[str], None] = _say
    ask: Callable[[str], str] = input

    def until(self, question: str, fits: Callable[[str], bool], otherwise: str) -> str:
        """Ask again until the answer fits."""
        while True:
            answer = self.ask(question).strip()
            if fits(answer):
                return answer
            self.say(otherwise)

    def yes(self, question: str) -> bool:
        """`y` or `yes`; anything else is no."""
        return self.ask(f"{question} [y/N] ").strip().lower() in ("y", "yes")


def _same_passphrase(shown: str, typed: str) -> bool:
    return shown.replace("-", " ").split() == typed.lower().replace("-", " ").split()


def _same_code(shown: str, typed: str) -> bool:
    try:
        return check_recovery_code(typed) == shown
    except DigitsWrong:
        return False


def hand_over(new: NewMember, terminal: Terminal) -> None:
    """Show the secrets once, take them off the screen, have both typed back from paper."""
    terminal.say(f"\nOnly {new.member.name} may look at the screen now. Write both on two papers:\n")
    terminal.say(f"  passphrase     {new.secrets.passphrase}")
    terminal.say(f"  recovery code  {new.secrets.recovery_code}\n")
    terminal.ask("Enter when both are on paper: the screen is wiped. ")
    terminal.say(WIPE)
    wrong = "That is not what was shown. Compare it with the paper, sign by sign."
    terminal.until("passphrase, from the paper: ", lambda typed: _same_passphrase(new.secrets.passphrase, typed), wrong)
    terminal.until("recovery code, from the paper: ", lambda typed: _same_code(new.secrets.recovery_code, typed), wrong)
    terminal.say(WIPE)


def add_member(terminal: Terminal) -> NewMember:
    """Ask for one person, make the account, hand its secrets over. The second factor is set up at the first sign-in."""
    username = terminal.until(
        "user name (a-z 0-9 . _ -): ", lambda text: bool(USERNAME.match(text)) and member_by_username(text) is None,
        "2 to 40 of a-z 0-9 . _ - and not taken, please.",
    )
    name = terminal.until(
        "name as colleagues know it: ", lambda text: 0 < len(text) <= 60, "1 to 60 characters, please.",
    )
    sits_here = terminal.yes(f"Does {name} sit here, and nobody else looks on?")
    new = create_member(actor=ACTOR, username=username, name=name, own=sits_here)
    if sits_here:
        hand_over(new, terminal)
    else:
        terminal.say(f"\n  user name   {username}\n  passphrase  {new.secrets.passphrase}\n")
        terminal.ask("For a closed envelope. At the first sign-in it is replaced. Enter wipes the screen. ")
        terminal.say(WIPE)
    return new


def run(terminal: Terminal | None = None) -> int:
    """Add people one after another until told to stop; exit code. What was added stays when it is interrupted."""
    terminal = terminal or Terminal()
    known = members().count()
    terminal.say(f"{known} account(s) here. Two leaders, a custodian and an administrator are the least to open with.")
    try:
        while terminal.yes("Add a person?"):
            try:
                new = add_member(terminal)
            except Refused as refused:
                terminal.say(str(refused))
                continue
            terminal.say(f"{new.member.name} can sign in at /staff/sign-in/ and sets up {totp.ISSUER} codes there.")
    except EOFError:
        terminal.say("")
    return 0
