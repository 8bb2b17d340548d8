"""How every page of organisation and keys answers: door, one action, redirect; or the same page with the reason."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from dingxin.accounts.doors import StaffRequest
from dingxin.accounts.refusals import Refused as AccountRefused
from dingxin.desk.organisation.done import DONE
from dingxin.desk.place import place_of
from dingxin.organisation.refusals import Refused
from dingxin.web.parts import Link

REFUSED = (Refused, AccountRefused)
Refusal = Refused | AccountRefused


def page(
    request: StaffRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page with the place of the member and, after a redirect, the one line that says what was done."""
    place = place_of(request)
    given = {
        "place": place, "member_role": place.role or "", "done": DONE.get(request.GET.get("done", ""), ""),
        **(context or {}),
    }
    return render(request, f"desk/{template}.html", given, status=status)


def show_form(
    request: StaffRequest, form: BaseForm, *, heading: str, button: str, back: str, lead: str = "",
    refused: Refusal | None = None, template: str = "organisation/form", **more: Any,
) -> HttpResponse:  # fmt: skip
    """One form on a page: 200 asked for, 422 with a mistake, 409 where a rule forbids it; what was typed stays."""
    status = 409 if refused else 422 if form.errors else 200
    context = {"form": form, "heading": heading, "button": button, "back": back, "lead": lead, "refused": refused}
    return page(request, template, {**context, **more}, status=status)


def posted(request: StaffRequest) -> QueryDict | None:
    """What a form is bound to: None unless it was sent, also where nothing was filled in."""
    return request.POST if request.method == "POST" else None


def go(name: str, *args: object, done: str = "", **query: object) -> HttpResponseRedirect:
    """To a page by its name, saying what was done."""
    asked = {key: str(value) for key, value in query.items()} | ({"done": done} if done else {})
    return HttpResponseRedirect(reverse(f"desk:{name}", args=args) + (f"?{urlencode(asked)}" if asked else ""))


def refuse(request: StaffRequest, error: Refusal, *, back: str) -> HttpResponse:
    """A page with the reason, and the way back. 409: nothing was changed."""
    return page(request, "organisation/refused", {"refused": error, "back": back}, status=409)


def act(request: StaffRequest, do: Callable[[], object], *, to: HttpResponseRedirect, back: str) -> HttpResponse:
    """Run one action for a button without fields."""
    try:
        do()
    except REFUSED as error:
        return refuse(request, error, back=back)
    return to


def link(label: str, name: str, *args: object, key: str = "", **query: object) -> Link:
    """A link to a page of the desk by its name."""
    asked = f"?{urlencode({key: str(value) for key, value in query.items()})}" if query else ""
    return Link(label, reverse(f"desk:{name}", args=args) + asked, key)
