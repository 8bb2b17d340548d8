"""Inbound identities and their signed statements: what is in use until when, changing it, destroying old ones."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dingxin.accounts.doors import StaffRequest, signed_in, unlocked
from dingxin.desk.keys.doors import recused_from, team_door, vault_door
from dingxin.desk.keys.untriaged import untriaged
from dingxin.desk.organisation.common import act, go, page
from dingxin.organisation.models import Unit
from dingxin.organisation.queries import role_in
from dingxin.rules.codes import Role
from dingxin.vault import actions
from dingxin.vault.inbounds import KEEP_OLD, ROTATE_AFTER
from dingxin.vault.keyring import holds
from dingxin.vault.models import Inbound, Request, Statement, Vault
from dingxin.web.days import today


@dataclass(frozen=True)
class Line:
    """One identity for the page. ``left``: days until it is due (current) or may be destroyed (old)."""

    row: Inbound
    left: int
    statement: Statement | None
    waits: Request | None
    unread: int
    holds: bool

    @property
    def idle(self) -> bool:
        """Whether the leader can do nothing with it now."""
        if self.row.state == "waiting":
            return self.waits is not None
        return self.row.state == "old" and (self.left > 0 or self.unread > 0)


def _line(request: StaffRequest, row: Inbound) -> Line:
    statement = Statement.objects.filter(inbound=row).order_by("-not_after").first()
    waits = next((one for one in Request.objects.filter(vault=row.vault, kind="statement", done=False)
                  if f"\nepoch {row.epoch}\n".encode() in bytes(one.payload)), None)  # fmt: skip
    day = row.not_before + ROTATE_AFTER if row.state != "old" or row.retired_on is None else row.retired_on + KEEP_OLD
    unread = untriaged(row) if row.state == "old" else 0
    return Line(row, (day - today()).days, statement, waits, unread, holds(request.member, row.compartment))


@require_safe
@signed_in
def inbounds(request: StaffRequest, id: UUID) -> HttpResponse:
    """The identities of a team's vault with their statements; newest first."""
    team = team_door(request.member, id)
    vault = Vault.objects.filter(team=team).first()
    if vault is None:
        raise Http404
    rows = Inbound.objects.filter(vault=vault).select_related("unit", "compartment", "vault").order_by("-epoch")[:60]
    lines = [_line(request, row) for row in rows if not recused_from(request.member.member, row.compartment)]
    return page(request, "keys/inbounds", {
        "team": team, "vault": vault, "leads": role_in(request.member.member, team) is Role.LEADER,
        "lines": [line for line in lines if line.row.state != "destroyed"],
        "gone": [line for line in lines if line.row.state == "destroyed"],
    })  # fmt: skip


@require_POST
@unlocked
def rotate(request: StaffRequest, id: UUID) -> HttpResponse:
    """A new identity for everything or for one unit, with the leader's signature under its statement."""
    vault = vault_door(request.member, id, lead=True)
    unit: Unit | None = None
    if request.POST.get("unit"):
        try:
            unit = Unit.objects.filter(pk=UUID(request.POST["unit"])).first()
        except ValueError:
            raise Http404 from None
        if unit is None or not Inbound.objects.filter(vault=vault, unit=unit).exists():
            raise Http404
    return act(
        request, lambda: actions.rotate_inbound(current=request.member, vault=vault, unit=unit),
        to=go("keys_inbounds", vault.team_id, done="rotated"),
        back=reverse("desk:keys_inbounds", args=[vault.team_id]),
    )  # fmt: skip


def _inbound(vault: Vault, row_id: UUID, *states: str) -> Inbound:
    rows = Inbound.objects.select_related("vault__team__body", "vault__body", "compartment__vault", "unit")
    found = rows.filter(pk=row_id, vault=vault, state__in=states).first()
    if found is None:
        raise Http404
    return found


@require_POST
@unlocked
def sign(request: StaffRequest, id: UUID, row_id: UUID) -> HttpResponse:
    """The leader's signature under the statement of a waiting identity, or of the one in use (new custodians)."""
    vault = vault_door(request.member, id, lead=True)
    row = _inbound(vault, row_id, "waiting", "current")
    return act(
        request, lambda: actions.propose_statement(current=request.member, inbound=row),
        to=go("keys_inbounds", vault.team_id, done="signed-first"),
        back=reverse("desk:keys_inbounds", args=[vault.team_id]),
    )  # fmt: skip


@require_POST
@unlocked
def destroy(request: StaffRequest, id: UUID, row_id: UUID) -> HttpResponse:
    """The end of an old private half."""
    vault = vault_door(request.member, id, lead=True)
    row = _inbound(vault, row_id, "old")
    return act(
        request,
        lambda: actions.destroy_inbound(current=request.member, inbound=row, untriaged=untriaged(row)),
        to=go("keys_inbounds", vault.team_id, done="destroyed"),
        back=reverse("desk:keys_inbounds", args=[vault.team_id]),
    )  # fmt: skip
