"""The public notice: words in three languages, boxes, preview, and the poster for the wall."""

from uuid import UUID

import segno
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.desk.organisation.common import REFUSED, Refusal, go, page, posted, show_form
from dingxin.desk.organisation.notice_forms import LANGUAGES, BoxSet, NoticeForm, box_initial
from dingxin.desk.organisation.steps import trust_or_none
from dingxin.organisation import actions
from dingxin.organisation.boxes import listed
from dingxin.organisation.doors import access_stationing
from dingxin.organisation.models import Stationing
from dingxin.organisation.public import FIELDS
from dingxin.organisation.public import notice as notice_in
from dingxin.web.context import dir_of, tag_of
from dingxin.web.parts import Link

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise Http404
    return code


@get_or_post
@unlocked
def notice(request: StaffRequest, id: UUID, language: str) -> HttpResponse:
    """The words in one language."""
    found, language = access_stationing(request.member, id, change=True), _language(language)
    words = found.texts.get(language, {})
    form = NoticeForm(posted(request), initial={name: words.get(name, "") for name in FIELDS})
    refused: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_stationing(
                current=request.member, stationing=found, starts=found.starts, ends=found.ends,
                intake_until=found.intake_until, phone=found.phone, texts=form.texts(language, found.texts),
            )  # fmt: skip
            return go("organisation_notice", found.pk, language, done="notice-changed")
        except REFUSED as error:
            refused = error
    return show_form(
        request, form, heading=_("Words of the notice"), button=_("Keep the words"), refused=refused,
        back=reverse("desk:organisation_stationing", args=[found.pk]), template="organisation/notice",
        stationing=found, language=language, language_tag=tag_of(language), language_dir=dir_of(language),
        shown=[(code, str(dict(settings.LANGUAGES)[code]), bool(found.texts.get(code))) for code in LANGUAGES],
    )  # fmt: skip


@get_or_post
@unlocked
def boxes(request: StaffRequest, id: UUID) -> HttpResponse:
    """The opinion boxes, in the order people read them."""
    found = access_stationing(request.member, id, change=True)
    initial = [box_initial(one.box) for one in listed(found) if one.box.state == "up"]
    forms = BoxSet(posted(request), initial=initial, prefix="box")
    if request.method == "POST" and forms.is_valid():
        kept = [form for form in forms if form.texts]
        actions.set_boxes(
            current=request.member, stationing=found, boxes=[form.texts for form in kept],
            ids=[form.cleaned_data.get("id") for form in kept],
        )
        return go("organisation_boxes", found.pk, done="boxes-changed")
    wrong = request.method == "POST"
    return page(request, "organisation/boxes", {
        "stationing": found, "forms": forms, "wrong": wrong,
        "names": {code: str(dict(settings.LANGUAGES)[code]) for code in LANGUAGES},
        "tags": {code: tag_of(code) for code in LANGUAGES}, "dirs": {code: dir_of(code) for code in LANGUAGES},
    }, status=422 if wrong else 200)  # fmt: skip


def _home(found: Stationing) -> str:
    return reverse("desk:organisation_stationing", args=[found.pk])


def _public_context(found: Stationing, language: str) -> dict[str, object]:
    trust = trust_or_none(found.team.body)
    written = notice_in(found, language)
    return {
        "stationing": found, "notice": written, "lang_tag": tag_of(language), "lang_code": language,
        "dir": dir_of(language), "fingerprint": trust.current.fingerprint if trust else "",
        "body_name": str(written.team), "phone": found.phone, "code": found.code,
        "shown": [(code, str(dict(settings.LANGUAGES)[code]), code == language) for code in LANGUAGES],
        "back": _home(found), "look": "portal", "home_url": "", "body_text": found.team.body.name, "days": None,
    }  # fmt: skip


@require_safe
@unlocked
def preview(request: StaffRequest, id: UUID, language: str) -> HttpResponse:
    """The public's own page with this notice, before it is public; only what is said above it is for the staff."""
    found, language = access_stationing(request.member, id), _language(language)
    missing = [field for field in FIELDS[2:] if field not in found.texts.get(language, {})]
    staff_words = _("Only the staff sees this page; its links lead nowhere before the stationing is open.")
    if missing and found.texts:
        staff_words += " " + _("Words that are missing in this language are shown in another.")
    more = {"staff_words": staff_words, "staff_link": Link(_("End the preview"), _home(found)), "languages": [],
            "staff_lang": tag_of(get_language() or "en")}  # fmt: skip
    with override(language):
        return render(request, "desk/organisation/preview.html", {**_public_context(found, language), **more})


def public_address(request: StaffRequest, found: Stationing, language: str) -> tuple[str, bool]:
    """(address for the poster, whether others can reach it). The first public host of the settings comes before ours."""
    with override(language):
        path = reverse("portal:home", args=[found.code])
    hosts = [host for host in settings.ALLOWED_HOSTS if host not in LOOPBACK and not host.startswith((".", "*"))]
    if hosts:
        return f"https://{hosts[0]}{path}", True
    return request.build_absolute_uri(path), False


@require_safe
@unlocked
def poster(request: StaffRequest, id: UUID, language: str) -> HttpResponse:
    """One A4 page for the wall: who, until when, how to reach us, code to scan, fingerprint to compare."""
    found, language = access_stationing(request.member, id), _language(language)
    address, reachable = public_address(request, found, language)
    careful = []
    if not reachable:
        careful.append(_("Careful: the code leads to this machine only, because no public host name is set "
                         "(DINGXIN_HOSTS). Do not hang it up."))  # fmt: skip
    if trust_or_none(found.team.body) is None:
        careful.append(_("Careful: there is no keyset yet, so the fingerprint is missing. Do not hang it up."))
    more = {
        "careful": careful, "staff_link": Link(_("Back to the stationing"), _home(found)),
        "staff_lang": tag_of(get_language() or "en"),
        "print_words": _("Print this page on A4 with the browser (Ctrl P)."), "address": address,
    }  # fmt: skip
    drawn = segno.make(address, error="q").svg_inline(border=2, dark="#000", light="#fff", svgclass="qr", omitsize=True)
    with override(language):
        return render(request, "desk/organisation/poster.html", {
            **_public_context(found, language), **more,
            "qr": mark_safe(drawn),  # noqa: S308 - drawn from our own address
        })  # fmt: skip
