"""Whoever has the whole database, every site key, the session store and one person's keys: what do they read?

Every private half within reach is tried on every sealed thing, with the names the rows themselves give, until nothing
new opens. What comes out must be exactly what docs/security.md and 3-sealing grant that person: T2, T3, T4.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings
from tests.cast_vault import client_of
from tests.world import World, at

from dingxin.accounts.models import Session
from dingxin.casework import actions as work
from dingxin.casework import sealed
from dingxin.casework.models import Addition, Evidence, Matter, NameRequest, Piece, Proposal, Remedy
from dingxin.mailbox.models import Envelope, File, Message, Receipt, Signal
from dingxin.mailbox.secrets import pepper
from dingxin.sealing import compartments
from dingxin.sealing.age import identity_from_seed, open_text
from dingxin.sealing.envelope import open_head, open_identity, open_share_b, open_words
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.files import open_manifest, open_part
from dingxin.sealing.frames import unframe
from dingxin.sealing.keys import MemberKeys, session_unwrap
from dingxin.sealing.primitives import parse_canonical
from dingxin.sealing.receipts import open_cs, unbox
from dingxin.vault import actions as vaults
from dingxin.vault.models import AnswerKey, Compartment, CompartmentKey, CustodyHolder, Inbound, Wrap

pytestmark = pytest.mark.django_db
RELEASE = ("v", "purpose", "request", "submission", "member", "use", "expires", "b")
NOTE = ("v", "purpose", "request", "text")
WRONG = (SealBroken, ValueError, KeyError)


class Loot:
    """Keys within reach, and the plaintexts they give."""

    def __init__(self, *people: MemberKeys) -> None:
        self.site = [
            bytes(getattr(settings.SITE_KEYS, name))
            for name in ("pepper", "staff_pepper", "totp_key", "leak_key", "secret_key", "promise_seed")
        ]
        self.age = {keys.secret for keys in people} | {identity_from_seed(key).secret for key in self.site}
        self.site += [keys.seed for keys in people]
        self.secrets: set[bytes] = set(self.site)
        self.secrets |= {bytes.fromhex(found) for row in Session.objects.all() for found in [row.pk]}
        self.texts: list[str] = []
        self._grow()
        self._read()

    def opens(self, text: str) -> bool:
        return any(text in found for found in self.texts)

    def _grow(self) -> None:
        before = (-1, -1)
        while before != (len(self.age), len(self.secrets)):
            before = len(self.age), len(self.secrets)
            for found in self._compartments():
                self.secrets.add(found)
            for inbound in Inbound.objects.exclude(wrapped=None):
                for scalar in self._unwrapped(inbound.wrapped, "inbound", inbound, inbound.key_epoch):
                    self.age.add(identity_from_seed(scalar).secret)
            for answer in AnswerKey.objects.exclude(wrapped_seed=b""):
                self.secrets |= set(self._unwrapped(answer.wrapped_seed, "answer", answer, answer.epoch))
            for wrap in Wrap.objects.all():
                self.secrets |= set(self._unwrapped(wrap.blob, wrap.purpose, wrap, wrap.epoch, wrap.object_id))
            for holder in CustodyHolder.objects.all():
                for text in self._age(holder.sealed):
                    lines = parse_canonical(text, ("v", "purpose", "body", "epoch", "member", "secret"))
                    self.age.add(bytes.fromhex(lines["secret"]).decode())
            for envelope in Envelope.objects.select_related("thread"):
                self._shares(envelope)
            for request in NameRequest.objects.exclude(release=None):
                for text in self._age(unframe(bytes(request.release))):
                    self.secrets.add(bytes.fromhex(parse_canonical(text, RELEASE)["b"]))

    def _age(self, blob: bytes) -> Iterator[bytes]:
        for secret in list(self.age):
            try:
                yield open_text(secret, bytes(blob))
            except WRONG:
                continue

    def _compartments(self) -> Iterator[bytes]:
        for row in CompartmentKey.objects.all():
            for secret in self.age:
                names = {"compartment": row.compartment_id.hex, "epoch": row.epoch, "member": row.member_id.hex}
                try:
                    yield compartments.open_compartment_key(secret, bytes(row.sealed), **names)
                except WRONG:
                    continue

    def _unwrapped(self, blob: Any, purpose: str, row: Any, epoch: int, about: Any = None) -> Iterator[bytes]:
        for key in list(self.secrets):
            try:
                yield compartments.unwrap_secret(
                    key, bytes(blob), purpose=purpose, object_id=(about or row.pk).hex,
                    compartment=row.compartment_id.hex, epoch=epoch,
                )
            except WRONG:
                continue

    def _shares(self, envelope: Envelope) -> None:
        thread = envelope.thread_id.hex
        for secret in list(self.age):
            with suppress(*WRONG):
                vault = envelope.thread.vault_id.hex
                head = open_head(secret, bytes(envelope.head or b""), submission=thread, vault=vault)
                self.secrets |= {head.S, head.a} | ({head.b} if head.b else set())
            with suppress(*WRONG):
                self.secrets.add(open_share_b(secret, bytes(envelope.share_b), thread))

    def _tried(self, opened: Callable[[bytes], bytes | str | None]) -> None:
        for key in self.secrets:
            try:
                found = opened(key)
            except WRONG:
                continue
            if found:
                self.texts.append(found if isinstance(found, str) else found.decode())

    def _read(self) -> None:
        for one in Envelope.objects.all():
            thread = one.thread_id.hex
            self._tried(lambda key, one=one, thread=thread: open_words(key, thread, bytes(one.words)))
            for a in self.secrets:
                self._tried(lambda b, a=a, one=one, thread=thread: open_identity(a, b, thread, bytes(one.identity)))
        for file in [*File.objects.exclude(manifest=None), *Evidence.objects.exclude(manifest=None)]:
            self._tried(lambda key, file=file: open_manifest(key, file.pk.hex, bytes(file.manifest)).name)
            for part in file.pieces.all():
                last = part.number == (file.of or 1) - 1
                self._tried(
                    lambda key, file=file, part=part, last=last: open_part(
                        key, file.pk.hex, part.number, last, bytes(part.body)
                    )
                )
        for table, label, column in (
            (Matter, sealed.MATTER, "title"), (Matter, sealed.MATTER, "subject"), (Piece, sealed.PIECE, "body"),
            (Proposal, sealed.PROPOSAL, "reason"), (Remedy, sealed.REMEDY, "line"),
            (Addition, sealed.ADDITION, "body"),
        ):
            for row in table.objects.exclude(**{column: None}):
                self._tried(
                    lambda key, row=row, label=label, column=column: sealed.opened(
                        key, getattr(row, column), label=label, object_id=row.pk, field=column
                    )
                )
        for request in NameRequest.objects.all():
            self._tried(
                lambda key, request=request: sealed.opened(
                    key, request.reason, label="name-request", object_id=request.pk, field="reason"
                )
            )
            for note in (request.asked, request.decision):
                for text in self._age(unframe(bytes(note))) if note else ():
                    self.texts.append(bytes.fromhex(parse_canonical(text, NOTE)["text"]).decode())
        for row in [*Message.objects.exclude(body=None), *Signal.objects.exclude(body=None)]:
            self.texts += [text.decode() for text in self._age(row.body)]


WORDS = {"what", "about", "file_name", "file_text", "second_what", "message"}
ASKED = {"name_reason", "name_leader"}  # why a name was asked for: to the custodians, and under S for the record
MATTER = {
    "title", "subject", "note", "assessment", "accept_reason", "step", "finding", "remedy", "child", "outcome",
    "delivered", "answer", "second_answer", "close_reason", "evidence_name", "evidence_text",
}
OPEN_NAME = {"open_name", "open_phone"}
HIDDEN = {"name", "phone", "other"}
READER = WORDS | MATTER | OPEN_NAME | ASKED

THIEVES: dict[str, set[str]] = {
    "song": READER, "zhou": READER,  # officers and the leader: words, and names that are open to them
    "helan": READER | {"name_refusal"},  # and why a custodian refused it to the leader
    "azi": set(),  # an officer of the team who is recused from the unit all of this is about
    "ding": set(),  # the team's clerk
    "luo": ASKED, "tian": ASKED,  # custodians hold share b and reasons, but no words, so no name either
    "shen": set(), "fang": set(),  # signers of the body
    "guli": set(), "gao": set(),  # administrator, office
    "qin": set(), "luoyi": set(), "xue": set(), "tao": set(), "mu": set(),  # other teams, and the one above
}


@pytest.fixture
def world() -> World:
    made = at("closing")
    client_of(made.cast, "zhou")  # unlocked sessions lie in the store
    return made


def read_by(world: World, loot: Loot) -> set[str]:
    return {place for place, mark in world.said.marks.items() if loot.opens(mark)}


@pytest.mark.parametrize("thief", sorted(THIEVES))
def test_one_person_reads_what_is_theirs_and_nothing_else(world: World, thief: str) -> None:
    loot = Loot(world[thief].keys())
    assert read_by(world, loot) == THIEVES[thief]


def test_nobody_s_keys_read_nothing(world: World) -> None:
    assert read_by(world, Loot()) == set()


def test_an_officer_and_a_custodian_together_read_the_name(world: World) -> None:
    """The two keys the person was told of. It also shows that this way of looking finds a name when it can be had."""
    loot = Loot(world["song"].keys(), world["luo"].keys())
    assert read_by(world, loot) == READER | HIDDEN | ASKED
    assert all(json.loads(text)["name"] for text in loot.texts if world.said.name in text)


def test_all_who_hold_no_words_together_read_nothing(world: World) -> None:
    """Custodians, signers, administrators, the office and other teams, all at once: share b without a share a."""
    without = [name for name, opens in THIEVES.items() if opens in (set(), ASKED) and name not in ("azi",)]
    loot = Loot(*(world[name].keys() for name in without))
    assert read_by(world, loot) == ASKED


@pytest.mark.parametrize("stage", ["waiting", "released", "opened"])
def test_at_no_stage_of_a_request_does_one_person_alone_get_at_the_name(world: World, stage: str) -> None:
    """While a release waits, the officer it was made for has both shares, by right: that is what two people decided."""
    request = NameRequest.objects.get(pk=world.ids["name_request"])  # zhou's
    if stage != "waiting":
        work.approve_name_request(current=world["luo"], request=request)
    if stage == "opened":
        work.open_name(current=world["zhou"], request=request)
    for thief, opens in THIEVES.items():
        theirs = opens | HIDDEN if (thief, stage) == ("zhou", "released") else opens
        assert read_by(world, Loot(world[thief].keys())) == theirs, thief


def test_who_left_the_team_opens_nothing_from_the_live_database() -> None:
    """3-sealing, Re-keying: a leaver opens nothing new and nothing from the live database."""
    world = at("closing")
    leaver = world["zhou"].keys()
    vaults.leave_team(current=world["helan"], member=world.cast.member("zhou"), team=world.cast.team.team)
    while vaults.rekey_step(current=world["helan"], vault=world.cast.vault):
        pass
    _settled(world)
    assert read_by(world, Loot(leaver)) == set()


def _settled(world: World) -> None:
    """What other holders still have to do after a leaving, each in their own compartments."""
    for compartment in Compartment.objects.filter(vault=world.cast.vault).exclude(without=""):
        if CompartmentKey.objects.filter(compartment=compartment, member__username="zhou").exists():
            vaults.rekey_own(current=world["song"], compartment=compartment)
    while vaults.rekey_step(current=world["song"], vault=world.cast.vault):
        pass


def test_a_receipt_opens_with_its_digits_alone(world: World) -> None:
    """The pepper opens the box around W; W itself is under what comes from the digits."""
    row = Receipt.objects.get(thread=world.first.thread)
    W = unbox(pepper(), bytes(row.box), row=bytes(row.lookup))
    for key in Loot(world["song"].keys(), world["luo"].keys()).secrets:
        with pytest.raises(SealBroken):
            open_cs(key, W)


def test_a_session_in_the_store_opens_with_its_cookie_and_the_boot_key_alone(world: World) -> None:
    keys = Loot(world["song"].keys()).secrets
    for row in Session.objects.exclude(sealed_keys=None):
        for key in keys:
            for boot in (bytes(32), key):
                with pytest.raises(SealBroken):
                    session_unwrap(key[:32], boot[:32], bytes.fromhex(row.pk), bytes(row.sealed_keys))
