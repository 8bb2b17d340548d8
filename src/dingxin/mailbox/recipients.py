"""Before the server itself seals for somebody: the same chain that a browser checks, from the kept fingerprint down."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from dingxin.mailbox.models import Inlet
from dingxin.mailbox.refused import Refused, Why
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.statements import BodyKeyset, RecipientStatement, verify_statement
from dingxin.vault import pins
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.signed import unpack
from dingxin.vault.trust import trust_of
from dingxin.web.days import today


def checked(inlet: Inlet) -> RecipientStatement:
    """The statement behind an inlet; seal to what it says, never to the inlet's columns.

    Refused(STALE) unless the keyset is the one whose fingerprint was kept beside the site keys, two of its signers
    signed, the statement is valid today and it is this vault's: whoever can write the database cannot put a key here.
    """
    return _statement(inlet, day=today(), ever=False)


def answer_keys(vaults: Iterable[UUID]) -> set[bytes]:
    """The Ed25519 keys that answers from these vaults are or were signed with, as far as their chain holds.

    An answer outlives its statement and may outlive the keyset, so the last day of the statement counts, and any signer
    the body ever had.
    """
    found = set()
    for inlet in Inlet.objects.filter(vault_id__in=list(vaults)):
        try:
            found.add(_statement(inlet, day=inlet.not_after, ever=True).answer_key)
        except Refused:
            continue
    return found


def _statement(inlet: Inlet, *, day: date, ever: bool) -> RecipientStatement:
    try:
        public = json.loads(inlet.statement)
        keyset = BodyKeyset.parse(_bytes(public["keyset"]))
        statement = RecipientStatement.parse(_bytes(public["statement"]))
        signatures = unpack(_bytes(public["signatures"]))
        verify_statement(statement, signatures, signers=_signers(keyset, ever=ever), today=day)
        if UUID(hex=statement.vault) != inlet.vault_id or statement.epoch != inlet.epoch:
            raise Refused(Why.STALE)
    except (SealBroken, ValueError, KeyError, TypeError):
        raise Refused(Why.STALE) from None
    return statement


def _signers(keyset: BodyKeyset, *, ever: bool) -> Collection[bytes]:
    body = UUID(hex=keyset.body)
    if pins.pinned(body) == (keyset.number, keyset.fingerprint):
        return keyset.keys
    if ever:
        try:
            return trust_of(body).ever
        except NotTrusted:
            pass
    raise Refused(Why.STALE)


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
