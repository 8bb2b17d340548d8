"""Reading a mailbox over IMAP (RFC 9051): a mail is deleted there only after its sealed copy is durable here."""

import imaplib
import logging
import re
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError

from dingxin.casework.refused import Refused
from dingxin.intake.email import letter
from dingxin.intake.email.boxes import MailBox
from dingxin.intake.email.taking import RAW_MOST, take
from dingxin.mailbox.refused import Refused as NotTaken
from dingxin.web.uploads import NoRoom

AT_ONCE = 20  # mails of one round: the rest comes in the next
WAIT = 30  # seconds for an answer of the server


class Unreached(Exception):
    """The mailbox could not be read; nothing of it is lost. The text names no password."""


@dataclass
class Fetched:
    """``taken`` now, ``before``: taken earlier and only deleted now, ``left``: too large, a machine's report, refused."""

    taken: int = 0
    before: int = 0
    left: int = 0


Open = Callable[[MailBox], imaplib.IMAP4]


def connect(box: MailBox) -> imaplib.IMAP4:
    """A TLS connection with the certificate checked."""
    return imaplib.IMAP4_SSL(box.host, box.port, ssl_context=ssl.create_default_context(), timeout=WAIT)


def fetch(box: MailBox, opening: Open = connect) -> Fetched:
    """One round over a mailbox. Broken off anywhere, it goes on from there: what was taken is known again by its bytes."""
    found = Fetched()
    try:
        server = opening(box)
        try:
            _ok(server.login(box.user, box.password))
            _ok(server.select(_quoted(box.folder)))
            for uid in _uids(server)[:AT_ONCE]:
                _one(server, uid, box, found)
        finally:
            server.logout()
    except (imaplib.IMAP4.error, OSError) as error:
        raise Unreached(f"{box.user} at {box.host}: {type(error).__name__}") from None
    return found


def _one(server: imaplib.IMAP4, uid: str, box: MailBox, found: Fetched) -> None:
    size = re.search(rb"RFC822\.SIZE (\d+)", _flat(_ok(server.uid("FETCH", uid, "(RFC822.SIZE)"))))
    if size is None or int(size[1]) > RAW_MOST:
        _leave(server, uid, found)  # marked too: twenty of them would stand before all that come later
        return
    parts = _ok(server.uid("FETCH", uid, "(BODY.PEEK[])"))
    raw = max((part[1] for part in parts if isinstance(part, tuple)), key=len, default=b"")
    try:
        if not raw or letter.read(raw).report:
            raise Refused("report", "")
        taken = take(box.team, raw)
    except (Refused, NotTaken):  # the team cannot receive now, or nothing a person wrote: it stays in its mailbox
        _leave(server, uid, found)
        return
    except (OSError, DatabaseError, NoRoom):  # nothing to do with this mail
        raise
    except Exception as error:  # one mail must not keep the others from us; its text is in no log
        logging.getLogger(__name__).error("a mail could not be taken: %s", type(error).__name__)
        _leave(server, uid, found)
        return
    found.taken, found.before = found.taken + taken.new, found.before + (not taken.new)
    _ok(server.uid("STORE", uid, "+FLAGS", r"(\Deleted)"))
    _ok(server.uid("EXPUNGE", uid) if "UIDPLUS" in server.capabilities else server.expunge())


def _leave(server: imaplib.IMAP4, uid: str, found: Fetched) -> None:
    """It stays in its mailbox, marked for somebody to look at, and is not asked for again."""
    _ok(server.uid("STORE", uid, "+FLAGS", r"(\Flagged)"))
    found.left += 1


def _uids(server: imaplib.IMAP4) -> list[str]:
    found = _flat(_ok(server.uid("SEARCH", "UNDELETED UNFLAGGED")))
    return [one.decode("ascii") for one in found.split()]


def _ok(answer: tuple[str, Sequence[Any]]) -> Sequence[Any]:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error("refused")
    return answer[1]


def _flat(parts: Sequence[Any]) -> bytes:
    return b" ".join(b"".join(p for p in part if isinstance(p, bytes)) if isinstance(part, tuple) else part
                     for part in parts if isinstance(part, bytes | tuple))  # fmt: skip


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
