"""Relations of members to units: declared by them, or derived from the unit they come from.

Doors and lists go by them at once (``casework.visible``). What a leader still has to enter, so that the keys follow, is
``to_enter``. Rows here are signed by nobody: whoever can write the database could take one out as long as it was not
entered; from then on the signed list of the vault stands (``recusal_lists``).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from dingxin.accounts.models import Member
from dingxin.organisation.models import MemberUnit, Team, Unit
from dingxin.organisation.queries import members_of, path_and_above, serving, teams_of
from dingxin.organisation.roles import KEY_ROLES
from dingxin.rules.codes import RelationKind, Role
from dingxin.rules.recusal import is_within
from dingxin.sealing.age import open_text, seal_text
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.frames import frame, unframe
from dingxin.vault.certificates import TEAM_HOLDERS, is_certified
from dingxin.vault.models import Recusal, Relation, RelationWords, Vault
from dingxin.vault.trust import trust_of

MOST_WORDS = 2_000


@dataclass(frozen=True)
class ToEnter:
    """A relation without its recusal in a vault. ``relation`` None: derived from the unit the member comes from."""

    member: Member
    unit: Unit
    kind: RelationKind
    relation: Relation | None


def running(member_id: UUID) -> list[str]:
    """Paths of the units that a member declared a relation to or comes from (two queries)."""
    declared = Relation.objects.filter(serving(), member=member_id).values_list("unit__path", flat=True)
    home = MemberUnit.objects.filter(serving(), member=member_id).values_list("unit__path", flat=True)
    return sorted({*declared, *home})


def related(path: str) -> set[UUID]:
    """The members who declared a relation to the unit of this path, or to one above it, or come from there."""
    above = path_and_above(path)
    found = set(Relation.objects.filter(serving(), unit__path__in=above).values_list("member_id", flat=True))
    return found | set(MemberUnit.objects.filter(serving(), unit__path__in=above).values_list("member_id", flat=True))


def to_enter(vault: Vault) -> list[ToEnter]:
    """What members of the vault's team declared, or what follows from where they come from, and no recusal covers."""
    if vault.team is None:
        return []
    members = {row.member_id: row.member for row in members_of(vault.team, *sorted(KEY_ROLES))}
    found = [
        ToEnter(members[row.member_id], row.unit, RelationKind(row.kind), row)  # type: ignore[call-arg]
        for row in Relation.objects.filter(serving(), member__in=members).select_related("unit").order_by("since", "pk")
    ]
    found += [
        ToEnter(members[row.member_id], row.unit, RelationKind.OWN_UNIT, None)
        for row in MemberUnit.objects.filter(serving(), member__in=members).select_related("unit").order_by("since", "pk")
    ]
    entered: dict[UUID, list[str]] = {}
    rows = Recusal.objects.filter(vault=vault, until__isnull=True, unit__isnull=False)
    for member_id, path in rows.values_list("member_id", "unit__path"):
        entered.setdefault(member_id, []).append(path)
    once = {(one.member.pk, one.unit.pk): one for one in reversed(found)}
    return [
        one for one in reversed(once.values())
        if not any(is_within(one.unit.path, root) for root in entered.get(one.member.pk, ()))
    ]


def readers(member: Member) -> list[Member]:
    """To whom the words of a relation are sealed: the certified leaders of the member's teams, and where there is no
    other leader, the other holders. Never the member."""
    found: dict[UUID, Member] = {}
    for team in teams_of(member):
        leaders = _certified(team, member, [Role.LEADER])
        found |= leaders or _certified(team, member, sorted(KEY_ROLES))
    return list(found.values())


def _certified(team: Team, member: Member, roles: Iterable[Role]) -> dict[UUID, Member]:
    trust = trust_of(team.body_id)
    return {
        row.member_id: row.member for row in members_of(team, *roles)
        if row.member_id != member.pk and is_certified(row.member, scope=team.pk, roles=TEAM_HOLDERS, trust=trust)
    }


def seal_words(relation: Relation, to: Iterable[Member], text: str) -> None:
    """One copy for each reader, framed so that its length tells little."""
    RelationWords.objects.bulk_create([
        RelationWords(relation=relation, reader=reader, body=frame(seal_text(reader.recipient, _bytes(relation, text))))
        for reader in to
    ])  # fmt: skip


def open_words(row: RelationWords, secret: str) -> str:
    """The words again; SealBroken where the copy belongs to another relation."""
    found = json.loads(open_text(secret, unframe(bytes(row.body))))
    if (found.get("v"), found.get("relation")) != (1, row.relation_id.hex):
        raise SealBroken("words of another relation")
    return str(found["text"])


def _bytes(relation: Relation, text: str) -> bytes:
    said = {"v": 1, "relation": relation.pk.hex, "text": text}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
