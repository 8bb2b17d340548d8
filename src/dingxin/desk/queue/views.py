"""The first page of whoever is signed in: what is due, or, for roles without a queue, what they can do here."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.desk.place import place_of


@require_safe
@signed_in
def home(request: StaffRequest) -> HttpResponse:
    """My queue."""
    return render(request, "desk/queue/home.html", {"place": place_of(request)})
