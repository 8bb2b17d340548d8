"""The body keyset: made by two signers, changed by two of the old. Its fingerprint is printed on notice and poster."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.accounts.models import Member
from dingxin.accounts.queries import can_be_sealed_to
from dingxin.audit.writing import writing
from dingxin.organisation.models import Body
from dingxin.organisation.queries import has_body_role
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Role
from dingxin.sealing.primitives import sha256
from dingxin.sealing.statements import BodyKeyset, verify_keyset_change, verify_statement
from dingxin.vault import pins, requests
from dingxin.vault.models import Keyset, Request
from dingxin.vault.signed import pack
from dingxin.vault.trust import Trust, trust_of
from dingxin.web.days import today

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current


def _before(body: Body) -> Trust | None:
    """None only for a body that never had a keyset, also none whose rows somebody deleted."""
    if pins.pinned(body.pk) is None and not Keyset.objects.filter(body=body).exists():
        return None
    return trust_of(body)


def _may_sign(current: "Current", body: Body, new: BodyKeyset, before: Trust | None) -> None:
    allowed = before.current.keys if before else new.keys
    if current.keys().verify not in allowed or not has_body_role(current.member, Role.SIGNER, body):
        text = _("Only a signer of the present keyset signs the next one; the first is signed by two of those in it.")
        raise Refused("not-a-signer", text)


def propose_keyset(*, current: "Current", body: Body, signers: Sequence[Member]) -> Request:
    """Propose who may sign for a body. Raises Refused, NotTrusted, Locked.

    ``signers``: at least two members with the role of signer in this body, who have made their keys their own.
    """
    for member in signers:
        if not has_body_role(member, Role.SIGNER, body) or not can_be_sealed_to(member):
            raise Refused("not-a-signer", _("%(name)s is not a signer of this body, or has not finished signing up.")
                          % {"name": member.name})  # fmt: skip
    if len({member.pk for member in signers}) < 2:
        raise Refused("too-few", _("A keyset has at least two signers."))
    before = _before(body)
    new = BodyKeyset(
        body.pk.hex, before.current.number + 1 if before else 1,
        sha256(before.current.canonical()) if before else bytes(32),
        tuple(sorted((bytes(member.verify_key), member.name) for member in signers)),
    )  # fmt: skip
    _may_sign(current, body, new, before)
    with writing():
        request = requests.propose(current, "keyset", new)
        audit.record(
            "vault.requested", actor=current.actor, object=f"body:{body.pk}",
            facts={"what": "keyset", "number": new.number, "request": str(request.pk)},
        )  # fmt: skip
    return request


def second_keyset(*, current: "Current", request: Request) -> Keyset:
    """Sign as the second, compare nothing else: the fingerprint is what both read out. Pins it outside the database."""
    new = BodyKeyset.parse(bytes(request.payload))
    body = Body.objects.get(pk=new.body)
    before = _before(body)
    _may_sign(current, body, new, before)
    with writing():
        signatures = requests.second(current, request, new)
        if before is None:
            verify_statement(new, signatures, signers=new.keys, today=today())
        else:
            verify_keyset_change(before.current, new, signatures, today=today())
        Keyset.objects.filter(body=body, current=True).update(current=False)
        keyset = Keyset.objects.create(
            body=body, epoch=new.number, statement=new.canonical(), signatures=pack(signatures),
            fingerprint=new.fingerprint,
        )  # fmt: skip
        audit.record(
            "keyset.made", actor=current.actor, object=f"body:{body.pk}",
            facts={"number": new.number, "signers": len(new.signers), "first": str(request.first_by_id)},
        )  # fmt: skip
        pins.pin(body.pk, new.number, new.fingerprint)  # last: a refused transaction must leave no pin behind
    return keyset
