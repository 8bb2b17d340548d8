"""Submissions in matters: what joining and leaving bring. No audit here."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.casework import keys, sealed, standing, terms, triage, visible, walking
from dingxin.casework.models import InterferenceReport, Link, Matter, Submission
from dingxin.casework.numbers import MATTERS, next_number
from dingxin.casework.refused import Refused
from dingxin.organisation.models import Team
from dingxin.rules.codes import ClockCode, MatterState, SubmissionState
from dingxin.rules.ids import new_id
from dingxin.sealing.primitives import KEY_BYTES, random_bytes
from dingxin.vault import keyring
from dingxin.vault.models import Vault
from dingxin.web.days import today

JOINABLE = frozenset(MatterState) - {MatterState.CLOSED, MatterState.UNDER_REVIEW}


def new_matter(current: Current, rows: Sequence[Submission], team: Team | None) -> Matter:
    """A matter not saved yet, of the one vault that all rows came to, or of the team whose own finding it is."""
    if len({row.vault_id for row in rows}) > 1:
        raise Refused("vaults", _("These came to different teams: a matter belongs to one."))
    if rows:
        holder, vault_id = rows[0].team, rows[0].vault_id
    else:
        found = Vault.objects.filter(team__in=visible.reading_teams(current))
        vault = (found.filter(team=team) if team else found).select_related("team__round", "team__body").first()
        if vault is None or vault.team is None:
            raise Refused("team", _("Only an officer or leader of a team can enter an own finding."))
        holder, vault_id = vault.team, vault.pk
    day = today()
    return Matter(
        id=new_id(), team=holder, vault_id=vault_id, opened_on=day, year=day.year,
        number=next_number(vault_id, MATTERS, day.year), officer=current.member,
        origin="submission" if rows else "own_finding", interference=any(row.interference for row in rows),
        about_team=any(row.about_team for row in rows),
    )


def seal_new(current: Current, matter: Matter, rows: Sequence[Submission], title: str, subject: str) -> None:
    """Draw M, wrap it where all its submissions allow, seal the title, and save the row."""
    kept = keys.kept_from_matter(matter, rows)
    kept |= keys.kept_by_key(current, matter.vault_id, "S", [row.pk for row in rows], units=True)
    place = keys.compartment_without(current, matter.vault_id, kept)
    matter.compartment_id = place.pk
    key = random_bytes(KEY_BYTES)
    seal_names(matter, key, title, subject)
    matter.save(force_insert=True)
    keyring.wrap("M", matter.pk, key, current=current, compartment=place)


def seal_names(matter: Matter, key: bytes, title: str, subject: str) -> None:
    """Title and subject under M; the caller saves."""
    if not title.strip():
        raise Refused("title", _("A matter needs a title, so that others find it."))
    matter.title = sealed.seal(key, title.strip(), label=sealed.MATTER, object_id=matter.pk, field="title")
    matter.subject = sealed.seal(key, subject.strip(), label=sealed.MATTER, object_id=matter.pk, field="subject")


def inside(matter: Matter) -> list[Submission]:
    """The submissions in it now, with their units."""
    found = Submission.objects.filter(links__matter=matter, links__ended_on__isnull=True)
    return list(found.select_related("unit", "team__round", "team__body"))


def join(current: Current, matter: Matter, row: Submission) -> Link:
    """One more submission in a matter. A repeat of one that confirmed already is still answered anew."""
    if row.vault_id != matter.vault_id:
        raise Refused("vaults", _("These came to different teams: a matter belongs to one."))
    if matter.state not in JOINABLE:
        raise Refused("closed", _("This matter is closed or under review: make a new one, or have it reopened first."))
    if row.state != SubmissionState.LINKED:
        triage.walk(current, row, "link", {"matter"} | ({"nature"} if row.nature else set()))
    link = Link.objects.create(matter=matter, submission=row, linked_on=today())
    if row.interference and not matter.interference:
        matter.interference = True
    if matter.state == MatterState.OPEN:
        return link
    terms.stop(row, [ClockCode.ASSESS], today())  # the matter it joined is assessed already
    return link


def started(matter: Matter) -> None:
    """After joining: clocks, standing, the cards of all in it, and the row itself."""
    if matter.interference and matter.interference_settled_on is None:
        terms.start(matter, ClockCode.INTERFERENCE, today())
    standing.settle(matter, save=False)
    terms.note_due(matter)
    walking.save(matter)
    standing.show_all(matter)


def take_off(current: Current, link: Link) -> None:
    """End a link that nobody was answered on; the last one gone, the submission is to be read again."""
    if link.ended_on is not None:
        raise Refused("ended", _("It was taken off already."))
    if link.answered_on is not None:
        raise Refused("answered", _("The person has an answer on this already. Reopen the matter instead."))
    link.ended_on = today()
    link.save(update_fields=["ended_on"])
    row = Submission.objects.select_related("team__round", "team__body").get(pk=link.submission_id)
    if not row.links.filter(ended_on__isnull=True).exists():
        triage.walk(current, row, "unlink", {"reason", "unlinked_all"})
    else:
        standing.show(row)
    matter = link.matter
    reported = InterferenceReport.objects.filter(matter=matter).exclude(came="receipt").exists()
    if matter.interference and not reported and not any(one.interference for one in inside(matter)):
        matter.interference = False  # nobody in it is pressed any more
        terms.stop(matter, [ClockCode.INTERFERENCE], today())
    standing.settle(matter, save=False)
    terms.note_due(matter)
    walking.save(matter)
