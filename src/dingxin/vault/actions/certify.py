"""Member certificates: two granters compare six spoken words with the member and sign that these keys are theirs."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.accounts.models import Member
from dingxin.accounts.queries import can_be_sealed_to, fingerprint
from dingxin.audit.writing import writing
from dingxin.organisation.models import Body, Team
from dingxin.organisation.queries import body_roles, role_in
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Role
from dingxin.sealing.statements import MemberCertificate, verify_statement
from dingxin.vault import requests
from dingxin.vault.models import Certificate, Request
from dingxin.vault.signed import pack
from dingxin.vault.trust import Trust, trust_of
from dingxin.web.days import today

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current

VALID = timedelta(days=400)
"""A round and its correction time fit in; after that the words are compared again."""


def same_words(heard: str, member: Member) -> bool:
    """Whether what a granter typed is what the member's page shows. Case, hyphens and spaces do not matter."""
    return heard.replace("-", " ").casefold().split() == fingerprint(member).replace("-", " ").split()


def _check(current: "Current", member: Member, heard: str, trust: Trust) -> None:
    if current.keys().verify not in trust.current.keys:
        raise Refused("not-a-signer", _("Only signers of the body's keyset certify members."))
    if current.member.pk == member.pk:
        raise Refused("own-certificate", _("Nobody signs for their own keys."))
    if not can_be_sealed_to(member):
        text = _("%(name)s has to sign in and set the second factor first: until then others have seen their keys.")
        raise Refused("not-own", text % {"name": member.name})
    if not same_words(heard, member):
        raise Refused("words-differ", _("These are not the six words of %(name)s. Ask them to read out the words on "
                                        "their own page again; if they differ, sign nothing and tell the leader.")
                      % {"name": member.name})  # fmt: skip


def _role(member: Member, team: Team | None, body: Body) -> str:
    if team is not None:
        role = role_in(member, team)
    else:
        held = set(body_roles(member).filter(body=body).values_list("role", flat=True))
        role = Role.CUSTODIAN if Role.CUSTODIAN in held else Role.ARCHIVIST if Role.ARCHIVIST in held else None
    if role is None:
        raise Refused("no-role", _("%(name)s has no role there to be certified for.") % {"name": member.name})
    return str(role)


def propose_certificate(
    *, current: "Current", member: Member, heard: str, team: Team | None = None, body: Body | None = None
) -> Request:
    """The first granter's signature. ``heard``: the six words as the member read them out, typed by the granter.

    ``team`` for clerks, officers and leaders; ``body`` for custodians and archivists.
    Raises Refused, NotTrusted, Locked.
    """
    if (team is None) == (body is None):
        raise ValueError("a certificate is for a team or for a body")
    where = team.body if team is not None else body
    assert where is not None
    trust = trust_of(where)
    _check(current, member, heard, trust)
    scope = team.pk if team is not None else where.pk
    day = today()
    certificate = MemberCertificate(
        member.pk.hex, member.recipient, bytes(member.verify_key), scope.hex, _role(member, team, where), day,
        day + VALID,
    )  # fmt: skip
    with writing():
        request = requests.propose(current, "certificate", certificate)
        audit.record(
            "vault.requested", actor=current.actor, object=f"member:{member.pk}", scope=str(team.pk) if team else "",
            facts={"what": "certificate", "role": certificate.role, "request": str(request.pk)},
        )  # fmt: skip
    return request


def second_certificate(*, current: "Current", request: Request, heard: str) -> Certificate:
    """The second granter compares the words as well, signs, and the certificate stands in place of an older one."""
    certificate = MemberCertificate.parse(bytes(request.payload))
    member = Member.objects.get(pk=certificate.member)
    team = Team.objects.filter(pk=certificate.team).select_related("body").first()
    body = team.body if team is not None else Body.objects.get(pk=certificate.team)
    trust = trust_of(body)
    _check(current, member, heard, trust)
    if (certificate.recipient, certificate.verify_key) != (member.recipient, bytes(member.verify_key)):
        raise Refused("keys-changed", _("The keys of %(name)s have changed since this was proposed. Propose it anew.")
                      % {"name": member.name})  # fmt: skip
    with writing():
        signatures = requests.second(current, request, certificate)
        verify_statement(certificate, signatures, signers=trust.current.keys, today=today())
        scope = team.pk if team is not None else body.pk
        Certificate.objects.filter(member=member, scope=scope, current=True).update(current=False)
        row = Certificate.objects.create(
            member=member, scope=scope, statement=certificate.canonical(), signatures=pack(signatures),
            not_after=certificate.not_after,
        )  # fmt: skip
        audit.record(
            "vault.certificate_signed", actor=current.actor, object=f"member:{member.pk}",
            scope=str(team.pk) if team else "",
            facts={
                "role": certificate.role, "first": str(request.first_by_id), "until": certificate.not_after.isoformat(),
            },
        )  # fmt: skip
    return row
