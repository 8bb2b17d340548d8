"""Writing a letter down beside its picture. What is filed is sealed and never shown again, picture and transcript alike."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.casework import actions
from dingxin.casework.recording import Original, Recorded
from dingxin.intake.common import filing, kept_files, place, writing_on
from dingxin.intake.drafts.files import PAGE
from dingxin.intake.letter import reader
from dingxin.intake.letter.forms import LetterForm
from dingxin.mailbox.refused import Refused as MailboxRefused
from dingxin.organisation.models import Stationing
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Channel


@require_http_methods(["GET", "HEAD", "POST"])
@kept_files.hears
@signed_in
def record(request: StaffRequest) -> HttpResponse:
    """The form; after filing the number, and the digits where they are dictated."""
    stationing = place.stationing_for(request)
    if stationing is None:
        return render(request, "intake_common/nowhere.html", {"door": _door()})
    if request.method != "POST":
        written = writing_on.resumed(request, Channel.LETTER)
        form = LetterForm(initial=written.initial or None, team=stationing.team_id)
        return _form(request, stationing, form, 200, written=written)
    before = filing.filed_before(filing.once(request), stationing)
    if before is not None:
        return render(request, "intake_common/again.html", {"stationing": stationing, "before": before, "door": _door()})
    not_kept = kept_files.take(request, Channel.LETTER)
    form = LetterForm(request.POST, team=stationing.team_id)
    if not form.is_valid() or not_kept:
        return _form(request, stationing, form, 422, not_kept)
    try:
        originals = kept_files.originals(request, nobody=form.cleaned_data["nobody"])
        recorded = _record(request, stationing, form.cleaned_data, originals)
    except Refused as refused:
        return _form(request, stationing, form, 403, refused)
    except MailboxRefused as refused:  # its reasons are codes for the public pages; here they come to two
        return _form(request, stationing, form, 403, filing.not_taken(refused.why, refused.field))
    writing_on.filed(request)
    scanned = any(one.name.startswith(f"{PAGE}-") for one in originals)
    return _recorded(request, stationing, form, recorded, scanned=scanned)


def _door() -> dict[str, str]:
    return {"title": _("Letter"), "url": reverse("intake_letter:record")}


def _record(
    request: StaffRequest, stationing: Stationing, found: dict[str, Any], originals: tuple[Original, ...]
) -> Recorded:
    about_team = found["about_team"] == "yes"
    days = {name: found[name].isoformat() for name in ("postmark", "written_on") if found[name]}
    return actions.record_submission(
        current=request.member, stationing=stationing, channel=Channel.LETTER,
        said=filing.said_of(found, post_number=found["post_number"], **days), received_on=found["received_on"],
        persons=found["persons"], batch=1 if found["persons"] > 1 else 0, receipt=found["receipt"] == "yes",
        about_team=about_team, thread=filing.once(request), card=found["card"],
        originals=originals,
    )


def _form(
    request: StaffRequest, stationing: Stationing, form: LetterForm, status: int, refused: Refused | None = None,
    written: writing_on.Written | None = None,
) -> HttpResponse:
    draft = written.id if written else filing.once(request)
    context = {
        **filing.form_context(request, stationing, form, refused), **writing_on.context(request, Channel.LETTER, written),
        **kept_files.context(request, Channel.LETTER, draft), "named": form.named,
        "reads": reader.installed(),
    }
    return render(request, "intake_letter/record.html", context, status=status)


def _recorded(
    request: StaffRequest, stationing: Stationing, form: LetterForm, recorded: Recorded, *, scanned: bool
) -> HttpResponse:
    found = form.cleaned_data
    context = filing.recorded_context(request, stationing, found, recorded) | {
        "persons": found["persons"], "scanned": scanned,
    }
    return render(request, "intake_letter/recorded.html", context)
