"""The headers of every page as it is really answered, errors too; and no page names another site."""

import re
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.test_access_matrix import ALL, MATRIX, address, clients, ids
from tests.world import at

pytestmark = pytest.mark.django_db

SAME = {
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin", "Referrer-Policy": "same-origin", "X-DNS-Prefetch-Control": "off",
}
KEYS = {"publickey-credentials-create", "publickey-credentials-get"}
DENIED = {"camera", "geolocation", "microphone", "payment", "usb", "display-capture"} | KEYS
HEARS = {"intake_visit:record", "intake_letter:record"}  # pages that may ask for the microphone, and for nothing else
ASKS = {  # pages that may ask for a security key, and for nothing else
    "accounts:second_factor", "accounts:enrol", "accounts:confirm", "accounts:new_key",
}
NOTHING = {"default-src", "frame-ancestors", "base-uri"}
WORDS_OF_POLICY = {"'self'", "'none'", "data:", "blob:"}
READERS = {"leader": ("desk", "accounts", "intake", "web"), "admin": ("desk",), "anon": ("portal", "web", "accounts")}


def policy(response: HttpResponse) -> dict[str, list[str]]:
    """Directives with their sources."""
    lines = [line.split() for line in response.headers["Content-Security-Policy"].split(";") if line.strip()]
    return {line[0]: line[1:] for line in lines}


def faults(response: HttpResponse, name: str = "") -> list[str]:
    """What is wrong with the headers of one answer."""
    found = [name for name, value in SAME.items() if response.headers.get(name) != value]
    if "no-store" not in response.headers.get("Cache-Control", ""):
        found.append("no-store")
    if "Server" in response.headers or "ETag" in response.headers or "Last-Modified" in response.headers:
        found.append("says what it is or when it changed")
    sent = response.headers.get("Permissions-Policy", "")
    denied = DENIED - ({"microphone"} if name in HEARS else set()) - (KEYS if name in ASKS else set())
    found += [f"allows {feature}" for feature in denied if f"{feature}=()" not in sent]
    if "Content-Security-Policy" not in response.headers:
        return [*found, "no policy"]
    rules = policy(response)
    if "sandbox" in rules:  # a file: nothing of it runs
        return found if rules.get("default-src") == ["'none'"] else [*found, "a sandbox that lets something in"]
    found += [f"{name} is not 'none'" for name in NOTHING if rules.get(name) != ["'none'"]]
    found += [f"{name} {one}" for name, sources in rules.items() for one in sources if one not in WORDS_OF_POLICY]
    found += [f"{name} {one}" for name in ("script-src", "style-src", "connect-src", "form-action")
              for one in rules.get(name, ["missing"]) if one not in ("'self'", "'none'")]  # fmt: skip
    return found


class Addresses(HTMLParser):
    """Everything in a page that a browser would fetch or follow."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in {"href", "src", "srcset", "action", "formaction", "poster", "data", "xlink:href", "content", "style",
                        "ping", "background"}:  # fmt: skip
                self.found.append(value or "")


ELSEWHERE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//|^\s*(?:javascript|vbscript):", re.IGNORECASE)
IN_TEXT = re.compile(r"url\(|@import", re.IGNORECASE)


def third_parties(response: HttpResponse) -> list[str]:
    """Addresses of other sites, and styles that could fetch one."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    parser, text = Addresses(), response.content.decode()
    parser.feed(text)
    own = ("http://testserver/", "https://testserver/", "//testserver/")
    wrong = [one for one in parser.found if ELSEWHERE.search(one) and not one.startswith(own)]
    return wrong + IN_TEXT.findall("".join(one for one in parser.found if "style" in one))


@pytest.mark.parametrize(
    "column", ["anon", pytest.param("leader", marks=pytest.mark.slow), pytest.param("admin", marks=pytest.mark.slow)]
)
def test_every_page_carries_them(column: str) -> None:
    world = at("closing")
    known, client, wrong = ids(world), clients(world)[column], []
    for route in ALL.values():
        if not route.room.startswith(READERS[column]):
            continue
        for method in ("get", "post"):
            if set(MATRIX[route.name][method].split()) == {"405"} and method == "post":
                continue
            path = address(route, known)
            answer = client.get(path) if method == "get" else client.post(path, {"lookup": "x"})
            where = f"{method} {route.name} {answer.status_code}"
            wrong += [f"{where}: {fault}" for fault in faults(answer, route.name)]
            if not answer.streaming:
                wrong += [f"{where}: {one}" for one in third_parties(answer)]
            if route.name == "accounts:sign_out":
                client = clients(world)[column]
    assert not wrong, "\n".join(sorted(set(wrong)))


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


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_that_is_only_read_sets_no_cookie(name: str) -> None:
    """Nobody who reads is marked. A form page may set the token of its own form, for this window alone."""
    world = at("closing")
    answer = Client(raise_request_exception=False).get(address(ALL[name], ids(world)))
    cookies = dict(answer.cookies)
    if b"csrfmiddlewaretoken" in (b"" if answer.streaming else answer.content):
        token = cookies.pop("dxf", None)
        assert token is None or (token["max-age"] == "" and token["expires"] == "" and token["httponly"])
    assert not cookies


def test_a_public_page_never_asks_for_the_session() -> None:
    """A staff cookie that strays onto a public page changes nothing there: the bytes are the same for everyone."""
    world = at("closing")
    known, browsers = ids(world), clients(world)
    for name in ("portal:home", "portal:privacy", "portal:log", "portal_plain:seal", "portal_plain:inlet"):
        path = address(ALL[name], known)
        assert browsers["leader"].get(path).content == Client().get(path).content, name
