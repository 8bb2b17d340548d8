"""How these pages answer: a door, one action, a redirect that says what was done; or the reason why not."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from dingxin.accounts.doors import StaffRequest
from dingxin.intake.box.done import DONE
from dingxin.organisation.refusals import Refused


def page(request: StaffRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of this room."""
    done = DONE.get(request.GET.get("done", ""), "")
    return render(request, f"intake_box/{template}.html", {"done": done, **context}, status=status)


def go(name: str, *args: object, done: str = "") -> HttpResponseRedirect:
    """To a page of this room, saying what was done."""
    return HttpResponseRedirect(reverse(f"intake_box:{name}", args=args) + (f"?done={done}" if done else ""))


def act(
    request: StaffRequest, do: Callable[[], Any], *, to: HttpResponseRedirect, back: str
) -> HttpResponse:
    """Run one action for a button; 409 with the reason where a rule forbids it, and nothing was changed."""
    try:
        do()
    except Refused as refused:
        return page(request, "refused", {"refused": refused, "back": back}, 409)
    return to
