"""One email as it came: what it says, who it says it is from, what is attached. Pure; nothing is kept.

RFC 5322 and MIME as Python's ``email`` package reads them. What is broken in a message is read as far as it goes.
"""

from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr, parsedate_to_datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

from django.conf import settings

TEXT_MOST = 20_000  # characters of the words; the whole message is sealed beside them anyway
NAME, ADDRESS = "［姓名］", "［邮箱］"  # the framed word that a moved name leaves (6-screens, Rules of the look, 7)
BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote", "table"})
SILENT = frozenset({"script", "style", "head", "title"})


@dataclass(frozen=True, repr=False)
class Attached:
    """One attachment. ``name`` at most 120 characters, without folders."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, repr=False)
class Mail:
    """``text``: subject and words, with the sender's own name and address taken out. ``cut``: longer than TEXT_MOST.

    ``written_on``: what its Date says, None where it says none. ``report``: made by a machine about another mail.
    """

    text: str
    name: str
    address: str
    written_on: date | None
    attached: tuple[Attached, ...] = field(default=())
    cut: bool = False
    report: bool = False


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - HTMLParser's signature
        self._silent += tag in SILENT
        if tag in BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT and self._silent > 0
        if tag in BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(" ".join(data.split()) if data.strip() else " ")


def read(raw: bytes) -> Mail:
    """The mail in these bytes. Never raises for what a sender wrote: an empty mail is one with no words."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    name, address = _sender(message)
    text = "\n\n".join(part for part in (_header(message, "Subject"), _body(message)) if part)
    text = _without(text, name, address)
    return Mail(
        text[:TEXT_MOST], name, address, _day(message), tuple(_attached(message)), len(text) > TEXT_MOST,
        message.get_content_type() == "multipart/report",
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError):  # the package's parser meets a header it cannot make sense of
        return ""


def _sender(message: EmailMessage) -> tuple[str, str]:
    name, address = parseaddr(_header(message, "From"))
    return " ".join(name.split())[:100], address.strip()[:180]


def _day(message: EmailMessage) -> date | None:
    try:
        found = parsedate_to_datetime(_header(message, "Date"))
        return (found.astimezone(ZoneInfo(settings.TIME_ZONE)) if found.tzinfo else found).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _body(message: EmailMessage) -> str:
    try:
        part = message.get_body(preferencelist=("plain", "html"))
    except (KeyError, AttributeError):
        part = None
    if part is None:
        return ""
    text = _decoded(part)
    if part.get_content_subtype() == "html":
        words = _Words()
        words.feed(text)
        text = "".join(words.found)
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\x00", "").split("\n")]
    return "\n".join(line for at, line in enumerate(lines) if line or (at and lines[at - 1])).strip()


def _decoded(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, KeyError, ValueError):  # a charset nobody knows: read as far as it goes
        payload = part.get_payload(decode=True)
        return bytes(payload).decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _without(text: str, name: str, address: str) -> str:
    if address:
        text = text.replace(address, ADDRESS)
    return text.replace(name, NAME) if len(name) > 1 else text


def _attached(message: EmailMessage) -> list[Attached]:
    found = []
    for part in message.iter_attachments():
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):  # a mail inside the mail, or several parts
            payload = part.as_bytes()
        if payload:
            name = " ".join((part.get_filename() or "attachment").replace("\\", "/").rsplit("/", 1)[-1].split())
            found.append(Attached(name[-120:], part.get_content_type()[:80], payload))
    return found
