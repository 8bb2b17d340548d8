"""The words that explain a difference: sealed to the team while its openers, who may be clerks, hold no key."""

from typing import Any
from uuid import UUID

from dingxin.accounts.identity import Current
from dingxin.casework.recording import statement_of
from dingxin.casework.sealed import opened as open_words
from dingxin.casework.sealed import seal as seal_words
from dingxin.intake.box.models import BoxOpening
from dingxin.sealing.age import open_text, seal_text
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.frames import frame, unframe
from dingxin.sealing.primitives import KEY_BYTES, canonical, fixed_hex, parse_canonical, random_bytes
from dingxin.vault import keyring
from dingxin.vault.models import Inbound, Wrap

LABEL = "box-opening"
PURPOSE = "M"  # as a matter's key: re-keying moves it with all others
_KEYS = ("v", "purpose", "opening", "key")


def sealed(opening: BoxOpening, words: str) -> dict[str, Any]:
    """Columns of the opening. The team's statement is checked down to the pinned keyset; Refused where none is valid."""
    to, key = statement_of(opening.box.stationing.team), random_bytes(KEY_BYTES)
    facts = ("1", "box-opening", opening.pk.hex, key.hex())
    return {
        "words": seal_words(key, words, label=LABEL, object_id=opening.pk, field="words"),
        "head": frame(seal_text(to.inbound, canonical(list(zip(_KEYS, facts, strict=True))))),
        "vault_id": UUID(hex=to.vault), "epoch": to.epoch,
    }


def opened(current: Current, opening: BoxOpening) -> str:
    """The words. Inside ``writing()``: the first time, the key goes under the compartment of the unit, and the head goes."""
    if Wrap.objects.filter(purpose=PURPOSE, object_id=opening.pk).exists():
        key = keyring.unwrap(current, PURPOSE, opening.pk)
    else:
        key = _from_head(current, opening)
        assert opening.vault_id is not None
        place = keyring.compartment_for(opening.vault_id, opening.box.stationing.unit)
        keyring.wrap(PURPOSE, opening.pk, key, current=current, compartment=place)
        BoxOpening.objects.filter(pk=opening.pk).update(head=None)
    return open_words(key, bytes(opening.words or b""), label=LABEL, object_id=opening.pk, field="words")


def _from_head(current: Current, opening: BoxOpening) -> bytes:
    assert opening.vault_id is not None and opening.epoch is not None  # noqa: PT018 - written together
    inbound = Inbound.objects.select_related("compartment__vault").get(vault_id=opening.vault_id, epoch=opening.epoch)
    secret = keyring.inbound_secret(current, inbound)
    values = parse_canonical(open_text(secret, unframe(bytes(opening.head or b""))), _KEYS)
    key = fixed_hex(values.pop("key"), KEY_BYTES)
    if tuple(values.values()) != ("1", "box-opening", opening.pk.hex):
        raise SealBroken("this explanation belongs to another opening")
    return key
