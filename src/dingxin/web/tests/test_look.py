"""The gallery renders in every language and look; pages hold no style or script; sheets know no left or right."""

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client

WEB = Path(__file__).resolve().parents[1]
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SHEETS = sorted((WEB / "static" / "web").glob("*.css"))
PHYSICAL = re.compile(
    r"(?:^|[;{\s])(?:(?:margin|padding|border|inset|scroll-\w+)-)?(?:left|right|top|bottom)(?:-\w+)?\s*:"
    r"|(?:^|[;{\s])(?:min-|max-)?(?:width|height)\s*:|(?:float|clear|text-align)\s*:\s*(?:left|right)"
)

PAGES = ["/gallery", "/gallery?theme=dark", *(f"/gallery/portal?in={code}" for code in ("zh-hans", "en", "ug"))]


@pytest.fixture
def demo(settings: object) -> None:
    settings.DEMO = True


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("address", PAGES)
def test_the_gallery_renders(web: Client, address: str) -> None:
    answer = web.get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    for outside in re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', html):
        pytest.fail(outside)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), {name for name in ids if ids.count(name) > 1}
    for used in re.findall(r'<use href="#([^"]+)"', html):
        assert used in ids


def test_there_is_no_gallery_in_a_real_house(web: Client) -> None:
    assert web.get("/gallery").status_code == 404


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_style_or_script_is_written_into_a_page(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"https?://", text)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_direction_is_written_into_a_sheet(path: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
    css = re.sub(r"@media[^{]*|@container[^{]*|repeating-linear-gradient\([^;]*", "", css)
    assert not PHYSICAL.search(css), PHYSICAL.search(css)
    assert "url(" not in css
    assert css.count("{") == css.count("}")


def test_both_dark_lists_are_alike() -> None:
    css = (WEB / "static/web/desk.css").read_text("utf-8")
    chosen = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', css, re.S)
    machine = re.search(r':root\[data-theme="auto"\] \{(.*?)\}', css, re.S)
    assert chosen is not None
    assert machine is not None
    assert chosen[1].split() == machine[1].split()


def test_a_public_page_is_small(web: Client) -> None:
    page = gzip.compress(web.get("/zh-hans/").content)
    names = ("base.css", "portal.css", "portal.js")
    files = [gzip.compress((WEB / "static/web" / name).read_bytes()) for name in names]
    assert len(page) + sum(map(len, files)) < 15 * 1024
