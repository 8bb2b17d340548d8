"""What people write and who they are never reaches the database or a log in the clear, on either path."""

import json
import logging
from base64 import b64encode, urlsafe_b64encode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from tests.cast_mailbox import Cast, person

from dingxin.mailbox.models import Message, Thread
from dingxin.portal.tests.conftest import REPORT
from dingxin.portal.tests.test_api import submission

WORD, NAME, PHONE, NOTE = "sentinelwordzq", "sentinelnamezq", "7739991234567", "sentinelnotezq"


def everything() -> bytes:
    """All that the database holds, as it holds it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found += [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row]
    return b"\n".join(found)


def traces(secret: str) -> list[bytes]:
    raw = secret.encode()
    return [raw, raw.hex().encode(), b64encode(raw)[:-4], urlsafe_b64encode(raw)[:-4], raw.decode().encode("utf-16-le")]


@pytest.fixture
def heard() -> list[str]:
    lines: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.getMessage()} {record.exc_text} {record.__dict__}")

    ear = Ear(level=logging.DEBUG)
    root = logging.getLogger("django")
    root.addHandler(ear)
    yield lines
    root.removeHandler(ear)


def test_without_script(client: Client, made: Cast, draft, heard: list[str]) -> None:
    fields = draft(what=f"{WORD} and more", name=NAME, phone=PHONE, contact_way=NOTE, may_contact="yes")
    file = SimpleUploadedFile(f"{NOTE}.txt", WORD.encode() * 50, "text/plain")
    sent = client.post(REPORT, fields | {"files": [file]})
    digits = sent.context["digits"]
    page = client.post("/en/maizhan/return/", {"digits": digits})
    client.post("/en/maizhan/return/", {
        "visit": page.context["token"], "nonce": page.context["nonce"], "act": "message", "text": NOTE,
    })
    client.post(REPORT, fields | {"level": "nonsense"})
    client.post(REPORT, fields | {"what": f"{WORD}\0"})
    assert Thread.objects.count() == 1
    assert Message.objects.count() == 1
    stored, logged = everything(), "\n".join(heard).encode()
    for secret in (WORD, NAME, PHONE, NOTE, digits, fields["draft"][:40]):
        for trace in traces(secret):
            assert trace not in stored
            assert trace not in logged


def test_with_script(client: Client, made: Cast, heard: list[str]) -> None:
    someone = person(made, words=WORD)
    body = submission(someone)
    assert client.post("/api/submit", json.dumps(body), content_type="application/json").status_code == 200
    client.post("/api/submit", json.dumps(body | {"shows": WORD}), content_type="application/json")
    stored, logged = everything(), "\n".join(heard).encode()
    for trace in [*traces(WORD), *traces(someone.digits)]:
        assert trace not in stored
        assert trace not in logged
    assert someone.lookup not in stored  # only its HMAC under the pepper
    assert someone.cs not in stored
    assert (someone.filing.W or b"-") not in stored  # only its box under the pepper


def test_the_search_itself_finds(made: Cast) -> None:
    made.stationing.phone = WORD
    made.stationing.save()
    assert WORD.encode() in everything()
