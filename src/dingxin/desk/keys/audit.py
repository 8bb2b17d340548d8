"""Who did what: entries by team, object, kind and day. Facts only; a leader's own team, an administrator's bodies."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.accounts.identity import Current
from dingxin.audit import verify
from dingxin.audit.models import Entry
from dingxin.casework import visible
from dingxin.casework.models import InterferenceReport, Link, Submission
from dingxin.desk.keys.kind_words import GROUPS, word_of_kind
from dingxin.desk.organisation.common import page
from dingxin.desk.organisation.forms import day_field
from dingxin.desk.organisation.scope import scope_of
from dingxin.organisation.models import Body, Membership, Round, Team
from dingxin.organisation.queries import serving
from dingxin.rules.codes import Role
from dingxin.vault.models import Compartment, Recusal

SIZE = 50


@dataclass(frozen=True)
class Reach:
    """What of the audit a member may read: teams they lead, and (administrators) bodies with all their teams."""

    teams: tuple[Team, ...]
    leads: frozenset[UUID]
    administers: frozenset[UUID]


def reach_of(current: Current) -> Reach:
    """403 for who neither leads nor administers."""
    scope = scope_of(current)
    rows = Membership.objects.filter(serving(), member=current.member, role=Role.LEADER)
    leads = frozenset(rows.values_list("team_id", flat=True))
    found = Team.objects.filter(Q(pk__in=leads) | Q(body__in=scope.administers)).select_related("body", "round")
    teams = tuple(found.order_by("body__name", "-round__starts", "number"))
    if not teams and not scope.administers:
        raise PermissionDenied
    return Reach(teams, leads, scope.administers)


def entries_of(current: Current, reach: Reach) -> QuerySet[Entry]:
    """All entries in reach, without those about what the member is recused from."""
    seen = Q(scope__in=[str(team.pk) for team in reach.teams])
    if reach.administers:
        ours = [f"body:{pk}" for pk in reach.administers]
        ours += [f"round:{pk}" for pk in Round.objects.filter(body__in=reach.administers).values_list("pk", flat=True)]
        elsewhere = Body.objects.exclude(pk__in=reach.administers).exists()
        general = Q(scope="") & ~(Q(object__startswith="body:") | Q(object__startswith="round:"))
        seen |= Q(scope="", object__in=ours) | (Q(pk__isnull=True) if elsewhere else general)
    return without_kept(current, Entry.objects.filter(seen))


def without_kept(current: Current, found: QuerySet[Entry]) -> QuerySet[Entry]:
    """Recusal reaches the audit too: what is about such a matter, submission or compartment is not there."""
    member = current.member
    kept = visible.kept_from(current)
    team_reports = InterferenceReport.objects.exclude(pk__in=visible.interference(current).values("pk"))
    ours = team_reports.filter(team__in=visible.reading_teams(current)).values_list("pk", flat=True)
    found = found.exclude(object__in=[f"interference:{pk}" for pk in ours])  # also what only names them
    if not kept.any_unit and not kept.matters and not Recusal.objects.filter(member=member).exists():
        return found
    closed = {f"matter:{pk}" for pk in visible.closed_matters(current).values_list("pk", flat=True)}
    inside = Link.objects.filter(matter__in=kept.matters)  # ended links too: what was in it once was about it
    closed |= {f"compartment:{pk}" for pk in
               Compartment.objects.filter(without__contains=member.pk.hex).values_list("pk", flat=True)}  # fmt: skip
    if kept.any_unit:
        inside |= Link.objects.filter(kept.unit("matter__"))
        closed |= {f"submission:{pk}" for pk in Submission.objects.filter(kept.unit()).values_list("pk", flat=True)}
    closed |= {f"submission:{pk}" for pk in inside.values_list("submission_id", flat=True)}
    hidden = [UUID(one.removeprefix("submission:")) for one in closed if one.startswith("submission:")]
    said_again = [f"submission:{pk}" for pk in Submission.objects.filter(first__in=hidden).values_list("pk", flat=True)]
    found = found.exclude(kind="submission.repeat_marked", object__in=said_again)
    once_inside = Link.objects.filter(submission__in=hidden, ended_on__isnull=False).values_list("submission_id", flat=True)
    for pk in set(once_inside):  # put into a matter that they see, and taken off again
        found = found.exclude(kind__in=("submission.linked", "submission.unlinked"), facts__contains=str(pk))
    return found.exclude(object__in=closed).exclude(kind__in=("vault.recused", "vault.recusal_ended", "vault.recusals_signed"))


class Filters(forms.Form):
    """What to look for; every field may stay empty."""

    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    object = forms.CharField(
        label=gettext_lazy("Object or person"), required=False, max_length=80,
        help_text=gettext_lazy("A number of the list below, or part of a name."),
    )  # fmt: skip
    since = day_field(gettext_lazy("From"), required=False)
    until = day_field(gettext_lazy("To"), required=False)

    def __init__(self, *args: Any, reach: Reach, **more: Any) -> None:
        super().__init__(*args, **more)
        teams = [(str(team.pk), f"{team.name} · {team.round.name if team.round else team.body.name}") for team in reach.teams]
        self.fields["team"].choices = [("", _("all")), *teams]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("all")), *((key, str(word)) for key, word in GROUPS.items())]  # type: ignore[attr-defined]

    def apply(self, found: QuerySet[Entry]) -> QuerySet[Entry]:
        """The entries that fit; a field that was not understood is left out and says so on the page."""
        given = self.cleaned_data if self.is_valid() or hasattr(self, "cleaned_data") else {}
        if given.get("team"):
            found = found.filter(scope=given["team"])
        if given.get("kind"):
            found = found.filter(kind__startswith=f"{given['kind']}.")
        if given.get("object"):
            text = given["object"].strip()
            found = found.filter(Q(object__icontains=text) | Q(actor__icontains=text))
        if given.get("since"):
            found = found.filter(at__date__gte=given["since"])
        if given.get("until"):
            found = found.filter(at__date__lte=given["until"])
        return found


def facts_of(entry: Entry) -> list[tuple[str, str]]:
    """(name, value) of an entry's facts."""
    return [(name, value) for name, _space, value in (row.partition(" ") for row in entry.facts.splitlines())]


@require_safe
@signed_in
def entries(request: StaffRequest) -> HttpResponse:
    """One page of entries, newest first; ``check=1`` recomputes the whole chain."""
    reach = reach_of(request.member)
    form = Filters(request.GET or None, reach=reach)
    found = entries_of(request.member, reach)
    if form.is_bound:
        form.is_valid()
        found = form.apply(found)
    pages = Paginator(found.order_by("-id"), SIZE)
    listed = pages.get_page(request.GET.get("page"))
    query = request.GET.copy()
    for name in ("page", "check"):
        query.pop(name, None)
    return page(request, "keys/audit", {
        "form": form, "page": listed, "query": f"{query.urlencode()}&" if query else "",
        "rows": [(entry, word_of_kind(entry.kind), _who(entry), facts_of(entry)) for entry in listed],
        "verdict": verify.verify() if request.GET.get("check") else None, "admin": bool(reach.administers),
    }, status=422 if form.is_bound and form.errors else 200)  # fmt: skip


def _who(entry: Entry) -> str:
    """The name and user name of the actor, without the id that follows them."""
    return entry.actor.rsplit(" ", 1)[0] if entry.actor.endswith(tuple("0123456789abcdef")) else entry.actor
