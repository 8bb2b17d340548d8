"""Recusal, thrown at random: whatever a member is kept from must leave no trace on any page they can ask for.

Each example draws units, a relation (declared, derived from where the member comes from, or entered by key), and what
came in about such a unit: read or unread, a matter or none, a repeat, interference, a proposal, one taken off again. It
is told through the real actions by somebody who stays, in a world where other things are in hand as well. Then every
list, search, count and suggestion is asked for as the member, in a world with it and in one without, and the answers
compared byte by byte (but form tokens). Registration numbers have gaps that no recusal can hide (docs/security.md);
what is told here comes last, so that the numbers of the rest are the same in both worlds.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests import cast_vault
from tests.world import World, at, filer

from dingxin.casework import actions as work
from dingxin.casework.codes import Codes
from dingxin.casework.following import follow_recusal
from dingxin.casework.models import Link, Matter, Submission
from dingxin.casework.ticks import drain_signals, register_arrivals
from dingxin.mailbox import actions as mail
from dingxin.organisation import actions as organisation
from dingxin.organisation.models import Unit
from dingxin.vault import actions as vaults

pytestmark = pytest.mark.django_db(transaction=False)

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|name="form" value="[0-9a-f]{32}"')  # new on every page
WORDS = "麦地的补贴没有发"


@dataclass(frozen=True)
class Told:
    """One thing that came in. ``unit``: which of the drawn units it is about, below the closed one."""

    unit: int
    read: bool
    into: str  # nothing, matter, visible: joined to a matter in hand and taken off again
    repeat: bool
    pressed: bool
    proposed: bool


@dataclass(frozen=True)
class Example:
    """``parents``: for each drawn unit, which of the earlier ones it is below. ``closed``: the unit of the relation."""

    parents: tuple[int, ...]
    closed: int
    member: str
    how: str
    told: tuple[Told, ...]


@st.composite
def examples(draw: st.DrawFn, most: int = 2) -> Example:
    count = draw(st.integers(1, 4))
    parents = tuple(draw(st.integers(-1, at - 1)) for at in range(count))
    closed = draw(st.integers(0, count - 1))
    below = [at for at in range(count) if _within(parents, at, closed)]
    told = st.builds(
        Told, st.sampled_from(below), st.booleans(), st.sampled_from(["nothing", "matter", "visible"]), st.booleans(),
        st.booleans(), st.booleans(),
    )
    return Example(
        parents, closed, draw(st.sampled_from(["song", "helan", "zhou"])),
        draw(st.sampled_from(["declared", "derived", "entered"])),
        tuple(draw(st.lists(told, min_size=1, max_size=most))),
    )


def _within(parents: tuple[int, ...], one: int, root: int) -> bool:
    while one != -1:
        if one == root:
            return True
        one = parents[one]
    return False


def _units(world: World, example: Example) -> list[Unit]:
    made: list[Unit] = []
    for number, parent in enumerate(example.parents):
        above = world.cast.units["wanghe"] if parent == -1 else made[parent]
        made.append(organisation.create_unit(current=world["guli"], code=f"u{number}", name=f"单位{number}", parent=above))
    return made


def _close(world: World, example: Example, unit: Unit) -> None:
    member, other = example.member, _stays(example)
    if example.how == "declared":
        vaults.declare_relation(current=world[member], unit=unit, kind="close", text="有亲戚在那里。")
    elif example.how == "derived":
        organisation.set_home_unit(current=world["guli"], member=world.cast.member(member), unit=unit)
    else:
        vault, current = world.cast.vault, world[other]
        vaults.recuse(
            current=current, vault=vault, member=world.cast.member(member), unit=unit,
            move=lambda: follow_recusal(current, vault.pk, unit=unit),
        )


def _stays(example: Example) -> str:
    return "zhou" if example.member != "zhou" else "song"


def _tell(world: World, example: Example, units: list[Unit]) -> list[UUID]:
    """What came in about the closed unit, and what somebody who stays made of it; ids of all of it."""
    found: list[UUID] = []
    stays = _stays(example)
    in_hand = world.matter()
    for told in example.told:
        one = filer(world.cast.team.team, world.cast.stationing.pk, what=WORDS, level="anonymous")
        mail.accept(filing=one.filing)
        register_arrivals()
        found.append(one.thread)
        row = Submission.objects.get(pk=one.thread)
        unit = units[told.unit]
        work.open_submission(current=world[stays], submission=row)
        if told.read or told.into != "nothing":
            codes = Codes("report", "benefits.farm", None, unit.pk)
            work.read_submission(current=world[stays], submission=row, codes=codes, interference=told.pressed)
        else:
            Submission.objects.filter(pk=row.pk).update(unit=unit)  # as one that came to the unit's own inbound
        if told.repeat:
            earlier = Submission.objects.get(pk=world.second.thread)
            work.mark_repeat(current=world[stays], submission=row, first=earlier, by="words")
        row.refresh_from_db()
        if told.into == "matter":
            made = work.make_matter(current=world[stays], title=WORDS, submissions=[row])
            found.append(made.pk)
            if told.proposed:
                work.make_move(current=world[stays], matter=made, move="keep_pending", reason="等审计。", arguments=_later())
        elif told.into == "visible" and in_hand.state != "closed" and example.how != "entered":  # by key it stays apart
            link = Link.objects.filter(matter=in_hand, ended_on__isnull=True).count()
            work.link_submission(current=world[stays], matter=in_hand, submission=row)
            assert Link.objects.filter(matter=in_hand, ended_on__isnull=True).count() == link + 1
            made_link = Link.objects.get(matter=in_hand, submission=row)
            work.unlink_submission(current=world[stays], link=made_link, reason="不是一件事。")
        if told.pressed:
            one.give("interference", "warning")
            drain_signals()
    return found


def _later():  # type: ignore[no-untyped-def]
    from datetime import timedelta

    from dingxin.casework.arguments import Arguments
    from dingxin.web.days import today

    return Arguments(review_date=today() + timedelta(days=30))


def _addresses(world: World, unit: Unit, *, every: bool = True) -> list[str]:
    """Every list, count, search, suggestion and the pages beside which something could be named."""
    seen, matter = world.second.thread, world.ids["matter"]
    team = world.cast.team.team.pk
    searches = [f"?unit={unit.code}"]
    queries = ["", "?state=read", "?interference=on", "?repeat=repeat", *searches]
    if every:
        queries += ["?state=registered", "?state=linked", "?news=on", "?repeat=first", "?late=on"]
    return [
        "/desk/", *(f"/desk/inbox/{query}" for query in queries),
        *(f"/desk/matters/{query}" for query in ("", "?interference=on", "?overlay=pending", *searches)),
        *(f"/desk/audit/{query}" for query in (["", "?kind=submission", "?kind=matter"] if every else [""])),
        "/desk/remedies/", "/desk/keys/", "/desk/interference/",
        f"/desk/submissions/{seen}/", f"/desk/matters/{matter}/", f"/desk/keys/team/{team}/recusals/",
        f"/desk/keys/team/{team}/inbounds/", "/desk/organisation/",
    ]


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _answers(client: Client, addresses: list[str], seen: UUID) -> dict[str, tuple[int, bytes]]:
    """Each in a world of its own, so that what asking leaves in the audit is not asked about next."""
    found = {}
    for address in addresses:
        with _undone():
            answer = client.get(address)
            found[address] = answer.status_code, TOKEN.sub(b"", answer.content)
    with _undone():  # opened: the form with the matters it might belong to, and the neighbours
        answer = client.post(f"/desk/submissions/{seen}/")
        found["opened"] = answer.status_code, TOKEN.sub(b"", answer.content)
    return found


def leaks(example: Example, *, every: bool = True) -> list[str]:
    """Addresses that tell the member of what they are kept from; the whole example is undone again."""
    world = _WORLD[0]
    with _undone():
        units = _units(world, example)
        _close(world, example, units[example.closed])
        client = cast_vault.client_of(world.cast, example.member)
        addresses = _addresses(world, units[example.closed], every=every)
        without = _answers(client, addresses, world.second.thread)
        with _undone():
            hidden = _tell(world, example, units)
            with_it = _answers(client, addresses, world.second.thread)
            doors = [f"/desk/{kind}/{one}/" for one in hidden for kind in ("submissions", "matters")]
            open_doors = [door for door in doors if client.get(door).status_code != 404]
    return [address for address in without if without[address] != with_it[address]] + open_doors


_WORLD: list[World] = []


@pytest.fixture
def world(db: None) -> Iterator[None]:
    """One world for all examples: what they read does not depend on the unit from which azi is recused in it."""
    made = at("closing")
    Matter.objects.filter(pk=made.ids["matter"]).update(about_team=False)
    _WORLD.append(made)
    yield
    _WORLD.clear()


WHOLE = [Phase.explicit, Phase.generate]  # an example takes a second: shrinking one would take minutes
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=3, deadline=None, phases=WHOLE, derandomize=True, suppress_health_check=QUIET)
@given(example=examples())
def test_nothing_tells_of_what_a_member_is_kept_from(world: None, example: Example) -> None:
    assert leaks(example, every=False) == []


@pytest.mark.slow
@settings(max_examples=4, deadline=None, phases=WHOLE, suppress_health_check=QUIET)
@given(example=examples(most=4))
def test_nothing_tells_of_it_in_many_more_worlds(world: None, example: Example) -> None:
    assert leaks(example) == []


def test_the_comparison_sees_a_leak(world: None) -> None:
    """The same without any relation: it is there, on more than one page."""
    example = Example((-1,), 0, "song", "declared", (Told(0, True, "matter", False, True, False),))
    world_ = _WORLD[0]
    with _undone():
        units = _units(world_, example)
        client = cast_vault.client_of(world_.cast, "song")
        addresses = _addresses(world_, units[0])
        without = _answers(client, addresses, world_.second.thread)
        _tell(world_, example, units)
        with_it = _answers(client, addresses, world_.second.thread)
    differing = {address for address in addresses if without[address] != with_it[address]}
    assert {"/desk/", "/desk/inbox/", "/desk/matters/", "/desk/inbox/?unit=u0"} <= differing
