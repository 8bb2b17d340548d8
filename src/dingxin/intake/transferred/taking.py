"""A package, or one call of a hotline, into submissions. Keyless: packages are sealed by whoever made them."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from dingxin.casework.actions import take_in, take_sealed
from dingxin.casework.models import Submission
from dingxin.casework.recording import Said, receiver
from dingxin.intake.transferred.actions import close_package
from dingxin.intake.transferred.models import Sender
from dingxin.ledger import outbox
from dingxin.mailbox.actions import Filing
from dingxin.mailbox.models import Thread
from dingxin.organisation.queries import stationings_of
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Channel, LedgerKind, Level, SealedWhere
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.package import Item, read_header, unpack
from dingxin.tlog.leaf import complainant_subject
from dingxin.web.days import today

PACKAGE_MOST = 10 * 1024 * 1024


@dataclass(frozen=True)
class PackageTaken:
    """``before``: items that an attempt broken off earlier had taken."""

    sender: Sender
    sequence: int
    items: int
    before: int


def _stationing(sender: Sender) -> UUID | None:
    found = stationings_of(sender.team).filter(state="open").order_by("-starts").first()
    return found.pk if found else None


def take_package(data: bytes, *, actor: str, team: UUID | None = None) -> PackageTaken:
    """Take in a whole package; broken off, the same package goes on where it was. Twice, it is Refused.

    ``team``: only one for this team, None for any (the command line). Raises Refused, the mailbox's Refused.
    """
    sender, items, sequence = _checked(data, team)
    before = sum(Thread.objects.filter(pk=UUID(hex=item.thread)).exists() for item in items)
    for item in items:
        take_sealed(
            actor=f"{actor}, for {sender.name}"[:160], filing=_filing(sender, item), received_on=min(item.received, today()),
            persons=item.persons, batch=item.batch,
        )
    close_package(actor=actor, sender=sender.pk, sequence=sequence, items=len(items), new=len(items) - before)
    return PackageTaken(sender, sequence, len(items), before)


def _checked(data: bytes, team: UUID | None) -> tuple[Sender, list[Item], int]:
    try:
        header = read_header(data)
        sender = Sender.objects.select_related("team__vault").filter(pk=UUID(hex=header.sender), state="active").first()
        if sender is None or sender.verify_key is None or team not in (None, sender.team_id):
            raise Refused("unknown", _("Nobody known here made this package, or it is for another team. Nothing was stored."))
        known = bytes(sender.verify_key)
        header, items = unpack(data, known, receiver=sender.team.vault.pk.hex, today=today())
    except SealBroken:
        raise Refused("broken", _(
            "This is no whole package for this team: it was changed, is for somebody else, or has run out. Nothing was stored."
        )) from None
    if header.sequence <= sender.sequence:
        raise Refused("replayed", _("This package, or a later one, was taken already."))
    return sender, items, header.sequence


def _filing(sender: Sender, item: Item) -> Filing:
    return Filing(
        thread=UUID(hex=item.thread), vault=sender.team.vault.pk, epoch=item.epoch, stationing=_stationing(sender),
        channel=Channel.TRANSFERRED, sealed_by=SealedWhere.BROWSER, head=item.head, words=item.words,
        identity=item.identity, share_b=item.share_b, entry=outbox.new_entry(LedgerKind.RECEIVED, complainant_subject(b"")),
    )


# One by one, in the clear over TLS, sealed on arrival.


@dataclass(frozen=True, repr=False)
class Told:
    """What a hotline hands over. ``reference``: its own number, never stored: the same again is the same submission."""

    reference: str
    received_on: date
    words: dict[str, str]
    level: str
    name: str = ""
    phone: str = ""
    other: str = ""
    persons: int = 1


def thread_of(sender: Sender, reference: str, *, above: bool = False) -> UUID:
    """The id of what this sender calls so: HMAC-SHA256 under a site key.

    ``above``: it went to the body above, because it is about the team. Such an id is the token's as well: the leader of
    that team may give the sender a new token, and with it must not find out by trying numbers what was said of them.
    """
    assert settings.SITE_KEYS is not None
    message = b"dingxin/transferred/v1\n" + sender.pk.bytes + hashlib.sha256(reference.encode()).digest()
    if above:
        message += b"\nabove\n" + bytes(sender.token_hash or b"")
    return UUID(bytes=hmac.new(settings.SITE_KEYS.leak_key, message, hashlib.sha256).digest()[:16])


def take_told(sender: Sender, told: Told) -> tuple[Submission, bool]:
    """(the submission, whether it is new). About the team itself it goes to the body above. Raises both Refused."""
    about_team = told.words.get("about_team") == "yes"
    thread = thread_of(sender, told.reference, above=about_team)
    new = not Thread.objects.filter(pk=thread).exists()
    level = told.level if told.name or told.phone or told.other else Level.ANONYMOUS
    row = take_in(
        actor=f"transferred, by {sender.name}"[:160], team=receiver(sender.team, about_team), stationing=_stationing(sender),
        channel=Channel.TRANSFERRED, received_on=told.received_on, persons=told.persons, batch=int(told.persons > 1),
        thread=thread,
        said=Said(words={"contact": "", **told.words}, level=level, name=told.name, phone=told.phone, other=told.other),
    )
    return row, new
