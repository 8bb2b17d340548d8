"""Before the server itself seals for somebody: the same chain that a browser checks, from the kept fingerprint down."""

import json
from base64 import urlsafe_b64decode
from uuid import UUID

from dingxin.mailbox.models import Inlet
from dingxin.mailbox.refused import Refused, Why
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.statements import BodyKeyset, RecipientStatement, verify_statement
from dingxin.vault import pins
from dingxin.vault.signed import unpack
from dingxin.web.days import today


def checked(inlet: Inlet) -> RecipientStatement:
    """The statement behind an inlet; seal to what it says, never to the inlet's columns.

    Refused(STALE) unless the keyset is the one whose fingerprint was kept beside the site keys, two of its signers
    signed, the statement is valid today and it is this vault's: whoever can write the database cannot put a key here.
    """
    try:
        public = json.loads(inlet.statement)
        keyset = BodyKeyset.parse(_bytes(public["keyset"]))
        statement = RecipientStatement.parse(_bytes(public["statement"]))
        if pins.pinned(UUID(hex=keyset.body)) != (keyset.number, keyset.fingerprint):
            raise Refused(Why.STALE)
        verify_statement(statement, unpack(_bytes(public["signatures"])), signers=keyset.keys, today=today())
        if UUID(hex=statement.vault) != inlet.vault_id or statement.epoch != inlet.epoch:
            raise Refused(Why.STALE)
    except (SealBroken, ValueError, KeyError, TypeError):
        raise Refused(Why.STALE) from None
    return statement


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
