"""How a form page answers: door, one action, redirect. A refusal is the same page again, with what is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from dingxin.accounts.doors import StaffRequest
from dingxin.audit.writing import SentBefore, sent_once
from dingxin.casework.models import Matter
from dingxin.desk.matter.forms.base import UnitField, unit_text
from dingxin.desk.matter.present.head import Head, head_of
from dingxin.desk.matter.present.opened import Shown
from dingxin.desk.place import place_of, token_of
from dingxin.organisation.queries import stationings_of, units_under
from dingxin.organisation.refusals import Refused
from dingxin.web.parts import Fact, Lack

get_or_post = require_http_methods(["GET", "HEAD", "POST"])

NO_KEY = frozenset({"not-a-holder", "key-gone"})
MOST_UNITS = 300

Act = Callable[[dict[str, Any]], HttpResponse]
"""Does the one action with the form's values, and says where to go then (``to_matter``)."""


@dataclass(frozen=True)
class Sheet:
    """A form on a page of its own. ``lacks``: what is missing before it can be sent; then there is no button.

    ``words``: opened pieces that help to fill it in. ``back``: where "leave it" leads, the matter where it is empty.
    """

    heading: str
    button: str
    lead: str = ""
    note: str = ""
    lacks: tuple[Lack, ...] = ()
    words: tuple[Shown, ...] = ()
    facts: tuple[Fact, ...] = ()
    matter: Matter | None = None
    back: str = ""
    danger: bool = False

    @property
    def head(self) -> Head | None:
        """The matter's line, without any sealed word."""
        return head_of(self.matter) if self.matter else None

    @property
    def ready(self) -> bool:
        """Whether the form can be sent."""
        return all(lack.met for lack in self.lacks)


def bound(request: StaffRequest) -> Any:
    """The fields of a form that was sent, None before: an empty form that was sent counts as sent."""
    return request.POST if request.method == "POST" else None


def to_matter(matter_id: UUID, done: str = "", anchor: str = "") -> HttpResponseRedirect:
    """Back to the matter's page, with a line that says what was done."""
    query = f"?{urlencode({'done': done})}" if done else ""
    return HttpResponseRedirect(f"{reverse('desk:matter', args=[matter_id])}{query}{f'#{anchor}' if anchor else ''}")


def missing_of(refused: Refused | None) -> tuple[Lack, ...]:
    """What a refusal lists as not there, for the page."""
    return tuple(Lack(gettext(lack.label), lack.there) for lack in getattr(refused, "missing", ()))


def status_of(refused: Refused) -> int:
    """403 where a key is missing, else 409: what is there now does not allow it."""
    return 403 if refused.code in NO_KEY else 409


def fill(request: StaffRequest, form: forms.Form, act: Act, sheet: Callable[[], Sheet]) -> HttpResponse:
    """Show the form, or do what it asks and redirect. ``sheet`` is made only for a page that is shown.

    422 for a form with a mistake, 409 or 403 for a refusal; what was typed is kept in both.
    """
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            with sent_once(token_of(request)):
                return act(form.cleaned_data)
        except Refused as error:
            refused = error
        except SentBefore:
            return render(request, "desk/again.html", {"place": place_of(request), "sheet": sheet()})
    if refused is None:
        _go_on_at(form)
    context = {
        "place": place_of(request), "form": form, "sheet": sheet(), "refused": refused, "missing": missing_of(refused),
        "units": _units(request, form),
    }
    status = status_of(refused) if refused else 422 if form.errors else 200
    return render(request, "desk/matter/form.html", context, status=status)


def _go_on_at(form: forms.Form) -> None:
    """The keyboard starts at the first field, or at the first that has to be mended."""
    shown = [field.name for field in form.visible_fields()]
    for name in [name for name in shown if name in form.errors] or shown[:1]:
        form.fields[name].widget.attrs["autofocus"] = True
        return


def _units(request: StaffRequest, form: forms.Form) -> list[str]:
    """What the list under a unit's field offers: the units of the team's latest place."""
    if not any(isinstance(field, UnitField) for field in form.fields.values()):
        return []
    team = place_of(request).team
    here = stationings_of(team).first() if team else None
    return [unit_text(unit) for unit in units_under(here.unit)[:MOST_UNITS]] if here else []
