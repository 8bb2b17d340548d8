"""What the page on a device asks and sends, as JSON (docs/formats/household.md). No key is needed: all of it is sealed."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from dingxin.accounts import cookies
from dingxin.accounts.actions import sign_out
from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.intake.common.place import stationing_of
from dingxin.intake.household import actions, arriving, taking
from dingxin.intake.household.models import Device
from dingxin.ledger import public as ledger
from dingxin.mailbox.actions import NewFile
from dingxin.mailbox.json_in import fields_of, same_origin
from dingxin.mailbox.jsonfields import Fields
from dingxin.mailbox.limits import FILES_MOST
from dingxin.mailbox.lookup import b64
from dingxin.mailbox.refused import Refused as MailboxRefused
from dingxin.mailbox.refused import Why
from dingxin.organisation.models import Stationing
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Channel
from dingxin.web.days import today

STATUS = {Why.TOO_LARGE: 413, Why.STALE: 409, Why.DIFFERS: 409, Why.FULL: 409, Why.BUSY: 503, Why.CLOSED: 410}
Asked = Callable[[StaffRequest, Stationing], HttpResponse]


def _problem(code: str, status: int, field: str = "") -> JsonResponse:
    """The page has the sentences: it also needs them without a network."""
    return JsonResponse({"error": code, "field": field}, status=status)


def endpoint(*methods: str) -> Callable[[Asked], Callable[[HttpRequest], HttpResponseBase]]:
    """JSON for members of a team that is stationed somewhere; 404 to all others.

    A static page has no token for its forms. Nothing is taken that a browser calls another site's, and the session cookie
    is SameSite.
    """

    def wrap(view: Asked) -> Callable[[HttpRequest], HttpResponseBase]:
        @signed_in
        def inner(request: StaffRequest) -> HttpResponse:
            stationing = stationing_of(request.member.member, request.COOKIES.get("dxteam", ""))
            if stationing is None:
                raise Http404
            try:
                return view(request, stationing)
            except MailboxRefused as refused:
                return _problem(refused.why.value, STATUS.get(refused.why, 400), refused.field)
            except arriving.NotTaken as refused:
                return _problem(refused.why, 409)
            except Refused as refused:
                return _problem(refused.code, 409)

        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest) -> HttpResponseBase:
            if request.method not in methods:
                response = _problem("method", 405)
                response["Allow"] = ", ".join(methods)
                return response
            if request.method == "POST" and not same_origin(request):
                return _problem("origin", 403)
            return inner(request)

        answer.staff_door = "signed_in"  # type: ignore[attr-defined]  # the access matrix asks
        return answer

    return wrap


@endpoint("GET", "HEAD")
def state(request: StaffRequest, stationing: Stationing) -> HttpResponse:
    """Who is signed in, for which stationing one records, what this device is to us, and cards to take along."""
    member = request.member.member
    try:
        asked = UUID(hex=request.GET.get("device", ""))
    except ValueError:
        asked = None
    device = Device.objects.filter(pk=asked, member=member).first() if asked else None
    vault = getattr(stationing.team, "vault", None)
    return JsonResponse({
        "v": 1, "member": member.pk.hex, "name": member.name, "code": stationing.code, "stationing": stationing.pk.hex,
        "today": today().isoformat(), "device": device.state if device else "",
        "cards": [
            {"id": row.pk.hex, "serial": row.serial, "recipient": row.recipient, "verify_key": b64(bytes(row.verify_key))}
            for row in (arriving.cards(vault.pk) if vault else [])
        ],
    })


@endpoint("POST")
def enrol(request: StaffRequest, stationing: Stationing) -> HttpResponse:
    """The public half of a key that this page made."""
    found = fields_of(request)
    key = found.data("verify_key", most=32)
    found.end()
    device = actions.enrol_device(current=request.member, stationing=stationing, verify_key=key)
    return JsonResponse({"v": 1, "device": device.pk.hex, "state": device.state})


@endpoint("POST")
def out(request: StaffRequest, stationing: Stationing) -> HttpResponse:  # noqa: ARG001 - of whichever team
    """Signed out on the device, which has wiped its key: the session ends, and so does a device that left nothing unsent."""
    found = fields_of(request)
    device = found.text("device", default="")
    found.end()
    try:
        mine = Device.objects.filter(pk=UUID(hex=device), member=request.member.member).exclude(state="revoked").first()
    except ValueError:
        mine = None
    if mine is not None:
        actions.revoke_device(current=request.member, device=mine)
    sign_out(current=request.member)
    response = JsonResponse({"v": 1})
    cookies.take(response)
    return response


@endpoint("POST")
def sync(request: StaffRequest, stationing: Stationing) -> HttpResponse:  # noqa: ARG001 - the manifest names its own
    """One record. Sent again it is the same one: the promise and the number come back."""
    sent = _sent(fields_of(request))
    done = taking.sync_record(current=request.member, sent=sent)
    return JsonResponse({
        "v": 1, "channel": str(Channel.HOUSEHOLD), "year": done.year, "number": done.number, "day": done.promise.day.isoformat(),
        "publish_by": done.promise.publish_by.isoformat(), "promise": b64(done.promise.signature),
        "commitment": b64(done.promise.commitment), "log": ledger.log_name(), "scope": done.scope, "period": done.period,
        "received_on": done.day.isoformat(), "by_device": done.by_device,
    })


def _sent(found: Fields) -> taking.Sent:
    files = []
    for item in found.items("files", most=FILES_MOST):
        files.append(NewFile(
            id=item.id("id"), of=item.number("of", most=100_000), manifest=item.data("manifest", most=16 * 1024),
            held_by_identity=item.flag("held_by_identity"),
        ))
        item.end()
    sent = taking.Sent(
        manifest=found.data("manifest", most=4096), signature=found.data("signature", most=64),
        sealed=arriving.Sealed(
            head=found.data("head"), words=found.data("words"), identity=found.data("identity"),
            share_b=found.data("share_b"), files=tuple(files), **_receipt(found),
        ),
    )
    found.end()
    return sent


def _receipt(found: Fields) -> dict[str, Any]:
    return {
        "answer_recipient": found.text("answer_recipient", default=""), "verify_key": found.data("verify_key", most=32),
        "lookup": found.data("lookup", most=32), "W": found.data("w", most=73), "printed": found.text("printed", default=""),
        "shows": found.text("shows"),
    }
