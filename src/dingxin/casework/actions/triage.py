"""What is no problem to solve, what was said before, and what is not ours to read."""

from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import doors, envelopes, replies, sending_up, standing, terms, triage
from dingxin.casework.models import SentUp, Submission
from dingxin.casework.numbers import next_number
from dingxin.casework.refused import Refused
from dingxin.mailbox.models import Envelope, Thread
from dingxin.organisation.models import Body
from dingxin.rules.codes import Channel, ClockCode, Nature, RepeatBy, SetAside, SubmissionState
from dingxin.vault import keyring
from dingxin.vault.models import Wrap
from dingxin.web.days import today


def propose_set_aside(*, current: Current, submission: Submission, reason: str) -> Submission:
    """Say that it is blank, advertising or unreadable; it is set aside when a second person agrees."""
    with writing():
        row = doors.access_submission(current, submission.pk, lock=True)
        there = {"reason"} if reason in set(SetAside) else set()
        triage.walk(current, row, "set_aside", there)
        row.set_aside_reason, row.set_aside_by, row.set_aside_seconded_by = reason, current.actor, ""
        row.save()
        audit.record(
            "submission.set_aside_proposed", actor=current.actor, object=f"submission:{row.pk}",
            scope=str(row.team_id), facts={"reason": reason},
        )
    return row


def second_set_aside(*, current: Current, submission: Submission) -> Submission:
    """Agree that it is set aside, as another than who proposed it. It stays counted, apart."""
    with writing():
        row = doors.access_submission(current, submission.pk, lock=True)
        if not row.set_aside_by:
            raise Refused("no-proposal", _("Nobody proposed to set this aside."))
        row.set_aside_seconded_by = current.actor
        triage.walk(current, row, "set_aside", {"reason"}, proposer=row.set_aside_by)
        audit.record(
            "submission.set_aside", actor=current.actor, object=f"submission:{row.pk}", scope=str(row.team_id),
            facts={"reason": row.set_aside_reason},
        )
    return row


def decline_set_aside(*, current: Current, submission: Submission) -> Submission:
    """Take back the proposal, by whoever reads it: it goes on like any other."""
    with writing():
        row = doors.access_submission(current, submission.pk, lock=True)
        if not row.set_aside_by or row.state == SubmissionState.SET_ASIDE:
            raise Refused("no-proposal", _("Nobody proposed to set this aside."))
        row.set_aside_reason = row.set_aside_by = row.set_aside_seconded_by = ""
        row.save()
        audit.record(
            "submission.set_aside_declined", actor=current.actor, object=f"submission:{row.pk}", scope=str(row.team_id)
        )
    return row


def look_again(*, current: Current, submission: Submission) -> Submission:
    """Bring back what was set aside or closed as thanks or advice."""
    with writing():
        row = doors.access_submission(current, submission.pk, lock=True)
        row.set_aside_reason = row.set_aside_by = row.set_aside_seconded_by = ""
        triage.walk(current, row, "look_again", {"reason"})
        audit.record(
            "submission.looked_at_again", actor=current.actor, object=f"submission:{row.pk}", scope=str(row.team_id)
        )
    return row


def thank(*, current: Current, submission: Submission) -> Submission:
    """Close as thanks."""
    with writing():
        row = doors.access_submission(current, submission.pk, lock=True)
        triage.walk(current, row, "thank", {"nature"} if row.nature == Nature.THANKS else set())
        audit.record(
            "submission.thanked", actor=current.actor, object=f"submission:{row.pk}", scope=str(row.team_id),
            facts={"as": "thanks"},
        )
    return row


def advise(*, current: Current, submission: Submission, text: str, by: str = "receipt") -> Submission:
    """Answer a question or a suggestion with advice, and close it so. ``by``: AnswerBy.

    Through the receipt it is sealed to the person and signed. Otherwise the words were said or sent to them, and that
    is recorded: the text is then not kept, since there is no matter to keep it under.
    """
    with writing():
        row = doors.access_submission(current, submission.pk, lock=True)
        there = {"nature"} if row.nature else set()
        if text.strip():
            there.add("answered")
        triage.walk(current, row, "advise", there)
        sent = replies.to_person(current, row, text, kind="message") if by == "receipt" else None
        if sent is not None:
            standing.show(row)
        audit.record(
            "submission.thanked", actor=current.actor, object=f"submission:{row.pk}", scope=str(row.team_id),
            facts={"as": "advice", "by": by},
        )
    return row


def mark_repeat(*, current: Current, submission: Submission, first: Submission, by: str) -> Submission:
    """Say that it repeats an earlier one of the same team. ``by``: RepeatBy (receipt, asked, words), never identity.

    The repeat stays, is counted, and is answered anew.
    """
    with writing():
        row = doors.access_submission(current, submission.pk, lock=True)
        earlier = doors.access_submission(current, first.pk)
        if by not in set(RepeatBy):
            raise Refused("bad-code", _("One of the codes is not in its table."))
        if earlier.vault_id != row.vault_id or _leads_to(earlier, row.pk):
            raise Refused("no-repeat", _("That cannot be the first of this one."))
        row.first = earlier.first or earlier
        row.save(update_fields=["first"])
        audit.record(
            "submission.repeat_marked", actor=current.actor, object=f"submission:{row.pk}", scope=str(row.team_id),
            facts={"first": str(row.first_id), "by": by},
        )
    return row


def _leads_to(row: Submission, pk: UUID) -> bool:
    return row.pk == pk or row.first_id == pk


def send_up(*, current: Current, submission: Submission) -> Submission:
    """Hand what is about the team itself, or belongs to the superior, to the superior body's vault; nothing stays here.

    S, a (and b at level open) are sealed to the superior's verified inbound identity, the wraps here are deleted, and
    the card tells the person who holds it now. The number stays with this team, for good. Rule: 2020, not copied or
    excerpted; so a matter made of it alone goes along, and it
    is taken off one that others are in first.
    """
    with writing():
        row = doors.access_submission(current, submission.pk, lock=True)
        along = sending_up.made_of_it(row)
        above = sending_up.superior_vault(Body.objects.get(pk=row.team.body_id), row.vault_id)
        found = envelopes.secrets(current, row)
        envelopes.take_in_additions(current, row, found.S)
        b = keyring.unwrap(current, "b", row.pk) if found.level == "open" and not found.fresh else found.b
        head, statement = sending_up.seal_for(above, row.pk, found, b)
        sending_up.reports_along(current, row, along, above, statement)
        for matter in along:
            sending_up.take_along(current, matter, above, statement)
        Envelope.objects.filter(thread_id=row.pk).update(head=head, inbound_epoch=statement.epoch)
        Thread.objects.filter(pk=row.pk).update(vault_id=above.pk)
        Wrap.objects.filter(object_id=row.pk).delete()
        SentUp.objects.create(
            submission=row, vault_id=row.vault_id, channel=row.channel, year=row.year, number=row.number, on=today()
        )
        left = row.team_id
        terms.stop(row, [ClockCode.SEND_UP], today())
        _renumber(row, above.pk, above.team_id, linked=bool(along))
        standing.show(row)
        audit.record(
            "submission.sent_up", actor=current.actor, object=f"submission:{row.pk}", scope=str(left),
            facts={"to": str(above.pk), "matters": len(along)},
        )
    return row


def _renumber(row: Submission, vault_id: UUID, team_id: UUID, *, linked: bool) -> None:
    """It arrives above like any other, transferred; codes that this team gave are not carried along."""
    row.vault_id, row.team_id, row.year, row.channel = vault_id, team_id, today().year, Channel.TRANSFERRED
    row.number = next_number(vault_id, row.channel, row.year)
    row.registered_on, row.officer, row.summary = today(), None, None
    row.state = SubmissionState.LINKED if linked else SubmissionState.REGISTERED
    row.topic, row.first, row.news = None, None, False
    row.save()
    row.refresh_from_db()
