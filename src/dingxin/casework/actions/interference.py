"""Interference reported by staff or by somebody new, what is found out and done about it, and what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import doors, interference, sealed, visible
from dingxin.casework.models import InterferenceReport, InterferenceStep, Matter, Submission
from dingxin.casework.refused import Refused
from dingxin.organisation.models import Team, Unit
from dingxin.organisation.queries import role_in
from dingxin.rules.codes import InterferenceKind, InterferenceState, ProtectiveStep, Role
from dingxin.rules.ids import new_id
from dingxin.vault import keyring
from dingxin.vault.models import Vault
from dingxin.web.days import today

S = InterferenceState


@dataclass(frozen=True)
class OpenedReport:
    """What was said, and the words of each step by its id."""

    words: str = field(repr=False)
    steps: dict[UUID, str] = field(repr=False)


def report_interference(
    *, current: Current, kind: str, text: str, submission: Submission | None = None, matter: Matter | None = None,
    team: Team | None = None, told_in: Submission | None = None, unit: Unit | None = None,
    named: Sequence[Member] = (),
) -> InterferenceReport:  # fmt: skip
    """Enter that somebody asks, warns, threatens or retaliates, linked to what it interferes with, or free (``team``).

    ``text``: what was said and by whom, sealed under a key of its own. ``told_in``: the submission in which somebody
    else told of it. ``unit``: whose people press. ``named``: members whom it names: neither its key nor the report
    itself reaches them; what it interferes with is marked only where they are recused from that as well, since the mark
    alone would tell them. Refused for a report about the leader of the team alone: that goes to the body above.
    """
    with writing():
        matter = doors.access_matter(current, matter.pk, lock=True) if matter is not None else None
        submission = doors.access_submission(current, submission.pk, lock=True) if submission is not None else None
        told_in = doors.access_submission(current, told_in.pk, lock=True) if told_in is not None else None
        row = _new(current, kind, text, matter or submission or told_in, team)
        row.matter, row.submission, row.told_in, row.unit = matter, submission, told_in, unit
        if any(one is not None and one.vault_id != row.vault_id for one in (matter, submission, told_in)):
            raise Refused("vaults", _("These came to different teams: a report belongs to one."))
        _leader_left(row.team, named)
        row.save(force_insert=True)
        interference.place(current, row, named)
        key = keyring.unwrap(current, interference.KEY, row.pk)
        row.words = sealed.seal(key, text.strip(), label=sealed.INTERFERENCE, object_id=row.pk, field="words")
        row.save(update_fields=["words"])
        if not _would_tell(row, named):
            interference.raise_flags(row)
        audit.record(
            "interference.reported", actor=current.actor, object=f"interference:{row.pk}", scope=str(row.team_id),
            facts={"kind": row.kind, "came": row.came},
        )
    return row


def _new(
    current: Current, kind: str, text: str, about: Matter | Submission | None, team: Team | None
) -> InterferenceReport:
    if kind not in set(InterferenceKind):
        raise Refused("bad-code", _("Say what happened: asking, warning, threatening or retaliating."))
    if not text.strip():
        raise Refused("empty", _("There is nothing written yet."))
    held = Vault.objects.filter(team__in=visible.reading_teams(current)).select_related("team__round", "team__body")
    vault = (held.filter(pk=about.vault_id) if about else held.filter(team=team) if team else held).first()
    if vault is None or vault.team is None:
        raise Refused("team", _("Only an officer or leader of a team can enter this."))
    made = InterferenceReport(
        id=new_id(), team=vault.team, vault_id=vault.pk, kind=kind, came="staff", on=today()
    )
    interference.set_due(made, today())
    return made


def _leader_left(team: Team, named: Sequence[Member]) -> None:
    """Somebody must remain who decides about it."""
    leaders = set(team.memberships.filter(role=Role.LEADER, until__isnull=True).values_list("member_id", flat=True))
    if leaders and leaders <= {member.pk for member in named}:
        raise Refused("about-team", _("It names whoever leads this team: it goes to the body above, by its own door."))


def _would_tell(row: InterferenceReport, named: Sequence[Member]) -> bool:
    ids = {member.pk for member in named}
    if row.matter is not None:
        return bool(ids - interference.kept_from(row))
    return bool(ids)


def link_interference(
    *, current: Current, told_in: Submission, kind: str, submission: Submission | None = None,
    matter: Matter | None = None,
) -> InterferenceReport:  # fmt: skip
    """Say that a submission tells of interference, and with what: somebody new reports what is done to another."""
    with writing():
        told_in = doors.access_submission(current, told_in.pk, lock=True)
        matter = doors.access_matter(current, matter.pk, lock=True) if matter is not None else None
        submission = doors.access_submission(current, submission.pk, lock=True) if submission is not None else None
        row = _new(current, kind, "-", told_in, None)
        if any(one is not None and one.vault_id != row.vault_id for one in (matter, submission)):
            raise Refused("vaults", _("These came to different teams: a report belongs to one."))
        row.told_in, row.submission, row.matter, row.came, row.unit = told_in, submission, matter, "submission", told_in.unit
        row.save(force_insert=True)
        interference.raise_flags(row)
        audit.record(
            "interference.reported", actor=current.actor, object=f"interference:{row.pk}", scope=str(row.team_id),
            facts={"kind": row.kind, "came": row.came},
        )
    return row


def name_in_interference(
    *, current: Current, report: InterferenceReport, named: Sequence[Member], unit: Unit | None = None
) -> InterferenceReport:
    """It turned out on reading whom it names, or whose people press: its key leaves them, and they find it no more.

    What it interferes with is closed to them by a recusal of its own (``vault.actions.recuse``).
    """
    with writing():
        row = doors.access_interference(current, report.pk, lock=True)
        _leader_left(row.team, named)
        row.unit = unit or row.unit
        row.save(update_fields=["unit"])
        interference.place(current, row, named)
        interference.add_step(current, row, "named", "")
        audit.record(
            "interference.named", actor=current.actor, object=f"interference:{row.pk}", scope=str(row.team_id),
            facts={"named": len(named), "unit": str(row.unit_id) if row.unit_id else None},
        )
    return row


def open_interference(*, current: Current, report: InterferenceReport) -> OpenedReport:
    """What was said and done. Raises NotAHolder, SealBroken."""
    with writing():
        row = doors.access_interference(current, report.pk)
        key = interference.key_of(current, row)
        words = sealed.opened_or_none(key, row.words, label=sealed.INTERFERENCE, object_id=row.pk, field="words")
        steps = {
            step.pk: sealed.opened_or_none(key, step.body, label=sealed.INTERFERENCE, object_id=step.pk, field="step")
            for step in row.steps.all()
        }
        audit.record(
            "interference.opened", actor=current.actor, object=f"interference:{row.pk}", scope=str(row.team_id)
        )
    return OpenedReport(words, steps)


def verify_interference(*, current: Current, report: InterferenceReport, text: str) -> InterferenceReport:
    """It is so: what was found out, sealed."""
    return _onward(current, report, text, S.VERIFIED, frozenset({S.OPEN}))


def protect(*, current: Current, report: InterferenceReport, kind: str, text: str) -> InterferenceStep:
    """One protective step (ProtectiveStep), in any state: protection does not end with the report."""
    with writing():
        row = doors.access_interference(current, report.pk, lock=True)
        if kind not in set(ProtectiveStep):
            raise Refused("bad-code", _("One of the codes is not in its table."))
        step = interference.add_step(current, row, kind, text)
        audit.record(
            "interference.protected", actor=current.actor, object=f"interference:{row.pk}", scope=str(row.team_id),
            facts={"step": kind},
        )
    return step


def hand_over_interference(*, current: Current, report: InterferenceReport, text: str = "") -> InterferenceReport:
    """The clue went to the body that disciplines, as a transfer of the matter that two people decided on."""
    with writing():
        row = doors.access_interference(current, report.pk, lock=True)
        if row.state != S.VERIFIED:
            raise Refused("state", _("It is verified first."))
        if row.matter is None or not row.matter.moves.filter(move="transfer").exists():
            raise Refused("no-transfer", _("Transfer the clue from the matter first: two people decide on that."))
        row.state = S.HANDED_OVER
        row.save(update_fields=["state"])
        interference.add_step(current, row, S.HANDED_OVER, text)
        audit.record(
            "interference.handed_over", actor=current.actor, object=f"interference:{row.pk}", scope=str(row.team_id)
        )
    return row


def settle_report(
    *, current: Current, report: InterferenceReport, text: str, unfounded: bool = False
) -> InterferenceReport:
    """It was dealt with, or there was nothing in it. By the leader, with how, sealed; a transfer's answer came back."""
    if role_in(current.member, report.team_id) is not Role.LEADER:
        raise Refused("leader", _("The leader decides that it is dealt with."))
    ends = S.UNFOUNDED if unfounded else S.SETTLED
    before = frozenset({S.OPEN, S.VERIFIED}) if unfounded else frozenset({S.VERIFIED, S.HANDED_OVER})
    return _onward(current, report, text, ends, before)


def _onward(
    current: Current, report: InterferenceReport, text: str, to: InterferenceState, before: frozenset[InterferenceState]
) -> InterferenceReport:
    with writing():
        row = doors.access_interference(current, report.pk, lock=True)
        if row.state not in before:
            raise Refused("state", _("That does not follow from where it stands now."))
        if not text.strip():
            raise Refused("empty", _("There is nothing written yet."))
        if row.state == S.HANDED_OVER and row.matter is not None and row.matter.transfers_open:
            raise Refused("transfer", _("What came of the transfer is not recorded yet."))
        row.state = to
        if to in (S.SETTLED, S.UNFOUNDED):
            row.settled_on = today()
        row.save(update_fields=["state", "settled_on"])
        interference.add_step(current, row, to, text)
        if row.settled_on is not None:
            interference.lower_flags(row)
        audit.record(
            f"interference.{to}", actor=current.actor, object=f"interference:{row.pk}", scope=str(row.team_id)
        )
    return row
