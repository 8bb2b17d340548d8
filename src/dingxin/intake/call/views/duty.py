"""The duty roster: a week at a glance, a day to set."""

from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.audit.writing import SentBefore, sent_once
from dingxin.intake.call import actions, doors, roster
from dingxin.intake.call.forms import DayForm, HoursForm
from dingxin.organisation.doors import roles_over
from dingxin.organisation.models import Stationing
from dingxin.organisation.queries import role_in
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import DayPart, Role
from dingxin.web.sent import token_of


def _changes(request: StaffRequest, stationing: Stationing) -> bool:
    member = request.member.member
    leads = role_in(member, stationing.team) is Role.LEADER
    return leads or Role.ADMIN in roles_over(member, stationing.team.body)


def _first(request: StaffRequest, stationing: Stationing) -> date:
    try:
        return doors.day_of(request.GET.get("from", ""))
    except Http404:
        return max(roster.part_now()[0], stationing.starts)


def _week(
    request: StaffRequest, stationing: Stationing, form: HoursForm | None = None, status: int = 200
) -> HttpResponse:
    first = _first(request, stationing)
    days = roster.week(stationing, first)
    parts = [part.value for part in roster.hours(stationing)]
    return render(request, "intake_call/duty.html", {
        "stationing": stationing, "days": days, "parts": list(DayPart), "changes": _changes(request, stationing),
        "lacking": sum(bool(cell.lacks) for _day, cells in days for cell in cells),
        "earlier": first - timedelta(days=roster.DAYS), "later": first + timedelta(days=roster.DAYS),
        "form": form or HoursForm(initial={"parts": parts}),
        "troubled": {one for _day, cells in days for cell in cells for one in cell.people if one.why},
    }, status=status)


@require_safe
@signed_in
def week(request: StaffRequest, id: UUID) -> HttpResponse:
    """Seven days, with what is missing in them."""
    return _week(request, doors.access_duty(request.member, id))


@require_POST
@signed_in
def hours(request: StaffRequest, id: UUID) -> HttpResponse:
    """In which parts of the day calls are answered."""
    stationing = doors.access_duty(request.member, id, change=True)
    form = HoursForm(request.POST)
    if not form.is_valid():
        return _week(request, stationing, form, 422)
    parts = [part for part in DayPart if part.value in form.cleaned_data["parts"]]
    with suppress(SentBefore), sent_once(token_of(request)):
        actions.set_hours(current=request.member, stationing=stationing, parts=parts)
    return HttpResponseRedirect(reverse("intake_call:duty", args=[stationing.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def day(request: StaffRequest, id: UUID, day: str) -> HttpResponse:
    """Who is on duty on one day."""
    stationing, on = doors.access_duty(request.member, id, change=True), doors.day_of(day)
    ((_on, cells),) = roster.week(stationing, on, 1)
    form = DayForm(request.POST if request.method == "POST" else None, stationing=stationing, cells=cells)
    refused: Refused | None = None
    if form.is_valid():
        found = form.cleaned_data
        who = {part: [UUID(one) for one in found[part.value]] for part in DayPart}
        try:
            with suppress(SentBefore), sent_once(token_of(request)):
                actions.set_duty(
                    current=request.member, stationing=stationing, day=on, who=who, days=found["alike"] or 1
                )
            to = reverse("intake_call:duty", args=[stationing.pk])
            return HttpResponseRedirect(f"{to}?from={on.isoformat()}")
        except Refused as found_wrong:
            refused = found_wrong
    context = {"stationing": stationing, "day": on, "form": form, "refused": refused, "cells": cells}
    return render(request, "intake_call/duty_day.html", context, status=422 if form.is_bound else 200)
