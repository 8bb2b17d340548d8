"""From a founded body to an open stationing: what is there, what is missing, who does it and where. Keyless."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dingxin.accounts.queries import can_be_sealed_to
from dingxin.desk.organisation.common import link
from dingxin.organisation.models import Body, Stationing, Team, Unit
from dingxin.organisation.public import notice
from dingxin.organisation.queries import holders_of, members_of, superior_team
from dingxin.organisation.roles import KEY_ROLES
from dingxin.rules.codes import Role, TeamKind
from dingxin.vault import readiness
from dingxin.vault.certificates import CUSTODIANS, TEAM_HOLDERS, is_certified
from dingxin.vault.models import Custody, Vault
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.trust import Trust, trust_of
from dingxin.web.parts import Link


@dataclass(frozen=True)
class Step:
    """One thing that has to be there. ``who`` does it; ``needed`` False: it may stay undone."""

    text: str
    met: bool
    who: str = ""
    url: Link | None = None
    needed: bool = True


def trust_or_none(body: Body) -> Trust | None:
    """The body's chain of keysets if it holds."""
    try:
        return trust_of(body)
    except NotTrusted:
        return None


def of_body(body: Body) -> list[Step]:
    """What a body itself needs: keyset, custodians, their key."""
    trust = trust_or_none(body)
    keys = link(_("Keys of the body"), "keys_body", body.pk)
    signers, custodians = list(holders_of(body, Role.SIGNER)), list(holders_of(body, Role.CUSTODIAN))
    roles = link(_("Roles of the body"), "organisation_body", body.pk)
    certified = [
        row for row in custodians
        if trust and is_certified(row.member, scope=body.pk, roles=CUSTODIANS, trust=trust)
    ]  # fmt: skip
    two_signers = sum(can_be_sealed_to(row.member) for row in signers) >= 2
    return [
        Step(_("Two signers have signed in and made their keys their own"), two_signers, _("Administrator"), roles),
        Step(_("The keyset is signed by two"), trust is not None, _("Two signers"), keys),
        Step(_("Two custodians are named"), len(custodians) >= 2, _("Administrator"), roles),
        Step(_("Two signers have certified both custodians"), len(certified) >= 2, _("Two signers"), keys),
        Step(
            _("A custodian has made the custodians' key"),
            trust is not None and Custody.objects.filter(body=body, current=True).exists()
            and readiness.custodians_ready(body, trust),
            _("A custodian"), keys,
        ),
    ]  # fmt: skip


def of_team(team: Team) -> list[Step]:
    """What a team needs before its inbound may be sealed to."""
    trust, body = trust_or_none(team.body), team.body
    people = [row.member for row in members_of(team, *sorted(KEY_ROLES))]
    leaders = [row.member for row in members_of(team, Role.LEADER)]
    page, keys = link(_("People of the team"), "organisation_team", team.pk), link(_("Keys of the team"), "keys", of=team.pk)
    certified = [
        member for member in people
        if trust and is_certified(member, scope=team.pk, roles=TEAM_HOLDERS, trust=trust)
    ]  # fmt: skip
    signs = trust is not None and any(bytes(leader.verify_key) in trust.current.keys for leader in leaders)
    lacks = {lack.code for lack in readiness._vault_lacks(team, trust)} if trust else {"vault"}
    vault = Vault.objects.filter(team=team).exists()
    return [
        Step(_("A leader and at least one officer are in it"), bool(leaders) and len(people) >= 2, _("Administrator"), page),
        Step(_("Two signers have certified each of them"), len(people) >= 2 and certified == people, _("Two signers"), keys),
        Step(
            _("The leader is in the body's keyset"), signs, _("Administrator, then two signers"),
            link(_("Keys of the body"), "keys_body", body.pk),
        ),
        Step(_("The leader has made the vault"), vault, _("Team leader"), keys),
        Step(_("Two members hold it"), vault and not lacks & {"vault", "holders"}, _("Team leader and a holder"), keys),
        Step(
            _("Two holders have typed back their recovery code"), vault and not lacks, _("Each holder, under Settings"),
        ),
        Step(
            _("The recipient statement is signed by the leader and one more signer"),
            readiness.current_statement(team) is not None, _("Team leader and a signer"), keys,
        ),
    ]  # fmt: skip


def of_stationing(found: Stationing) -> list[Step]:
    """What the public part needs: words and places."""
    written = notice(found, "zh-hans")
    first = link(_("Words of the notice"), "organisation_notice", found.pk, "zh-hans")
    languages = [code for code in ("zh-hans", "en", "ug") if found.texts.get(code)]
    words = bool(written.scope and (written.address or found.phone or written.po_box))
    return [
        Step(_("The notice says what is taken up and how to reach the team"), words, _("Team leader"), first),
        Step(_("The notice is written in all three languages"), len(languages) == 3, _("Team leader"), first, needed=False),
        Step(
            _("Opinion boxes are listed"), found.boxes.exists(), _("Team leader"),
            link(_("Boxes"), "organisation_boxes", found.pk), needed=False,
        ),
    ]  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A heading with its steps."""

    heading: str
    steps: tuple[Step, ...]

    @property
    def missing(self) -> int:
        """How many needed steps are not done."""
        return sum(step.needed and not step.met for step in self.steps)

    @property
    def all_met(self) -> bool:
        """Whether also what may stay undone is done: then the list folds."""
        return all(step.met for step in self.steps)


def parts_of(body: Body, found: Stationing | None = None) -> list[Part]:
    """All parts for a body's first stationing, or for one that is being prepared."""
    parts = [Part(_("The body"), tuple(of_body(body))), _above(body)]
    if found is not None:
        parts += [Part(_("The team"), tuple(of_team(found.team))), Part(_("The notice"), tuple(of_stationing(found)))]
        return parts
    team = Team.objects.filter(body=body, kind=TeamKind.TEAM).order_by("-round__starts", "number").first()
    here = link(_("Make it"), "organisation_round_new", body=body.pk)
    round_made = Step(_("A round with its days"), body.rounds.exists(), _("Administrator"), here)
    newest = body.rounds.order_by("-starts").first()
    team_new = link(_("Make it"), "organisation_team_new", body=body.pk, round=newest.pk) if newest else here
    units = Step(_("Units: at least the one you go to"), Unit.objects.exists(), _("Administrator"),
                 link(_("Units"), "organisation_units"))  # fmt: skip
    plan = [units, round_made, Step(_("A team of the round"), team is not None, _("Administrator"), team_new)]
    if team is not None:
        new = link(_("Prepare it"), "organisation_stationing_new", team=team.pk)
        plan.append(Step(_("A stationing of the team in a unit"), team.stationings.exists(), _("Administrator"), new))
    parts.append(Part(_("The plan"), tuple(plan)))
    if team is not None:
        parts.append(Part(_("The team"), tuple(of_team(team))))
    return parts


def _above(body: Body) -> Part:
    team = superior_team(body)
    heading = _("Who hears what is about the team itself")
    if team is None:
        where = body.parent or body
        made = link(_("Make it"), "organisation_team_new", body=where.pk, kind=TeamKind.SUPERIOR)
        text = _("A team of the superior body (at the top: of this one) that shares nobody with the others")
        return Part(heading, (Step(text, False, _("Administrator"), made),))
    steps = [*(of_body(team.body) if team.body_id != body.pk else []), *of_team(team)]
    return Part(_("Who hears what is about the team itself: %(team)s") % {"team": team.name}, tuple(steps))
