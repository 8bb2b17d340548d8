"""Addresses for web's tests: web's own, and pages that fail in each way a room's page may fail."""

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

handler400 = "dingxin.web.errors.bad_request"
handler403 = "dingxin.web.errors.forbidden"
handler404 = "dingxin.web.errors.not_found"
handler500 = "dingxin.web.errors.server_error"

SENTINEL = "sentinel-words-of-a-person"


def say(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("words", "") + str(sum(len(file.read()) for file in request.FILES.values())))


def fail(request: HttpRequest) -> HttpResponse:
    raise ValueError(SENTINEL + request.GET.get("q", "") + request.POST.get("words", ""))


def locked(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def portal(request: HttpRequest) -> HttpResponse:
    return render(request, "web/portal_base.html", {"body_name": "<Team 9>"})


def desk(request: HttpRequest) -> HttpResponse:
    return render(request, "web/desk_base.html")


pages = [path("say", say), path("fail", fail), path("locked", locked), path("refuse", refuse)]
urlpatterns = [
    path("", include("dingxin.web.urls")),
    *pages, path("desk/", include((pages, "d"))), path("desk/page", desk),
    *i18n_patterns(path("", portal), *pages),
]
