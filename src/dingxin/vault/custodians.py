"""The custodians' identity of a body: signed by the custodian who made it, its private half sealed to each of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.organisation.models import Body
from dingxin.sealing.age import open_text
from dingxin.sealing.errors import CanonicalBroken, SealBroken
from dingxin.sealing.primitives import canonical, fixed_hex, parse_canonical
from dingxin.sealing.signing import verify
from dingxin.vault.certificates import CUSTODIANS, holder_of_key
from dingxin.vault.models import Custody, CustodyHolder
from dingxin.vault.refusals import NotAHolder, NotTrusted
from dingxin.vault.signed import unpack
from dingxin.vault.trust import Trust

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current

_SECRET = ("v", "purpose", "body", "epoch", "member", "secret")


@dataclass(frozen=True)
class CustodyStatement:
    """``body``: id as hex; ``recipient``: what share b is sealed to; ``custodians``: their ids as hex, sorted."""

    purpose: ClassVar[str] = "custody"
    body: str
    epoch: int
    recipient: str
    custodians: tuple[str, ...]

    def canonical(self) -> bytes:
        """Fixed lines."""
        return canonical([
            ("v", "1"), ("purpose", self.purpose), ("body", self.body), ("epoch", str(self.epoch)),
            ("recipient", self.recipient), ("custodians", " ".join(self.custodians)),
        ])  # fmt: skip


def secret_lines(custody: Custody, member_id: UUID, secret: str) -> bytes:
    """What is sealed to one custodian: the private half, and whose of which body and epoch it is."""
    values = ("1", "custody-key", custody.body_id.hex, str(custody.epoch), member_id.hex, secret.encode().hex())
    return canonical(list(zip(_SECRET, values, strict=True)))


def verified_custody(body: Body, trust: Trust) -> Custody:
    """The present custodians' identity of a body, signed by one who is certified as custodian. Raises NotTrusted."""
    custody = Custody.objects.filter(body=body, current=True).first()
    if custody is None:
        raise NotTrusted(
            "no-custodians", _("This body has no custodians' identity yet: two custodians are needed first.")
        )
    check(custody, trust)
    return custody


def check(custody: Custody, trust: Trust) -> CustodyStatement:
    """The signed statement of a custodians' identity, which must say what the row says. Raises NotTrusted."""
    try:
        data = bytes(custody.statement)
        lines = parse_canonical(data, ("v", "purpose", "body", "epoch", "recipient", "custodians"))
        found = CustodyStatement(
            lines["body"], int(lines["epoch"]), lines["recipient"], tuple(lines["custodians"].split())
        )
        if found.canonical() != data or len(found.custodians) < 2:
            raise CanonicalBroken("not a custody statement")
        if (found.body, found.epoch, found.recipient) != (custody.body_id.hex, custody.epoch, custody.recipient):
            raise CanonicalBroken("of something else")
        (signature,) = unpack(custody.signatures)
        verify(signature.key, found.purpose, data, signature.signature)
        signer = holder_of_key(signature.key, scope=custody.body_id, roles=CUSTODIANS, trust=trust)
        if signer not in found.custodians:
            raise CanonicalBroken("signed by no custodian")
    except (SealBroken, ValueError):
        raise NotTrusted(
            "custody-broken",
            _("The custodians' identity in the database was not signed by a custodian. Nothing is sealed to it."),
        ) from None
    return found


def custody_secret(current: "Current", custody: Custody) -> str:
    """The private half (``AGE-SECRET-KEY-1…``) for a custodian. Raises NotAHolder."""
    row = CustodyHolder.objects.filter(custody=custody, member=current.member).first()
    if row is None:
        raise NotAHolder(_("You hold no key of the custodians."))
    try:
        lines = parse_canonical(open_text(current.keys().secret, bytes(row.sealed)), _SECRET)
        expected = (custody.body_id.hex, str(custody.epoch), current.member.pk.hex)
        if (lines["body"], lines["epoch"], lines["member"]) != expected or lines["purpose"] != "custody-key":
            raise CanonicalBroken("key of something else")
        return fixed_hex(lines["secret"], len(lines["secret"]) // 2).decode()
    except (SealBroken, ValueError):
        raise NotAHolder(
            _("Your key does not open this any more. The custodians' identity has to be made anew.")
        ) from None
