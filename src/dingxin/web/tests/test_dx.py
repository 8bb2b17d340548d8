"""The tags: what they write, in which direction, and that nothing given to them becomes markup."""

from datetime import date

import pytest
import time_machine
from django.template import Context, Template
from django.utils.html import strip_tags
from django.utils.translation import override

from dingxin.rules import codes
from dingxin.rules.codes import MatterState
from dingxin.web import marks, states
from dingxin.web.parts import Column, Table

EVIL = '<b onclick="x">&'


def show(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


@pytest.mark.parametrize(
    ("value", "shown"), [(1286, "1,286"), (0, "0"), (-1500, "-1,500"), (None, ""), ("13-09", "13-09")]
)
def test_num(value: object, shown: str) -> None:
    html = show("{% num n %}", n=value)
    assert strip_tags(html) == shown
    assert not shown or html.startswith('<bdi dir="ltr">')


@time_machine.travel("2026-04-16 12:00Z", tick=False)
@pytest.mark.parametrize(
    ("language", "form", "shown"),
    [
        ("zh-hans", "auto", "3月17日"), ("zh-hans", "full", "2026年3月17日"), ("en", "auto", "17 March"),
        ("en", "full", "17 March 2026"), ("ug", "auto", "17-مارت"), ("ug", "full", "2026-يىلى 17-مارت"),
        ("ug", "short", "03-17"),
    ],
)
def test_day_follows_the_habit_of_the_language(language: str, form: str, shown: str) -> None:
    with override(language):
        html = show("{% day d form %}", d=date(2026, 3, 17), form=form)
    assert strip_tags(html) == shown
    assert 'datetime="2026-03-17"' in html


@time_machine.travel("2027-01-01 12:00Z", tick=False)
def test_another_year_is_named() -> None:
    with override("zh-hans"):
        assert strip_tags(show("{% day d %}", d=date(2026, 3, 17))) == "2026年3月17日"


def test_digits_are_six_groups_read_out_apart() -> None:
    html = show("{% digits18 d %}", d="407 291-583364081725<b>")
    assert html.count("<span>") == 6
    assert 'aria-label="4 0 7, 2 9 1, 5 8 3, 3 6 4, 0 8 1, 7 2 5"' in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    "source",
    ['{% num v %}', '{% code v %}', '{% chip "ring" v %}', '{% state_chip v v %}', '{% trans_code v %}', "{{ v|ltr }}",
     '{% panel v id="a" %}x{% endpanel %}', '{% chip "ring" "x" v %}', '{% panel "x" id="a" end=v %}x{% endpanel %}'],
)
def test_nothing_given_becomes_markup(source: str) -> None:
    html = show(source, v=EVIL)
    assert EVIL not in html
    assert "&lt;b" in html


@pytest.mark.parametrize("name", sorted(marks.ICONS))
def test_each_mark_is_drawn_in_both_looks(name: str) -> None:
    assert "<path" in show("{% icon n %}", n=name, look="portal") or "<circle" in show("{% icon n %}", n=name)
    desk = show("{% icon n %}", n=name, look="desk")
    used = desk.partition('href="#')[2].partition('"')[0]
    assert not used or used in {symbol for symbol, *_ in marks.SPRITE}


@pytest.mark.parametrize("state", sorted(marks.SEALS))
def test_each_seal_is_in_the_sprite(state: str) -> None:
    assert f's-{state}"' in show("{% sprite %}")
    assert "aria-hidden" in show("{% seal s %}", s=state, look="desk")


def test_an_unknown_mark_fails_loudly() -> None:
    with pytest.raises(KeyError):
        show('{% icon "nothing" %}')


def test_a_state_has_its_shape_and_its_translated_word() -> None:
    with override("zh-hans"):
        html = show("{% state_chip s %}", s=MatterState.ACTING, look="desk")
    assert "#m-half" in html
    assert 'data-s="go"' in html
    assert MatterState.ACTING.label not in html


@pytest.mark.parametrize(
    "table",
    [codes.SubmissionState, codes.MatterState, codes.Overlay, codes.FindingResult, codes.NoticeState, codes.HandOnState,
     codes.RemedyState, codes.Confirmation, codes.ConfirmedHow, codes.Outcome, codes.RequestState, codes.RoundState],
)
def test_every_state_has_a_look(table: type[codes.Code]) -> None:
    assert {state.value for state in table if state.value} <= set(states.LOOKS)


def test_every_look_can_be_drawn() -> None:
    assert all(shape in marks.ICONS for shape, _ in states.LOOKS.values())


def test_a_table_refuses_rows_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="shorter"):
        Table("x", (Column("a"), Column("b")), (("1",),)).lines  # noqa: B018 - the property raises


def test_a_sentence_keeps_its_apostrophes_and_its_digits_in_order() -> None:
    html = show("{{ text|isolate }}", text="the team's 18 digits, 8:00–22:00 <b>")
    assert html == 'the team&#x27;s <bdi dir="ltr">18</bdi> digits, <bdi dir="ltr">8:00–22:00</bdi> &lt;b&gt;'
