"""Digits said aloud: a clerk types them and gets the state sentence and the next date, never a message or an answer.

Between pages a sealed token stands for the digits, good for twenty minutes and for this member alone.
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dingxin.accounts.doors import StaffRequest, signed_in, unlocked
from dingxin.accounts.models import Member
from dingxin.intake.back import acts, doors, showing
from dingxin.mailbox import actions as mailbox
from dingxin.mailbox import budget, speaking, tokens
from dingxin.mailbox.coming_back import Visit, by_digits, by_token
from dingxin.mailbox.derive import Busy, derive
from dingxin.mailbox.digits import grouped, normal, wrong_groups
from dingxin.mailbox.hearing import BY_STAFF, Heard
from dingxin.mailbox.refused import Refused, Why
from dingxin.organisation.models import Team
from dingxin.organisation.queries import members_of, teams_of
from dingxin.rules.codes import ConfirmedHow
from dingxin.sealing.errors import DigitsWrong
from dingxin.sealing.primitives import random_bytes
from dingxin.sealing.receipts import new_digits

PURPOSE = "staff-visit"
PER_HOUR = 60  # digits that one member may type in an hour: twice the busiest desk


def _how(request: StaffRequest) -> ConfirmedHow:
    sent = request.POST.get("how", "")
    return next((how for how in BY_STAFF if how.value == sent), ConfirmedHow.BY_VOICE)


def _heard(request: StaffRequest, team: Team) -> Heard:
    """Who heard it with them: somebody of the team, or nobody."""
    current, sent = request.member, request.POST.get("witness", "")
    other = next((one for one in _others(request, team) if str(one.pk) == sent), None)
    return Heard(_how(request), current.member.pk, current.actor, other.pk if other else None)


def _others(request: StaffRequest, team: Team) -> list[Member]:
    return [row.member for row in members_of(team) if row.member_id != request.member.member.pk]


def _by(request: StaffRequest) -> str:
    return request.member.member.pk.hex


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def digits(request: StaffRequest) -> HttpResponse:
    """The page for the digits."""
    if not teams_of(request.member.member).exists():  # who took a matter over is stationed nowhere, and hears digits too
        return render(request, "intake_common/nowhere.html", {"door": {"title": showing.title()}})
    if request.method != "POST":
        return _ask(request)
    answer: HttpResponse = _by_digits(request)  # type: ignore[assignment] # the door's own answers are responses too
    return answer


def _ask(request: StaffRequest, said: str = "", status: int = 200, typed: str = "") -> HttpResponse:
    context = {"said": said, "typed": typed, "grouped": grouped(typed), "how": _how(request).value}
    return render(request, "intake_back/digits.html", context, status=status)


@unlocked
def _by_digits(request: StaffRequest) -> HttpResponse:
    typed = normal(request.POST.get("digits", ""))
    try:
        budget.take("digits-by-staff", request.member.member.pk, most=PER_HOUR)
        visit = by_digits(typed)
    except DigitsWrong:
        return _ask(request, showing.mistyped(typed), 422, typed)
    except (Busy, Refused):
        return _ask(request, showing.busy(), 429, typed)
    team = doors.team_of(request.member, visit) if visit else None
    if visit is None or team is None:
        return _ask(request, showing.nothing(), 422, typed)
    mailbox.hear_digits(thread=visit.thread, heard=_heard(request, team))
    return _show(request, visit, team)


def _show(
    request: StaffRequest, visit: Visit, team: Team, *, done: str = "", said: str = "", status: int = 200
) -> HttpResponse:
    kept = {} if done else {name: request.POST.get(name, "") for name in ("act", "text", "witness")}
    return render(request, "intake_back/state.html", {
        **showing.facts(visit), "team": team, "token": visit.token(PURPOSE, by=_by(request)), "how": _how(request).value,
        "nonce": random_bytes(16).hex(), "others": _others(request, team), "done": showing.done(done), "said": said,
        "kept": kept, "may_refuse": visit.card["question"] in acts.MAY_REFUSE, "most": acts.TEXT_MOST,
    }, status=status)


def _again(request: StaffRequest) -> tuple[Visit, Team] | None:
    """The visit of an earlier page, if this member may still hear it."""
    visit = by_token(request.POST.get("visit", ""), purpose=PURPOSE, by=_by(request))
    team = doors.team_of(request.member, visit) if visit else None
    return (visit, team) if visit and team else None


@require_POST
@unlocked
def act(request: StaffRequest) -> HttpResponse:
    """One thing that they say."""
    found = _again(request)
    if found is None:
        return _ask(request, showing.locked(), 403)
    visit, team = found
    name = request.POST.get("act", "")
    run = acts.ACTS.get(name)
    try:
        if run is None:
            raise Refused(Why.BAD, "act")
        run(visit, _said(request, team))
    except Refused as refused:
        return _show(request, visit, team, said=showing.why(refused), status=422)
    return _show(request, (_again(request) or found)[0], team, done=name)


def _said(request: StaffRequest, team: Team) -> acts.Said:
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()
    if len(text) > acts.TEXT_MOST:
        raise Refused(Why.TOO_LARGE, "text")
    return acts.Said(
        text, _nonce(request), request.POST.get("asked", ""), request.POST.get("read_back") == "yes", _heard(request, team)
    )


def _nonce(request: StaffRequest) -> bytes:
    try:
        return UUID(hex=request.POST.get("nonce", "")).bytes
    except ValueError:
        raise Refused(Why.BAD, "nonce") from None


@require_POST
@unlocked
def new(request: StaffRequest) -> HttpResponse:
    """New digits: first dictated and read back, then they hold, and the old ones open nothing."""
    found = _again(request) or _changed(request)
    if found is None:
        return _ask(request, showing.locked(), 403)
    visit, team = found
    facts = tokens.read("staff-digits", request.POST.get("new", ""), seconds=tokens.TWENTY)
    if facts is None or facts["thread"] != visit.facts["thread"]:
        return _dictate(request, visit, {"digits": new_digits(), "thread": visit.facts["thread"]})
    typed = _typed(request)
    if typed != facts["digits"]:
        return _dictate(request, visit, facts, wrong_groups(typed.ljust(18, "x"), facts["digits"]))
    try:
        derived = derive(typed)
        if visit.lookup == derived.lookup:
            return _show(request, visit, team, done="new")
        speaking.change(visit, derived, _nonce(request), heard=_heard(request, team))
    except Busy:
        return _dictate(request, visit, facts, said=showing.busy(), status=503)
    except Refused as refused:
        return _show(request, visit, team, said=showing.why(refused), status=422)
    changed = Visit(derived.lookup, visit.cs, visit.facts)
    return _show(request, changed, team, done="new")


def _typed(request: StaffRequest) -> str:
    return normal("".join(request.POST.getlist("group")))


def _changed(request: StaffRequest) -> tuple[Visit, Team] | None:
    """The new digits hold already and the reply was lost on the way: then the old ones, and their page, open nothing."""
    facts, typed = tokens.read("staff-digits", request.POST.get("new", ""), seconds=tokens.TWENTY), _typed(request)
    if facts is None or typed != facts["digits"]:
        return None
    try:
        visit = by_digits(typed)
    except (Busy, Refused):
        return None
    team = doors.team_of(request.member, visit) if visit and visit.facts["thread"] == facts["thread"] else None
    return (visit, team) if visit and team else None


def _dictate(
    request: StaffRequest, visit: Visit, facts: dict[str, Any], wrong: list[int] | None = None, *, said: str = "",
    status: int = 200,
) -> HttpResponse:
    digits: str = facts["digits"]
    return render(request, "intake_back/new.html", {
        "groups": [digits[at : at + 3] for at in range(0, 18, 3)], "wrong": wrong or [], "said": said,
        "token": visit.token(PURPOSE, by=_by(request)), "how": _how(request).value, "nonce": random_bytes(16).hex(),
        "new": tokens.seal("staff-digits", digits=digits, thread=facts["thread"]),
    }, status=422 if wrong else status)


@require_safe
@signed_in
def without(request: StaffRequest) -> HttpResponse:
    """How somebody without digits comes back: by what they say. There is nothing here that could look for them."""
    return render(request, "intake_back/without.html", {})
