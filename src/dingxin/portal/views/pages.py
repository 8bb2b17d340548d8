"""Pages that change nothing: the list of stationings, the home of one, and what a reader may want to know."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dingxin.ledger import public as ledger
from dingxin.mailbox.queries import inlet_for
from dingxin.organisation import public as organisation
from dingxin.portal import terms
from dingxin.portal.place import Place, place_or_404
from dingxin.portal.views import seal


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where to go: the one stationing that receives, or the list of them."""
    found = organisation.open_stationings()
    if len(found) == 1:
        return HttpResponseRedirect(reverse("portal:home", args=[found[0].code]))
    language = get_language() or settings.LANGUAGE_CODE
    return render(request, "portal/start.html", {"notices": [organisation.notice(one, language) for one in found]})


@require_safe
def home(request: HttpRequest, code: str) -> HttpResponse:
    """The public notice as a page, and the ways to reach the team."""
    place = place_or_404(code)
    inlet = inlet_for(place.stationing.pk)
    return render(request, "portal/home.html", {
        **place.context, "days": terms.days_to_say(place.stationing.team.body.pack),
        "fingerprint": inlet.fingerprint if inlet else "", "body_text": place.stationing.team.body.name,
        "has_script_page": seal.built() is not None,
    })


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What this site keeps, and how to clear what the browser keeps."""
    return render(request, "portal/privacy.html", _from(request))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How this site can be used, and what to do where it cannot."""
    return render(request, "portal/accessibility.html", _from(request))


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The public log: what a slip proves today, and what it will prove once the log is published."""
    return render(request, "portal/log.html", {
        **_from(request), "log_name": ledger.log_name(), "key": ledger.promise_key().hex(),
        "publishes": ledger.publishes(),
    })


def _from(request: HttpRequest) -> dict[str, object]:
    """The stationing the reader came from (``?at=code``), so that phone and name stay on the page."""
    code = request.GET.get("at", "")
    if not code:
        return {}
    try:
        place: Place = place_or_404(code)
    except Http404:
        return {}
    return place.context
