"""Recording a visit while listening."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dingxin.accounts.doors import StaffRequest, signed_in


@require_safe
@signed_in
def record(request: StaffRequest) -> HttpResponse:
    """The form."""
    return render(request, "intake_visit/record.html", {})
