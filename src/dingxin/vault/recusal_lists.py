"""Who is kept from what, signed by whoever changed it last, so that a recusal cannot vanish from the database unseen.

Checked wherever a compartment is chosen for a secret. Two things must agree with the rows: the list, signed by a
certified officer or leader of the team, and the hash that the audit's last entry about recusals of this vault names.
The first stops whoever can write the database but not sign. The second is there against an older list put back and
against a list that a recused member signed over their own head: then the audit has to be altered as well, and its
chain shows that.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.audit.reading import has_fact, last_fact
from dingxin.audit.writing import is_writing
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.primitives import canonical, sha256
from dingxin.sealing.signing import verify
from dingxin.vault.certificates import TEAM_HOLDERS, holder_of_key
from dingxin.vault.models import Recusal, RecusalList, Vault
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.requests import signature_of
from dingxin.vault.signed import pack, unpack
from dingxin.vault.trust import trust_of

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current

KINDS = ("vault.made", "vault.recused", "vault.recusal_ended", "vault.recusals_signed")
"""Entries of the audit that name the hash of the list, as the fact ``list``."""


@dataclass(frozen=True)
class SignedRecusals:
    """``rows``: ``member unit matter since until`` each, ids as hex, "-" for nothing; sorted."""

    purpose: ClassVar[str] = "recusals"
    vault: str
    rows: tuple[str, ...]

    def canonical(self) -> bytes:
        """Fixed lines, then one a recusal."""
        head = [("v", "1"), ("purpose", self.purpose), ("vault", self.vault), ("recusals", str(len(self.rows)))]
        return canonical([*head, *((f"recusal-{at}", row) for at, row in enumerate(self.rows, 1))])


def _hex(value: UUID | None) -> str:
    return value.hex if value else "-"


def _stands(vault: Vault) -> SignedRecusals:
    """What the rows say, ended recusals too."""
    rows = Recusal.objects.filter(vault=vault).values_list("member_id", "unit_id", "matter_id", "since", "until")
    lines = (
        f"{member.hex} {_hex(unit)} {_hex(matter)} {since.isoformat()} {until.isoformat() if until else '-'}"
        for member, unit, matter, since, until in rows
    )
    return SignedRecusals(vault.pk.hex, tuple(sorted(lines)))


def _hash(found: SignedRecusals) -> str:
    return sha256(found.canonical()).hex()[:32]


def _checked(current: "Current") -> set[UUID]:
    known: set[UUID] = vars(current).setdefault("_vault_recusals_checked", set())
    return known


def sign(current: "Current", vault: Vault) -> str:
    """Sign the rows as they stand, inside the ``writing()`` of the action that changed them (and checked them before).

    Returns what its audit entry names as ``list``. Raises NotTrusted when the member's signature would not count.
    """
    if not is_writing():
        raise RuntimeError("sign outside writing()")
    found = _stands(vault)
    signature = signature_of(current, found)
    if not _counts(signature.key, vault):
        raise _broken()
    RecusalList.objects.update_or_create(
        vault=vault, defaults={"statement": found.canonical(), "signature": pack([signature])}
    )
    _checked(current).add(vault.pk)
    return _hash(found)


def holds(vault: Vault) -> bool:
    """Whether rows, list and audit agree."""
    found = _stands(vault)
    named = last_fact(f"vault:{vault.pk}", KINDS, "list")
    row = RecusalList.objects.filter(vault=vault).first()
    if row is None:
        return not found.rows and named is None
    try:
        (signature,) = unpack(row.signature)
        verify(signature.key, SignedRecusals.purpose, found.canonical(), signature.signature)
    except (SealBroken, ValueError):
        return False
    return bytes(row.statement) == found.canonical() and named == _hash(found) and _counts(signature.key, vault)


def ever_named(vault: Vault, member_id: UUID) -> bool:
    """Whether a recusal of this vault concerns or concerned somebody, by its rows, its list or the audit."""
    signed = RecusalList.objects.filter(vault=vault).first()
    return (
        Recusal.objects.filter(vault=vault, member=member_id).exists()
        or (signed is not None and member_id.hex.encode() in bytes(signed.statement))
        or has_fact(f"vault:{vault.pk}", ("vault.recused",), "member", str(member_id))
    )


def check(current: "Current", vault: Vault) -> None:
    """Nothing, or NotTrusted: nobody chooses a compartment by rows that no holder signed. Once a request."""
    if vault.pk in _checked(current):
        return
    if not holds(vault):
        raise _broken()
    _checked(current).add(vault.pk)


def _counts(key: bytes, vault: Vault) -> bool:
    return holder_of_key(key, scope=vault.team_id, roles=TEAM_HOLDERS, trust=trust_of(vault.body_id)) is not None


def _broken() -> NotTrusted:
    return NotTrusted(
        "recusals-broken",
        _("The list of who is kept from what was changed by hand, or nobody of the team signed it. Nothing is sealed "
          "until this is cleared up: a holder who is not on it compares it with the audit and signs it anew."),
    )  # fmt: skip
