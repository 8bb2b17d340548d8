"""/gallery: every part in three languages and both looks, for those who build pages. Only with DEBUG or in a demo."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from dingxin.rules.codes import ConfirmedHow, MatterState, NoticeState, Outcome, Overlay, RemedyState
from dingxin.web import marks, parts
from dingxin.web.context import dir_of, tag_of

DAYS = [date(2026, 3, 17), date(2026, 3, 24), date(2026, 4, 14), date(2026, 5, 23)]
WORDS: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("gallery.toml").read_text("utf-8"))
DIGITS = "407291583364081725"

STATES: list[object] = [
    *MatterState, Overlay.WAITING, Overlay.PENDING, Overlay.WITHDRAWN, *NoticeState, *RemedyState, *ConfirmedHow,
    *Outcome, "due", "late", "provisional", "interference",
]


@dataclass(frozen=True, slots=True)
class Sample:
    """One language's column: what each part takes, in that language's words."""

    code: str
    tag: str
    dir: str
    w: dict[str, str]
    parts: dict[str, Any]
    form: forms.Form


def _form(w: dict[str, str], prefix: str) -> forms.Form:
    """A bound form with one thing wrong in it."""
    yes_no = [("yes", w["ok"]), ("no", w["not_ok"])]
    fields: dict[str, forms.Field] = {
        "place": forms.CharField(label=w["village"]),
        "day": forms.DateField(label=w["day"], error_messages={"invalid": w["date_error"]}),
        "name": forms.CharField(label=w["name"], required=False),
        "told": forms.CharField(label=w["what"], help_text=w["what_hint"], widget=forms.Textarea({"rows": 3})),
        "before": forms.ChoiceField(
            label=w["before"], choices=[("first", w["first"]), ("again", w["again"])], widget=forms.RadioSelect,
        ),
        "who": forms.ChoiceField(
            label=w["hide"], widget=forms.RadioSelect,
            choices=[("anonymous", w["no"]), ("confidential", w["locked"]), ("open", w["to_open"])],
        ),
        "agree": forms.BooleanField(label=w["agree"]),
        "time": forms.ChoiceField(label=w["time"], choices=yes_no, widget=forms.RadioSelect),
        "spot": forms.ChoiceField(label=w["place"], choices=yes_no, widget=forms.RadioSelect),
        "way": forms.ChoiceField(label=w["way"], choices=yes_no, widget=forms.RadioSelect),
        "happy": forms.ChoiceField(
            label=w["happy"], help_text=w["happy_more"], required=False, widget=forms.RadioSelect,
            choices=[(str(n), w[f"h{n}"]) for n in range(1, 6)],
        ),
    }
    kind = type("GalleryForm", (forms.Form,), fields)
    values = {"place": w["village"], "day": "31/2", "told": "", "before": "first", "who": "confidential", "agree": "on",
              "time": "yes", "spot": "yes", "way": "no", "happy": "4"}
    form: forms.Form = kind({f"{prefix}-{name}": value for name, value in values.items()}, prefix=prefix)
    return form


def _page(number: int) -> Page[int]:
    return Paginator(range(1286), 50).page(number)


def _sample(code: str) -> Sample:
    w = WORDS[code]
    link: Callable[[str], parts.Link] = lambda name: parts.Link(w[name], "#main")  # noqa: E731 - a shorthand
    held = {
        "rows": [
            parts.Row(w["title"], "#main", DAYS[2], w["late"], "late", (w["matter"], w["unit"]), MatterState.ACTING,
                      "", w["why"], w["unit"], link("act"), first=True),
            parts.Row(w["came"], "#main", None, "", "paused", (w["letter"],), Overlay.WAITING, "", w["kept"],
                      w["person"], link("ask")),
        ],
        "moves": [
            parts.Move(w["open"], "dia", link("open"), (parts.Lack(w["seen"]), parts.Lack(w["heard"]))),
            parts.Move(w["ask"], "pause", parts.Link(w["ask"], "#main", "w"), (parts.Lack(w["kept"], True),)),
            parts.Move(w["close"], "square", None, (parts.Lack(w["no_close"]),)),
        ],
        "shut": parts.Piece(w["words_label"], 8192, url="#"),
        "nokey": parts.Piece(w["words_label"], refused=w["nokey"]),
        "story": [
            parts.Happening(DAYS[0], w["came"], who=w["who"], piece=parts.Piece(w["words_label"], words=w["words"])),
            parts.Happening(DAYS[1], w["accepted"], "check", text=w["kept_text"]),
            parts.Happening(DAYS[2], w["two"], "half", sealed=True, here=True),
        ],
        "clocks": [
            parts.Clock(w["tell"], DAYS[1], "running", "", 6, 15, w["rule"]),
            parts.Clock(w["answer"], DAYS[2], "late", w["late"], 15, 15, w["rule"]),
            parts.Clock(
                w["close"], DAYS[3], "paused", Overlay.WAITING.label, 23, 60, w["rule2"], False,
            ),
        ],
        "facts": [parts.Fact(w["count"], w["matter"]), parts.Fact(w["unit"], w["village"], w["kept"])],
        "empty": parts.Empty(w["empty"], w["empty_more"], (parts.Link(w["empty_act"], "#main", "u"),)),
        "job": parts.Job(w["job"], 311, 543, note=w["job_more"], stop=link("stop")),
        "files": [parts.File(w["photo"], 812_345), parts.File("P-2.pdf", 2_345_678, "kept", w["faces"]),
                  parts.File("P-3.jpg", 5_000_000, "sending", sent=2_000_000)],
        "table": parts.Table(
            w["outcome"], (parts.Column(w["count"]), parts.Column(w["paid"], True), parts.Column(w["outcome"])),
            ((w["letter"], "1,150", w["ok"]), (w["matter"], "860", w["not_ok"])), (w["sum"], "2,010", ""),
        ),
        "moments": [parts.Moment(w["accepted"], DAYS[1]), parts.Moment(w["now"], DAYS[2], kind="now"),
                    parts.Moment(w["meet"], DAYS[3], True, "next")],
        "steps": [parts.Fact(w["sent"], w["sent_more"]), parts.Fact(w["accepted"], w["kept_text"])],
        "page": _page(2),
        "notes": {"anonymous": w["no_more"], "confidential": w["locked_more"], "open": w["to_open_more"]},
        "link": link("act"), "names": [w["setup"], w["pass"], w["login"]],
    }
    return Sample(code, tag_of(code), dir_of(code), w, held, _form(w, code))


@require_safe
def gallery(request: HttpRequest, look: str = "desk") -> HttpResponse:
    """The parts: three columns of the staff look (`?theme=dark`), or the public look in one language (`?in=ug`)."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    chosen = request.GET.get("in", "")
    codes = list(WORDS) if look == "desk" else [chosen if chosen in WORDS else get_language() or "en"]
    words = {
        "look": look, "samples": [_sample(code) for code in codes], "codes": list(WORDS),
        "days": DAYS, "digits": DIGITS, "states": STATES,
        "icons": list(marks.ICONS), "seals": list(marks.SEALS), "ticks": range(1, 9), "next_day": DAYS[1],
        "qr": "", "limit": settings.FORM_FILE_LIMIT, "lang_tag": tag_of(codes[0]), "dir": dir_of(codes[0]),
    }
    if request.GET.get("theme") in ("light", "dark", "auto"):
        words["theme"] = request.GET["theme"]
    with override(codes[0] if look == "portal" else get_language()):
        return render(request, f"web/gallery_{look}.html", words)
