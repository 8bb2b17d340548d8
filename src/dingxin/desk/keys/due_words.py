"""What a vault waits for, as lines with the place where each is done. Keyless."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dingxin.accounts.identity import Current
from dingxin.desk.keys.doors import recused_from
from dingxin.desk.keys.plain_words import compartment_name, listed
from dingxin.desk.organisation.common import link
from dingxin.rules.codes import Role
from dingxin.vault import due
from dingxin.vault.models import Inbound, Vault
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.relations import to_enter
from dingxin.web.parts import Link


@dataclass(frozen=True)
class Line:
    """``late``: something cannot go on or could be lost while it waits."""

    text: str
    act: Link | None = None
    late: bool = False


def _of(row: Inbound) -> str:
    return _("for %(unit)s") % {"unit": row.unit.name} if row.unit else _("of the team")


def lines_of(vault: Vault, current: Current, role: Role | None) -> list[Line]:
    """Everything due, the urgent first; links only where the member's role could do it."""
    try:
        found = due.of(vault)
    except NotTrusted as refusal:
        return [Line(str(refusal), late=True)]
    team, leads, holder = vault.team_id, role is Role.LEADER, role in (Role.LEADER, Role.OFFICER)

    def here(label: str, name: str, *args: object, may: bool = holder, **query: UUID) -> Link | None:
        return link(label, name, *args, key="", **query) if may else None

    lines = []
    if found.wraps_waiting:
        n = found.wraps_waiting
        text = ngettext("%(n)d key is still to be re-wrapped.", "%(n)d keys are still to be re-wrapped.", n) % {"n": n}
        lines.append(Line(text, here(_("Go on"), "keys_rekey", team), late=True))
    lines += [
        Line(_("Somebody was shut out of the %(name)s by others; its own holders have to re-key it.")
             % {"name": compartment_name(one)}, here(_("Re-key it"), "keys_rekey", team), late=True)
        for one in found.to_rekey if not recused_from(current.member, one)
    ]  # fmt: skip
    lines += [
        Line(_("Only one person holds the %(name)s. If they lose their keys, nobody opens it, and there is no back door.")
             % {"name": compartment_name(one)}, here(_("Give a key"), "keys_grant", team, may=leads), late=True)
        for one in found.few_holders if not recused_from(current.member, one)
    ]  # fmt: skip
    if found.units_behind:
        lines.append(Line(_("A recusal still lacks its compartment or inbound: %(units)s.")
                          % {"units": listed(unit.name for unit in found.units_behind)},
                          here(_("Make it"), "keys_recuse", team), late=True))  # fmt: skip
    waiting = [one for one in to_enter(vault) if one.member.pk != current.member.pk]
    if waiting:
        n = len(waiting)
        text = ngettext("%(n)d declared relation waits to be entered.", "%(n)d declared relations wait to be entered.", n)
        lines.append(Line(text % {"n": n}, here(_("Enter it"), "keys_recuse", team), late=True))
    lines += [
        Line(_("The inbound identity %(of)s is due to be changed.") % {"of": _of(row)},
             here(_("Change it"), "keys_inbounds", team, may=leads), late=True) for row in found.rotations
    ]  # fmt: skip
    lines += [
        Line(_("The new inbound identity %(of)s waits for its two signatures.") % {"of": _of(row)},
             here(_("See"), "keys_inbounds", team, may=True)) for row in found.unsigned
    ]  # fmt: skip
    lines += [
        Line(_("The old inbound identity %(of)s can be destroyed.") % {"of": _of(row)},
             here(_("See"), "keys_inbounds", team, may=leads)) for row in found.destructions
    ]  # fmt: skip
    lines += [
        Line(_("%(name)s has no key to the %(where)s.") % {"name": member.name, "where": compartment_name(one)},
             here(_("Give a key"), "keys_grant", team, may=leads, member=member.pk, compartment=one.pk))
        for member, one in found.without_key if not recused_from(current.member, one)
    ]  # fmt: skip
    lines += [
        Line(_("The certificate of %(name)s runs out soon.") % {"name": row.member.name},
             link(_("Certify anew"), "keys_certify_team", team, row.member_id)) for row in found.certificates
    ]  # fmt: skip
    return lines
