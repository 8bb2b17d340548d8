"""From the pinned fingerprint to the keysets of a body: the one place where trust begins."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.organisation.models import Body
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.primitives import sha256
from dingxin.sealing.statements import BodyKeyset
from dingxin.vault import pins
from dingxin.vault.models import Keyset
from dingxin.vault.refusals import NotTrusted


@dataclass(frozen=True)
class Trust:
    """The keysets of one body, the present one last. Each is bound by its hash into the next, the last by the pin."""

    body_id: UUID
    keysets: tuple[BodyKeyset, ...]

    @property
    def current(self) -> BodyKeyset:
        return self.keysets[-1]

    @property
    def ever(self) -> frozenset[bytes]:
        """All keys that ever signed for the body: for checking what was signed earlier, never for new seals."""
        return frozenset().union(*(keyset.keys for keyset in self.keysets))


def trust_of(body: Body | UUID) -> Trust:
    """The body's keysets, checked against the pinned fingerprint. Raises NotTrusted.

    The number and hash chain make the old ones certain once the last is: a keyset names the SHA-256 of the one before.
    """
    body_id = body.pk if isinstance(body, Body) else body
    pinned = pins.pinned(body_id)
    rows = list(Keyset.objects.filter(body_id=body_id).order_by("epoch"))
    if pinned is None or not rows:
        raise NotTrusted("no-keyset", _("This body has no keyset yet. Two signers have to make it first."))
    try:
        keysets = tuple(BodyKeyset.parse(bytes(row.statement)) for row in rows)
    except SealBroken:
        raise _broken() from None
    last, before = keysets[-1], bytes(32)
    if (last.number, last.fingerprint) != pinned:
        raise _broken()
    for number, keyset in enumerate(keysets, 1):
        if (keyset.body, keyset.number, keyset.previous) != (body_id.hex, number, before):
            raise _broken()
        before = sha256(keyset.canonical())
    return Trust(body_id, keysets)


def _broken() -> NotTrusted:
    return NotTrusted(
        "keyset-broken",
        _("The keyset in the database is not the one whose fingerprint was kept. Nothing is sealed until this is "
          "cleared up: compare the fingerprint on the printed notice, and look at the audit."),
    )  # fmt: skip
