"""Recording the envelopes of an opening, one after another. What was typed goes into the sealed envelope at once."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.casework.recording import Original, Recorded
from dingxin.intake.box import registering
from dingxin.intake.box.forms import EnvelopeForm
from dingxin.intake.box.models import BoxOpening
from dingxin.intake.box.views.common import go, page
from dingxin.intake.common import filing
from dingxin.intake.common.kept_files import ENDINGS
from dingxin.intake.drafts import taking
from dingxin.intake.drafts.files import PAGE
from dingxin.mailbox.refused import Refused as MailboxRefused
from dingxin.organisation.public import text
from dingxin.organisation.refusals import Refused
from dingxin.web.uploads import keeps_words, too_large

MOST_PAGES = 20


@keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def record(request: StaffRequest, id: UUID) -> HttpResponse:
    """The form of one envelope; filed, the next one. The same form again records and counts nothing twice."""
    found = registering.going(request.member, id)
    stationing = found.box.stationing
    if request.method != "POST":
        return _form(request, found, EnvelopeForm(team=stationing.team_id))
    before = filing.filed_before(filing.once(request), stationing)
    if before is not None:
        return _next(found, before.number)
    form = EnvelopeForm(request.POST, team=stationing.team_id)
    if not form.is_valid():
        return _form(request, found, form, 422)
    given = form.cleaned_data
    try:
        recorded = _record(request, found, given, _pages(request))
    except Refused as refused:
        return _form(request, found, form, 409, refused)
    except MailboxRefused as refused:
        return _form(request, found, form, 409, filing.not_taken(refused.why, refused.field))
    return _next(found, recorded.number if given["about_team"] != "yes" else None)


def _pages(request: StaffRequest) -> list[Original]:
    """Scans or photographs of the letter, made anew from their pixels. A hand is somebody's: they go under both keys."""
    if too_large(request):
        raise Refused("too-much", taking.why("too-much"))
    pages = [one for one in taking.taken(request.FILES) if one.kind == PAGE]
    if len(pages) > MOST_PAGES:
        raise Refused("too-many", taking.why("too-many"))
    return [
        Original(f"page-{at:02d}.{ENDINGS[one.media_type]}", one.media_type, one.content) for at, one in enumerate(pages, 1)
    ]


def _record(
    request: StaffRequest, found: BoxOpening, given: dict[str, object], pages: list[Original]
) -> Recorded:
    return registering.record_envelope(
        current=request.member, opening=found.pk, said=filing.said_of(given), received_on=found.day,
        thread=filing.once(request), about_team=given["about_team"] == "yes", card=given["card"],  # type: ignore[arg-type]
        originals=pages,
    )


@require_POST
@signed_in
def nothing(request: StaffRequest, id: UUID) -> HttpResponse:
    """Blank or advertising: one press, and it counts; two set it aside later."""
    found = registering.going(request.member, id)
    why = "blank" if request.POST.get("why") != "advertising" else "advertising"
    before = filing.filed_before(filing.once(request), found.box.stationing)
    if before is not None:
        return _next(found, before.number)
    try:
        recorded = registering.record_envelope(
            current=request.member, opening=found.pk, said=registering.nothing_in_it(why), received_on=found.day,
            thread=filing.once(request),
        )
    except Refused as refused:
        return page(request, "refused", {"refused": refused, "back": _home(found)}, 409)
    except MailboxRefused as refused:
        return page(request, "refused", {"refused": filing.not_taken(refused.why), "back": _home(found)}, 409)
    return _next(found, recorded.number)


def _home(found: BoxOpening) -> str:
    return reverse("intake_box:opening", args=[found.pk])


def _next(found: BoxOpening, number: int | None) -> HttpResponse:
    """The next form, which says the number of the last one; after the last envelope the numbers side by side."""
    left = BoxOpening.objects.filter(pk=found.pk).values_list("counted", "registered").get()
    name = "opening_envelope" if (left[0] or 0) > left[1] else "opening"
    if name == "opening":
        return go(name, found.pk, done="recorded")
    query = f"?number={number}" if number else "?done=recorded"
    return HttpResponseRedirect(reverse(f"intake_box:{name}", args=[found.pk]) + query)


def _form(
    request: StaffRequest, found: BoxOpening, form: EnvelopeForm, status: int = 200, refused: Refused | None = None
) -> HttpResponse:
    number = request.GET.get("number", "")
    return page(request, "envelope", {
        **filing.form_context(request, found.box.stationing, form, refused), "opening": found,
        "place": text(found.box.texts, "place", get_language() or "en"), "at": found.registered + 1,
        "last": int(number) if number.isascii() and number.isdigit() and len(number) < 7 else None,
    }, status)
