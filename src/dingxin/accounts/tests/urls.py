"""This room's addresses, a public page, and one page behind each door."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from dingxin.accounts.doors import StaffRequest, signed_in, unlocked

handler404 = "dingxin.web.errors.not_found"
handler500 = "dingxin.web.errors.server_error"


@signed_in
def plain(request: StaffRequest) -> HttpResponse:
    return HttpResponse(f"{request.member.actor}|{request.LANGUAGE_CODE}")


@unlocked
def keyed(request: StaffRequest) -> HttpResponse:
    got = sorted((name, value) for name, values in request.POST.lists() for value in values if "csrf" not in name)
    return HttpResponse(f"{request.member.keys().recipient} {got}")


def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.member))


urlpatterns = [
    path("", include("dingxin.web.urls")),
    path("staff/", include("dingxin.accounts.urls")),
    path("desk/", plain),
    path("desk/keyed/", keyed),
    path("api/lookup", public),
    *i18n_patterns(path("", public)),
]
