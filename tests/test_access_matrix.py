"""Every address of the resolver × everybody × GET and POST, requested with real ids of the team.

``access_matrix.toml`` says what each cell answers; a route without a line fails, and so does a line without a route.
Where nothing may happen, nothing does: a refused POST leaves no entry in the audit but of the session itself. Each answer,
whatever it says, carries the headers of tests/headers.py, and no page names another site.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override
from tests import doors
from tests.cast import CastMember, client_for, half_open_client_for
from tests.headers import faults, third_parties
from tests.world import World, at

from dingxin.audit.models import Entry
from dingxin.casework import actions as work
from dingxin.casework.models import FollowUp
from dingxin.organisation.models import BodyRole, Box, Membership, Stationing
from dingxin.rules.ids import new_id
from dingxin.vault import actions as vaults
from dingxin.vault.models import Inbound, Recusal
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
MATRIX: dict[str, dict[str, str]] = {
    name: line
    for file in (Path(__file__).with_name("access_matrix.toml"), *doors.files("access_matrix.toml"))
    for name, line in tomllib.loads(file.read_text(encoding="utf-8")).items()
}
ACTORS = {  # by column: who, and how they come
    "anon": "", "clerk": "ding", "officer": "zhou", "leader": "helan", "stranger": "luoyi", "recused": "azi",
    "custodian": "luo", "signer": "shen", "admin": "guli", "superior": "tao", "locked": "zhou", "admin_locked": "guli",
    "half": "zhou",
}
IN, SECOND, KEY = "/staff/sign-in/", "/staff/second-factor/", "/staff/unlock/"
OWN = ("session.", "member.")  # kinds of entries that a session makes by itself


@dataclass(frozen=True)
class Route:
    """``name``: room:name as ``reverse`` takes it. ``kwargs``: names of what stands in the address."""

    name: str
    pattern: URLPattern
    kwargs: tuple[str, ...]

    @property
    def room(self) -> str:
        return self.name.partition(":")[0]


def routes(found: URLResolver | None = None, spaces: tuple[str, ...] = ()) -> Iterator[Route]:
    """All of them, once."""
    for one in (found or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from routes(one, (*spaces, one.namespace) if one.namespace else spaces)
        else:
            yield Route(":".join((*spaces, one.name or "")), one, tuple(one.pattern.converters))


ALL = {route.name: route for route in routes()}


def pictured(stationing: Stationing) -> UUID:
    """A public box with a picture."""
    box = stationing.boxes.first()
    Box.objects.filter(pk=box.pk).update(photo=b"a picture")
    return box.pk


def ids(world: World) -> dict[str, dict[str, Any]]:
    """What stands in the address: by the beginning of a route's name, the longest wins."""
    cast = world.cast
    first = vaults.rotate_inbound(current=world["helan"], vault=cast.vault)
    vaults.second_statement(current=world["shen"], request=first)
    waiting = vaults.rotate_inbound(current=world["helan"], vault=cast.vault)
    told = vaults.declare_relation(current=world["song"], unit=cast.units["jiaoyu"], kind="close", text="堂弟在那里。")
    pressed = work.report_interference(
        current=world["helan"], kind="warning", text="有人叫他闭嘴。", matter=world.matter(), unit=cast.units["maizhan-01"])
    asked = FollowUp.objects.create(
        report=pressed, submission=world.submission(), month=1, due=today())
    inbounds = {row.state: row.pk for row in Inbound.objects.filter(vault=cast.vault, unit=None)}
    return {
        "accounts:remove_factor": {"number": 0},
        "desk:submission": {"id": world.first.thread, "file_id": world.file().pk},
        "desk:matter": {"id": world.ids["matter"], "code": "close"},
        "desk:evidence": {"id": world.ids["evidence"]}, "desk:remedy": {"id": world.ids["remedy"]},
        "desk:link": {"id": world.link().pk}, "desk:proposal": {"id": world.proposal().pk},
        "desk:pressed": {"id": pressed.pk, "code": "verify"}, "desk:pressed-asked": {"id": asked.pk},
        "desk:organisation_body": {"id": cast.body.pk},
        "desk:organisation_role": {"id": cast.body.pk, "row_id": BodyRole.objects.get(member__username="gao").pk},
        "desk:organisation_unit": {"id": cast.units["maizhan-01"].pk},
        "desk:organisation_round": {"id": cast.round.pk},
        "desk:organisation_team": {
            "id": cast.team.team.pk, "row_id": Membership.objects.get(member__username="ding").pk},
        "desk:organisation_person": {"id": cast.member("ding").pk},
        "desk:organisation_": {"id": cast.stationing.pk, "language": "en"},
        "desk:keys_": {"id": cast.team.team.pk, "member_id": cast.member("song").pk, "row_id": inbounds["waiting"]},
        "desk:keys_destroy": {"id": cast.team.team.pk, "row_id": inbounds["old"]},
        "desk:keys_waiting": {"id": waiting.pk}, "desk:keys_take_back": {"id": waiting.pk},
        "desk:keys_body": {"id": cast.body.pk}, "desk:keys_certify_body": {
            "id": cast.body.pk, "member_id": cast.member("tian").pk},
        "desk:custody": {"id": world.ids["name_request"]},
        "desk:name": {"id": world.ids["name_request"], "file_id": world.file().pk},
        "desk:contact": {"id": world.ids["contact"]}, "desk:spoken": {"id": world.ids["spoken"]},
        "desk:leave": {"id": world.ids["leave"]},
        "desk:keys_pass_on": {"id": cast.body.pk},
        "desk:keys_keyset": {"id": cast.body.pk}, "desk:keys_custody": {"id": cast.body.pk},
        "desk:keys_relation": {"id": cast.team.team.pk, "row_id": told.pk},
        "desk:keys_recusal_end": {
            "id": cast.team.team.pk, "row_id": Recusal.objects.get(member__username="azi").pk},
        "portal_plain:": {"code": "maizhan", "thread": world.first.thread, "file": world.file().pk, "number": 0},
        "portal:": {"code": "maizhan"}, "portal:box_photo": {"code": "maizhan", "id": pictured(cast.stationing)},
        **{beginning: values for door in doors.brought("matrix_ids").values() for beginning, values in door.ids(world).items()},
    }


def address(route: Route, known: dict[str, dict[str, Any]], **instead: Any) -> str:
    """The path of a route with ids of the team."""
    if not route.kwargs:
        values = {}
    else:
        beginning = max((one for one in known if route.name.startswith(one)), key=len)
        values = {name: {**known[beginning], **instead}[name] for name in route.kwargs}
    with override("en"):
        return reverse(route.name, kwargs=values) + MATRIX.get(route.name, {}).get("query", "").format(
            body=known["desk:organisation_body"]["id"], team=known["desk:organisation_team"]["id"],
            round=known["desk:organisation_round"]["id"],
        )


def clients(world: World) -> dict[str, Client]:
    """A browser for each column."""
    cast, made = world.cast, {}
    for column, username in ACTORS.items():
        if not username:
            made[column] = Client(raise_request_exception=False)
            continue
        person = cast.people[username]
        known = CastMember(
            cast.member(username), person.secrets.passphrase, person.secrets.recovery_code, person.totp_secret
        )
        vars(known)["keys"] = person.current.keys()
        made[column] = half_open_client_for(known) if column == "half" else client_for(
            known, unlocked="locked" not in column
        )
    return made


def word(response: HttpResponse) -> str:
    """The class of an answer as the table writes it."""
    if response.status_code == 200:
        return "ok"
    if response.status_code == 401:
        return "in"
    if response.status_code == 423:
        return "key"
    if response.status_code in (301, 302, 303):
        to = response.headers["Location"]
        return "in" if to.startswith(IN) else "2nd" if to.startswith(SECOND) else "key" if to.startswith(KEY) else "go"
    return str(response.status_code)


def asked(client: Client, method: str, path: str, body: dict[str, str]) -> tuple[HttpResponse, list[str]]:
    """The answer, and the kinds of entries that came of it; then everything is as before."""
    cookies = client.cookies.output()
    kept = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        response = client.post(path, body) if method == "post" else client.get(path)
        if response.streaming:
            b"".join(response.streaming_content)  # type: ignore[arg-type]
        kinds = list(Entry.objects.filter(pk__gt=last).values_list("kind", flat=True))
        transaction.set_rollback(True)
    if client.cookies.output() != cookies:  # signing out takes the cookie; the next address asks again
        client.cookies.clear()
        for name, value in kept.items():
            client.cookies[name] = value
    return response, [kind for kind in kinds if not kind.startswith(OWN)]


def test_each_route_has_its_line_and_each_line_its_route() -> None:
    assert ALL.keys() - MATRIX.keys() == set(), "say in access_matrix.toml what each of these answers to whom"
    assert MATRIX.keys() - ALL.keys() == set(), "no such address any more"


def test_each_line_has_a_word_for_everybody() -> None:
    wrong = {name for name, line in MATRIX.items() for method in ("get", "post")
             if len(line[method].split()) != len(ACTORS)}  # fmt: skip
    assert not wrong


QUICK = ("anon", "recused")
"""The columns of every run; the others are requested in ``./dingxin check``."""


READERS = ("anon", "recused", "leader", "admin", "clerk", "custodian", "signer")
"""Whose pages are read through for addresses of other sites: between them they see every role's."""
HANDS = 12
"""Routes are dealt out to so many tests: one world serves the many routes of a hand."""


def dealt(hand: int) -> list[Route]:
    """Every twelfth route by name, so that all hands take as long."""
    return sorted(ALL.values(), key=lambda route: route.name)[hand::HANDS]


def _differing(hand: int, columns: set[str]) -> list[str]:
    world = at("closing")
    known, browsers = ids(world), clients(world)
    wrong = []
    for route in dealt(hand):
        line, path = MATRIX.get(route.name, {"get": "", "post": ""}), address(route, known)
        for method in ("get", "post"):
            wanted = dict(zip(ACTORS, line[method].split(), strict=False))
            for column in columns:
                answer, entries = asked(browsers[column], method, path, {})
                should = wanted.get(column)
                if word(answer) != should:
                    wrong.append(f"{method} {route.name} {column}: {word(answer)}, not {should}")
                written = [kind for kind in entries if not kind.endswith("opened")]  # a refusal shows the page again
                if written and word(answer) not in ("ok", "go"):
                    wrong.append(f"{method} {route.name} {column}: {word(answer)}, and yet {written}")
                odd = faults(answer, route.name) + (third_parties(answer) if column in READERS else [])
                wrong += [f"{method} {route.name} {column}: {word(answer)}, {fault}" for fault in odd]
    return wrong


@pytest.mark.parametrize("hand", range(HANDS))
def test_everybody_meets_what_the_table_says(hand: int) -> None:
    wrong = _differing(hand, set(QUICK))
    assert not wrong, "\n".join(wrong)


@pytest.mark.postgres
def test_every_page_opens_for_somebody() -> None:
    """The first who gets it. On SQLite the whole table is requested; here every page is made once."""
    world = at("closing")
    known, browsers, opened, wrong = ids(world), clients(world), 0, []
    for name, route in ALL.items():
        column = next((one for one, should in zip(ACTORS, MATRIX[name]["get"].split(), strict=True) if should == "ok"), None)
        if column is not None:
            opened += 1
            answer, _ = asked(browsers[column], "get", address(route, known), {})
            if word(answer) != "ok":
                wrong.append(f"{name} {column}: {word(answer)}")
    assert not wrong
    assert opened > 150


@pytest.mark.slow
@pytest.mark.parametrize("hand", range(HANDS))
def test_the_others_meet_it_too(hand: int) -> None:
    wrong = _differing(hand, set(ACTORS) - set(QUICK))
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_what_is_not_theirs_looks_like_what_is_not_there() -> None:
    """The page for a stranger's id and for an id that nobody has are the same bytes."""
    world = at("closing")
    known, client = ids(world), clients(world)["stranger"]
    wrong = []
    for route in ALL.values():
        line = MATRIX[route.name]
        for method in ("get", "post"):
            if "id" in route.kwargs and line[method].split()[list(ACTORS).index("stranger")] == "404":
                real, _ = asked(client, method, address(route, known), {})
                other, _ = asked(client, method, address(route, known, id=new_id()), {})
                if _bare(real) != _bare(other):
                    wrong.append(route.name)
    assert not wrong


def _bare(response: HttpResponse) -> bytes:
    token = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|/desk/[^"]*')
    return token.sub(b"", response.content)


LISTS = ("desk:home", "desk:inbox", "desk:matters", "desk:remedies", "desk:keys", "desk:audit", "desk:organisation")


@pytest.mark.parametrize("column", ["recused", "admin", *(
    pytest.param(name, marks=pytest.mark.slow) for name in ("clerk", "stranger", "custodian", "signer", "superior")
)])  # fmt: skip
def test_lists_hold_nothing_that_is_not_theirs(column: str) -> None:
    """Neither ids nor titles nor counts of what a member may not know of."""
    world = at("closing")
    known, client = ids(world), clients(world)[column]
    hidden = [str(world.ids["matter"]), str(world.first.thread), str(world.second.thread), *world.said.marks.values()]
    for name in LISTS:
        if column == "admin" and name == "desk:audit":
            continue  # random ids of objects are facts of the audit; words are never in it
        answer, _ = asked(client, "get", address(ALL[name], known), {})
        text = answer.content.decode()
        assert [one for one in hidden if one in text] == [], name


def test_forms_of_another_site_are_refused() -> None:
    """Without the page's own token; the JSON goes by where the browser says it comes from."""
    world = at("closing")
    known, wrong = ids(world), []
    browser = clients(world)["leader"]
    browser.handler.enforce_csrf_checks = True
    for route in ALL.values():
        post = MATRIX[route.name]["post"].split()
        if set(post) == {"405"} or route.name == "accounts:demo" or route.name.startswith(BY_TOKEN):
            continue
        with transaction.atomic():
            answer = browser.post(address(route, known), {}, headers={"Sec-Fetch-Site": "cross-site"})
            transaction.set_rollback(True)
        if answer.status_code != 403:
            wrong.append(f"{route.name}: {answer.status_code}")
    assert not wrong


BY_TOKEN = "intake_transferred_api:"  # no cookie is read there: a token comes with each call, or nothing happens
WITHOUT_DOOR = {  # pages through which somebody comes in, or that say nothing of anybody
    "accounts:sign_in", "accounts:demo", "accounts:second_factor", "accounts:enrol", "accounts:challenge",
    "accounts:recovery", "accounts:sign_out", "web:language", "web:theme",
}


def test_every_staff_view_has_its_door() -> None:
    staff = {name for name in ALL if name.startswith(("accounts:", "desk:", "intake", "web:language", "web:theme"))}
    staff -= {name for name in ALL if name.startswith(BY_TOKEN)}
    bare = {name for name in staff if not hasattr(ALL[name].pattern.callback, "staff_door")}
    assert bare == WITHOUT_DOOR


def test_what_changes_who_works_where_and_what_the_public_reads_asks_for_unlocked_keys() -> None:
    """A browser that locked itself because nobody was there is not the member."""
    open_while_locked = {
        name for name, route in ALL.items() if name.startswith("desk:organisation") and "post" in MATRIX[name]
        and set(MATRIX[name]["post"].split()) != {"405"} and route.pattern.callback.staff_door == "signed_in"
    }
    assert not open_while_locked


def test_an_empty_form_opens_nothing_to_who_is_kept_from_it() -> None:
    world = at("closing")
    browsers, submission = clients(world), reverse("desk:submission", args=[world.first.thread])
    assert browsers["recused"].get(submission).status_code == 404
    browsers["officer"].post(reverse("desk:matter-code", args=[world.ids["matter"]]), {})
    browsers["officer"].post(reverse("desk:submission-work", args=[world.first.thread]), {})
    assert browsers["recused"].get(submission).status_code == 404
