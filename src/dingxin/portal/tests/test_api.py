"""The JSON of the sealing page: shapes, refusals, sizes."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast_mailbox import FAST, Cast, Person, b64, filed, later, person

from dingxin.ledger.public import promise_key
from dingxin.mailbox.actions import NewFile
from dingxin.mailbox.jsonfields import unb64
from dingxin.mailbox.models import FilePart, Message, Receipt, Signal, Thread
from dingxin.mailbox.texts import FromPerson, from_person
from dingxin.rules.ids import new_id
from dingxin.sealing.age import seal_text
from dingxin.sealing.primitives import random_bytes, sha256
from dingxin.sealing.receipts import derive_receipt, new_digits, seal_cs
from dingxin.sealing.statements import BodyKeyset, RecipientStatement
from dingxin.tlog.promise import Promise, check_promise

POSTS = ["/api/submit", "/api/lookup", "/api/word", "/api/message", "/api/receipt"]


def submission(someone: Person, **changes: Any) -> dict[str, Any]:
    filing, entry = someone.filing, someone.filing.entry
    return {
        "v": 1, "code": "maizhan", "thread": filing.thread.hex, "vault": filing.vault.hex, "epoch": filing.epoch,
        "head": b64(filing.head), "words": b64(filing.words), "identity": b64(filing.identity),
        "share_b": b64(filing.share_b), "answer_recipient": filing.answer_recipient,
        "verify_key": b64(filing.verify_key or b""), "shows": filing.shows, "lookup": b64(filing.lookup or b""),
        "w": b64(filing.W or b""), "files": [
            {"id": f.id.hex, "of": f.of, "manifest": b64(f.manifest), "held_by_identity": f.held_by_identity}
            for f in filing.files
        ],
        "entry": {
            "commitment": b64(entry.commitment), "detail": b64(entry.detail), "salt_d": b64(entry.salt_d),
            "salt_t": b64(entry.salt_t), "scope": entry.scope, "period": entry.period,
        },
    } | changes


def post(client: Client, address: str, body: Any, **headers: str) -> Any:
    return client.post(address, json.dumps(body), content_type="application/json", headers=headers)


def test_the_inlet_says_all_that_sealing_needs(client: Client, made: Cast) -> None:
    found = client.get("/api/inlet/maizhan.json").json()
    assert found["receiving"] is True
    assert len(unb64(found["salt"])) == 16
    assert unb64(found["log"]["key"]) == promise_key()
    own, above = found["inlets"]
    assert (own["about_team"], above["about_team"]) == (False, True)
    statement = RecipientStatement.parse(unb64(own["statement"]))
    assert statement.inbound == made.team.inbound.recipient
    assert BodyKeyset.parse(unb64(own["keyset"])).fingerprint == own["fingerprint"]
    assert len(unb64(own["signatures"])) == 2 * 96
    assert set(found["texts"]) == {"zh-hans", "en", "ug"}


def test_an_unknown_or_prepared_stationing_has_no_inlet(client: Client, made: Cast) -> None:
    assert client.get("/api/inlet/unknown.json").status_code == 404
    type(made.stationing).objects.update(state="preparing")
    assert client.get("/api/inlet/maizhan.json").status_code == 404


def test_submitted_once_however_often(client: Client, made: Cast) -> None:
    someone = person(made)
    one, two = (post(client, "/api/submit", submission(someone)) for _ in range(2))
    assert one.status_code == 200, one.content
    assert one.json() == two.json()
    found = one.json()
    promise = Promise(
        unb64(found["commitment"]), *(type(later(0)).fromisoformat(found[name]) for name in ("day", "publish_by"))
    )
    check_promise(promise_key(), promise, unb64(found["promise"]))
    assert Thread.objects.count() == 1


@pytest.mark.parametrize(("changes", "status", "field"), [
    ({"v": 2}, 400, "v"), ({"v": "1"}, 400, "v"), ({"v": True}, 400, "v"), ({"code": "unknown"}, 400, "code"),
    ({"code": None}, 400, "code"),
    ({"code": "\ud800"}, 400, "code"), ({"thread": "x"}, 400, "thread"), ({"thread": "A" * 32}, 400, "thread"),
    ({"epoch": -1}, 400, "epoch"), ({"epoch": 1.0}, 400, "epoch"), ({"head": "!"}, 400, "head"), ({"head": 5}, 400, "head"),
    ({"words": "AB"}, 400, "words"), ({"words": "A" * 300_000}, 413, "words"), ({"lookup": "AAAA"}, 400, "lookup"),
    ({"shows": "all"}, 400, "shows"), ({"files": {}}, 400, "files"), ({"files": [1]}, 400, "files"),
    ({"files": [{}] * 30}, 413, "files"), ({"entry": None}, 400, "entry"), ({"entry": []}, 400, "entry"),
    ({"extra": 1}, 400, "extra"), ({"answer_recipient": "age1\0"}, 400, "answer_recipient"), ({"epoch": 8}, 409, ""),
])
@pytest.mark.parametrize("language", ["en", "zh-hans", "ug"])
def test_what_does_not_fit_names_its_field(
    client: Client, made: Cast, changes: dict[str, Any], status: int, field: str, language: str
) -> None:
    response = post(client, "/api/submit", submission(person(made)) | changes, **{"accept-language": language})
    assert response.status_code == status
    assert (response.json()["field"], bool(response.json()["message"])) == (field, True)
    assert not Thread.objects.exists()


def test_other_words_under_the_same_id(client: Client, made: Cast) -> None:
    someone = filed(made)
    wrong = submission(someone, words=b64(random_bytes(len(someone.filing.words))))
    assert post(client, "/api/submit", wrong).json()["error"] == "differs"


def test_after_the_last_day_only_what_was_taken_is_confirmed(client: Client, made: Cast) -> None:
    someone = filed(made)
    type(made.stationing).objects.update(intake_until=later(-1), starts=later(-8))
    assert post(client, "/api/submit", submission(someone)).status_code == 200
    assert post(client, "/api/submit", submission(person(made))).status_code == 409


def test_the_hours_budget(client: Client, made: Cast, settings) -> None:
    settings.MAILBOX_PER_HOUR = 0
    response = post(client, "/api/submit", submission(person(made)))
    assert (response.status_code, response.json()["error"]) == (503, "busy")
    assert response["Retry-After"]


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
])
def test_another_site_is_refused(client: Client, made: Cast, address: str, headers: dict[str, str]) -> None:
    assert post(client, address, {}, **headers).json()["error"] == "origin"


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}])
def test_our_own_page_is_not(client: Client, made: Cast, headers: dict[str, str]) -> None:
    assert post(client, "/api/submit", submission(person(made)), **headers).status_code == 200


@pytest.mark.parametrize("address", POSTS)
def test_wrong_methods_and_bodies(client: Client, made: Cast, address: str) -> None:
    assert client.get(address).status_code == 405
    assert client.put(address).status_code == 405
    bodies = [b"", b"[", b"[]", b"1", b'"x"', b"{}", b'{"v":1}', b"\xff\xfe", b'{"v":1,"v":2}', b"[" * 20_000]
    for body in bodies:
        assert 400 <= client.post(address, body, content_type="application/json").status_code < 500
    assert 400 <= client.post(address, {"v": "1"}).status_code < 500
    assert client.post(address, b"x" * (2 * 1024 * 1024), content_type="application/json").status_code == 413
    assert not Thread.objects.exists()


def test_no_cookie_is_set(client: Client, made: Cast) -> None:
    for response in (
        client.get("/api/inlet/maizhan.json"), post(client, "/api/submit", submission(person(made))),
        client.post("/api/lookup", random_bytes(32), content_type="application/octet-stream"),
    ):
        assert not response.cookies


# Look-ups


def look(client: Client, body: bytes) -> Any:
    return client.post("/api/lookup", body, content_type="application/octet-stream")


def test_a_look_up_is_64_kib_whatever_there_is(client: Client, made: Cast) -> None:
    known, closed = filed(made), filed(made)
    Receipt.objects.filter(thread_id=closed.thread).update(state="closed", box=None)
    seen = set()
    for lookup in (known.lookup, closed.lookup, random_bytes(32), known.lookup + bytes(4)):
        with CaptureQueriesContext(connection) as queries:
            response = look(client, lookup)
        seen.add((response.status_code, len(response.content), len(queries), tuple(sorted(response.headers))))
    assert len(seen) == 1
    assert len(response.content) == 64 * 1024


@pytest.mark.parametrize("size", [0, 1, 31, 33, 35, 37])
def test_a_malformed_look_up(client: Client, made: Cast, size: int) -> None:
    assert look(client, bytes(size)).status_code in (400, 413)


# Files


def test_parts_go_on_where_the_line_broke(client: Client, made: Cast) -> None:
    file = NewFile(id=new_id(), of=4, manifest=bytes(2089))
    someone = person(made)
    sent = replace(someone, filing=replace(someone.filing, files=(file,)))
    assert post(client, "/api/submit", submission(sent)).status_code == 200
    address = f"/api/file/{someone.thread.hex}/{file.id.hex}"
    part = random_bytes(256 * 1024 + 41)
    for _ in range(2):
        assert client.put(f"{address}/1", part, content_type="application/octet-stream").status_code == 204
    assert client.get(address).json() == {"v": 1, "of": 4, "have": [1]}
    assert client.put(f"{address}/1", bytes(len(part)), content_type="application/octet-stream").status_code == 409
    assert client.put(f"{address}/9", part, content_type="application/octet-stream").status_code == 400
    assert client.put(f"{address}/0", part + b"x", content_type="application/octet-stream").status_code == 413
    assert client.put(f"{address}/0", b"", content_type="application/octet-stream").status_code == 400
    assert client.get(f"/api/file/{new_id().hex}/{file.id.hex}").status_code == 410
    assert client.post(address).status_code == 405
    assert client.get(f"{address}/0").status_code == 405
    assert FilePart.objects.count() == 1


# Words, messages, receipts


def signed(someone: Person, purpose: str, word: str, **more: Any) -> dict[str, Any]:
    statement, signature = someone.word(purpose, word)
    return {"v": 1, "lookup": b64(someone.lookup), "statement": b64(statement), "signature": b64(signature), **more}


def sealed(made: Cast, someone: Person, text: str) -> dict[str, Any]:
    body = seal_text(made.team.inbound.recipient, from_person(someone.thread, FromPerson(text)))
    return {"vault": made.team.vault.hex, "epoch": 1, "body": b64(body)}


def test_a_word(client: Client, made: Cast) -> None:
    someone = filed(made)
    text = sealed(made, someone, "the foreman")
    word = f"threat {sha256(unb64(text['body'])).hex()}"
    assert post(client, "/api/word", signed(someone, "interference", word, text=text)).json() == {"v": 1}
    assert Signal.objects.get().how == "own_receipt"
    assert post(client, "/api/word", signed(someone, "interference", "threat", text=text)).status_code == 400
    assert post(client, "/api/word", signed(someone, "confirm", "confirm")).json()["error"] == "other"
    forged = signed(someone, "withdraw", "withdraw") | {"signature": b64(bytes(64))}
    assert post(client, "/api/word", forged).status_code == 403
    stranger = signed(someone, "withdraw", "withdraw") | {"lookup": b64(random_bytes(32))}
    assert post(client, "/api/word", stranger).status_code == 410


def test_a_message(client: Client, made: Cast) -> None:
    someone = filed(made)
    text = sealed(made, someone, "one more thing")
    sent = signed(someone, "message", sha256(unb64(text["body"])).hex(), text=text)
    for _ in range(2):
        assert post(client, "/api/message", sent).json() == {"v": 1}
    assert Message.objects.count() == 1
    assert post(client, "/api/message", sent | {"text": None}).status_code == 400
    assert post(client, "/api/message", sent | {"text": text | {"more": 1}}).status_code == 400


def test_the_receipts_own_acts(client: Client, made: Cast) -> None:
    someone = filed(made)
    derived = derive_receipt(new_digits(), bytes(16), FAST)
    W = seal_cs(derived.wrap, someone.cs)
    change = signed(
        someone, "change", sha256(derived.lookup, W).hex(), act="change", new_lookup=b64(derived.lookup), new_w=b64(W)
    )
    assert post(client, "/api/receipt", change).json() == {"v": 1}
    someone = replace(someone, lookup=derived.lookup)
    assert post(client, "/api/receipt", signed(someone, "delete", "1", act="delete", number=1)).status_code == 400
    assert post(client, "/api/receipt", signed(someone, "narrow", "state", act="narrow")).json() == {"v": 1}
    assert post(client, "/api/receipt", signed(someone, "close", "close", act="open")).status_code == 400
    assert post(client, "/api/receipt", signed(someone, "close", "close", act="close")).json() == {"v": 1}
    assert post(client, "/api/receipt", signed(someone, "close", "close", act="close")).status_code == 410


# The static page


def test_the_sealing_page_is_a_file_under_its_own_policy(client: Client, made: Cast, tmp_path, monkeypatch) -> None:
    from dingxin.portal.views import seal

    monkeypatch.setattr(seal, "BUILT", tmp_path / "seal.html")
    seal.built.cache_clear()
    assert client.get("/seal/", follow=True).status_code == 404
    (tmp_path / "seal.html").write_bytes(b"<!doctype html><title>-</title>")
    seal.built.cache_clear()
    one, two = client.get("/seal/"), client.get("/seal/", headers={"accept-language": "ug", "cookie": "dxl=ug"})
    seal.built.cache_clear()
    assert one.content == two.content == b"<!doctype html><title>-</title>"
    policy = one["Content-Security-Policy"]
    assert policy == seal.POLICY
    assert "unsafe" not in policy
    assert "wasm" not in policy
    assert not one.cookies
    assert client.post("/seal/").status_code == 405


def test_the_pages_stay_what_they_were_when_the_server_started(tmp_path, monkeypatch) -> None:
    """They name the hashes of static files that were laid out at that start: a later upgrade must not come between."""
    from dingxin.portal.views import seal

    monkeypatch.setattr(seal, "BUILT", tmp_path / "seal.html")
    for name in seal.NAMES:
        (tmp_path / name).write_bytes(b"at the start")
    seal.built.cache_clear()
    apps.get_app_config("portal").ready()
    for name in seal.NAMES:
        (tmp_path / name).write_bytes(b"of an upgrade")
        assert seal.built(name) == b"at the start"
    seal.built.cache_clear()
