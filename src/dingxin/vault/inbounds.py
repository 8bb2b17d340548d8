"""Inbound identities: made in memory, wrapped under the compartment of their openers. Used inside ``writing()``."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max

from dingxin.organisation.models import Unit
from dingxin.sealing import compartments
from dingxin.sealing.age import new_identity, secret_bytes
from dingxin.sealing.keys import verify_key
from dingxin.sealing.primitives import random_bytes
from dingxin.vault import recusal_lists
from dingxin.vault.keyring import compartment_for, compartment_key
from dingxin.vault.models import AnswerKey, Compartment, Inbound, Recusal, Vault
from dingxin.web.days import today

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current

ROTATE_AFTER = timedelta(days=14)
"""When a new one is due (3-sealing, Keys)."""
VALID = timedelta(days=28)
"""How long browsers go on sealing to one: rotation is due at half of it, so that a leader's absence closes nothing."""
STILL_SEALED: "list[Callable[[Inbound], int]]" = []
"""Rooms above that keep something sealed to inbound identities: how much of theirs only this one opens."""
KEEP_OLD = timedelta(days=30)
"""How long an old private half stays once its envelopes are triaged."""


def _wrap(key: bytes, secret: bytes, purpose: str, object_id: UUID, compartment: Compartment, epoch: int) -> bytes:
    return compartments.wrap_secret(
        key, secret, purpose=purpose, object_id=object_id.hex, compartment=compartment.pk.hex, epoch=epoch
    )


def new_inbound(current: "Current", vault: Vault, unit: Unit | None) -> Inbound:
    """A fresh identity for a vault, or for what is about one unit, opened by those not recused. State ``waiting``."""
    recusal_lists.check(current, vault)
    compartment = compartment_for(vault.pk, unit)
    identity, day = new_identity(), today()
    last = Inbound.objects.filter(vault=vault).aggregate(n=Max("epoch"))["n"] or 0
    made = Inbound(
        vault=vault, unit=unit, epoch=last + 1, recipient=identity.recipient, compartment=compartment,
        key_epoch=compartment.epoch, not_before=day, not_after=day + VALID,
    )  # fmt: skip
    key = compartment_key(current, compartment)
    made.wrapped = _wrap(key, secret_bytes(identity.secret), "inbound", made.pk, compartment, compartment.epoch)
    # one that never got its second signature is replaced: nobody ever sealed to it
    Inbound.objects.filter(vault=vault, unit=unit, state="waiting").update(state="destroyed", wrapped=None)
    made.save(force_insert=True)
    return made


def rewrap_inbound(inbound: Inbound, old_key: bytes, new_key: bytes, epoch: int) -> None:
    """Move the private half to the new epoch of its compartment."""
    assert inbound.wrapped is not None
    compartment = inbound.compartment
    scalar = compartments.unwrap_secret(
        old_key, bytes(inbound.wrapped), purpose="inbound", object_id=inbound.pk.hex, compartment=compartment.pk.hex,
        epoch=inbound.key_epoch,
    )  # fmt: skip
    inbound.wrapped = _wrap(new_key, scalar, "inbound", inbound.pk, compartment, epoch)
    inbound.key_epoch = epoch
    inbound.save(update_fields=["wrapped", "key_epoch"])


def new_answer_key(key: bytes, vault: Vault, main: Compartment, epoch: int) -> AnswerKey:
    """A fresh key that signs the team's answers; the one before keeps its public half only."""
    AnswerKey.objects.filter(vault=vault, current=True).update(current=False, wrapped_seed=b"")
    seed = random_bytes(32)
    made = AnswerKey(vault=vault, compartment=main, epoch=epoch, verify_key=verify_key(seed))
    made.wrapped_seed = _wrap(key, seed, "answer", made.pk, main, epoch)
    made.save(force_insert=True)
    return made


def units_apart(vault: Vault) -> list[Unit]:
    """The units for which a vault needs an inbound of their own: those that a running recusal names."""
    running = Recusal.objects.filter(vault=vault, unit__isnull=False, until__isnull=True)
    running |= Recusal.objects.filter(vault=vault, unit__isnull=False, until__gt=today())
    return list(Unit.objects.filter(pk__in=running.values("unit_id")).order_by("path"))
