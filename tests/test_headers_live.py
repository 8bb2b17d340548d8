"""The headers of answers outside the access matrix (which looks at those of every address): errors, and no cookie for readers."""

import pytest
from django.test import Client
from tests.headers import faults
from tests.test_access_matrix import ALL, address, clients, ids
from tests.world import at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", "/nothing/"), ("get", "/en/nothing/"), ("get", "/desk/nothing/"), ("post", "/en/maizhan/"),
     ("get", "/en/maizhan/?q=%00"), ("get", "/en/maizhan/?q=%ff"), ("get", "/static/nothing.js"),
     ("post", "/api/nothing"), ("get", "/api/submit"), ("options", "/en/maizhan/")],
)  # fmt: skip
def test_errors_carry_them(method: str, path: str) -> None:
    at("founded")
    answer = getattr(Client(raise_request_exception=False), method)(path)
    wrong = faults(answer)
    if path.startswith("/static/"):
        wrong = [fault for fault in wrong if fault != "no-store"]
    assert not wrong


def test_a_page_that_breaks_carries_them(monkeypatch: pytest.MonkeyPatch) -> None:
    at("founded")
    monkeypatch.setattr("dingxin.portal.views.pages.terms.days_to_say", lambda *_: 1 / 0)
    answer = Client(raise_request_exception=False).get("/en/maizhan/")
    assert answer.status_code == 500
    assert not faults(answer)


PUBLIC = [name for name in ALL if name.startswith(("portal:", "portal_plain:", "web:leave", "web:robots"))]


def test_a_public_page_that_is_only_read_sets_no_cookie() -> None:
    """Nobody who reads is marked. A form page may set the token of its own form, for this window alone."""
    world = at("closing")
    known = ids(world)
    for name in PUBLIC:
        answer = Client(raise_request_exception=False).get(address(ALL[name], known))
        cookies = dict(answer.cookies)
        if b"csrfmiddlewaretoken" in (b"" if answer.streaming else answer.content):
            token = cookies.pop("dxf", None)
            assert token is None or (token["max-age"] == "" and token["expires"] == "" and token["httponly"]), name
        assert not cookies, name


def test_a_public_page_never_asks_for_the_session() -> None:
    """A staff cookie that strays onto a public page changes nothing there: the bytes are the same for everyone."""
    world = at("closing")
    known, browsers = ids(world), clients(world)
    for name in ("portal:home", "portal:privacy", "portal:log", "portal_plain:seal", "portal_plain:inlet"):
        path = address(ALL[name], known)
        assert browsers["leader"].get(path).content == Client().get(path).content, name
