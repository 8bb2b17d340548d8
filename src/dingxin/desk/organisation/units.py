"""The tree of units: search, add, change, import with a preview."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.desk.organisation import unit_import
from dingxin.desk.organisation.common import REFUSED, go, page, posted, refuse, show_form
from dingxin.desk.organisation.forms import Named, UnitForm
from dingxin.desk.organisation.scope import administering, scope_of
from dingxin.organisation import actions
from dingxin.organisation.models import Unit
from dingxin.organisation.queries import find_units, units_above
from dingxin.organisation.refusals import Refused

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
MOST = 100


@require_safe
@unlocked
def units(request: StaffRequest) -> HttpResponse:
    """One level of the tree, or what a search found."""
    scope = scope_of(request.member)
    if not scope.bodies:
        raise PermissionDenied
    words = request.GET.get("q", "").strip()[:100]
    at = _unit(request.GET.get("at", "")) if request.GET.get("at") else None
    rows = find_units(words, limit=MOST) if words else list(
        Unit.objects.filter(parent=at).select_related("parent").order_by("path")[:500]
    )
    below = {row.pk: 0 for row in rows}
    for parent in Unit.objects.filter(parent__in=rows).values_list("parent_id", flat=True):
        below[parent] += 1
    return page(request, "organisation/units", {
        "words": words, "at": at, "above": units_above(at) if at else [], "total": Unit.objects.count(),
        "rows": [(row, below[row.pk]) for row in rows], "admin": scope.admin, "most": MOST,
    })  # fmt: skip


def _unit(text: str) -> Unit:
    try:
        found = Unit.objects.select_related("parent").filter(pk=UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


@get_or_post
@unlocked
def new_unit(request: StaffRequest) -> HttpResponse:
    """A unit below another, or at the top."""
    administering(request.member)
    form, refused = UnitForm(posted(request), initial={"parent": request.GET.get("parent", "")}), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.create_unit(
                current=request.member, code=given["code"], name=given["name"], parent=given["parent"],
                kind=given["kind"], texts=form.texts({}),
            )  # fmt: skip
            return go("organisation_units", done="unit-made", **({"at": made.parent_id} if made.parent_id else {}))
        except REFUSED as error:
            refused = error
    back = reverse("desk:organisation_units")
    return show_form(request, form, heading=_("A new unit"), button=_("Make the unit"), back=back, refused=refused)


@get_or_post
@unlocked
def change_unit(request: StaffRequest, id: UUID) -> HttpResponse:
    """Names and kind."""
    administering(request.member)
    found = _unit(str(id))
    initial = Named.initial_of(found.name, found.texts) | {"kind": found.kind}
    form, refused = UnitForm(posted(request), made=True, initial=initial), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_unit(
                current=request.member, unit=found, name=given["name"], kind=given["kind"],
                texts=form.texts(found.texts),
            )  # fmt: skip
            return go("organisation_units", done="unit-changed", **({"at": found.parent_id} if found.parent_id else {}))
        except REFUSED as error:
            refused = error
    return show_form(
        request, form, heading=found.name, button=_("Keep it"), back=reverse("desk:organisation_units"), refused=refused,
        lead=_("Code %(code)s. A unit moves in the tree by import only.") % {"code": found.code},
    )  # fmt: skip


@get_or_post
@unlocked
def import_units(request: StaffRequest) -> HttpResponse:
    """Three faces of one address: choose a file, see row by row what it would do, take it in."""
    administering(request.member)
    form = unit_import.FileForm(posted(request), request.FILES or None)
    if request.POST.get("step") == "take":
        try:
            report = actions.import_units(current=request.member, data=unit_import.carried(request.POST, request.FILES))
        except REFUSED as error:
            return refuse(request, error, back=reverse("desk:organisation_units_import"))
        if not report.errors:
            return go("organisation_units", done="units-imported")
        rows = unit_import.Preview(report=report, lines=(), packed="", digest="")
        return page(request, "organisation/units_preview", {"preview": rows}, status=422)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            preview = unit_import.preview(form.cleaned_data["file"].read())
            status = 422 if preview.report.errors else 200
            return page(request, "organisation/units_preview", {"preview": preview}, status=status)
        except Refused as error:
            refused = error
    return show_form(
        request, form, heading=_("Import units from a list"), button=_("See what it would do"), refused=refused,
        back=reverse("desk:organisation_units"), lead=unit_import.lead(),
    )  # fmt: skip
