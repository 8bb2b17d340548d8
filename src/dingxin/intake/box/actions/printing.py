"""Receipts printed ahead: a leader asks, a second person agrees, a sheet at a time is printed, a lost sheet is made void."""

import time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, Max
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.intake.box import doors
from dingxin.intake.box.models import PrintOrder, PrintSheet
from dingxin.mailbox import printing
from dingxin.mailbox.models import PrintedReceipt
from dingxin.organisation.models import Stationing
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import PrintedKind, PrintedState
from dingxin.vault.models import Vault
from dingxin.web.days import today

PER_SHEET, MOST = 20, 200
STEP = 2.0  # seconds


def ask_printing(*, current: Current, stationing: Stationing, kind: str, wanted: int) -> PrintOrder:
    """A leader wants so many, 1 to 200. Nothing is made before a second person agrees."""
    place = doors.access_place(current, stationing, lead=True)
    if kind not in set(PrintedKind) or not 1 <= wanted <= MOST:
        raise Refused("how-many", _("Between 1 and 200 at once, cards or slips."))
    with writing():
        made = PrintOrder.objects.create(
            stationing=place, kind=kind, wanted=wanted, asked_by=current.member, day=today()
        )
        _record("cards.asked", current, made, what=kind, wanted=wanted)
    return made


def agree_printing(*, current: Current, order: PrintOrder) -> None:
    """A signer of the body, or another officer or leader of the team; never who asked."""
    found = doors.access_order(current, order.pk)
    if found.asked_by_id == current.member.pk:
        raise Refused("same", _("You asked for it. A second person agrees in their own session."))
    if not doors.signs(current, found.stationing) and not doors.reads(current, found.stationing):
        raise PermissionDenied
    with writing():
        waits = PrintOrder.objects.filter(pk=found.pk, state="asked")
        if not waits.update(state="agreed", agreed_by=current.member):
            raise Refused("agreed", _("Somebody agreed already, or it was ended."))
        _record("cards.agreed", current, found, wanted=found.wanted)


def end_printing(*, current: Current, order: PrintOrder) -> None:
    """Not wanted any more, or not agreed to. What is on paper stays as it is."""
    found = doors.access_order(current, order.pk)
    if not (doors.signs(current, found.stationing) or doors.reads(current, found.stationing)):
        raise PermissionDenied
    with writing():
        if not PrintOrder.objects.filter(pk=found.pk, state__in=("asked", "agreed")).update(state="ended"):
            raise Refused("ended", _("It has ended already."))
        _record("cards.ended", current, found, made=found.made)


def begin_sheet(*, current: Current, order: PrintOrder) -> PrintSheet:
    """The next sheet of an order, by a leader; at most 20 on it. Each is made, and shown, once."""
    found = doors.access_order(current, order.pk, lead=True)
    with writing():
        row = PrintOrder.objects.select_for_update().get(pk=found.pk)
        begun = sum(row.sheets.values_list("wanted", flat=True))
        left = min(PER_SHEET, row.wanted - begun)
        if row.state != "agreed" or left < 1:
            raise Refused("nothing-left", _("There is nothing left to print of this order, or nobody agreed to it yet."))
        last = row.sheets.aggregate(last=Max("number"))["last"] or 0
        sheet = PrintSheet.objects.create(order=row, number=last + 1, wanted=left, day=today())
        _record("cards.sheet_begun", current, found, sheet=sheet.number, wanted=left)
    return sheet


def print_some(*, current: Current, sheet: PrintSheet, seconds: float = STEP) -> list[printing.Printed]:
    """Make receipts of a sheet for so long, at least one; empty once it is full. Their digits are in what is returned and
    nowhere else. At most two are derived at once on this server."""
    found = doors.access_sheet(current, sheet.pk)
    vault, made = Vault.objects.get(team=found.order.stationing.team_id).pk, list[printing.Printed]()
    ends = time.monotonic() + seconds
    while found.made + len(made) < found.wanted and not found.void and (not made or time.monotonic() < ends):
        made.append(printing.make(vault, found.order.kind, printing.new_serial(found.order.kind), sheet=found.pk))
    if not made:
        return []
    with writing():
        still = PrintSheet.objects.filter(pk=found.pk, made=found.made, void=False)
        if not still.update(made=F("made") + len(made)):
            raise Refused("elsewhere", _("This sheet is being printed in another window, or was made void."))
        PrintedReceipt.objects.bulk_create([one.row for one in made])
        PrintOrder.objects.filter(pk=found.order_id).update(made=F("made") + len(made))
        whole = PrintOrder.objects.filter(pk=found.order_id, made=F("wanted"))
        whole.update(state="done")
        _record("cards.printed", current, found.order, sheet=found.number, made=len(made))
    return made


def void_sheet(*, current: Current, sheet: PrintSheet) -> int:
    """A sheet that is lost, spoiled or broke off: what of it is not used yet opens nothing any more; how many. So many
    may be printed anew under the same order."""
    found = doors.access_sheet(current, sheet.pk)
    with writing():
        if not PrintSheet.objects.filter(pk=found.pk, void=False).update(void=True):
            raise Refused("void", _("This sheet is void already."))
        unused = PrintedReceipt.objects.filter(sheet_id=found.pk, state=PrintedState.PRINTED)
        gone = unused.update(state=PrintedState.VOID, lookup=None, box=None)
        kept = F("made") - gone  # what went out before stays counted; the rest may be printed anew
        PrintSheet.objects.filter(pk=found.pk).update(wanted=kept, made=kept)
        again = PrintOrder.objects.filter(pk=found.order_id)
        again.update(made=F("made") - gone)
        again.filter(state="done", made__lt=F("wanted")).update(state="agreed")
        _record("cards.voided", current, found.order, sheet=found.number, unused=gone)
    return gone


def _record(kind: str, current: Current, order: PrintOrder, **facts: Any) -> None:
    audit.record(
        kind, actor=current.actor, object=f"printing:{order.pk}", scope=str(order.stationing.team_id), facts=facts
    )
