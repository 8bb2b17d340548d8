"""Marked words through every door, and the search for them: used by test_sentinel, here and in a process of its own.

``python -m tests.sentinel FOLDER`` does it all on a database file in FOLDER with the production logging at DEBUG, looks
through every file there while the work goes on and after it, and prints what it found as JSON.
"""

import argparse
import base64
import gzip
import html
import io
import json
import logging
import os
import re
import sys
import tempfile
import threading
import time
import urllib.parse
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    FOLDER = Path(sys.argv[1])
    os.environ["DJANGO_SETTINGS_MODULE"], os.environ["DINGXIN_DATABASE"] = "dingxin.config.settings_test", "sqlite"
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = str(FOLDER / "data" / "live.sqlite3")
    settings.KEYS_FOLDER = FOLDER / "keys"
    settings.DEBUG = False
    django.setup()

import time_machine
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests import doors
from tests.cast_vault import client_of
from tests.world import World, at

from dingxin.intake.register import command, options
from dingxin.mailbox.inlets import refresh
from dingxin.rules.clock import now
from dingxin.vault import actions as vaults

# How a text may lie about.


def forms_of(text: str) -> Iterator[tuple[str, bytes]]:
    """(how, bytes) of every way in which these words would give themselves away."""
    raw = text.encode()
    yield "utf-8", raw
    yield "utf-16-le", text.encode("utf-16-le")
    yield "utf-16-be", text.encode("utf-16-be")
    yield "gb18030", text.encode("gb18030")
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + raw)
        inner = whole[(0, 2, 3)[shift] : (len(raw) + shift) // 3 * 4]
        yield f"base64+{shift}", inner
        yield f"base64url+{shift}", inner.replace(b"+", b"-").replace(b"/", b"_")
    yield "hex", raw.hex().encode()
    yield "HEX", raw.hex().upper().encode()
    yield "percent", urllib.parse.quote(text, safe="").encode()
    yield "json", json.dumps(text)[1:-1].encode()
    yield "entities", text.encode("ascii", "xmlcharrefreplace")
    yield "escaped", html.escape(text).encode()
    yield "reversed", raw[::-1]


PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]|PK\x03\x04")


def unpacked(data: bytes) -> Iterator[bytes]:
    """What gzip, zlib and zip members inside hold."""
    for found in PACKED.finditer(data):
        at_, kind = found.start(), found.group()
        if kind.startswith(b"PK"):
            name, extra = data[at_ + 26 : at_ + 28], data[at_ + 28 : at_ + 30]
            start = at_ + 30 + int.from_bytes(name, "little") + int.from_bytes(extra, "little")
            attempts = [(start, -15)]
        else:
            attempts = [(at_, 31 if kind.startswith(b"\x1f") else 15)]
        for start, bits in attempts:
            try:
                inner = zlib.decompressobj(bits).decompress(data[start : start + 2_000_000], 8_000_000)
            except zlib.error:
                continue
            if len(inner) > 8:
                yield inner


def search(marks: dict[str, str], data: bytes) -> list[str]:
    """``mark (how)`` for each of these that gives itself away in these bytes, packed or not."""
    layers = [data, *unpacked(data)]
    found = []
    for name, text in marks.items():
        for how, shape in forms_of(text):
            if any(shape in layer for layer in layers):
                found.append(f"{name} ({how})")
    return found


# Through every door.


class Watch:
    """Everything that this process opens for writing, and every file that shows up in the temporary folder."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        self.allowed, self.written, self.seen, self.on = allowed, set[str](), dict[str, bytes](), True
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        sys.addaudithook(self._audit)
        self._thread.start()

    def _audit(self, event: str, given: tuple[Any, ...]) -> None:
        if self.on and event == "open" and isinstance(given[0], str) and isinstance(given[2], int):
            writes = given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if writes and not given[0].startswith(("/dev/", "/proc/", *self.allowed)):
                self.written.add(given[0])

    def _look(self) -> None:
        folder = tempfile.gettempdir()
        known = set(os.listdir(folder))
        while not self._stop.wait(0.003):
            for name in set(os.listdir(folder)) - known:
                path = Path(folder, name)
                if path.is_file():
                    try:
                        self.seen[name] = path.read_bytes()
                    except OSError:
                        self.seen[name] = b""

    def end(self) -> None:
        self.on = False
        self._stop.set()
        self._thread.join()


def portal(world: World, answers: list[str]) -> None:
    """Filing without script, with a file; coming back: a message with a file, interference, a dispute, a withdrawal."""
    said, client, address = world.said, Client(raise_request_exception=False), "/zh-hans/maizhan/report/"
    fields = {
        "about_team": "no", "what": said.form_what, "about": said.form_about, "when": said.form_when, "ongoing": "yes",
        "amount": said.form_amount, "people": said.form_people, "may_contact": "yes", "contact_way": said.form_way,
        "contact_time": said.form_time, "contact_place": said.form_place, "level": "confidential",
        "name": said.form_name, "phone": said.form_phone, "other": said.form_other, "shows": "answers",
    }
    client.post(address, {**fields, "step": "edit"})
    page = client.post(address, {**fields, "step": "check"})
    draft = re.search(r'name="draft" value="([^"]+)"', page.content.decode())
    assert draft, page.status_code
    file = SimpleUploadedFile(f"{said.form_file_name}.txt", said.form_file_text.encode(), "text/plain")
    with time_machine.travel(now() + timedelta(seconds=9)):
        sent = client.post(address, {**fields, "step": "send", "draft": draft[1], "files": file})
    digits = re.search(r"(?:\d{3}[^\d]{0,40}){5}\d{3}", re.sub(r"<[^>]+>", " ", sent.content.decode()))
    answers.append(f"portal send {sent.status_code}")
    assert digits, sent.status_code
    world.said.marks["form_digits"] = re.sub(r"\D", "", digits[0])
    entered = client.post("/zh-hans/return/", {"digits": world.said.marks["form_digits"]})
    for act, more in (
        ("message", {"text": said.form_message}), ("interference", {"kind": "threat", "text": said.form_threat}),
        ("withdraw", {"text": said.form_withdrawal}),
    ):
        visit = re.search(r'name="visit" value="([^"]+)"', entered.content.decode())
        nonce = re.search(r'name="nonce" value="([^"]+)"', entered.content.decode())
        assert visit, (act, entered.status_code)
        assert nonce, (act, entered.status_code)
        files = [SimpleUploadedFile(f"{said.form_later_name}.txt", said.form_later_text.encode(), "text/plain")]
        told = {"visit": visit[1], "nonce": nonce[1], "act": act, **more, **({"files": files} if act == "message" else {})}
        entered = client.post("/zh-hans/return/", told)
        answers.append(f"portal {act} {entered.status_code}")


def counter(world: World, answers: list[str]) -> None:
    """A visit recorded by the clerk, and one form that is refused and shown again."""
    said, client, visit = world.said, client_of(world.cast, "ding"), reverse("intake_visit:record")
    fields = {
        "what": said.visit_what, "about": said.visit_about, "when": said.visit_when, "amount": said.visit_amount,
        "people": said.visit_people, "name": said.visit_name, "phone": said.visit_phone, "other": said.visit_other,
        "contact": said.visit_contact, "level": "confidential", "stationing": str(world.cast.stationing.pk),
        "once": "a" * 32, "language": "zh-hans", "persons": "2",
    }
    answers.append(f"visit refused {client.post(visit, {**fields, 'persons': '-4'}).status_code}")
    page = client.post(visit, fields)
    answers.append(f"visit {page.status_code}")


def desk(world: World, answers: list[str]) -> None:
    """Words and files typed at the desk."""
    said, client = world.said, client_of(world.cast, "song")
    matter, link = world.ids["matter"], world.link("second").pk
    witness = str(world.cast.member("zhou").pk)
    file = SimpleUploadedFile(f"{said.desk_file_name}.txt", said.desk_file_text.encode(), "text/plain")
    for place, fields in (
        (("matter-note", matter), {"text": said.desk_note}),
        (("matter-retitle", matter), {"title": said.desk_title, "subject": said.desk_subject}),
        (("matter-step", matter), {"text": said.desk_step, "method": "site", "on": "2026-01-01"}),
        (("matter-evidence", matter), {"file": file}),
        (("link-message", link), {"text": said.desk_message}),
        (("link-confirmation", link), {
            "word": "confirmed", "how": "at_counter", "witness": witness, "text": said.desk_word}),
        (("matter-move", matter, "act_more"), {"reason": said.desk_move}),
        (("submission-ask", world.first.thread), {
            "purpose": "name", "ground": "verify", "reason": said.desk_ask, "days": "2"}),
        (("matter-contact", matter), {
            "whom": world.second.thread.hex, "purpose": "hear", "way": "meeting", "time": said.met_time,
            "place": said.met_place, "how": said.met_way, "day": "2026-12-01", "why": said.met_why,
            "goes": said.met_goes, "unseen": said.met_unseen, "otherwise": said.met_else}),
        (("contact-ask", world.ids["contact"]), {"by": "they_came"}),
        (("contact-consent", world.ids["contact"]), {
            "time": "agree", "place": "agree", "way": "agree", "how": "at_counter", "witness": witness}),
        (("contact-hold", world.ids["contact"]), {"on": "2026-01-01"}),
        (("contact-record", world.ids["contact"]), {"text": said.met_record}),
        (("matter-spoken", matter), {"kind": "witness", "name": said.met_name, "phone": said.met_phone}),
        (("leave-word", world.ids["leave"]), {"word": "agree", "how": "at_counter", "witness": witness}),
        (("leave-items", world.ids["leave"]), {"name": said.met_item, "account": said.met_account}),
        (("pressed-new",), {"kind": "warning", "text": said.pressed_words}),
        (("relations",), {"unit": "jiaoyu", "kind": "close", "text": said.relation_words}),
    ):
        address = reverse(f"desk:{place[0]}", args=place[1:])
        answers.append(f"desk {place[0]} {client.post(address, fields).status_code}")
    for one in (client, client_of(world.cast, "helan")):
        for name in ("contact", "leave"):
            one.get(reverse(f"desk:{name}", args=[world.ids[name]]))
        for name, *rest in (("matter", matter), ("matters",), ("inbox",), ("home",), ("audit",)):
            one.get(reverse(f"desk:{name}", args=rest))
    custodian, waits = client_of(world.cast, "luo"), world.ids["name_request"]
    custodian.get(reverse("desk:custody-one", args=[waits]))
    turned = custodian.post(
        reverse("desk:custody-approve", args=[waits]),
        {"needed": "on", "lighter": "on", "within": "on", "text": said.desk_turned},
    )
    opened = client_of(world.cast, "zhou").post(reverse("desk:name-open", args=[waits]))
    answers += [f"desk key {turned.status_code}", f"name opened {opened.status_code}"]
    locked = client_of(world.cast, "zhou", unlocked=False)
    kept = locked.post(reverse("desk:matter-note", args=[matter]), {"text": said.desk_carried})
    answers.append(f"desk carried {kept.status_code}")


def register(world: World, folder: Path) -> None:
    """An old register, with one row that goes into the list of what to correct."""
    said = world.said
    head = "登记号,收件日期,渠道,反映人,被反映人,内容摘要,批示,答复日期及方式,联系电话,备注"
    row = ",".join(["1", "2024-03-01", "来信", said.old_name, said.old_subject, said.old_what, said.old_instruction,
                    "2024-04-01", said.old_phone, said.old_more])
    wrong = ",".join(["2", "never", "来信", said.old_name, said.old_subject, said.old_wrong, "", "", "", ""])
    path = folder / "register.csv"
    path.write_text("\n".join([head, row, wrong]), encoding="utf-8")
    parser = argparse.ArgumentParser()
    options.add_arguments(parser)
    out, sys.stdout = sys.stdout, io.StringIO()
    try:
        command.run(parser.parse_args([str(path), "--team", "wanghe/9"]))
        printed = sys.stdout.getvalue()
    finally:
        sys.stdout = out
    assert not search(said.marks, printed.encode()), "the import says aloud what it reads"


def failing(world: World, answers: list[str]) -> None:
    """A view that breaks in the middle, one that is fed too much, one whose token is wrong."""
    from dingxin.mailbox import actions as mail
    from dingxin.portal.views import api

    said, real = world.said, mail.accept

    def broken(**given: object) -> object:
        raise RuntimeError(said.broken)

    mail.accept = broken
    api.actions.accept = broken
    try:
        client = Client(raise_request_exception=False)
        draft = {"step": "send", "what": said.broken_what, "about_team": "no", "level": "anonymous", "shows": "answers"}
        answers.append(f"broken {client.post('/en/maizhan/report/', draft).status_code}")
    finally:
        mail.accept = api.actions.accept = real
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    answers.append(f"no token {client.post('/en/maizhan/report/', {'what': said.refused_what}).status_code}")
    long = {"what": said.long_what + "x" * 300_000}
    answers.append(f"too long {Client().post('/en/maizhan/report/', long).status_code}")
    answers.append(f"query {Client().get('/en/maizhan/?q=' + urllib.parse.quote(said.query)).status_code}")
    answers.append(f"path {Client().get('/en/' + urllib.parse.quote(said.path) + '/').status_code}")


def signed_again(world: World) -> None:
    """A statement under the body's present keyset: see test_sentinel, ``test_who_has_no_script…``."""
    waiting = vaults.rotate_inbound(current=world["helan"], vault=world.cast.vault)
    vaults.second_statement(current=world["shen"], request=waiting)
    refresh()


def everything(folder: Path) -> tuple[World, list[str]]:
    """Plants all of it; the answers of the pages."""
    world, answers = at("closing"), list[str]()
    signed_again(world)
    for door in (portal, counter, desk, *(module.plant for module in doors.brought("sentinel_way").values())):
        door(world, answers)
    register(world, folder)
    failing(world, answers)
    world.said.marks["digits"] = world.first.digits
    for name in ("song", "ding", "luo"):
        secrets = world.cast.people[name].secrets
        world.said.marks |= {f"{name} passphrase": secrets.passphrase, f"{name} recovery": secrets.recovery_code,
                             f"{name} second factor": world.cast.people[name].totp_secret}  # fmt: skip
    return world, answers


def cached() -> bytes:
    """What Django's caches hold, as far as they can be looked into."""
    return b"".join(repr(getattr(cache, "_cache", {})).encode() for cache in caches.all())


def main() -> None:
    for name in ("data", "keys", "tmp", "register"):
        (FOLDER / name).mkdir(exist_ok=True)
    tempfile.tempdir = os.environ["TMPDIR"] = os.environ["SQLITE_TMPDIR"] = str(FOLDER / "tmp")
    log = io.StringIO()
    from django.conf import settings
    from django.core.management import call_command

    handler = logging.StreamHandler(log)
    kind = settings.LOGGING["handlers"]["console"]
    handler.setFormatter(logging.getLogger().handlers[0].formatter)
    for one in logging.getLogger().handlers[0].filters:
        handler.addFilter(one)
    logging.getLogger().addHandler(handler)
    for name in ("", "django", "django.db.backends", "django.request", "dingxin"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    connection.force_debug_cursor = True
    call_command("migrate", verbosity=0)
    watch = Watch((str(FOLDER / "data"), str(FOLDER / "keys"), str(FOLDER / "register")))
    world, answers = everything(FOLDER / "register")
    during = {path.name: search(world.said.marks, path.read_bytes()) for path in (FOLDER / "data").iterdir()}
    watch.end()
    connection.close()
    time.sleep(0.05)
    after = {path.name: search(world.said.marks, path.read_bytes()) for path in (FOLDER / "data").iterdir()}
    keys = {path.name: search(world.said.marks, path.read_bytes()) for path in (FOLDER / "keys").rglob("*") if path.is_file()}
    sys.stdout.write(json.dumps({
        "answers": answers, "kind": kind["class"], "marks": len(world.said.marks), "lines": log.getvalue().count("\n"),
        "found": {
            **{f"file {name}": got for name, got in {**during, **after, **keys}.items()},
            "log": search(world.said.marks, log.getvalue().encode()),
            "temporary": [hit for data in watch.seen.values() for hit in search(world.said.marks, data)],
            "caches": search(world.said.marks, cached()),
        },
        "written": sorted(watch.written),
    }))


SHAPES: list[Callable[[bytes], bytes]] = [
    bytes, gzip.compress, zlib.compress, base64.b64encode, lambda raw: b"x" + raw, lambda raw: raw.hex().encode(),
    lambda raw: base64.b64encode(b"1" + raw), lambda raw: base64.b64encode(b"12" + raw),
    lambda raw: raw.decode().encode("utf-16-le"), lambda raw: urllib.parse.quote(raw.decode()).encode(),
]
"""What the search must see through; test_sentinel tries each."""

if __name__ == "__main__":
    main()
