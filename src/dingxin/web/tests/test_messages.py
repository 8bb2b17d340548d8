"""The catalogues: complete, compiled, and honest about what is missing."""

from pathlib import Path

import pytest

polib = pytest.importorskip("polib")

from dingxin.web import messages  # noqa: E402 - polib is a development tool

SOURCE = '''
from django.utils.translation import gettext as _, ngettext, pgettext
LABEL = N_("A label")
def f(n): return _("Plain " "joined"), ngettext("%(n)s one", "%(n)s many", n), pgettext("sort", "May"), _(LABEL)
'''
PAGE = (
    '{% translate "Said" %}'
    '{% blocktranslate count n=1 %}{{ n }} thing{% plural %}{{ n }} things{% endblocktranslate %}'
)


@pytest.fixture
def room(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    (tmp_path / "room" / "tests").mkdir(parents=True)
    (tmp_path / "room" / "a.py").write_text(SOURCE)
    (tmp_path / "room" / "tests" / "b.py").write_text('_("Only a test")')
    (tmp_path / "room" / "page.html").write_text(PAGE)
    return tmp_path / "room"


def test_everything_said_is_found(room: Path) -> None:
    texts = {message.text for message in messages.said_in("room", "zh_Hans")}
    assert texts == {"A label", "Plain joined", "%(n)s one", "May", "Said", "%(n)s thing"}


def test_a_catalogue_is_made_filled_and_compiled_byte_for_byte(room: Path) -> None:
    messages.extract(["room"])
    path = messages.catalogue("room", "zh_Hans")
    assert len([line for line in messages.check(["room"]) if "missing" in line]) == 6
    po = polib.pofile(str(path))
    for entry in po:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: "%(n)s 个"}
        else:
            entry.msgstr = "词"
    po.save()
    messages.extract(["room"])
    first = path.read_bytes()
    messages.extract(["room"])
    assert path.read_bytes() == first
    assert messages.check(["room"]) == ["room zh_Hans: the .mo is not that of the .po: run ./dingxin messages"]
    messages.compile(["room"])
    assert messages.check(["room"]) == []


def test_lost_placeholders_and_built_strings_are_reported(room: Path) -> None:
    messages.extract(["room"])
    path = messages.catalogue("room", "zh_Hans")
    po = polib.pofile(str(path))
    po.find("%(n)s thing").msgstr_plural = {0: "个"}
    po.save()
    assert any("placeholders differ" in line for line in messages.check(["room"]))
    (room / "c.py").write_text('_(f"Built {1}")')
    assert any("plain string" in line for line in messages.check(["room"]))


def test_web_says_nothing_untranslated() -> None:
    # The labels of rules belong to this catalogue too; `./dingxin check` looks at them, this test at web's own words.
    for language in messages.languages_of("web"):
        held = {entry.msgid: entry for entry in polib.pofile(str(messages.catalogue("web", language)))}
        own = [said.text for said in messages.said_in("web", language) if said.place.startswith("web/")]
        assert own
        assert [text for text in own if text not in held or not held[text].translated()] == []


def test_rooms_that_say_one_text_differently_are_named(room: Path) -> None:
    other = room.parent / "other"
    other.mkdir()
    (other / "c.py").write_text('_("A label")')
    messages.extract(["room", "other"])
    for name, words in (("room", "标签"), ("other", "签")):
        po = polib.pofile(str(messages.catalogue(name, "zh_Hans")))
        po.find("A label").msgstr = words
        po.save()
    assert any("'A label' is said differently in" in line for line in messages.check(["room", "other"]))
