"""Whose name lies behind the two keys: who filed a submission, or somebody the team speaks to in a matter.

Both are kept alike (2-domain, person spoken to): share a is the team's, share b the custodians'. Reads only.
"""

from uuid import UUID

from dingxin.accounts.identity import Current
from dingxin.casework import doors, joining, keys, sealed
from dingxin.casework.models import Matter, MatterSentUp, Spoken, Submission
from dingxin.mailbox.models import Envelope
from dingxin.organisation.models import Body, Team, Unit
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.primitives import fixed_hex
from dingxin.vault import keyring
from dingxin.vault.models import Vault

Whose = Submission | Spoken
SHARE = 32


def team_of(whose: Whose) -> Team:
    """The team that has it today."""
    return whose.matter.team if isinstance(whose, Spoken) else whose.team


def body_of(whose: Whose) -> Body:
    """Whose custodians share b was sealed to: the body where it was filed or written down, also after it was sent up."""
    if isinstance(whose, Spoken):
        return whose.body
    first = whose.sent_up.order_by("on", "pk").first()
    return Vault.objects.select_related("body").get(pk=first.vault_id if first else whose.vault_id).body


def audit_object(whose: Whose) -> str:
    """What an entry is about. A person spoken to is a fact of their matter."""
    return f"matter:{whose.matter_id}" if isinstance(whose, Spoken) else f"submission:{whose.pk}"


def about(whose: Whose) -> tuple[set[UUID], list[Matter], list[Unit]]:
    """(vaults it was in, matters it is in, units of all this): what recusal looks at."""
    if isinstance(whose, Spoken):
        rows = joining.inside(whose.matter)
        units = [unit for unit in (whose.matter.unit, *(row.unit for row in rows)) if unit is not None]
        left = MatterSentUp.objects.filter(matter_id=whose.matter_id).values_list("vault_id", flat=True)
        return {whose.matter.vault_id, *left}, [whose.matter], units
    live = list(Matter.objects.filter(links__submission=whose, links__ended_on__isnull=True).select_related("unit"))
    units = [unit for unit in (whose.unit, *(matter.unit for matter in live)) if unit is not None]
    return {whose.vault_id, *whose.sent_up.values_list("vault_id", flat=True)}, live, units


def access(current: Current, whose: Whose, right: doors.Right = doors.Right.SEE, *, lock: bool = False) -> None:
    """404 for strangers and the recused, 403 for too little right; ``lock`` holds the row behind the door."""
    if isinstance(whose, Spoken):
        doors.access_matter(current, whose.matter_id, right, lock=lock)
    else:
        doors.access_submission(current, whose.pk, right, lock=lock)


def is_held(whose: Whose) -> bool:
    """Whether the team holds share a already: of a submission not before somebody opened it."""
    return isinstance(whose, Spoken) or keys.wrapped("a", whose.pk) is not None


def key_of(current: Current, whose: Whose) -> bytes:
    """S of a submission, M of the matter of a person spoken to. Raises NotAHolder."""
    if isinstance(whose, Spoken):
        return keyring.unwrap(current, "M", whose.matter_id)
    return keyring.unwrap(current, "S", whose.pk)


def share_a(current: Current, whose: Whose) -> bytes:
    """The team's share. Raises NotAHolder, SealBroken."""
    if not isinstance(whose, Spoken):
        return keyring.unwrap(current, "a", whose.pk)
    key = keyring.unwrap(current, "M", whose.matter_id)
    text = sealed.opened(
        key, whose.share_a, label=sealed.SPOKEN, object_id=whose.pk, field="a", number=whose.key_number
    )
    if len(text) != 2 * SHARE:
        raise SealBroken("a share is 32 bytes")
    return fixed_hex(text, SHARE)


def sealed_parts(whose: Whose) -> tuple[bytes, bytes]:
    """(share b to the custodians, identity under both shares)."""
    if isinstance(whose, Spoken):
        return bytes(whose.share_b), bytes(whose.identity)
    found = Envelope.objects.values_list("share_b", "identity").get(thread_id=whose.pk)
    return bytes(found[0]), bytes(found[1])
