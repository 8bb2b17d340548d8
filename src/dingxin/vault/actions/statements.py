"""Recipient statements: the leader says to whom envelopes are sealed now, one more signer signs the same."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.audit.writing import writing
from dingxin.organisation.queries import role_in
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Role
from dingxin.sealing.age import identity_from_seed, secret_bytes
from dingxin.sealing.keys import verify_key
from dingxin.sealing.statements import RecipientStatement, verify_statement
from dingxin.vault import requests
from dingxin.vault.certificates import holder_of_key
from dingxin.vault.custodians import verified_custody
from dingxin.vault.keyring import answer_seed, inbound_secret
from dingxin.vault.models import AnswerKey, Inbound, Keyset, Request, Statement, Vault
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.signed import pack
from dingxin.vault.trust import trust_of
from dingxin.web.days import today

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current

LEADERS = frozenset({str(Role.LEADER)})


def draft(current: "Current", inbound: Inbound) -> RecipientStatement:
    """What the leader signs. Nothing in it is taken from a column alone.

    Inbound and answer key come from the private halves that only holders could have wrapped; the custodians' identity
    from the statement that a custodian signed.
    """
    vault = inbound.vault
    custody = verified_custody(vault.body, trust_of(vault.body))
    return RecipientStatement(
        vault=vault.pk.hex, epoch=inbound.epoch, scope=inbound.unit.path if inbound.unit else "",
        inbound=identity_from_seed(secret_bytes(inbound_secret(current, inbound))).recipient,
        custodians=custody.recipient, answer_key=verify_key(answer_seed(current, vault)),
        not_before=inbound.not_before, not_after=inbound.not_after,
    )  # fmt: skip


def propose_within(current: "Current", inbound: Inbound) -> Request:
    """The leader's signature, inside another action's ``writing()``."""
    vault = inbound.vault
    if role_in(current.member, vault.team) is not Role.LEADER:
        raise Refused("not-the-leader", _("The leader of the team signs the recipient statement first."))
    if current.keys().verify not in trust_of(vault.body).current.keys:
        raise Refused("not-a-signer", _("The leader has to be in the body's keyset to sign the recipient statement."))
    return requests.propose(current, "statement", draft(current, inbound), vault=vault)


def propose_statement(*, current: "Current", inbound: Inbound) -> Request:
    """The first signature, by the leader. Raises Refused, NotAHolder, NotTrusted, Locked."""
    with writing():
        request = propose_within(current, inbound)
        audit.record(
            "vault.requested", actor=current.actor, object=f"vault:{inbound.vault_id}",
            scope=str(inbound.vault.team_id),
            facts={"what": "statement", "epoch": inbound.epoch, "request": str(request.pk)},
        )  # fmt: skip
    return request


def second_statement(*, current: "Current", request: Request) -> Statement:
    """The second signature, by another of the keyset. From now on envelopes are sealed to this inbound identity.

    Raises Refused when something changed since the first signature, NotTrusted, Locked.
    """
    statement = RecipientStatement.parse(bytes(request.payload))
    vault = Vault.objects.select_related("team__body", "body").get(pk=statement.vault)
    inbound = Inbound.objects.select_related("unit").get(vault=vault, epoch=statement.epoch)
    trust = trust_of(vault.body)
    if current.keys().verify not in trust.current.keys:
        raise Refused("not-a-signer", _("Only a signer of the body's keyset signs this."))
    key_now = AnswerKey.objects.get(vault=vault, current=True)
    now_said = (
        inbound.recipient, inbound.unit.path if inbound.unit else "", verified_custody(vault.body, trust).recipient,
        bytes(key_now.verify_key), inbound.state in ("waiting", "current"),
    )  # fmt: skip
    if now_said != (statement.inbound, statement.scope, statement.custodians, statement.answer_key, True):
        raise Refused("out-of-date", _("Keys have changed since the leader signed. The leader has to propose it anew."))
    leader = holder_of_key(bytes(request.first_by.verify_key), scope=vault.team_id, roles=LEADERS, trust=trust)
    if leader != request.first_by_id.hex:
        raise NotTrusted("not-the-leader", _("The first signature is not that of a certified leader of this team."))
    day = today()
    with writing():
        signatures = requests.second(current, request, statement)
        verify_statement(statement, signatures, signers=trust.current.keys, today=day)
        Statement.objects.filter(vault=vault, inbound__unit=inbound.unit, current=True).update(current=False)
        row = Statement.objects.create(
            vault=vault, inbound=inbound, keyset=Keyset.objects.get(body=vault.body, current=True),
            statement=statement.canonical(), signatures=pack(signatures),
            not_before=statement.not_before, not_after=statement.not_after,
        )  # fmt: skip
        before = Inbound.objects.filter(vault=vault, unit=inbound.unit, state="current").exclude(pk=inbound.pk)
        before.update(state="old", retired_on=day)
        Inbound.objects.filter(pk=inbound.pk).update(state="current")
        audit.record(
            "vault.statement_signed", actor=current.actor, object=f"vault:{vault.pk}", scope=str(vault.team_id),
            facts={"epoch": inbound.epoch, "first": str(request.first_by_id), "until": statement.not_after.isoformat()},
        )  # fmt: skip
    return row
