"""What waits for a second person: read it in plain words, sign, or send it back."""

from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.desk.keys import doors
from dingxin.desk.keys.plain_words import said
from dingxin.desk.organisation.common import REFUSED, Refusal, act, go, page, posted
from dingxin.mailbox import inlets
from dingxin.vault import actions


class Heard(forms.Form):
    """The six words, as they were heard."""

    heard = forms.CharField(
        label=gettext_lazy("The six words, as you heard them"), max_length=120,
        help_text=gettext_lazy("The member reads them from their own Settings page. Blanks or hyphens between them."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false", "class": "in"}),
    )  # fmt: skip


class Nothing(forms.Form):
    """For what is signed without a further question."""


def home_of(asked: doors.Asked) -> str:
    """Where a request's matter is shown."""
    if asked.team is not None:
        return f"{reverse('desk:keys')}?of={asked.team.pk}"
    return reverse("desk:keys_body", args=[asked.body.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def waiting_one(request: StaffRequest, id: UUID) -> HttpResponse:
    """One request: what is signed, what follows from it, what to do before; the button signs."""
    asked = doors.request_door(request.member, id)
    needs_words = asked.row.kind == "certificate"
    form = (Heard if needs_words else Nothing)(posted(request))
    refused: Refusal | None = None
    if request.method == "POST":
        if not doors.may_second(request.member, asked) and asked.row.first_by_id != request.member.member.pk:
            raise PermissionDenied
        if form.is_valid():
            try:
                _second(request, asked, form)
                return go_home(asked)
            except REFUSED as error:
                refused = error
    status = 409 if refused else 422 if form.errors else 200
    return page(request, "keys/waiting", {
        "asked": asked, "said": said(asked), "form": form, "refused": refused, "back": home_of(asked),
        "may": doors.may_second(request.member, asked), "own": asked.row.first_by_id == request.member.member.pk,
        "stale": not doors.still_follows(asked), "words": needs_words,
    }, status=status)  # fmt: skip


def _second(request: StaffRequest, asked: doors.Asked, form: forms.Form) -> None:
    current, row = request.member, asked.row
    if row.kind == "certificate":
        actions.second_certificate(current=current, request=row, heard=form.cleaned_data["heard"])
    elif row.kind == "keyset":
        actions.second_keyset(current=current, request=row)
    elif row.kind == "grant":
        actions.second_grant(current=current, request=row)
    else:
        actions.second_statement(current=current, request=row)
        inlets.refresh()  # from now on browsers must seal to this one


def go_home(asked: doors.Asked) -> HttpResponse:
    """After signing."""
    if asked.team is not None:
        return go("keys", of=asked.team.pk, done="signed-both")
    return go("keys_body", asked.body.pk, done="signed-both")


@require_POST
@unlocked
def take_back(request: StaffRequest, id: UUID) -> HttpResponse:
    """End a request: the proposer, or who should have signed it as the second."""
    asked = doors.request_door(request.member, id)
    own = asked.row.first_by_id == request.member.member.pk
    if not own and not doors.may_second(request.member, asked):
        raise PermissionDenied
    to = (go("keys", of=asked.team.pk, done="taken-back") if asked.team is not None
          else go("keys_body", asked.body.pk, done="taken-back"))  # fmt: skip
    return act(
        request, lambda: actions.take_back(current=request.member, request=asked.row), to=to, back=home_of(asked)
    )
