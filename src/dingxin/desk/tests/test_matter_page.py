"""The page of one matter: what it opens, what it never shows, what it says is next, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.world import World, at

from dingxin.audit.models import Entry
from dingxin.casework import actions
from dingxin.casework.models import Clock, Link
from dingxin.desk.tests.browsers import english
from dingxin.rules.codes import ConfirmedHow
from dingxin.vault.models import CompartmentKey, RosterRow
from dingxin.web.days import today

pytestmark = pytest.mark.django_db


def page_of(world: World, who: str = "song", **posted: object) -> str:
    client, url = english(world.cast, who), reverse("desk:matter", args=[world.matter().pk])
    answer = client.post(url, posted) if posted else client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def section(page: str, id: str) -> str:
    """One panel of the right side."""
    return page.split(f'aria-labelledby="{id}"', 1)[1].split("</section>", 1)[0]


def test_it_opens_its_words_in_place_in_two_audited_acts() -> None:
    world = at("closing")
    before = Entry.objects.count()
    page = page_of(world)
    said = world.said
    for words in (
        said.title, said.subject, said.note, said.assessment, said.step, said.finding, said.child, said.outcome,
        said.answer, said.second_answer, said.close_reason, said.evidence_name, said.remedy,
    ):
        assert words in page, words
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))[before:]
    assert kinds == ["matter.opened", "submission.opened"]


def test_one_submission_is_open_and_the_others_open_by_a_button() -> None:
    world = at("closing")
    first, second = world.said.what, world.said.second_what
    page = page_of(world)
    assert (first in page) is not (second in page)
    shut = world.second if first in page else world.first
    assert f'name="open" value="{shut.thread}"' in page
    opened = page_of(world, open=str(shut.thread))
    assert (second if first in page else first) in opened
    assert f'name="open" value="{shut.thread}"' not in opened
    page_of(world, open="nonsense")
    page_of(world, open=str(world.matter().pk))


def test_people_are_never_named() -> None:
    world = at("closing")
    for which in ("first", "second"):
        page = page_of(world, open=str(getattr(world, which).thread))
        for hidden in (world.said.name, world.said.phone, world.said.other, world.said.open_name, world.said.open_phone):
            assert hidden not in page


def test_what_the_person_wrote_later_stands_with_their_submission() -> None:
    world = at("answered")
    assert world.said.message in page_of(world, open=str(world.first.thread))


def test_moves_say_what_is_missing_and_are_never_hidden() -> None:
    moves = section(page_of(at("matter")), "moves")
    assert 'aria-disabled="true"' in moves
    assert "The assessment says: accept" in moves
    for label in ("Accept", "Redirect", "Keep pending", "Assign to an officer", "Extend the term"):
        assert label in moves
    assert "Your role may do this" in moves


@pytest.mark.parametrize(("stage", "leads_to"), [
    ("matter", "/assess/"), ("assessed", "/move/verify/"), ("verifying", "/move/find/"), ("acting", "/answer/"),
])  # fmt: skip
def test_one_filled_button_and_it_is_the_next_act(stage: str, leads_to: str) -> None:
    filled = re.findall(r'class="btn btn-go" href="([^"]+)"', page_of(at(stage)))
    assert len(filled) == 1
    assert filled[0].endswith(leads_to)


def test_the_leader_decides_on_a_proposal_and_its_proposer_waits() -> None:
    world = at("closing")
    leader, mine = page_of(world, "helan"), page_of(world)
    pk = world.proposal().pk
    assert reverse("desk:proposal-approve", args=[pk]) in section(leader, "waiting")
    assert reverse("desk:proposal-send-back", args=[pk]) in section(leader, "waiting")
    assert reverse("desk:proposal-withdraw", args=[pk]) in section(mine, "waiting")
    assert reverse("desk:proposal-approve", args=[pk]) not in mine
    assert "Your proposal waits for a second person." in mine
    assert "btn-go" not in mine


def test_clocks_name_their_rule_and_say_when_nobody_checked_it() -> None:
    world = at("assessed")
    clocks = section(page_of(world), "clocks")
    assert "Finish" in clocks
    assert re.search(r"60.*days from: Accepted", clocks, re.DOTALL)
    assert "Rule not checked" in clocks
    assert 'class="bar-line"' in clocks
    Clock.objects.filter(clock="finish").update(started_on=today() - timedelta(days=100))
    assert "Late" in section(page_of(world), "clocks")


def test_each_way_of_confirming_has_its_own_mark() -> None:
    world = at("answered")
    for how in ConfirmedHow:
        if not how.counts:
            continue
        Link.objects.filter(pk=world.link().pk).update(confirmation="confirmed", how=how, confirmed_on=today())
        links = section(page_of(world), "links")
        assert f'title="{how.label}"' in links
    marks = {how: re.search(r'href="#(m-\w+)"', str(chip(how))) for how in ("own_receipt", "by_voice", "signed_slip")}
    assert len({mark.group(1) for mark in marks.values() if mark}) == 3


def chip(how: str) -> str:
    from django.template import Context

    from dingxin.web.templatetags.dx import state_chip

    return state_chip(Context({"look": "desk"}), how)


def test_without_a_key_the_facts_stand_and_the_words_do_not() -> None:
    world = at("found")
    CompartmentKey.objects.filter(member=world.cast.member("zhou")).delete()
    page = page_of(world, "zhou")
    for words in (world.said.title, world.said.note, world.said.finding, world.said.what):
        assert words not in page
    assert "You hold no key to this." in page
    assert "You hold no key to this part." in page
    assert "Remedies entered: " in page


def test_a_broken_seal_is_said_and_opens_nothing() -> None:
    world = at("found")
    matter = world.matter()
    matter.title = bytes(matter.title)[:-1] + bytes([bytes(matter.title)[-1] ^ 1])
    matter.save(update_fields=["title"])
    page = page_of(world)
    assert "A seal on this matter does not hold" in page
    assert world.said.note not in page


def test_done_lines_are_ours_alone() -> None:
    world = at("matter")
    client, url = english(world.cast, "song"), reverse("desk:matter", args=[world.matter().pk])
    assert "Sealed. The note stands in the story." in client.get(f"{url}?done=noted").content.decode()
    assert "call+this+number" not in client.get(f"{url}?done=call+this+number").content.decode()


def queries_of(world: World) -> int:
    client, url = english(world.cast, "song"), reverse("desk:matter", args=[world.matter().pk])
    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    return len(caught)


def test_its_queries_do_not_grow_with_what_the_matter_holds() -> None:
    world = at("acting")
    few = queries_of(world)
    current, matter = world["song"], world.matter()
    for number in range(12):
        actions.add_note(current=current, matter=world.matter(), text=f"note {number}")
        actions.promise(
            current=current, matter=world.matter(), kind="money", counted_in="yuan", amount=100 + number, whose="a household",
        )
    assert queries_of(world) == few
    assert few <= 102, few
    assert matter.pieces.count() > 12


def test_the_list_opens_titles_in_one_act_and_narrows() -> None:
    world = at("closing")
    client, before = english(world.cast, "song"), Entry.objects.count()
    page = client.get(reverse("desk:matters")).content.decode()
    assert world.said.title in page
    assert Entry.objects.count() == before + 1
    for query, there in (("state=answered", True), ("state=open", False), ("whose=mine", True), ("only=late", False),
                         (f"q={world.matter().number}", True), ("q=99999", False), ("state=nonsense", True)):  # fmt: skip
        assert (world.said.title in client.get(f"{reverse('desk:matters')}?{query}").content.decode()) is there, query
    assert world.said.title not in english(world.cast, "azi").get(reverse("desk:matters")).content.decode()
    assert world.said.title not in english(world.cast, "luoyi").get(reverse("desk:matters")).content.decode()


def test_the_list_goes_on_page_by_page() -> None:
    world = at("matter")
    for number in range(51):
        actions.make_matter(current=world["song"], title=f"Own finding {number}")
    client = english(world.cast, "song")
    page = client.get(reverse("desk:matters")).content.decode()
    assert page.count("Own finding ") >= 49
    following = re.search(r'rel="next" href="\?([^"]+)"', page)
    assert following
    rest = client.get(f"{reverse('desk:matters')}?{following.group(1).replace('&amp;', '&')}").content.decode()
    assert world.said.title in rest
    assert 'rel="next"' not in rest


def test_remedies_of_the_team_by_kind_and_unit_of_count() -> None:
    world = at("closing")
    actions.promise(
        current=world["song"], matter=world.matter(), kind="removal", counted_in="bag", amount=25_600, whose="the shop",
    )
    page = english(world.cast, "song").get(reverse("desk:remedies")).content.decode()
    assert re.search(r"Money.*yuan.*200", page, re.DOTALL)
    assert re.search(r"harmful.*bag.*256", page, re.DOTALL)
    assert "Nothing was promised yet" in english(world.cast, "luoyi").get(reverse("desk:remedies")).content.decode()
    assert "256" not in re.sub("<[^>]*>", "", english(world.cast, "azi").get(reverse("desk:remedies")).content.decode())


def test_a_list_of_holders_changed_by_hand_is_said_and_opens_nothing() -> None:
    world = at("found")
    RosterRow.objects.all().delete()
    page = page_of(world)
    assert world.said.title not in page
    assert world.said.note not in page
    assert "Sealed" in page
