"""Whose keys are whose: member certificates, checked at every seal to a member.

The argument. A key is sealed to ``member.recipient`` only if a certificate with exactly this recipient and this
member's id, for this team and one of the roles wanted, carries two signatures of the present keyset, and the keyset is
the pinned one. Whoever can only write the database can change recipient, certificate, keyset or all three, and is
refused at one of the steps; ``tests/test_db_writer.py`` tries each.
"""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.models import Member
from dingxin.accounts.queries import can_be_sealed_to
from dingxin.accounts.queries import fingerprint as fingerprint
from dingxin.organisation.roles import KEY_ROLES
from dingxin.rules.codes import Role
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.statements import MemberCertificate, verify_statement
from dingxin.vault.models import Certificate
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.signed import unpack
from dingxin.vault.trust import Trust
from dingxin.web.days import today


def _holds(row: Certificate, trust: Trust, *, past: bool) -> MemberCertificate | None:
    try:
        certificate = MemberCertificate.parse(bytes(row.statement))
        verify_statement(
            certificate, unpack(row.signatures), signers=trust.ever if past else trust.current.keys,
            today=certificate.not_before if past else today(),
        )  # fmt: skip
    except SealBroken:
        return None
    return certificate


def verify_member(member: Member, *, scope: UUID, roles: Collection[str], trust: Trust) -> MemberCertificate:
    """The certificate under which a key may be sealed to this member today. Raises NotTrusted.

    ``scope``: the team, or the body for custodians. ``roles``: any of these will do.
    """
    for row in Certificate.objects.filter(member=member, scope=scope, current=True):
        found = _holds(row, trust, past=False)
        if found is None or found.role not in roles or found.team != scope.hex or found.member != member.pk.hex:
            continue
        same = (found.recipient, found.verify_key) == (member.recipient, bytes(member.verify_key))
        if same and can_be_sealed_to(member):
            return found
    raise NotTrusted(
        "not-certified",
        _("%(name)s has no certificate that holds today for this. Two signers must compare the six words with them and "
          "sign. No key is sealed to them before.") % {"name": member.name},
    )  # fmt: skip


def is_certified(member: Member, *, scope: UUID, roles: Collection[str], trust: Trust) -> bool:
    """Whether ``verify_member`` would succeed; for lists and lacks."""
    try:
        verify_member(member, scope=scope, roles=roles, trust=trust)
    except NotTrusted:
        return False
    return True


def holder_of_key(key: bytes, *, scope: UUID, roles: Collection[str], trust: Trust) -> str | None:
    """Whose signing key this is or was within a scope: the member's id as hex, or None when no certificate says so.

    For checking what was signed earlier: the certificate may have run out and its signers may have changed since.
    """
    for row in Certificate.objects.filter(scope=scope):
        if key.hex().encode() not in bytes(row.statement):  # only to spare the signatures of all the others
            continue
        found = _holds(row, trust, past=True)
        if found and found.verify_key == key and found.team == scope.hex and found.role in roles:
            return found.member
    return None


TEAM_HOLDERS = frozenset({str(role) for role in KEY_ROLES})
CUSTODIANS = frozenset({str(Role.CUSTODIAN)})
