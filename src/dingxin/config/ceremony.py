"""The founding of an office at the server: keys for the safe, the first body, the first people, the keyset.

Everything is written through the rooms' actions. Secrets are shown once, wiped from the screen and asked back from
paper before anything goes on. A terminal can be any object with ``say`` and ``ask``: the tests bring people of their own.
"""

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path

import pyotp
import segno

from dingxin import audit
from dingxin.accounts import derive, totp
from dingxin.accounts.actions import create_member, prove_recovery_code
from dingxin.accounts.actions.members import USERNAME
from dingxin.accounts.identity import Current
from dingxin.accounts.models import Session
from dingxin.accounts.queries import member_by_username
from dingxin.accounts.setup import ACTOR, WIPE, Terminal, _same_code
from dingxin.audit.writing import writing
from dingxin.config.founding import Person, current_of, sign_keyset
from dingxin.config.site_keys import SiteKeys
from dingxin.organisation import actions as organisation
from dingxin.organisation.models import Body
from dingxin.rules.clock import now
from dingxin.rules.codes import Role, Tier
from dingxin.rules.packs import pack_codes
from dingxin.sealing.keys import unwrap_member_keys
from dingxin.sealing.primitives import random_bytes
from dingxin.vault.trust import trust_of

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")
GROUP = 4
def groups(text: str, size: int = GROUP) -> list[str]:
    """The signs in groups, as they stand on paper."""
    return [text[at : at + size] for at in range(0, len(text), size)]


def any_two(count: int) -> tuple[int, int]:
    """Two different numbers from 1 to ``count``, in order, that nobody can prepare for."""
    first = random_bytes(1)[0] % count
    second = (first + 1 + random_bytes(1)[0] % (count - 1)) % count
    return (first + 1, second + 1) if first < second else (second + 1, first + 1)


def asked_back(terminal: Terminal, what: str, parts: list[str], unit: str) -> None:
    """Two groups of what was just shown, from the paper."""
    for number in any_two(len(parts)):
        terminal.until(
            f"{what}, {unit} {number}: ", _is(parts[number - 1]),
            "That is not what was shown. Look at the paper again, and count from the beginning.",
        )  # fmt: skip


def _is(wanted: str) -> Callable[[str], bool]:
    return lambda typed: typed.strip().lower() == wanted.lower()


def safe_paper(terminal: Terminal, keys: SiteKeys, folder: Path) -> None:
    """Show the site keys for the safe and have two groups of two of them typed back."""
    terminal.say("\nFOR THE SAFE. Without these nobody signs in and no receipt is found again, whatever backups there are.")
    terminal.say(f"The files stand in {folder}. Copy them as printed, or onto a medium that goes into the safe at once;")
    terminal.say("never beside the backups of the database: who has both has the pepper.\n")
    for one in fields(keys):
        listed = groups(getattr(keys, one.name).hex())
        terminal.say(f"  {one.name.replace('_', '-')}")
        for at in range(0, len(listed), 8):
            terminal.say("    " + " ".join(f"{at + n + 1:>2}:{text}" for n, text in enumerate(listed[at : at + 8])))
    terminal.ask("\nEnter when they are on paper: the screen is wiped. ")
    terminal.say(WIPE)
    for name in ("pepper", "staff_pepper"):
        asked_back(terminal, name.replace("_", "-"), groups(getattr(keys, name).hex()), "group")
    terminal.say(WIPE)


@dataclass
class Known:
    """What the ceremony made: for its last page, and for tests."""

    people: dict[str, Person] = field(default_factory=dict)
    envelopes: list[str] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)


def _name(terminal: Terminal, question: str, limit: int) -> str:
    fits: Callable[[str], bool] = lambda text: 0 < len(text) <= limit and text.isprintable()  # noqa: E731
    return terminal.until(question, fits, f"1 to {limit} characters, please.")


def _username(terminal: Terminal, part: str) -> str:
    return terminal.until(
        f"{part}: user name (a-z 0-9 . _ -): ",
        lambda text: bool(USERNAME.match(text)) and member_by_username(text) is None,
        "2 to 40 of a-z 0-9 . _ -, and nobody twice: each part of this list is a person of its own.",
    )


def _second_factor(terminal: Terminal, username: str) -> str:
    """A secret that is in the person's device: proved by a code of it."""
    secret = totp.new_secret()
    drawn = io.StringIO()
    uri = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=totp.ISSUER)
    segno.make(uri, error="l").terminal(out=drawn, compact=True)
    terminal.say("\nThe device for codes: scan this, or type the signs below it.\n")
    terminal.say(drawn.getvalue())
    terminal.say(f"  device  {totp.grouped(secret)}")
    terminal.until(
        "code that the device shows now: ", lambda typed: totp.step_of(secret, typed) is not None,
        "That code does not fit. The clock of the device and of this server must agree.",
    )
    terminal.say(WIPE)
    return secret


def make_person(terminal: Terminal, known: Known, part: str, *, here: bool = False) -> Person | None:
    """One account. Who sits here alone gets keys that are theirs at once; the others a closed envelope (None).

    ``here``: must be here, because they sign today.
    """
    username = _username(terminal, part)
    name = _name(terminal, "name as colleagues know it: ", 60)
    if here:
        terminal.ask(f"{name} sits at the screen now, and nobody else looks on. Enter. ")
    elif not terminal.yes(f"Does {name} sit here, and nobody else looks on?"):
        new = create_member(actor=ACTOR, username=username, name=name)
        terminal.say(f"\n  user name   {username}\n  passphrase  {new.secrets.passphrase}\n")
        terminal.ask("For a closed envelope. At the first sign-in it is replaced. Enter wipes the screen. ")
        terminal.say(WIPE)
        known.envelopes.append(f"{name} ({username})")
        return None
    secret = _second_factor(terminal, username)
    new = create_member(actor=ACTOR, username=username, name=name, own=True, second_factor=secret)
    terminal.say(f"\nOnly {name} may look. Two papers:\n")
    terminal.say(f"  passphrase     {new.secrets.passphrase}")
    terminal.say(f"  recovery code  {new.secrets.recovery_code}\n")
    terminal.ask("Enter when both are on paper: the screen is wiped. ")
    terminal.say(WIPE)
    asked_back(terminal, "passphrase", new.secrets.passphrase.split("-"), "word")
    typed = terminal.until(
        "recovery code, all of it: ", lambda text: _same_code(new.secrets.recovery_code, text),
        "That is not what was shown. Compare it with the paper, sign by sign.",
    )
    terminal.say(WIPE)
    wrap = derive.derive(new.secrets.passphrase, new.member.salt).wrap
    current = current_of(new.member, unwrap_member_keys(wrap, bytes(new.member.wrapped_keys)))
    prove_recovery_code(current=current, code=typed, place="network:setup")
    new.member.refresh_from_db()
    person = known.people[username] = Person(current, new.secrets, secret)
    return person


@dataclass(frozen=True)
class BodyWords:
    """What is asked about a body."""

    name: str
    code: str
    tier: str
    pack: str


def ask_body(terminal: Terminal, what: str, taken: Iterable[str] = ()) -> BodyWords:
    """Name, code, tier and pack of a body."""
    name = _name(terminal, f"{what}: its name: ", 120)
    used = set(taken)
    code = terminal.until(
        "its code (a-z 0-9 -), which never changes: ", lambda text: bool(CODE.match(text)) and text not in used,
        "1 to 40 of a-z 0-9 and hyphens, and not that of another body, please.",
    )
    tiers, packs = [tier.value for tier in Tier], pack_codes()
    tier = terminal.until(f"its tier ({', '.join(tiers)}): ", tiers.__contains__, "One of these words, please.")
    pack = terminal.until(f"its policy pack ({', '.join(packs)}): ", packs.__contains__, "One of these words, please.")
    return BodyWords(name, code, tier, pack)


def _staff(terminal: Terminal, known: Known, whose: str) -> tuple[list[Person], list[str]]:
    """Two signers who are here, and two custodians: (signers, user names of the custodians)."""
    signers = [make_person(terminal, known, f"{whose}, signer {number} of 2", here=True) for number in (1, 2)]
    custodians = [_made(terminal, known, f"{whose}, custodian {number} of 2") for number in (1, 2)]
    return [one for one in signers if one is not None], custodians


def _made(terminal: Terminal, known: Known, part: str) -> str:
    """The user name of one more account, here or by envelope."""
    before = set(known.people) | {line.rsplit("(", 1)[1][:-1] for line in known.envelopes}
    make_person(terminal, known, part)
    after = set(known.people) | {line.rsplit("(", 1)[1][:-1] for line in known.envelopes}
    return (after - before).pop()


def _founder(username: str, known: Known) -> Current:
    """The administrator as actor. Nothing that the founding does as administrator needs a key."""
    if username in known.people:
        return known.people[username].current
    member = member_by_username(username)
    assert member is not None
    return Current(member, Session(id="", member=member, created_at=now(), seen_at=now()), b"")


def _found_body(
    founder: Current, words: BodyWords, parent: Body | None, signers: list[Person], custodians: list[str],
    leaders: list[Person], admin: str,
) -> Body:  # fmt: skip
    body = organisation.create_body(
        current=founder, code=words.code, name=words.name, tier=words.tier, parent=parent, pack=words.pack
    )
    roles = [(Role.SIGNER, one.member.username) for one in (*signers, *leaders)]
    roles += [(Role.CUSTODIAN, username) for username in custodians] + ([(Role.ADMIN, admin)] if admin else [])
    for role, username in roles:
        member = member_by_username(username)
        assert member is not None
        organisation.give_role(current=founder, body=body, member=member, role=role)
    sign_keyset(body, signers)
    return body


def found(terminal: Terminal) -> Known:
    """The whole ceremony after keys and database are there. Raises EOFError when the input ends."""
    known = Known()
    terminal.say("\n1. THE BODY\n")
    body = ask_body(terminal, "The oversight body that works with this")
    above = None
    if terminal.yes("Is there a body above it that takes part here (it hears what is about this body's teams)?"):
        above = ask_body(terminal, "The body above", taken=[body.code])
    terminal.say("\n2. PEOPLE. One after another comes to the screen; each part is a person of its own.")
    admin = _made(terminal, known, "Administrator (no key, runs units, rounds and accounts)")
    signers, custodians = _staff(terminal, known, body.name)
    upper = _staff(terminal, known, above.name) if above else None
    leader = make_person(terminal, known, "Team leader")
    officers = [_made(terminal, known, "Case officer")]
    while terminal.yes("One more case officer?"):
        officers.append(_made(terminal, known, "Case officer"))
    if terminal.yes("A clerk, who records and reads nothing after filing?"):
        _made(terminal, known, "Clerk")
    whose = f" of {above.name}" if above else ""
    hears = make_person(terminal, known, f"Leader of the team{whose} that hears what is about teams")
    _made(terminal, known, f"Case officer of the team{whose} that hears what is about teams")
    founder = _founder(admin, known)
    parent = None
    if above is not None and upper is not None:
        parent = _found_body(founder, above, None, upper[0], upper[1], [hears] if hears else [], admin)
        known.bodies.append(parent)
    leaders = [one for one in (leader, None if above else hears) if one is not None]
    made = _found_body(founder, body, parent, signers, custodians, leaders, "" if parent else admin)
    known.bodies.append(made)
    with writing():
        audit.record(
            "setup.done", actor=ACTOR, object=f"body:{made.pk}",
            facts={"people": len(known.people) + len(known.envelopes), "bodies": len(known.bodies)},
        )  # fmt: skip
    return known


def tell(terminal: Terminal, known: Known, command: str) -> None:
    """The fingerprint for the notice, and exactly what is next."""
    terminal.say("\nFOUNDED.")
    for body in known.bodies:
        terminal.say(f"\n  {body.name}\n  fingerprint for notice and poster:  {trust_of(body).current.fingerprint}")
    terminal.say("\nWrite it down now, on paper, twice: it is what the printed notice is compared with.")
    terminal.say("The file keysets beside the site keys has it too. Copy it to the safe, now and after each change of signers.")
    if known.envelopes:
        terminal.say("\nEnvelopes to hand over in person: " + ", ".join(known.envelopes))
    terminal.say("\nNEXT")
    for number, line in enumerate((
        f"{command}   and open http://127.0.0.1:8642/staff/sign-in/ in a browser",
        "The administrator signs in and opens Organisation: the page says what is missing, from top to bottom.",
        "Signers certify custodians, leaders and officers (Who holds keys); each reads six words from their own Settings.",
        "A custodian makes the custodians' key, each leader makes a vault, leader and signer sign its statement.",
        "The administrator prepares the stationing, the leader writes its notice and opens it.",
        "docs/guide/first-day.md has all of it in order, with who does what.",
    ), 1):
        terminal.say(f"  {number}. {line}")
