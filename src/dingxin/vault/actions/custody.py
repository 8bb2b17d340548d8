"""Making the custodians' identity of a body: by one custodian, sealed to at least two."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.accounts.models import Member
from dingxin.audit.writing import writing
from dingxin.organisation.models import Body
from dingxin.organisation.queries import has_body_role
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Role
from dingxin.sealing.age import new_identity, seal_text
from dingxin.vault.certificates import CUSTODIANS, verify_member
from dingxin.vault.custodians import CustodyStatement, secret_lines
from dingxin.vault.models import Custody, CustodyHolder
from dingxin.vault.requests import signature_of
from dingxin.vault.signed import pack
from dingxin.vault.trust import trust_of

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current


def make_custody(*, current: "Current", body: Body, custodians: Sequence[Member]) -> Custody:
    """A new identity for the second share, by one of its custodians. Raises Refused, NotTrusted, Locked.

    Older ones stay with their holders: what was sealed to them is opened with them. New statements must follow, since
    they name the custodians' identity.
    """
    people = {member.pk: member for member in custodians}
    if current.member.pk not in people or len(people) < 2:
        raise Refused("too-few", _("At least two custodians hold the second key, and one of them makes it."))
    for member in people.values():
        if not has_body_role(member, Role.CUSTODIAN, body):
            raise Refused("not-a-custodian", _("%(name)s is not a custodian of this body.") % {"name": member.name})
    trust = trust_of(body)
    proofs = {pk: verify_member(member, scope=body.pk, roles=CUSTODIANS, trust=trust) for pk, member in people.items()}
    identity = new_identity()
    with writing():
        epoch = (Custody.objects.filter(body=body).aggregate(n=Max("epoch"))["n"] or 0) + 1
        statement = CustodyStatement(body.pk.hex, epoch, identity.recipient, tuple(sorted(pk.hex for pk in people)))
        Custody.objects.filter(body=body, current=True).update(current=False)
        custody = Custody.objects.create(
            body=body, epoch=epoch, recipient=identity.recipient, statement=statement.canonical(),
            signatures=pack([signature_of(current, statement)]),
        )  # fmt: skip
        for pk, proof in proofs.items():
            sealed = seal_text(proof.recipient, secret_lines(custody, pk, identity.secret))
            CustodyHolder.objects.create(custody=custody, member=people[pk], sealed=sealed)
        audit.record(
            "vault.custodians_made", actor=current.actor, object=f"body:{body.pk}",
            facts={"epoch": epoch, "custodians": len(people)},
        )  # fmt: skip
    return custody
