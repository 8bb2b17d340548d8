"""The JSON of hotlines and other systems (docs/formats/transfer-json.md): one submission a call, idempotent by reference."""

import json
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from dingxin.casework.models import Submission
from dingxin.intake.transferred.doors import sender_of
from dingxin.intake.transferred.models import Sender
from dingxin.intake.transferred.taking import Told, take_told, thread_of
from dingxin.mailbox import budget
from dingxin.mailbox.jsonfields import JSON_MOST, Fields
from dingxin.mailbox.models import Thread
from dingxin.mailbox.refused import Refused as NotTaken
from dingxin.mailbox.refused import Why
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Level
from dingxin.web.days import today

WORDS = {"what": 20_000, "about": 1_000, "when": 300, "amount": 300, "people": 300, "contact": 300}
AN_HOUR = 600
View = Callable[..., HttpResponse]


def _problem(code: str, message: str, status: int, field: str = "") -> JsonResponse:
    return JsonResponse({"error": code, "field": field, "message": message}, status=status)


def _with_token(method: str, may: str) -> Callable[[View], View]:
    """One method, a known token, and a budget; every refusal is JSON and says whether anything was stored."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method != method:
                return _problem("method", _("This address does not take that."), 405)
            sender = sender_of(request.headers.get("Authorization", "").removeprefix("Bearer ").strip())
            if sender is None:
                return _problem("token", _("No token of a sender known here. Nothing was stored."), 401)
            if may not in sender.may.split("+"):
                return _problem("may-not", _("This token may not do that."), 403)
            try:
                budget.take("transferred", sender.pk, most=AN_HOUR)
                return view(request, sender=sender, **kwargs)
            except NotTaken as refused:
                status = {Why.TOO_LARGE: 413, Why.BUSY: 503, Why.STALE: 503}.get(refused.why, 422)
                return _problem(refused.why.value, _("Not stored. Mend the field and send it again."), status, refused.field)
            except Refused as refused:
                return _problem(refused.code, str(refused), 422)

        return answer

    return wrap


@_with_token("POST", "file")
def submissions(request: HttpRequest, sender: Sender) -> HttpResponse:
    """One submission: 201 when it is new, 200 when this reference is held already."""
    row, new = take_told(sender, _told(request))
    return JsonResponse({"v": 1, **_stands(row)}, status=201 if new else 200)


@_with_token("GET", "state")
def one(request: HttpRequest, sender: Sender, reference: str) -> HttpResponse:  # noqa: ARG001 - the door took it
    """Where one stands that this sender brought: facts only."""
    known = [thread_of(sender, reference), thread_of(sender, reference, above=True)]
    row = Submission.objects.filter(pk__in=known).first()
    if row is None:
        return _problem("unknown", _("You brought nothing under this reference."), 404, "reference")
    return JsonResponse({"v": 1, **_stands(row)})


def _stands(row: Submission) -> dict[str, Any]:
    card = Thread.objects.filter(pk=row.pk).values("state", "due_day").first() or {"state": "", "due_day": None}
    due = card["due_day"].isoformat() if card["due_day"] else None
    number, day = f"{row.year}-{row.number:04d}", row.received_on.isoformat()
    return {"number": number, "received_on": day, "state": card["state"], "due": due}


def _told(request: HttpRequest) -> Told:
    found = _fields(request)
    given = found.inside("words")
    if given is None:
        raise NotTaken(Why.BAD, "words")
    words = {name: given.text(name, most=most, default=None if name == "what" else "") for name, most in WORDS.items()}
    words["about_team"] = _one_of(given.text("about_team", default="no"), ("yes", "no", "unsure"), "about_team")
    words["language"] = given.text("language", most=10, default="other")
    given.end()
    if not words["what"].strip():
        raise NotTaken(Why.BAD, "what")
    told = Told(
        reference=found.text("reference", most=100), received_on=_day(found.text("received_on")), words=words,
        level=_one_of(found.text("level", default=Level.CONFIDENTIAL), tuple(Level), "level"),
        name=found.text("name", most=100, default=""), phone=found.text("phone", most=60, default=""),
        other=found.text("other", most=200, default=""), persons=found.number("persons", most=999) if found.has("persons") else 1,
    )
    found.end()
    if not told.reference.strip():
        raise NotTaken(Why.BAD, "reference")
    return told


def _fields(request: HttpRequest) -> Fields:
    if request.content_type != "application/json":
        raise NotTaken(Why.BAD, "content-type")
    if int(request.META.get("CONTENT_LENGTH") or 0) > JSON_MOST:
        raise NotTaken(Why.TOO_LARGE)
    try:
        found = Fields(json.loads(request.body[: JSON_MOST + 1]))
    except (ValueError, RecursionError):
        raise NotTaken(Why.BAD) from None
    if found.number("v") != 1:
        raise NotTaken(Why.BAD, "v")
    return found


def _one_of(value: str, known: tuple[str, ...], field: str) -> str:
    if value not in known:
        raise NotTaken(Why.BAD, field)
    return value


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotTaken(Why.BAD, "received_on") from None
    if day > today():
        raise NotTaken(Why.BAD, "received_on")
    return day
