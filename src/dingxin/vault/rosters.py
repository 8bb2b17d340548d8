"""Who holds a compartment at an epoch: a list signed by holders, with a commitment to the key.

It answers two attacks of somebody who can write the database but holds no key. (1) Adding a holder: the next re-keying
would seal to them; but holders are read from the signed roster. (2) Sealing a compartment key of one's own making to
every member (anybody can seal to a public key), so that new secrets are wrapped under it; but the key that comes out
must match the commitment, and a roster counts only if a certified officer or leader of the team who is on it signed it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.sealing.errors import CanonicalBroken, SealBroken
from dingxin.sealing.primitives import canonical, hkdf
from dingxin.sealing.signing import verify
from dingxin.sealing.statements import Signature
from dingxin.vault.certificates import TEAM_HOLDERS, holder_of_key
from dingxin.vault.models import Compartment, RosterRow
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.signed import unpack
from dingxin.vault.trust import Trust

_HEAD = ("v", "purpose", "vault", "compartment", "without", "epoch", "number", "commitment", "members")


@dataclass(frozen=True)
class Roster:
    """``members``: (member id as hex, age recipient), sorted. ``number`` counts the changes within an epoch from 1."""

    purpose: ClassVar[str] = "roster"
    vault: str
    compartment: str
    without: str
    epoch: int
    number: int
    commitment: bytes
    members: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        ids = [member for member, _recipient in self.members]
        if ids != sorted(set(ids)) or set(ids) & set(self.without.split(",")):
            raise CanonicalBroken("members of a roster are sorted, different, and none of those it leaves out")

    @property
    def ids(self) -> frozenset[UUID]:
        return frozenset(UUID(hex=member) for member, _recipient in self.members)

    @property
    def recipients(self) -> dict[UUID, str]:
        return {UUID(hex=member): recipient for member, recipient in self.members}

    def canonical(self) -> bytes:
        """Fixed lines, then one a member."""
        values = (
            "1", self.purpose, self.vault, self.compartment, self.without, str(self.epoch), str(self.number),
            self.commitment.hex(), str(len(self.members)),
        )  # fmt: skip
        lines = [(f"member-{at}", f"{member} {recipient}") for at, (member, recipient) in enumerate(self.members, 1)]
        return canonical([*zip(_HEAD, values, strict=True), *lines])

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The roster, or CanonicalBroken unless these bytes are exactly what ``canonical`` writes."""
        try:
            lines = [line.partition(" ")[2] for line in data.decode().split("\n")[:-1]]
            vault, compartment, without, epoch, number, commitment = lines[2:8]
            pairs = [line.partition(" ") for line in lines[9:]]
            made = cls(
                vault, compartment, without, int(epoch), int(number), bytes.fromhex(commitment),
                tuple((member, recipient) for member, _space, recipient in pairs),
            )  # fmt: skip
        except ValueError:
            raise CanonicalBroken("not a roster") from None
        if made.canonical() != data:
            raise CanonicalBroken("not written in the one canonical way")
        return made


def commitment(key: bytes) -> bytes:
    """32 bytes that tell whether a key is the one meant, and nothing else about it."""
    return hkdf(key, "roster-commitment")


def check_signatures(roster: Roster, signatures: Sequence[Signature], team_id: UUID, trust: Trust) -> None:
    """Nothing, or SealBroken: each signature holds and is by a certified officer or leader who is on the roster."""
    for one in signatures:
        verify(one.key, Roster.purpose, roster.canonical(), one.signature)
        signer = holder_of_key(one.key, scope=team_id, roles=TEAM_HOLDERS, trust=trust)
        if signer is None or UUID(hex=signer) not in roster.ids:
            raise CanonicalBroken("signed by somebody who holds nothing")


def read(compartment: Compartment, epoch: int, trust: Trust) -> Roster:
    """The signed roster of a compartment at an epoch. Raises NotTrusted unless a certified holder on it signed it."""
    row = RosterRow.objects.filter(compartment=compartment, epoch=epoch).first()
    vault = compartment.vault
    try:
        roster = Roster.parse(bytes(row.statement)) if row else None
        signatures = unpack(row.signatures) if row else []
        if roster is None or not signatures:
            raise CanonicalBroken("no roster")
        expected = (vault.pk.hex, compartment.pk.hex, compartment.without, epoch)
        if (roster.vault, roster.compartment, roster.without, roster.epoch) != expected:
            raise CanonicalBroken("roster of something else")
        check_signatures(roster, signatures, vault.team_id, trust)
    except SealBroken:
        raise NotTrusted(
            "roster-broken",
            _("The list of who holds this compartment was not signed by its holders. Nothing is sealed or opened until "
              "this is cleared up; look at the audit."),
        ) from None  # fmt: skip
    return roster


def check_key(roster: Roster, key: bytes) -> None:
    """Nothing, or NotTrusted when the key is not the one that the holders signed for."""
    if commitment(key) != roster.commitment:
        raise NotTrusted(
            "key-exchanged", _("The key in the database is not the one its holders signed for. Nothing was opened.")
        )
