"""Which compartment a secret of this room goes under, and moving it there. Keys themselves are the vault room's."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.casework.models import Matter, Submission
from dingxin.casework.refused import Refused
from dingxin.organisation.models import Unit
from dingxin.rules.codes import Role
from dingxin.vault import keyring, recusals
from dingxin.vault.models import Compartment, Vault, Wrap

TRIAGED = ("S", "a", "b")
"""Secrets of a submission that are wrapped when it is first opened; b only where the person chose open."""


def compartment_without(current: Current, vault_id: UUID, members: Iterable[UUID]) -> Compartment:
    """The compartment of a vault that leaves out exactly these members; made when it is needed for the first time.

    Inside the caller's ``writing()``. Raises NotAHolder when the acting member is one of them.
    """
    return recusals.make_without(current, Vault.objects.get(pk=vault_id), set(members))


def kept_from_submission(submission: Submission) -> set[UUID]:
    """The members recused from what a submission is about, or from a matter it is in."""
    members = keyring.recused(submission.vault_id, submission.unit)
    for matter_id in submission.links.filter(ended_on__isnull=True).values_list("matter_id", flat=True):
        members |= keyring.recused(submission.vault_id, None, matter_id)
    return members


def kept_from_matter(matter: Matter, submissions: Iterable[Submission] = ()) -> set[UUID]:
    """The members recused from a matter, its unit, or the unit of any submission in it."""
    members = keyring.recused(matter.vault_id, matter.unit, matter.pk)
    for unit in _units(submissions):
        members |= keyring.recused(matter.vault_id, unit)
    return members


def check_reopened(current: Current, team_id: UUID, before: set[UUID], now: set[UUID]) -> None:
    """Refused when other codes would show something to a member who was kept from it, unless the leader gives them.

    ``before``, ``now``: who was and who is recused from it.
    """
    if before - now and visible.roles(current).get(team_id) is not Role.LEADER:
        raise Refused("recused", _("Somebody is kept from this. Only the leader can decide that they see it again."))


def _units(submissions: Iterable[Submission]) -> list[Unit]:
    return list({row.unit_id: row.unit for row in submissions if row.unit is not None}.values())


def wrapped(purpose: str, object_id: UUID) -> Wrap | None:
    """The row of a wrapped secret, None before triage or after the term."""
    return Wrap.objects.filter(purpose=purpose, object_id=object_id).first()


def move(current: Current, purposes: Iterable[str], object_id: UUID, compartment: Compartment) -> bool:
    """Put the secrets of one object under another compartment, inside the caller's ``writing()``; False: there already.

    Needs a holder of both. There is exactly one wrap of a secret at any time.
    """
    return recusals.move_wraps(current, [(purpose, object_id) for purpose in purposes], compartment) > 0


def kept_by_key(
    current: Current, vault_id: UUID, purpose: str, ids: Iterable[UUID], *, units: bool = False, given: bool = False
) -> set[UUID]:
    """Who stays kept from something because a present wrap leaves them out and they are still recused from something.

    Units of submissions and matters are plain columns that nobody signed: whoever can write the database could take the
    unit off a submission, and the next settling would show it to the person it was closed to. So only a leader's
    decision about just that (``given``: codes changed, or asked to be put where recusals now say) makes it wider.
    ``units``: leave out only who is recused from a unit; being kept from one matter says nothing about another.
    """
    found = Wrap.objects.filter(purpose=purpose, object_id__in=list(ids), compartment__vault=vault_id)
    rows = list(found.exclude(compartment__without="").select_related("compartment__vault"))
    if not rows or (given and visible.roles(current).get(rows[0].compartment.vault.team_id) is Role.LEADER):
        return set()
    left_out = {UUID(hex=member) for row in rows for member in row.compartment.without.split(",")}
    return left_out & keyring.recused_from_anything(vault_id, units=units)


def settle_submission(current: Current, submission: Submission, *, given: bool = False) -> bool:
    """Move S, a and b to where the submission's unit puts them. ``given``: as in ``kept_by_key``."""
    if wrapped("S", submission.pk) is None:
        return False
    kept = kept_from_submission(submission)
    kept |= kept_by_key(current, submission.vault_id, "S", [submission.pk], given=given)
    return move(current, TRIAGED, submission.pk, compartment_without(current, submission.vault_id, kept))


def settle_matter(
    current: Current, matter: Matter, submissions: Iterable[Submission], *, given: bool = False
) -> bool:
    """Move M to the intersection of what its unit, its recusals and its submissions allow; sets ``compartment_id``.

    ``given``: as in ``kept_by_key``.
    """
    rows = list(submissions)
    kept = kept_from_matter(matter, rows)
    kept |= kept_by_key(current, matter.vault_id, "M", [matter.pk], given=given)
    kept |= kept_by_key(current, matter.vault_id, "S", [row.pk for row in rows], units=True, given=given)
    place = compartment_without(current, matter.vault_id, kept)
    moved = move(current, ("M",), matter.pk, place)
    matter.compartment_id = place.pk
    return moved
