"""A draft is its writer's alone, survives a closed window, and never goes backwards."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.http import Http404
from django.test import Client
from tests.cast_vault import Cast, client_of, found

from dingxin.audit.models import Entry
from dingxin.intake.drafts import actions, keeping, ticks
from dingxin.intake.drafts.models import Draft
from dingxin.rules.clock import now
from dingxin.rules.ids import new_id

pytestmark = pytest.mark.django_db
WORDS = "他说村里少发了三个月的补贴"
DAY = timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return found()


def keep(client: Client, cast: Cast, id: UUID, turn: int = 1, what: str = WORDS, kind: str = "visit") -> int:
    sent = {"what": what, "dx_draft_turn": str(turn), "stationing": cast.stationing.pk.hex}
    answer = client.post(f"/desk/drafts/{kind}/{id}/keep/", sent, headers={"Accept": "application/json"})
    return int(answer.status_code)


def test_kept_and_opened_by_its_writer_only(cast: Cast) -> None:
    id = new_id()
    assert keep(client_of(cast, "ding"), cast, id) == 200
    row = Draft.objects.get(pk=id)
    assert WORDS.encode() not in bytes(row.body)
    assert keeping.opened(cast["ding"], row)["what"] == [WORDS]
    assert [one.pk for one in keeping.mine(cast["ding"], "visit")] == [id]
    assert keeping.mine(cast["helan"]) == []
    with pytest.raises(Http404):
        keeping.access_draft(cast["helan"], id)
    assert keep(client_of(cast, "helan"), cast, id, 9) == 404
    assert client_of(cast, "helan").post(f"/desk/drafts/{id}/drop/").status_code == 404


def test_drafts_of_one_door_are_told_apart(cast: Cast) -> None:
    first, second, other = new_id(), new_id(), new_id()
    for id, kind in ((first, "visit"), (second, "visit"), (other, "call")):
        assert keep(client_of(cast, "ding"), cast, id, kind=kind) == 200
    assert {one.pk: one.number for one in keeping.mine(cast["ding"])} == {first: 1, second: 2, other: 1}


def test_a_slow_earlier_save_changes_nothing_and_saves_are_no_acts(cast: Cast) -> None:
    id, client = new_id(), client_of(cast, "ding")
    for turn, what in ((1, "一"), (3, "三"), (2, "二")):
        assert keep(client, cast, id, turn, what) == 200
    assert keeping.opened(cast["ding"], Draft.objects.get(pk=id))["what"] == ["三"]
    assert Entry.objects.filter(object=f"draft:{id}").count() == 1
    assert client.post(f"/desk/drafts/{id}/drop/").status_code == 302
    assert not Draft.objects.exists()
    assert list(Entry.objects.filter(object=f"draft:{id}").values_list("kind", flat=True)) == ["draft.begun", "draft.ended"]
    assert actions.end_draft(current=cast["ding"], draft=id, why="filed") is False


def test_refusals(cast: Cast) -> None:
    id = new_id()
    assert keep(client_of(cast, "ding", unlocked=False), cast, id) == 423
    assert keep(Client(), cast, id) == 401
    assert keep(client_of(cast, "ding"), cast, id, what="字" * keeping.MOST) == 413
    assert keep(client_of(cast, "ding"), cast, id, kind="nothing") == 404
    assert client_of(cast, "ding").post(f"/desk/drafts/visit/{id}/keep/", {"stationing": "x"}).status_code == 404
    assert client_of(cast, "ding").get(f"/desk/drafts/visit/{id}/keep/").status_code == 405
    assert not Draft.objects.exists()


def test_what_nobody_goes_on_with_is_forgotten(cast: Cast) -> None:
    keep(client_of(cast, "ding"), cast, new_id())
    with time_machine.travel(now() + DAY * keeping.KEEP_DAYS, tick=False):
        assert ticks.forget_drafts() == 0
    with time_machine.travel(now() + DAY * (keeping.KEEP_DAYS + 2), tick=False):
        assert ticks.forget_drafts() == 1
    assert not Draft.objects.exists()
