"""Copying the vaults' signed statements to where the portal reads: keyless, idempotent, one direction.

The vault room is below this one and cannot write here; this room reads its public statements and nothing else of it.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from dingxin.audit.writing import writing
from dingxin.mailbox.models import Inlet
from dingxin.organisation.models import Stationing
from dingxin.organisation.queries import superior_team
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.statements import BodyKeyset, RecipientStatement
from dingxin.vault.models import Keyset, Statement, Vault
from dingxin.vault.signed import unpack
from dingxin.web.days import today

WHOLE = frozenset({"", "-", "all"})
"""Scopes of a statement that is for everything its vault takes; any other is a unit's path."""

Key = tuple[UUID | None, UUID, int, bool]


def refresh() -> int:
    """Make the inlets what the vaults' current statements say; how many rows changed.

    Writes nothing when all is as it should be. Public facts only, so no audit entry: each statement has its own.
    """
    wanted = dict(_wanted(today()))
    rows = {(row.stationing_id, row.vault_id, row.epoch, row.about_team): row for row in Inlet.objects.all()}
    made = [Inlet(**_fields(key), **facts) for key, facts in wanted.items() if key not in rows]
    changed = []
    for key, row in rows.items():
        facts = wanted.get(key, {"current": False})
        if any(getattr(row, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(row, name, value)
            changed.append(row)
    if made or changed:
        with writing():
            Inlet.objects.bulk_create(made, ignore_conflicts=True)
            for row in changed:
                row.save()
    return len(made) + len(changed)


def _fields(key: Key) -> dict[str, Any]:
    return dict(zip(("stationing_id", "vault_id", "epoch", "about_team"), key, strict=True))


def _wanted(day: date) -> Iterator[tuple[Key, dict[str, Any]]]:
    current = Statement.objects.filter(current=True, not_before__lte=day, not_after__gte=day)
    by_vault: dict[UUID, list[tuple[int, dict[str, Any]]]] = {}
    for row in current.select_related("keyset").order_by("not_before", "id"):
        read = _facts(row)
        if read is not None:
            by_vault.setdefault(row.vault_id, []).append(read)
    for vault_id, listed in by_vault.items():
        for epoch, facts in listed:
            yield (None, vault_id, epoch, False), facts
    for stationing in Stationing.objects.exclude(state="preparing").select_related("team__body__parent"):
        above = superior_team(stationing.team.body)
        for team, about_team in ((stationing.team, False), (above, True)):
            for vault in Vault.objects.filter(team=team):
                for epoch, facts in by_vault.get(vault.pk, []):
                    yield (stationing.pk, vault.pk, epoch, about_team), facts


def _keyset_of(row: Statement) -> Keyset:
    """The body's keyset of today where those who signed are still in it, so that a change of signers elsewhere in the
    body does not close this team's door; else the one it was signed under, which is refused once it is not pinned."""
    now = Keyset.objects.filter(body_id=row.keyset.body_id, current=True).first()
    if now is None or now.pk == row.keyset_id:
        return row.keyset
    try:
        keys = BodyKeyset.parse(bytes(now.statement)).keys
        stands = all(signature.key in keys for signature in unpack(bytes(row.signatures)))
    except (SealBroken, ValueError):
        return row.keyset
    return now if stands else row.keyset


def _facts(row: Statement) -> tuple[int, dict[str, Any]] | None:
    """(epoch, columns of an inlet) that a statement says; None when it is malformed."""
    try:
        statement = RecipientStatement.parse(bytes(row.statement))
    except SealBroken:
        return None  # not something a browser would believe either
    keyset = _keyset_of(row)
    public = {
        "statement": _b64(row.statement), "signatures": _b64(row.signatures),
        "keyset": _b64(keyset.statement), "keyset_signatures": _b64(keyset.signatures),
    }
    return statement.epoch, {
        "unit_path": "" if statement.scope in WHOLE else statement.scope, "inbound": statement.inbound,
        "custodians": statement.custodians, "answer_key": statement.answer_key.hex(),
        "fingerprint": keyset.fingerprint, "statement": json.dumps(public, sort_keys=True),
        "not_after": statement.not_after, "current": True,
    }


def _b64(data: bytes | memoryview) -> str:
    return urlsafe_b64encode(bytes(data)).rstrip(b"=").decode()
