"""Every page of a matter: open to its officer, and closed in the right way to everybody else."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.world import World, at

from dingxin.desk.tests.browsers import english
from dingxin.desk.tests.matters import LEADS, addresses

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Answered and confirmed, with a proposal to close that waits."""
    return at("closing")


def statuses(client: Client, pages: dict[str, str]) -> dict[str, int]:
    return {name: client.get(url).status_code for name, url in pages.items()}


def test_the_officer_reads_all_but_the_leaders_pages(world: World) -> None:
    got = statuses(english(world.cast, "song"), addresses(world))
    assert {name for name, status in got.items() if status == 200} == set(got) - LEADS
    assert {got[name] for name in LEADS} == {403}


def test_the_leader_reads_all(world: World) -> None:
    assert set(statuses(english(world.cast, "helan"), addresses(world)).values()) == {200}


@pytest.mark.parametrize(("who", "status"), [("luoyi", 404), ("azi", 404), ("guli", 404), ("ding", 403)])
def test_strangers_and_those_recused_find_nothing_and_a_clerk_reads_nothing(world: World, who: str, status: int) -> None:
    pages, client = addresses(world), english(world.cast, who)
    assert set(statuses(client, pages).values()) == {status}
    assert {client.post(url).status_code for name, url in pages.items() if name != "evidence"} == {status}


def test_a_locked_session_is_asked_to_unlock_and_its_words_are_carried(world: World) -> None:
    pages, client = addresses(world), english(world.cast, "song", unlocked=False)
    for url in pages.values():
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("accounts:unlock"))
    answer = client.post(pages["matter-note"], {"text": "half a thought"})
    assert answer.status_code == 423
    assert "half a thought" in answer.content.decode()


def test_nobody_signed_in_sees_nothing(world: World) -> None:
    assert {Client().get(url).status_code for url in addresses(world).values()} == {302}


def test_other_methods_are_refused(world: World) -> None:
    client = english(world.cast, "song")
    assert {client.put(url).status_code for url in addresses(world).values()} == {405}
    assert client.post(addresses(world)["evidence"]).status_code == 405
    assert {client.post(reverse(f"desk:{name}")).status_code for name in ("matters", "remedies")} == {405}


def test_ids_of_nothing_are_not_found(world: World) -> None:
    client, other = english(world.cast, "song"), str(uuid4())
    for name, url in addresses(world).items():
        assert client.get("/".join(other if len(part) == 36 else part for part in url.split("/"))).status_code == 404, name
    assert client.get("/desk/matters/not-an-id/").status_code == 404
    assert client.get(reverse("desk:matter-move", args=[world.matter().pk, "no-such-move"])).status_code == 404
    assert client.get(f"{reverse('desk:matter-new')}?submission=nonsense").status_code == 404
    assert client.get(f"{reverse('desk:matter-new')}?submission={other}").status_code == 404


def test_a_new_matter_and_lists_are_for_readers(world: World) -> None:
    officer, clerk = english(world.cast, "song"), english(world.cast, "ding")
    assert {officer.get(reverse(f"desk:{name}")).status_code for name in ("matters", "matter-new", "remedies")} == {200}
    assert clerk.get(reverse("desk:matter-new")).status_code == 403
    listed = clerk.get(reverse("desk:matters"))
    assert world.said.title not in listed.content.decode()
    assert english(world.cast, "guli").get(reverse("desk:matter-new")).status_code == 403


def test_a_decided_proposal_says_so_and_gives_back_what_was_typed(world: World) -> None:
    pages, client = addresses(world), english(world.cast, "helan")
    assert client.post(pages["proposal-approve"]).status_code == 302
    for act in ("approve", "send-back", "withdraw"):
        answer = client.get(pages[f"proposal-{act}"])
        assert answer.status_code == 409
        assert "it was decided or taken back" in answer.content.decode()
    late = client.post(pages["proposal-send-back"], {"reason": "the list is not signed"})
    assert late.status_code == 409
    assert "the list is not signed" in late.content.decode()


def test_a_move_from_an_older_page_is_not_made_and_gives_back_its_reason(world: World) -> None:
    url = reverse("desk:matter-move", args=[world.matter().pk, "accept"])
    before = world.matter().state
    late = english(world.cast, "song").post(url, {"reason": "written in another tab"})
    assert late.status_code == 409
    text = late.content.decode()
    assert "does not lead on from where this matter stands now" in text
    assert "written in another tab" in text
    assert world.matter().state == before
