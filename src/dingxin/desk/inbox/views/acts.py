"""What is done with a submission. Each act passes its door here and again inside the action."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.audit.writing import SentBefore, sent_once
from dingxin.casework import actions, queries, visible
from dingxin.casework.doors import access_matter, access_submission
from dingxin.casework.models import Matter, Submission
from dingxin.casework.refused import Refused as CaseRefused
from dingxin.desk.inbox import forms
from dingxin.desk.inbox.neighbours import neighbours
from dingxin.desk.inbox.numbers import number_in
from dingxin.desk.inbox.page import Sheets, work_form
from dingxin.desk.inbox.ritual import done, plain, reopened, show
from dingxin.desk.matter.forms.base import choices_of
from dingxin.desk.place import token_of
from dingxin.organisation.models import Unit
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Channel

CODES = {forms.NEW: "made", forms.LINK: "linked", forms.ADVISE: "advised", forms.THANK: "thanked", forms.STAY: "coded"}


@require_POST
@unlocked
def work(request: StaffRequest, id: UUID) -> HttpResponse:
    """Keep the codes, then do what comes of it, then on to the next that nobody has read."""
    row = access_submission(request.member, id)
    unit = _unit_of(request)
    form = work_form(request.member, row, queries.submission_page(request.member, row).reach, request.POST, unit)
    valid, refused = form.is_valid(), None
    if "look" in request.POST:
        return _work_page(request, row, form, unit=unit, looking=True)
    if valid:
        try:
            _keep(request, row, form)
            return _onward(request, row, form)
        except Refused as error:
            refused = error
        except SentBefore:
            return _onward(request, row, form)
    return _work_page(request, row, form, refused=refused, unit=unit)


def _keep(request: StaffRequest, row: Submission, form: forms.WorkForm) -> None:
    found = form.cleaned_data
    row = actions.read_submission(
        current=request.member, submission=row, codes=form.codes(), named=found["named"],
        contactable=found["contactable"], persons=found["persons"], interference=form.pressed(),
    )
    with sent_once(token_of(request)):  # keeping the same codes again changes nothing, what comes of them would
        _carry_out(request, row, found)


def _carry_out(request: StaffRequest, row: Submission, found: dict[str, Any]) -> None:
    match found["then"]:
        case forms.NEW:
            actions.make_matter(current=request.member, title=found["title"], submissions=[row])
        case forms.LINK:
            actions.link_submission(current=request.member, matter=_matter(request, row, found), submission=row)
        case forms.ADVISE:
            actions.advise(current=request.member, submission=row, text=found["advice"], by=found["by"])
        case forms.THANK:
            actions.thank(current=request.member, submission=row)


def _matter(request: StaffRequest, row: Submission, found: dict[str, str]) -> Matter:
    """The matter that was picked, or that has the number that was written; only one that the member may know of."""
    numbered = number_in(found["number"])
    if numbered is None:
        return access_matter(request.member, UUID(found["into"]))
    year, number = numbered
    same = visible.matters(request.member).filter(team=row.team_id, number=number).order_by("-year")
    matter = (same.filter(year=year) if year else same).first()
    if matter is None:
        raise CaseRefused("no-matter", _("The codes are kept. There is no matter of this number in the team."))
    return matter


def _onward(request: StaffRequest, row: Submission, form: forms.WorkForm) -> HttpResponse:
    then = form.cleaned_data["then"]
    beside = neighbours(request.member, row)
    if form.cleaned_data["onward"] and then != forms.STAY and beside.after is not None:
        return done(beside.after, f"next-{CODES[then]}")
    return done(row.pk, CODES[then])


def _unit_of(request: StaffRequest) -> Unit | None:
    """The unit that was typed, for suggestions only."""
    code = request.POST.get("unit", "").split(" ")[0]
    return Unit.objects.filter(code__iexact=code).first() if code else None


def _work_page(
    request: StaffRequest, row: Submission, form: forms.WorkForm, *, refused: Refused | None = None,
    unit: Unit | None = None, looking: bool = False,
) -> HttpResponse:
    shown = reopened(request, row)
    if looking:
        form.errors.clear()  # nothing was kept yet, so nothing is wrong yet
    shown.sheets = Sheets(work=form)
    return show(request, shown.opened.submission if shown.opened else row, shown, refused=refused,
                mistakes=not refused and not looking, unit=unit)  # fmt: skip


@require_POST
@unlocked
def aside(request: StaffRequest, id: UUID) -> HttpResponse:
    """Propose to set it aside."""
    row = access_submission(request.member, id)
    form, refused = forms.AsideForm(request.POST), None
    if form.is_valid():
        try:
            actions.propose_set_aside(current=request.member, submission=row, reason=form.cleaned_data["reason"])
            return done(row.pk, "aside")
        except Refused as error:
            refused = error
    return _again(request, row, Sheets(aside=form), refused)


@require_POST
@unlocked
def second(request: StaffRequest, id: UUID) -> HttpResponse:
    """Agree that it is set aside, as the second."""
    row = access_submission(request.member, id)
    return plain(
        request, row, lambda: actions.second_set_aside(current=request.member, submission=row), "aside-second"
    )


@require_POST
@unlocked
def decline(request: StaffRequest, id: UUID) -> HttpResponse:
    """It is not set aside."""
    row = access_submission(request.member, id)
    return plain(
        request, row, lambda: actions.decline_set_aside(current=request.member, submission=row), "aside-declined"
    )


@require_POST
@unlocked
def again(request: StaffRequest, id: UUID) -> HttpResponse:
    """Bring it back."""
    row = access_submission(request.member, id)
    return plain(request, row, lambda: actions.look_again(current=request.member, submission=row), "again")


@require_POST
@unlocked
def repeat(request: StaffRequest, id: UUID) -> HttpResponse:
    """Say which one it repeats."""
    row = access_submission(request.member, id)
    form, refused = forms.RepeatForm(request.POST), None
    form.fields["channel"].choices = choices_of(Channel)  # type: ignore[attr-defined]
    if form.is_valid():
        found = form.cleaned_data
        first = _numbered(request, row, found["channel"], found["number"])
        if first is None:
            form.add_error("number", _("No submission of the team has this number in this channel."))
        else:
            try:
                actions.mark_repeat(current=request.member, submission=row, first=first, by=found["by"])
                return done(row.pk, "repeat")
            except Refused as error:
                refused = error
    return _again(request, row, Sheets(repeat=form), refused)


def _numbered(request: StaffRequest, row: Submission, channel: str, text: str) -> Submission | None:
    numbered = number_in(text)
    if numbered is None:
        return None
    year, number = numbered
    same = visible.submissions(request.member).filter(team=row.team_id, channel=channel, number=number)
    return (same.filter(year=year) if year else same.exclude(pk=row.pk)).order_by("-year").first()


@require_POST
@unlocked
def up(request: StaffRequest, id: UUID) -> HttpResponse:
    """Hand it to the superior body; after that this team does not find it any more, so the list follows."""
    row = access_submission(request.member, id)
    return plain(
        request, row, lambda: actions.send_up(current=request.member, submission=row), "sent-up",
        to=reverse("desk:inbox"),
    )


@require_POST
@unlocked
def message(request: StaffRequest, id: UUID) -> HttpResponse:
    """A message, or a question, through the receipt."""
    row = access_submission(request.member, id)
    form, refused = forms.MessageForm(request.POST), None
    if form.is_valid():
        try:
            with sent_once(token_of(request)):
                actions.send_message(current=request.member, submission=row, **form.cleaned_data)
            return done(row.pk, "message")
        except SentBefore:
            return done(row.pk, "message")
        except Refused as error:
            refused = error
    return _again(request, row, Sheets(message=form), refused)


def _again(request: StaffRequest, row: Submission, sheets: Sheets, refused: Refused | None) -> HttpResponse:
    shown = reopened(request, row)
    shown.sheets = sheets
    return show(request, row, shown, refused=refused, mistakes=refused is None)


