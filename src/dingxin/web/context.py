"""What every template may rely on."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info, gettext

from dingxin.web.errors import is_desk


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the site: `code` as in addresses, `tag` for `lang=`, `dir`, its own name, this page in it."""

    code: str
    tag: str
    dir: str
    name: str
    url: str
    current: bool


def tag_of(code: str) -> str:
    """The BCP 47 tag of a Django language code: `zh-hans` → `zh-Hans`."""
    head, _, tail = code.partition("-")
    return f"{head}-{tail.title()}" if tail else head


def dir_of(code: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


def languages(path: str) -> list[Language]:
    """The site's languages with the address of `path` in each; where the path names none, each one's first page."""
    now = get_language() or settings.LANGUAGE_CODE
    listed = []
    for code, name in settings.LANGUAGES:
        url = translate_url(path, code)
        if not url.startswith(f"/{code}/"):
            url = f"/{code}/"
        listed.append(Language(code, tag_of(code), dir_of(code), str(name), url, code == now))
    return listed


def site(request: HttpRequest) -> dict[str, Any]:
    """Language, direction, look, theme, tab title, demo flag, where "Leave now" goes, and the member if there is one.

    The tab's title is the deployment's (`TAB_TITLE`), so that a glance at a stranger's screen tells nothing.
    """
    now = get_language() or settings.LANGUAGE_CODE
    member = getattr(request, "member", None)
    theme = getattr(member, "theme", "") or request.COOKIES.get("dxt", "")
    return {
        "languages": languages(request.path),
        "lang_code": now, "lang_tag": tag_of(now), "dir": dir_of(now),
        "look": "desk" if is_desk(request) else "portal",
        "theme": theme if theme in ("light", "dark") else "auto",
        "tab_title": getattr(settings, "TAB_TITLE", "") or gettext("Notices"),
        "home_url": f"/{now}/",
        "demo": settings.DEMO,
        "leave_url": getattr(settings, "LEAVE_URL", "") or "/leave",
        "member": member,
    }
