"""What an unlocked member opens, and the wraps of secrets. The only module that holds a compartment key.

Everything here works inside a request of an unlocked session; ``current.keys()`` raises ``Locked`` otherwise.
Opened keys stay on ``current`` and go with it at the end of the request.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dingxin.audit.writing import is_writing
from dingxin.organisation.models import Unit
from dingxin.organisation.queries import path_and_above
from dingxin.sealing import compartments
from dingxin.sealing.age import identity_from_seed
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.keys import verify_key
from dingxin.vault import rosters
from dingxin.vault.custodians import custody_secret as custody_secret
from dingxin.vault.models import AnswerKey, Compartment, CompartmentKey, Inbound, Recusal, Vault, Wrap
from dingxin.vault.refusals import KeyGone, NotAHolder, NotTrusted
from dingxin.vault.trust import trust_of
from dingxin.web.days import today

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current

_Unwrap = Callable[[str, bytes], bytes]
BATCH = 10_000
"""Ids in one query: SQLite takes 32,766 parameters."""


@dataclass(repr=False)
class _Ring:
    """Compartment keys that this request has opened, by (compartment, epoch)."""

    keys: dict[tuple[UUID, int], bytes] = field(default_factory=dict)


def _ring(current: "Current") -> _Ring:
    ring: _Ring = vars(current).setdefault("_vault_ring", _Ring())
    return ring


def compartment_key(current: "Current", compartment: Compartment, *, epoch: int | None = None) -> bytes:
    """The 32 bytes of a compartment, at its present epoch or (while re-keying is under way) at an earlier one.

    Raises NotAHolder without a key, NotTrusted when the key or the list of holders was put there by hand.
    """
    epoch = compartment.epoch if epoch is None else epoch
    known = _ring(current).keys.get((compartment.pk, epoch))
    if known is not None:
        return known
    row = CompartmentKey.objects.filter(compartment=compartment, epoch=epoch, member=current.member).first()
    if row is None:
        raise NotAHolder
    try:
        key = compartments.open_compartment_key(
            current.keys().secret, bytes(row.sealed),
            compartment=compartment.pk.hex, epoch=epoch, member=current.member.pk.hex,
        )  # fmt: skip
    except SealBroken:
        raise NotAHolder(
            _("Your key does not open this any more: it was sealed to an earlier pair of yours. Ask for a new grant.")
        ) from None
    rosters.check_key(rosters.read(compartment, epoch, trust_of(compartment.vault.body_id)), key)
    _ring(current).keys[compartment.pk, epoch] = key
    return key


def holds(current: "Current", compartment: Compartment) -> bool:
    """Whether ``compartment_key`` would open, told by the row alone: for lists, without a key in use."""
    return CompartmentKey.objects.filter(
        compartment=compartment, epoch=compartment.epoch, member=current.member
    ).exists()


def held_compartments(current: "Current", vault_id: UUID) -> set[UUID]:
    """The compartments of a vault that the member holds at the present epoch: what lists may show (one query)."""
    rows = Compartment.objects.filter(vault_id=vault_id, holders__member=current.member)
    return {pk for pk, epoch, held in rows.values_list("pk", "epoch", "holders__epoch") if epoch == held}


def inbound_secret(current: "Current", inbound: Inbound) -> str:
    """The private half (``AGE-SECRET-KEY-1…``) of an inbound identity. Raises NotAHolder, KeyGone after destruction.

    That it belongs to ``inbound.recipient`` is checked: only holders could have wrapped it, whatever the row says.
    """
    if inbound.wrapped is None:
        raise KeyGone
    key = compartment_key(current, inbound.compartment, epoch=inbound.key_epoch)
    scalar = _unwrap(key, bytes(inbound.wrapped), "inbound", inbound.pk, inbound.compartment_id, inbound.key_epoch)
    identity = identity_from_seed(scalar)
    if identity.recipient != inbound.recipient:
        raise NotTrusted(
            "inbound-exchanged", _("The inbound identity in the database is not the one its openers hold.")
        )
    return identity.secret


def answer_seed(current: "Current", vault: Vault) -> bytes:
    """The Ed25519 seed that signs the team's answers now. Raises NotAHolder; NotTrusted if the row was exchanged."""
    row = AnswerKey.objects.select_related("compartment__vault").get(vault=vault, current=True)
    return answer_key_seed(current, row)


def answer_key_seed(current: "Current", row: AnswerKey) -> bytes:
    """As ``answer_seed``, of one row."""
    key = compartment_key(current, row.compartment, epoch=row.epoch)
    seed = _unwrap(key, bytes(row.wrapped_seed), "answer", row.pk, row.compartment_id, row.epoch)
    if verify_key(seed) != bytes(row.verify_key):
        raise NotTrusted("answer-key-exchanged", _("The answer key in the database is not the one the team holds."))
    return seed


def _unwrap(key: bytes, blob: bytes, purpose: str, object_id: UUID, compartment_id: UUID, epoch: int) -> bytes:
    return compartments.unwrap_secret(
        key, blob, purpose=purpose, object_id=object_id.hex, compartment=compartment_id.hex, epoch=epoch
    )


def wrap(purpose: str, object_id: UUID, secret: bytes, *, current: "Current", compartment: Compartment) -> Wrap:
    """Put a secret under exactly one compartment, at its present epoch, inside the caller's ``writing()``.

    ``purpose``: S, a, b, M, or I of a report of interference.
    Raises IntegrityError for a second wrap of the same secret (use ``move_wraps``),
    NotAHolder, RuntimeError outside ``writing()``.
    """
    if not is_writing():
        raise RuntimeError("wrap outside writing()")
    compartment = Compartment.objects.select_related("vault").get(pk=compartment.pk)  # re-keyed since it was read?
    blob = compartments.wrap_secret(
        compartment_key(current, compartment), secret,
        purpose=purpose, object_id=object_id.hex, compartment=compartment.pk.hex, epoch=compartment.epoch,
    )  # fmt: skip
    return Wrap.objects.create(
        purpose=purpose, object_id=object_id, compartment=compartment, epoch=compartment.epoch, blob=blob
    )


def unwrap(current: "Current", purpose: str, object_id: UUID) -> bytes:
    """The secret of one object. Raises NotAHolder, KeyGone."""
    found = Wrap.objects.select_related("compartment__vault").filter(purpose=purpose, object_id=object_id).first()
    if found is None:
        raise KeyGone
    key = compartment_key(current, found.compartment, epoch=found.epoch)
    return _unwrap(key, bytes(found.blob), purpose, object_id, found.compartment_id, found.epoch)


def unwrap_many(current: "Current", purpose: str, ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """Secrets by object id. What the member holds no key to is left out, without a trace.

    One query for every compartment held and 10,000 ids. 50,000 take about a second (``tests/test_keyring.py``). A copy of
    a key that was sealed to an earlier pair counts as none; one put there by hand raises NotTrusted.
    """
    wanted, found = list(ids), dict[UUID, bytes]()
    mine = CompartmentKey.objects.filter(member=current.member).select_related("compartment__vault")
    for row in mine:
        if not _opens(current, row):
            continue
        opener = _opener(current, purpose, row)
        here = Wrap.objects.filter(purpose=purpose, compartment=row.compartment, epoch=row.epoch)
        for batch in _batches(wanted):
            rows = here.filter(object_id__in=batch).values_list("object_id", "blob")
            for object_id, blob in rows.iterator(chunk_size=BATCH):
                found[object_id] = opener(object_id.hex, bytes(blob))
    return found


def _batches(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    walk = iter(ids)
    while batch := list(islice(walk, BATCH)):
        yield batch


def _opens(current: "Current", row: CompartmentKey) -> bool:
    try:
        compartment_key(current, row.compartment, epoch=row.epoch)
    except NotAHolder:
        return False
    return True


def _opener(current: "Current", purpose: str, row: CompartmentKey) -> _Unwrap:
    key = compartment_key(current, row.compartment, epoch=row.epoch)
    return compartments.unwrapper(key, purpose=purpose, compartment=row.compartment_id.hex, epoch=row.epoch)


def _running(vault_id: UUID) -> QuerySet[Recusal]:
    rows = Recusal.objects.filter(vault_id=vault_id)
    return rows.filter(until__isnull=True) | rows.filter(until__gt=today())


def recused_from_anything(vault_id: UUID, *, units: bool = False) -> set[UUID]:
    """The members whom some recusal of a vault keeps from something today; ``units``: from some unit."""
    rows = _running(vault_id)
    return set((rows.filter(unit__isnull=False) if units else rows).values_list("member_id", flat=True))


def recused(vault_id: UUID, unit: Unit | None, matter_id: UUID | None = None) -> set[UUID]:
    """The members kept from what is about a unit (or anything above it that they are recused from) or from a matter."""
    about = Q(unit__path__in=path_and_above(unit.path) if unit is not None else [])
    if matter_id is not None:
        about |= Q(matter_id=matter_id)
    return set(_running(vault_id).filter(about).values_list("member_id", flat=True))


def without_text(members: Collection[UUID]) -> str:
    """How a set of recused members stands in ``Compartment.without``."""
    return ",".join(sorted(member.hex for member in members))


def compartment_for(vault_id: UUID, unit: Unit | None, matter_id: UUID | None = None) -> Compartment:
    """The one compartment for what is about a unit or matter: main, or all but those recused.

    Raises NotAHolder when the compartment has not been made yet: ``recusals.ensure_compartment`` makes it, by somebody
    who is not recused.
    """
    wanted = without_text(recused(vault_id, unit, matter_id))
    found = Compartment.objects.select_related("vault").filter(vault_id=vault_id, without=wanted).first()
    if found is None:
        raise NotAHolder(
            _("Nobody has made the compartment for this yet. A holder who is not recused has to do it first.")
        )
    return found


def inbound_for(vault_id: UUID, unit: Unit | None) -> Inbound:
    """The inbound identity that envelopes about a unit are sealed to now: the nearest unit's own, else the vault's.

    Raises NotAHolder when no statement was signed yet.
    """
    running = Inbound.objects.filter(vault_id=vault_id, state="current").select_related("compartment__vault", "unit")
    if unit is not None:
        own = {row.unit.path: row for row in running.filter(unit__path__in=path_and_above(unit.path)) if row.unit}
        if own:
            return own[max(own, key=len)]
    found = running.filter(unit__isnull=True).first()
    if found is None:
        raise NotAHolder(_("This vault cannot receive yet: its recipient statement is not signed by two."))
    return found


def inbound_of(vault_id: UUID, epoch: int) -> Inbound:
    """The inbound identity that an envelope names by its epoch, current, waiting or old."""
    return Inbound.objects.select_related("compartment__vault").get(vault_id=vault_id, epoch=epoch)


__all__ = [
    "answer_seed", "compartment_for", "compartment_key", "custody_secret", "held_compartments", "holds", "inbound_for",
    "inbound_of", "inbound_secret", "recused", "recused_from_anything", "unwrap", "unwrap_many", "wrap",
]  # fmt: skip
