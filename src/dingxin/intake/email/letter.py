"""One email as it came: what it says, who it says it is from, what is attached. Pure; nothing is kept.

RFC 5322 and MIME as Python's ``email`` package reads them. What is broken in a message is read as far as it goes; what is
made to keep a reader busy (fields without end, parts in parts) is not read at all, and lies whole beside its empty words.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr, parsedate_to_datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

from django.conf import settings

FIELD_MOST, FIELDS_MOST = 4 * 1024, 128 * 1024  # bytes of one header field that is parsed here, and of all of them
PARTS_MOST = 2_000
NESTED_MOST = 100  # parts that hold parts
HTML_MOST = 400_000  # characters that are looked through for words
TEXT_MOST = 20_000  # characters of the words; the whole message is sealed beside them anyway
NAME, ADDRESS = "［姓名］", "［邮箱］"  # the framed word that a moved name leaves (6-screens, Rules of the look, 7)
BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote", "table"})
SILENT = frozenset({"script", "style", "head", "title"})
PERSONAL = frozenset({
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "application/pgp-keys",
    "application/ms-tnef", "text/vcard", "text/x-vcard", "text/directory", "message/rfc822",
})
"""What a mail program adds by itself and what says who wrote: signatures with a certificate, cards; and mails in the mail."""
_FIELD = re.compile(rb"^(?:from|subject|date|content-[a-z-]+)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_NESTING = re.compile(rb"multipart/|message/rfc822", re.IGNORECASE)
_SECTION = re.compile(r"<!\[[^>]*>?")  # of Word, or of nothing: html.parser stops at those it does not know
_AS_IT_CAME = policy.default.clone(refold_source="none")


@dataclass(frozen=True, repr=False)
class Attached:
    """One attachment. ``name`` at most 120 characters, without folders. ``person``: by its kind it says who wrote."""

    name: str
    media_type: str
    content: bytes
    person: bool = False


@dataclass(frozen=True, repr=False)
class Mail:
    """``text``: subject and words, with the sender's own name and address taken out. ``cut``: longer than TEXT_MOST.

    ``written_on``: what its Date says, None where it says none. ``report``: made by a machine about another mail.
    ``unread``: made so that reading it would not end; nothing of it is in ``text``.
    """

    text: str
    name: str
    address: str
    written_on: date | None
    attached: tuple[Attached, ...] = field(default=())
    cut: bool = False
    report: bool = False
    unread: bool = False


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
    try:
        if _endless(raw):
            return _UNREAD
        return _read(raw)
    except Exception:  # whatever the package meets in what a stranger wrote, also a recursion that does not end
        return _UNREAD


_UNREAD = Mail("", "", "", None, cut=True, unread=True)


def _endless(raw: bytes) -> bool:
    """Whether it is made to be slow: the package takes the square of a field's length and of the parts within parts, and
    each part costs."""
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if lines.count(b"\n--") > PARTS_MOST or len(_NESTING.findall(lines)) > NESTED_MOST:
        return True
    total = 0
    for found in _FIELD.finditer(lines):
        length = found.end() - found.start()
        total += length
        if length > FIELD_MOST or total > FIELDS_MOST:
            return True
    return False


def _read(raw: bytes) -> Mail:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    name, address = _sender(message)
    body, cut = _body(message)
    text = _without("\n\n".join(part for part in (_header(message, "Subject"), body) if part), name, address)
    return Mail(
        text[:TEXT_MOST], name, address, _day(message), tuple(_attached(message)), cut or len(text) > TEXT_MOST,
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


def _body(message: EmailMessage) -> tuple[str, bool]:
    """(the words, whether some of them were left out)."""
    try:
        part = message.get_body(preferencelist=("plain", "html"))
    except (KeyError, AttributeError):
        part = None
    if part is None:
        return "", False
    text, cut = _decoded(part), False
    if part.get_content_subtype() == "html":
        cut = len(text) > HTML_MOST
        words = _Words()
        try:
            words.feed(_SECTION.sub("", text[:HTML_MOST]))
        except AssertionError:  # html.parser's word for a declaration that is none
            cut = True
        text = "".join(words.found)
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\x00", "").split("\n")]
    return "\n".join(line for at, line in enumerate(lines) if line or (at and lines[at - 1])).strip(), cut


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
            payload = part.as_bytes(policy=_AS_IT_CAME)  # fields are not folded anew: that would parse them all
        if payload:
            name = " ".join((part.get_filename() or "attachment").replace("\\", "/").rsplit("/", 1)[-1].split())
            kind = part.get_content_type()
            found.append(Attached(name[-120:], kind[:80], payload, kind in PERSONAL or kind.startswith("multipart/")))
    return found
