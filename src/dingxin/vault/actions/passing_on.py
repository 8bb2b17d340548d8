"""Handing the custodians' older keys to a replacement, so that names sealed to them stay within reach of two people."""

from contextlib import suppress
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.accounts.models import Member
from dingxin.audit.writing import writing
from dingxin.organisation.models import Body, Membership
from dingxin.organisation.queries import has_body_role, serving
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Role
from dingxin.sealing.age import identity_from_seed, seal_text, secret_bytes
from dingxin.vault.certificates import CUSTODIANS, verify_member
from dingxin.vault.custodians import check, custody_secret, secret_lines, verified_custody
from dingxin.vault.models import Custody, CustodyHolder
from dingxin.vault.refusals import NotAHolder
from dingxin.vault.trust import trust_of

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current


def pass_on_custody(*, current: "Current", body: Body, to: Member) -> int:
    """Seal every older custodians' key that the acting custodian holds to another custodian; how many.

    The other is certified by two signers, belongs to no team, and is named in the present key (``make_custody`` comes
    first). Each secret is checked against the recipient that a custodian signed, so nothing of a stranger's making is
    handed on. What only somebody else held stays with them. Raises Refused, NotTrusted, NotAHolder, Locked.
    """
    if not has_body_role(current.member, Role.CUSTODIAN, body) or not has_body_role(to, Role.CUSTODIAN, body):
        raise Refused("not-a-custodian", _("From one custodian of this body to another."))
    if current.member.pk == to.pk:
        raise Refused("own", _("You hold them already."))
    if Membership.objects.filter(serving(), member=to).exists():
        raise Refused("in-team", _("%(name)s is in a team. A custodian belongs to no team.") % {"name": to.name})
    trust = trust_of(body)
    proof = verify_member(to, scope=body.pk, roles=CUSTODIANS, trust=trust)
    if to.pk.hex not in check(verified_custody(body, trust), trust).custodians:
        raise Refused("make-first", _("Make the custodians' key anew with %(name)s first.") % {"name": to.name})
    with writing():
        passed = 0
        for custody in Custody.objects.filter(body=body, current=False).order_by("epoch"):
            with suppress(NotAHolder):
                secret = custody_secret(current, custody)
                if identity_from_seed(secret_bytes(secret)).recipient != check(custody, trust).recipient:
                    raise NotAHolder
                sealed = seal_text(proof.recipient, secret_lines(custody, to.pk, secret))
                CustodyHolder.objects.update_or_create(custody=custody, member=to, defaults={"sealed": sealed})
                passed += 1
        if not passed:
            raise Refused("nothing", _("You hold no older key that could be passed on."))
        audit.record(
            "vault.custody_passed", actor=current.actor, object=f"body:{body.pk}",
            facts={"member": str(to.pk), "keys": passed},
        )  # fmt: skip
    return passed
