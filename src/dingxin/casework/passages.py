"""Keys on their way to the superior body: sealed to its inbound identity, taken in where they arrive. No audit here."""

from uuid import UUID

from dingxin.accounts.identity import Current
from dingxin.casework.models import Passage
from dingxin.sealing.age import open_text, seal_text
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.frames import frame, unframe
from dingxin.sealing.primitives import KEY_BYTES, canonical
from dingxin.sealing.statements import RecipientStatement
from dingxin.vault import keyring
from dingxin.vault.models import Compartment, Wrap


def _head(purpose: str, object_id: UUID, vault_id: UUID, epoch: int) -> bytes:
    return canonical([
        ("v", "1"), ("purpose", "passage"), ("key", purpose), ("object", object_id.hex), ("vault", vault_id.hex),
        ("epoch", str(epoch)),
    ])  # fmt: skip


def send(current: Current, purpose: str, object_id: UUID, to: RecipientStatement) -> None:
    """Seal a secret to the verified statement and delete its wrap here: nothing of it stays. Inside ``writing()``."""
    secret = keyring.unwrap(current, purpose, object_id)
    vault_id = UUID(hex=to.vault)
    body = _head(purpose, object_id, vault_id, to.epoch) + secret
    Passage.objects.create(
        purpose=purpose, object_id=object_id, vault_id=vault_id, epoch=to.epoch,
        head=frame(seal_text(to.inbound, body)),
    )
    Wrap.objects.filter(purpose=purpose, object_id=object_id).delete()


def waiting(purpose: str, object_id: UUID) -> Passage | None:
    """What came up and nobody has taken in yet."""
    return Passage.objects.filter(purpose=purpose, object_id=object_id).first()


def take_in(current: Current, row: Passage, place: Compartment) -> None:
    """Open it with the inbound identity it was sealed to, and wrap it under a compartment. Raises NotAHolder, KeyGone,
    SealBroken where the row says something else than what is sealed in it."""
    inbound = keyring.inbound_of(row.vault_id, row.epoch)
    found = open_text(keyring.inbound_secret(current, inbound), unframe(bytes(row.head)))
    head = _head(row.purpose, row.object_id, row.vault_id, row.epoch)
    if not found.startswith(head) or len(found) != len(head) + KEY_BYTES:
        raise SealBroken("a key of something else")
    keyring.wrap(row.purpose, row.object_id, found[len(head) :], current=current, compartment=place)
    row.delete()
