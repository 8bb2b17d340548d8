"""Receipts printed ahead. The digits are in the one page that prints them, and nowhere else."""

from collections.abc import Iterator
from uuid import UUID

import segno
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods, require_POST

from dingxin.accounts.doors import StaffRequest, signed_in, unlocked
from dingxin.intake.box import actions, doors, queries
from dingxin.intake.box.forms import OrderForm
from dingxin.intake.box.models import PrintSheet
from dingxin.intake.box.views.common import act, go, page
from dingxin.intake.common import place, telling
from dingxin.mailbox import serials
from dingxin.mailbox.printing import Printed
from dingxin.organisation.models import Stationing
from dingxin.organisation.public import notice
from dingxin.organisation.queries import role_in
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Role

SPLIT = "<!-- receipts -->"
LANGUAGES = ("zh-hans", "ug", "en")
BACK = "intake_box:cards"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def orders(request: StaffRequest) -> HttpResponse:
    """What was ordered, who agreed, which sheets there are; a leader asks for more."""
    current, found = request.member, place.stationing_for(request)
    inside = found if found is not None and not doors.kept_from(current, found) else None
    leads = inside is not None and role_in(current.member, inside.team_id) is Role.LEADER
    form, refused = OrderForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST":
        if inside is not None:
            doors.access_place(current, inside, lead=True)
        if inside is not None and form.is_valid():
            try:
                actions.ask_printing(current=current, stationing=inside, **form.cleaned_data)
                return go("cards", done="asked")
            except Refused as error:
                refused = error
    signs = inside is not None and doors.signs(current, inside)
    rows = [] if inside is None else [
        {"order": row, "sheets": list(row.sheets.order_by("number")), "agrees": row.state == "asked" and (
            row.asked_by_id != current.member.pk and (signs or doors.reads(current, row.stationing)))}
        for row in sorted(queries.orders(inside)[:50], key=lambda one: one.state not in ("asked", "agreed"))
    ]
    return page(request, "cards", {
        "stationing": inside, "leads": leads, "form": form, "refused": refused, "rows": rows,
        "to_agree": [row for row in queries.for_signers(current) if inside is None or row.stationing_id != inside.pk],
    }, 409 if refused else 422 if form.errors else 200)


@require_POST
@signed_in
def agree(request: StaffRequest, id: UUID) -> HttpResponse:
    """The second person agrees."""
    found = doors.access_order(request.member, id)
    return act(
        request, lambda: actions.agree_printing(current=request.member, order=found), to=go("cards", done="agreed"),
        back=reverse(BACK),
    )


@require_POST
@signed_in
def end(request: StaffRequest, id: UUID) -> HttpResponse:
    """Not agreed to, or not wanted any more."""
    found = doors.access_order(request.member, id)
    return act(
        request, lambda: actions.end_printing(current=request.member, order=found), to=go("cards", done="ended"),
        back=reverse(BACK),
    )


@require_POST
@signed_in
def void(request: StaffRequest, id: UUID) -> HttpResponse:
    """A sheet that is lost or spoiled."""
    found = doors.access_sheet(request.member, id)
    return act(
        request, lambda: actions.void_sheet(current=request.member, sheet=found), to=go("cards", done="void"),
        back=reverse(BACK),
    )


@require_POST
@unlocked
def sheet(request: StaffRequest, id: UUID) -> HttpResponseBase:
    """One sheet, streamed: each step of at most two seconds makes some receipts, keeps their rows and writes them into this
    page, which is the only place where their digits ever are. What broke off is made void and printed anew."""
    found = doors.access_order(request.member, id, lead=True)
    try:
        begun = actions.begin_sheet(current=request.member, order=found)
    except Refused as refused:
        return page(request, "refused", {"refused": refused, "back": reverse(BACK)}, 409)
    language = request.POST.get("language", "")
    language = language if language in LANGUAGES else "zh-hans"
    head, tail = render_to_string("intake_box/sheet.html", {
        "order": found, "sheet": begun, "pages": -(-begun.wanted // 5),
    }, request).split(SPLIT)
    return StreamingHttpResponse(
        _streamed(request, begun, found.stationing, language, head, tail), headers={"X-Accel-Buffering": "no"}
    )


def _streamed(
    request: StaffRequest, begun: PrintSheet, stationing: Stationing, language: str, head: str, tail: str
) -> Iterator[str]:
    desk = get_language() or "en"
    root = request.build_absolute_uri("/")
    yield head
    at = 0
    while made := actions.print_some(current=request.member, sheet=begun):
        with override(language):
            for one in made:
                at += 1
                yield _receipt(one, at, begun, stationing, language, root)
    with override(desk):
        yield tail


def _receipt(
    one: Printed, at: int, begun: PrintSheet, stationing: Stationing, language: str, root: str
) -> SafeString:
    row = one.row
    code = segno.make(serials.outside(row.serial, row.recipient, bytes(row.verify_key)), error="m", boost_error=False)
    drawn = code.svg_inline(border=2, dark="#000", light="#fff", svgclass="qr", omitsize=True)
    return render_to_string(f"web/printed_{row.kind}.html", {
        "serial": serials.shown(row.serial), "groups": telling.groups(one.digits), "at": at, "sheet": begun,
        "qr": mark_safe(drawn),  # noqa: S308 - drawn from our own text
        "notice": notice(stationing, language), "address": telling.address_of(root, stationing, language),
        "language": language,
    })
