"""A mail into a submission: sealed as it is read, once. Keyless; the mail itself is sealed under both keys."""

import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from dingxin.casework.actions import take_in
from dingxin.casework.recording import Original, Said
from dingxin.intake.email import letter
from dingxin.mailbox import limits
from dingxin.mailbox.models import Thread
from dingxin.organisation.models import Team
from dingxin.organisation.queries import stationings_of
from dingxin.rules.codes import Channel, Level
from dingxin.sealing.files import PART, part_count
from dingxin.web import pictures
from dingxin.web.days import today

ACTOR = "email, at the server"
RAW_MOST = 30 * 1024 * 1024  # bytes of one mail; a larger one stays where it is


@dataclass(frozen=True)
class Taken:
    """``new`` False: it was taken before. ``number``: of the submission in its channel and year."""

    id: UUID
    number: int
    new: bool


def thread_of(team: Team, raw: bytes) -> UUID:
    """The id that these bytes get at every attempt: HMAC-SHA256 under a site key, so that contents cannot be tried."""
    assert settings.SITE_KEYS is not None
    lines = raw.replace(b"\r\n", b"\n").strip()
    message = b"dingxin/email/v1\n" + team.pk.bytes + hashlib.sha256(lines).digest()
    return UUID(bytes=hmac.new(settings.SITE_KEYS.leak_key, message, hashlib.sha256).digest()[:16])


def take(team: Team, raw: bytes) -> Taken:
    """Seal and file one mail for a team. When it returns, the sealed copy is durable.

    Its words and its attachments are for those who work on it; name, address, the mail itself and what in it is made to
    say who wrote (a signature's certificate, a card, a mail inside) open with both keys.
    Nobody is answered by mail. Raises Refused where the team cannot receive.
    """
    thread = thread_of(team, raw)
    before = Thread.objects.filter(pk=thread).exists()
    mail = letter.read(raw)
    named = bool(mail.name or mail.address)
    said = Said(
        words={"what": mail.text.strip() or "—", "about": "", "about_team": "no", "contact": "", "language": "other"},
        level=Level.CONFIDENTIAL if named else Level.ANONYMOUS, name=mail.name, other=mail.address,
    )
    place = stationings_of(team).filter(state="open").order_by("-starts").first()
    row = take_in(
        actor=ACTOR, team=team, stationing=place.pk if place else None, channel=Channel.EMAIL, said=said,
        received_on=min(mail.written_on or today(), today()), originals=[] if before else _originals(raw, mail), thread=thread,
    )
    return Taken(row.pk, row.number, not before)


def _originals(raw: bytes, mail: letter.Mail) -> list[Original]:
    """The whole mail, and what is attached as far as it fits beside it: what does not is inside the whole anyway."""
    found = [Original("message.eml", "message/rfc822", raw)]
    room = limits.file_bytes() // PART - part_count(len(raw))
    for one in mail.attached[: limits.FILES_MOST - 1]:
        cleaned = pictures.clean(one.content, one.media_type)
        room -= part_count(len(cleaned.content))
        if room < 0:
            break
        found.append(Original(one.name, cleaned.media_type[:80], cleaned.content, carries_person=one.person))
    return found
