"""Filing without script: about whom, all questions, a check, the receipt. Nothing is kept until it is sent."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms import ChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from dingxin.mailbox import tokens
from dingxin.mailbox.derive import Busy
from dingxin.mailbox.digits import grouped, normal, wrong_groups
from dingxin.mailbox.limits import FILES_MOST
from dingxin.mailbox.queries import inlet_for
from dingxin.mailbox.refused import Refused, Why
from dingxin.portal import refusals, slips, terms
from dingxin.portal.drafts import SLOWEST_MACHINE, Draft, new_draft, read_draft
from dingxin.portal.filing import Sent, Upload, prepare, send
from dingxin.portal.forms import AboutForm, ReportForm, named_in_words, notes
from dingxin.portal.place import Place, place_or_404
from dingxin.sealing.errors import DigitsWrong
from dingxin.sealing.receipts import check_digits
from dingxin.web.parts import File
from dingxin.web.uploads import files_came, keeps_words, too_large

ASK_AGAIN = 422  # the form was understood and something in it is missing
READ_BACK = tokens.DAY


@keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str) -> HttpResponse:
    """One address for all steps, so that no history tells how far somebody came."""
    place = place_or_404(code)
    if not place.notice.receiving:
        return render(request, "portal/closed.html", place.context)
    if inlet_for(place.stationing.pk) is None:
        return render(request, "portal/no_keys.html", place.context, status=503)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if step == "start":
        return _start(request, place)
    if step == "ask":
        return _ask(request, place, AboutForm(initial=request.POST.dict()))
    if step == "edit":
        return _form(request, place, ReportForm(initial=request.POST.dict()))
    if step in ("check", "send"):
        form = ReportForm(request.POST)
        if not form.is_valid():
            return _form(request, place, form, ASK_AGAIN)
        return _check(request, place, form) if step == "check" else _send(request, place, form)
    return _ask(request, place, AboutForm())


def _ask(request: HttpRequest, place: Place, form: AboutForm, status: int = 200) -> HttpResponse:
    """The first question. Who comes back to it from the check page has all other answers carried along."""
    carried = []
    if request.POST.get("draft"):
        others = ReportForm(initial=request.POST.dict())
        carried = [others[name].as_hidden() for name in others.fields if name not in form.fields]
    return render(request, "portal/ask.html", {
        **place.context, "form": form, "carried": carried, "draft": request.POST.get("draft", ""),
    }, status=status)


def _start(request: HttpRequest, place: Place) -> HttpResponse:
    form = AboutForm(request.POST)
    if not form.is_valid():
        return _ask(request, place, form, ASK_AGAIN)
    if not request.POST.get("draft"):
        return _form(request, place, ReportForm(initial=form.cleaned_data))
    everything = ReportForm(request.POST)
    return _check(request, place, everything) if everything.is_valid() else _form(request, place, everything, ASK_AGAIN)


def _form(request: HttpRequest, place: Place, form: ReportForm, status: int = 200) -> HttpResponse:
    about_team = form.data.get("about_team") or form.initial.get("about_team")
    return render(request, "portal/report.html", {
        **place.context, "form": form, "draft": request.POST.get("draft", ""), "above": about_team == "yes",
        "notes": notes(),
    }, status=status)


def _check(
    request: HttpRequest, place: Place, form: ReportForm, *, said: str = "", status: int = 200, renew: bool = False
) -> HttpResponse:
    """Everything once more, with the digits. ``said``: why it was not sent."""
    code = place.notice.code
    draft = None if renew else read_draft(request.POST.get("draft", ""), code)
    kept = draft is not None
    draft = draft or new_draft(code)
    answers = form.cleaned_data
    return render(request, "portal/check.html", {
        **place.context, "form": form, "answers": answers, "shown": _shown(form), "digits": draft.digits,
        "draft": request.POST["draft"] if kept and status == 200 and not said else draft.token(),
        "named": named_in_words(answers), "said": said, "files_again": files_came(request), "files_most": FILES_MOST,
        "bytes_most": settings.FORM_FILE_LIMIT, "no_way_back": _no_way_back(answers),
    }, status=status)


def _shown(form: ReportForm) -> list[dict[str, Any]]:
    """The lines of the check page: what was asked, what was answered, where to change it. Names are not shown."""
    found = form.cleaned_data
    labels = {name: dict(_choices(form, name)) for name in ("level", "shows")}
    contact = [found[f] for f in ("contact_way", "contact_time", "contact_place") if found[f]]
    when = [found["when"], _("it still goes on") if found["ongoing"] == "yes" else ""]
    comma = pgettext("between two parts of a line", ", ")
    return [
        {"field": "what", "text": found["what"]},
        {"field": "about", "text": found["about"]},
        {"field": "when", "text": comma.join(part for part in when if part)},
        {"field": "amount", "text": comma.join(part for part in (found["amount"], found["people"]) if part)},
        {"field": "may_contact", "text": comma.join(contact) if found["may_contact"] == "yes" and contact
         else _("No calls and no visits. I come back myself.")},
        {"field": "level", "text": labels["level"][found["level"]],
         "note": "" if found["level"] == "anonymous" else _("It is filled in; it is not shown here again.")},
        {"field": "shows", "text": labels["shows"][found["shows"]]},
    ]


def _choices(form: ReportForm, name: str) -> list[tuple[str, Any]]:
    field = form.fields[name]
    assert isinstance(field, ChoiceField)
    return [(str(value), label) for value, label in list(field.choices)]  # type: ignore[arg-type]


def _no_way_back(answers: dict[str, Any]) -> bool:
    """Nobody could ever be told the answer: no text to the receipt, no name, no agreed way."""
    found = (answers["shows"], answers["level"])
    return found == ("state", "anonymous") and answers["may_contact"] != "yes"


def _send(request: HttpRequest, place: Place, form: ReportForm) -> HttpResponse:
    files: list[UploadedFile[Any]] = list(request.FILES.getlist("files"))
    draft = read_draft(request.POST.get("draft", ""), place.notice.code)
    if draft is None:
        said = _("This page was open for more than a day, so the digits below are new. Please note them and send "
                 "again.")
        return _check(request, place, form, said=said, status=ASK_AGAIN, renew=True)
    if too_large(request):
        said = refusals.files_too_large()
        return _check(request, place, form, said=said, status=refusals.STATUS[Why.TOO_LARGE])
    if len(files) > FILES_MOST:
        said = _("These are too many files at once. Choose fewer now; with your digits you can add more later.")
        return _check(request, place, form, said=said, status=ASK_AGAIN)
    if not form.cleaned_data["what"].strip() and not any(file.size for file in files):
        said = _("There are neither words nor a file yet. Write a few words, or choose a picture or a recording.")
        return _check(request, place, form, said=said, status=ASK_AGAIN)
    if draft.age < SLOWEST_MACHINE:
        said = _("That was very quick. Please press “Send” once more.")
        return _check(request, place, form, said=said, status=ASK_AGAIN)
    try:
        uploads = prepare([file for file in files if file.size])
        sent = send(place=place, draft=draft, answers=form.cleaned_data, uploads=uploads)
    except Busy:
        response = _busy(request, place)
        response["Retry-After"] = str(refusals.RETRY_SECONDS)
        return response
    except Refused as refused:
        status = refusals.STATUS[refused.why]
        return _check(request, place, form, said=refusals.sentence(refused), status=status)
    return _receipt(request, place, draft, slips.slip_text(sent.entry, sent.promise, sent.subject), sent)


def _busy(request: HttpRequest, place: Place) -> HttpResponse:
    """The browser still holds the whole form: reloading sends it again, with its files."""
    return render(request, "portal/busy.html", place.context, status=503)


def _receipt(
    request: HttpRequest, place: Place, draft: Draft, slip: str, sent: Sent | None = None, **more: Any
) -> HttpResponse:
    made = slips.read_slip(slip)
    token = tokens.seal("receipt", digits=draft.digits, slip=slip, code=draft.code)
    return render(request, "portal/receipt.html", {
        **place.context, "digits": draft.digits, "slip": slip, "token": token,
        "number": slips.number_of(made) if made else "", "promised": made.promise if made else None,
        "qr": slips.picture(slip, _("The proof slip as a square code")), "sent": sent,
        "days": terms.days_to_say(place.stationing.team.body.pack),
        "files": [_file(upload) for upload in (sent.uploads if sent else ())],
        "address": f"{request.get_host()}/{place.notice.code}", **more,
    })


def _file(upload: Upload) -> File:
    kept = "" if upload.clean else _("what it says of place, time and device is still in it.")
    return File(upload.name, len(upload.content), "clean" if upload.clean else "kept", kept)


@require_POST
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Reading the digits back: says which group differs. The page carries the digits itself; nothing is looked up."""
    place = place_or_404(code)
    facts = tokens.read("receipt", request.POST.get("token", ""), seconds=READ_BACK)
    if facts is None or facts["code"] != code:
        return render(request, "portal/receipt_gone.html", place.context, status=410)
    draft = Draft(place.stationing.pk, facts["digits"], b"", b"", code, place.notice.starts)
    return _receipt(request, place, draft, facts["slip"], **_read_back(request.POST.get("again", ""), draft.digits))


def _read_back(again: str, digits: str) -> dict[str, Any]:
    """``right``, or the numbers of the groups (1 to 6) that differ."""
    try:
        typed = check_digits(again)
    except DigitsWrong:
        typed = normal(again)
    if typed == digits:
        return {"right": True}
    return {"right": False, "wrong_groups": wrong_groups(typed, digits), "typed_back": grouped(typed), "typed_count": len(typed)}


@require_POST
def slip(request: HttpRequest) -> HttpResponse:
    """The slip as a file: only a slip that this site signed comes back, so the address echoes nothing else."""
    text = request.POST.get("slip", "").replace("\r\n", "\n")
    if slips.read_slip(text) is None:
        return render(request, "portal/receipt_gone.html", status=400)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="slip.txt"'
    return response
