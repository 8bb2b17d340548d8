"""Two people open a box: nobody alone, nothing silently, nothing that leads from an envelope to a submission."""

import re
import threading
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests.cast_vault import client_of
from tests.world import World, at

from dingxin.audit.models import Entry
from dingxin.casework import actions as work
from dingxin.casework.codes import Codes
from dingxin.casework.models import Submission
from dingxin.intake.box import actions, queries
from dingxin.intake.box.models import BoxOpening
from dingxin.intake.box.tests.one_entry import begun, box_of, counted, differing, envelope, joined
from dingxin.mailbox.models import File, Thread
from dingxin.organisation.refusals import Refused
from dingxin.rules.ids import new_id
from dingxin.vault import actions as vaults
from dingxin.vault.models import Inbound, Wrap
from dingxin.web.days import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return at("founded")


def now(opening: BoxOpening) -> BoxOpening:
    return BoxOpening.objects.get(pk=opening.pk)


def page(name: str, opening: BoxOpening) -> str:
    return reverse(f"intake_box:{name}", args=[opening.pk])


# two people


def test_the_second_is_somebody_else_in_their_own_session(world: World) -> None:
    made = begun(world)
    with pytest.raises(Refused):
        actions.join_opening(current=world["ding"], opening=made)
    actions.join_opening(current=world["song"], opening=made)
    for late in ("zhou", "song"):
        with pytest.raises(Refused):
            actions.join_opening(current=world[late], opening=made)
    assert (now(made).first.username, now(made).second.username) == ("ding", "song")
    facts = Entry.objects.get(kind="box.opening_joined").facts
    assert all(str(world.cast.member(one).pk) in facts for one in ("ding", "song"))
    assert "宋启明" in Entry.objects.get(kind="box.opening_joined").actor


def test_strangers_recused_and_a_third_have_no_part(world: World) -> None:
    made, cast = joined(world), world.cast
    for stranger in ("luoyi", "guli", "tao"):
        with pytest.raises(Http404):
            actions.join_opening(current=world[stranger], opening=made)
        with pytest.raises(Http404):
            actions.begin_opening(current=world[stranger], box=cast.stationing.boxes.last())
    with pytest.raises(PermissionDenied):
        actions.enter_count(current=world["zhou"], opening=made, count=1)
    with pytest.raises(PermissionDenied):
        envelope(world, counted_again(world, made), by="zhou")
    unit = cast.units["maizhan"]
    vaults.recuse(current=world["helan"], vault=cast.vault, member=cast.member("song"), unit=unit, move=lambda: 0)
    for act in (
        lambda: actions.begin_opening(current=world["song"], box=cast.stationing.boxes.last()),
        lambda: envelope(world, made, by="song"),
        lambda: actions.close_opening(current=world["song"], opening=made),
    ):
        with pytest.raises(Http404):
            act()
    client = client_of(cast, "song")
    text = client.get(reverse("intake_box:home")).content.decode()
    assert "镇卫生院" not in text
    assert client.get(page("opening", made)).status_code == 404


def counted_again(world: World, made: BoxOpening) -> BoxOpening:
    for one in ("ding", "song"):
        actions.enter_count(current=world[one], opening=made, count=1)
    return made


def test_one_opening_of_a_box_at_a_time_and_given_up_only_before_two_stand_there(world: World) -> None:
    made = begun(world)
    with pytest.raises(Refused):
        actions.begin_opening(current=world["zhou"], box=box_of(world))
    actions.give_up_opening(current=world["ding"], opening=made)
    second = joined(world)
    with pytest.raises(Refused):
        actions.give_up_opening(current=world["ding"], opening=second)


# counting


def test_both_count_and_neither_is_shown_the_others_number(world: World) -> None:
    made = joined(world)
    assert actions.enter_count(current=world["ding"], opening=made, count=731) is None
    shown = client_of(world.cast, "song").get(page("opening", made)).content.decode()
    assert '"731"' not in shown
    assert "731" not in re.sub("<[^>]*>", "", shown)  # a random id may hold it
    assert actions.enter_count(current=world["song"], opening=made, count=4) is False
    row = now(made)
    assert (row.state, row.first_count, row.second_count, row.recounts, row.counted) == ("counting", None, None, 1, None)
    actions.enter_count(current=world["song"], opening=made, count=5)
    assert actions.enter_count(current=world["ding"], opening=made, count=5) is True
    row = now(made)
    assert (row.state, row.first_count, row.second_count, row.counted) == ("filing", None, None, 5)
    for count in (5, 6):
        with pytest.raises(Refused):
            actions.enter_count(current=world["ding"], opening=made, count=count)


@pytest.mark.parametrize("count", [-1, 1000])
def test_no_such_count(world: World, count: int) -> None:
    with pytest.raises(Refused):
        actions.enter_count(current=world["ding"], opening=joined(world), count=count)


def test_an_empty_box_is_reconciled_at_once(world: World) -> None:
    made = counted(world, 0)
    assert actions.close_opening(current=world["song"], opening=made).state == "closed"
    assert not queries.reported(world["gao"]).exists()


# recording


def test_an_envelope_is_a_submission_and_one_more_or_neither(world: World) -> None:
    made, once = counted(world, 2), new_id()
    recorded = envelope(world, made, thread=once)
    row = Submission.objects.get(pk=recorded.id)
    assert (row.channel, row.received_on, now(made).registered) == ("box", today(), 1)
    with pytest.raises(Refused):
        envelope(world, made, thread=once)
    assert now(made).registered == 1
    envelope(world, made, by="song")
    actions.close_opening(current=world["ding"], opening=made)
    with pytest.raises(PermissionDenied):
        envelope(world, made)
    assert (Thread.objects.count(), now(made).registered) == (2, 2)


def test_closing_between_look_and_store_stores_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from dingxin.intake.box import registering

    made = counted(world, 0)
    held = registering.going(world["ding"], made.pk)
    actions.close_opening(current=world["song"], opening=made)
    monkeypatch.setattr(registering, "going", lambda *_: held)
    with pytest.raises(Refused) as refused:
        envelope(world, made)
    assert refused.value.code == "closed"
    assert (Thread.objects.count(), Submission.objects.count()) == (0, 0)


def test_no_column_leads_from_an_opening_to_a_submission() -> None:
    to_thread = {field.related_model for field in BoxOpening._meta.get_fields() if field.is_relation}
    assert {model.__name__ for model in to_thread} == {"Box", "Member"}


# reconciling


@pytest.mark.parametrize("given", [{}, {"difference": "missing"}, {"words": "x"}, {"difference": "hm", "words": "x"},
                                   {"difference": "missing", "words": "  "}])  # fmt: skip
def test_a_difference_is_never_silent(world: World, given: dict[str, str]) -> None:
    made = counted(world, 2)
    envelope(world, made)
    with pytest.raises(Refused):
        actions.close_opening(current=world["ding"], opening=made, **given)
    assert now(made).state == "filing"


def test_nothing_to_explain_is_not_explained(world: World) -> None:
    with pytest.raises(Refused):
        actions.close_opening(current=world["ding"], opening=counted(world, 0), difference="missing", words="x")


def test_the_database_itself_refuses_a_silent_difference(world: World) -> None:
    from django.db import IntegrityError, transaction

    made = counted(world, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        BoxOpening.objects.filter(pk=made.pk).update(state="closed")


def test_a_difference_is_reported_above_until_somebody_there_has_seen_it(world: World) -> None:
    made = differing(world, "一封找不到了")
    for above in ("gao", "xue", "tao"):  # the body's office, leader and officer of the superior team
        assert [row.pk for row in queries.reported(world[above])] == [made.pk]
        assert queries.waiting(world[above]) == 1
        text = client_of(world.cast, above).get(page("opening", made)).content.decode()
        assert "一封找不到了" not in text
    for other in ("luoyi", "helan", "ding", "shen", "luo"):
        assert not queries.reported(world[other]).exists()
    with pytest.raises(PermissionDenied):
        actions.acknowledge_difference(current=world["helan"], opening=made)
    with pytest.raises(PermissionDenied):
        actions.open_explanation(current=world["xue"], opening=made)
    actions.acknowledge_difference(current=world["xue"], opening=made)
    assert (queries.waiting(world["gao"]), now(made).seen_by.username) == (0, "xue")
    with pytest.raises(Refused):
        actions.acknowledge_difference(current=world["gao"], opening=made)


def test_the_explanation_opens_for_readers_and_outlives_the_inbound(world: World) -> None:
    made = differing(world, "一封找不到了")
    assert "一封找不到了".encode() not in bytes(now(made).words) + bytes(now(made).head)
    with pytest.raises(PermissionDenied):
        actions.open_explanation(current=world["ding"], opening=made)
    inbound = Inbound.objects.get(vault=world.cast.vault, unit=None, state="current")
    Inbound.objects.filter(pk=inbound.pk).update(state="old", retired_on=inbound.not_before.replace(year=2020))
    inbound.refresh_from_db()
    with pytest.raises(Refused):
        vaults.destroy_inbound(current=world["helan"], inbound=inbound, untriaged=0)
    assert actions.open_explanation(current=world["song"], opening=made) == "一封找不到了"
    assert now(made).head is None
    assert Wrap.objects.filter(object_id=made.pk).count() == 1
    vaults.destroy_inbound(current=world["helan"], inbound=inbound, untriaged=0)
    assert actions.open_explanation(current=world["helan"], opening=made) == "一封找不到了"


# pages


def test_the_whole_opening_in_the_browser(world: World) -> None:
    clerk, officer = client_of(world.cast, "ding"), client_of(world.cast, "song")
    sent = clerk.post(reverse("intake_box:begin", args=[box_of(world).pk]))
    made = BoxOpening.objects.get()
    assert sent["Location"] == page("opening", made)
    officer.post(page("opening_join", made))
    clerk.post(page("opening_count", made), {"count": "三"})
    assert officer.post(page("opening_count", made), {"count": "many"}).status_code == 422
    assert "done=counted" in officer.post(page("opening_count", made), {"count": "３"})["Location"]
    once = new_id().hex
    for _ in range(2):  # the reply was lost
        sent = clerk.post(page("opening_envelope", made), {"what": "信里说", "once": once, "level": "confidential"})
    assert now(made).registered == 1
    assert sent["Location"].endswith("?number=1")
    assert "0001" in clerk.get(sent["Location"]).content.decode()
    blank = {"why": "blank", "once": new_id().hex}
    for _ in range(2):
        officer.post(page("opening_nothing", made), blank)
    assert now(made).registered == 2
    assert clerk.post(page("opening_close", made), {}).status_code == 422
    closed = clerk.post(page("opening_close", made), {"difference": "several", "words": "两封装在一起"})
    assert "closed-difference" in closed["Location"]
    words = officer.post(page("opening_words", made)).content.decode()
    assert "两封装在一起" in words
    seen = client_of(world.cast, "gao")
    assert "镇卫生院" in seen.get(reverse("intake_box:home")).content.decode()
    assert seen.post(page("opening_seen", made)).status_code == 302


def test_a_scan_goes_under_both_keys_and_what_is_no_picture_costs_no_words(world: World) -> None:
    made, client = counted(world, 1), client_of(world.cast, "ding")
    out = BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "PNG", pnginfo=None)
    fields = {"what": "信里说", "once": new_id().hex, "level": "anonymous"}
    wrong = client.post(page("opening_envelope", made), {**fields, "pages": SimpleUploadedFile("a.exe", b"MZ", "image/png")})
    assert (wrong.status_code, Thread.objects.count()) == (409, 0)
    assert "信里说" in wrong.content.decode()
    scan = SimpleUploadedFile("who-wrote-it.png", out.getvalue(), "image/png")
    assert client.post(page("opening_envelope", made), {**fields, "pages": scan}).status_code == 302
    file = File.objects.get(thread=Thread.objects.get())
    assert file.held_by_identity
    assert b"who-wrote-it" not in bytes(file.manifest)


def test_blank_letters_are_set_aside_by_two_like_any_other(world: World) -> None:
    made = counted(world, 1)
    client_of(world.cast, "ding").post(page("opening_nothing", made), {"why": "advertising", "once": new_id().hex})
    row = Submission.objects.get()
    assert row.channel == "box"
    work.open_submission(current=world["song"], submission=row)
    work.read_submission(current=world["song"], submission=row, codes=Codes())
    work.propose_set_aside(current=world["song"], submission=row, reason="advertising")
    work.second_set_aside(current=world["helan"], submission=row)
    assert Submission.objects.get().state == "set_aside"


def test_a_box_is_set_right_on_its_page(world: World) -> None:
    box, leader, clerk = box_of(world), client_of(world.cast, "helan"), client_of(world.cast, "ding")
    address = reverse("intake_box:check", args=[box.pk])
    assert clerk.post(address, {"no_camera": "no"}).status_code == 302
    text = leader.get(reverse("intake_box:box", args=[box.pk])).content.decode()
    assert 'data-s="late"' in text
    assert clerk.post(address, {"no_camera": "perhaps"}).status_code == 422
    assert clerk.post(reverse("intake_box:hang", args=[box.pk])).status_code == 403
    for state in ("taken_down", "up"):
        assert leader.post(reverse("intake_box:hang", args=[box.pk])).status_code == 302
        box.refresh_from_db()
        assert box.state == state


# races


def _at_once(acts: list[Any]) -> list[str]:
    """What each answered; each in its own thread and connection, begun together."""
    gate, answers = threading.Barrier(len(acts)), list[str]()

    def run(act: Any) -> None:
        try:
            gate.wait()
            act()
            answers.append("done")
        except Refused:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(answers)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_second_persons_and_two_counts_at_once(world: World) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory is one connection")
    made = begun(world)
    people = [world["song"], world["zhou"], world["azi"]]
    answers = _at_once([lambda one=one: actions.join_opening(current=one, opening=made) for one in people])
    assert answers == ["done", "refused", "refused"]
    assert Entry.objects.filter(kind="box.opening_joined").count() == 1
    both = [world["ding"], world[now(made).second.username]]
    assert _at_once([lambda one=one: actions.enter_count(current=one, opening=made, count=3) for one in both]) == ["done"] * 2
    assert (now(made).state, now(made).counted) == ("filing", 3)


def test_locked_sessions_record_but_do_not_read(world: World) -> None:
    made = differing(world)
    locked: Client = client_of(world.cast, "song", unlocked=False)
    assert locked.get(page("opening", made)).status_code == 200
    assert locked.post(page("opening_words", made)).status_code == 423
