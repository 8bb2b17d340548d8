"""What the headers of every answer must say, and what no page may name."""

import re
from html.parser import HTMLParser

from django.http import HttpResponse

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
