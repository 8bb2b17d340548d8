"""Sealing a submission, and what was made of it alone, anew for the superior body's openers."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.casework import passages, walking
from dingxin.casework.envelopes import Secrets
from dingxin.casework.models import Evidence, InterferenceReport, Link, Matter, MatterSentUp, Submission
from dingxin.casework.numbers import MATTERS, next_number
from dingxin.casework.refused import Refused
from dingxin.organisation.models import Body
from dingxin.organisation.queries import superior_team
from dingxin.sealing.envelope import SubmissionSecrets, seal_head
from dingxin.sealing.statements import RecipientStatement
from dingxin.vault.models import Compartment, Vault, Wrap
from dingxin.vault.readiness import current_statement
from dingxin.web.days import today


def superior_vault(body: Body, own_vault: UUID) -> Vault:
    """The vault of the nearest superior body that takes what is about a team of this one."""
    team = superior_team(body)
    found = Vault.objects.filter(team=team).first() if team else None
    if found is None or found.pk == own_vault:
        raise Refused("no-superior", _("No superior body has a vault that could take this. It stays here, unread."))
    return found


def seal_for(vault: Vault, thread_id: UUID, found: Secrets, b: bytes | None) -> tuple[bytes, RecipientStatement]:
    """A new head to the inbound identity of the vault's signed statement, checked down to the pinned keyset."""
    statement = current_statement(vault.team) if vault.team else None
    if statement is None:
        raise Refused("not-ready", _("The superior body's statement is not signed or has run out. Nothing was sent."))
    secrets = SubmissionSecrets(found.S, found.a, b or bytes(32))
    head = seal_head(statement.inbound, thread_id.hex, vault.pk.hex, statement.epoch, secrets, found.level)
    return head, statement


def made_of_it(row: Submission) -> list[Matter]:
    """The matters that were made of this submission alone, which go up with it. Refused for one that others are in, or
    on which the person was answered: it is taken off that one first, with a reason, and nothing of it stays there."""
    found = []
    for link in row.links.filter(ended_on__isnull=True).select_related("matter__team"):
        others = Link.objects.filter(matter=link.matter).exclude(submission=row).exists()
        if others or link.answered_on is not None:
            raise Refused("linked", _("Take it off its matters first: what is sent up is not copied here."))
        if Evidence.objects.filter(matter=link.matter, manifest=None).exists():
            raise Refused("files", _("A file of its matter is still being sealed: wait a moment."))
        found.append(link.matter)
    return found


def take_along(current: Current, matter: Matter, above: Vault, statement: RecipientStatement) -> None:
    """A matter goes to the vault above with its key; its number stays with this team, and nobody here opens it again."""
    passages.send(current, "M", matter.pk, statement)
    MatterSentUp.objects.create(
        matter_id=matter.pk, vault_id=matter.vault_id, year=matter.year, number=matter.number, on=today()
    )
    assert above.team is not None
    matter.proposals.filter(state="waiting").update(state="withdrawn", decided_on=today())
    main = Compartment.objects.get(vault=above, without="")
    matter.team, matter.vault_id, matter.compartment_id = above.team, above.pk, main.pk
    matter.year, matter.officer, matter.topic = today().year, None, None
    matter.number = next_number(above.pk, MATTERS, matter.year)
    walking.save(matter)


def reports_along(current: Current, row: Submission, matters: list[Matter], above: Vault, statement: RecipientStatement) -> None:
    """Reports of interference with it go up as well."""
    about = Q(submission=row) | Q(told_in=row) | Q(matter__in=matters)
    for report in InterferenceReport.objects.filter(about, vault_id=row.vault_id):
        if Wrap.objects.filter(purpose="I", object_id=report.pk).exists():
            passages.send(current, "I", report.pk, statement)
        report.team, report.vault_id = above.team, above.pk
        report.save(update_fields=["team", "vault_id"])
