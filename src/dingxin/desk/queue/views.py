"""The first page of whoever is signed in: what is due, or, for roles without a queue, what they can do here."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.casework import actions, queries
from dingxin.casework.queries import QueueRow
from dingxin.desk.place import TEAM_COOKIE, Place, place_of
from dingxin.desk.pressed.views import row_of as row_of_pressed
from dingxin.desk.queue.acts import matter_url
from dingxin.desk.queue.contacts import contacts_section
from dingxin.desk.queue.roles import cards_of
from dingxin.desk.queue.rows import sections
from dingxin.desk.queue.strip import today_of
from dingxin.rules.codes import Role
from dingxin.vault.refusals import NotTrusted
from dingxin.web.days import today

PAGE = 50  # rows; the titles of one page are opened at a time


@require_safe
@signed_in
def home(request: StaffRequest) -> HttpResponse:
    """My queue in the order of what is due. With locked keys the numbers stand for the titles.

    A clerk has no queue and nothing else to do here: the doors, where the next person is written down.
    """
    place = place_of(request)
    if place.role is Role.CLERK and not place.body_roles:
        return HttpResponseRedirect(reverse("intake_common:doors"))
    context = {"place": place, "member_role": place.role or "", "cards": cards_of(place), "today": today()}
    if not place.reads:
        return render(request, "desk/queue/roles.html", context)
    response = render(request, "desk/queue/home.html", {**context, **_queue(request, place)})
    if place.team and request.GET.get("team") == str(place.team.pk):
        response.set_cookie(
            TEAM_COOKIE, str(place.team.pk), httponly=True, samesite="Strict", secure=request.is_secure()
        )
    return response


def _queue(request: StaffRequest, place: Place) -> dict[str, object]:
    current = request.member
    rows = queries.queue(current)
    start = _start(request.GET.get("from", ""), len(rows))
    shown = rows[start : start + PAGE]
    waiting = queries.waiting_for_others(current)[:PAGE] if not start else []
    titles, trouble = _titles(request, [*shown, *waiting])
    assert place.team is not None
    contacts = contacts_section(current) if not start else None
    pressed = queries.interference(current) if not start else []
    found = sections(shown, waiting, titles, leads=place.leads, pressed=[row_of_pressed(one) for one in pressed],
                     covered={matter_url(one.report.matter_id) for one in pressed if one.report.matter_id},
                     first=contacts is None or not contacts.rows[0].first)  # fmt: skip
    return {
        "contacts": contacts, "sections": found, "day": today_of(current, place.team),
        "total": len(rows) + len(pressed), "start": start, "last": min(start + PAGE, len(rows)), "titles": bool(titles),
        "more": start + PAGE if start + PAGE < len(rows) else 0, "trouble": trouble,
        "stay": _stay(place),
    }


def _titles(request: StaffRequest, rows: Sequence[QueueRow]) -> tuple[dict[UUID, str], str]:
    """Titles of this page, opened with one entry for matters and one for submissions; why not, when keys fail."""
    if not request.member.unlocked:
        return {}, ""
    matters = list({row.matter.pk: row.matter for row in rows if row.matter is not None}.values())
    submissions = [row.submission for row in rows if row.submission is not None and row.next.act != "read"]
    found: dict[UUID, str] = {}
    try:
        if matters:
            found |= actions.open_titles(current=request.member, matters=matters)
        if submissions:
            found |= actions.open_summaries(current=request.member, submissions=submissions)
    except NotTrusted as refused:
        return {}, str(refused)
    return found, ""


def _start(text: str, count: int) -> int:
    start = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return start if start < count else 0


def _stay(place: Place) -> tuple[int, int] | None:
    """(day of the stationing, of how many), while it runs."""
    if place.stationing is None or not place.stationing.starts <= today() <= place.stationing.ends:
        return None
    begun, whole = today() - place.stationing.starts, place.stationing.ends - place.stationing.starts
    return begun.days + 1, whole.days + 1
