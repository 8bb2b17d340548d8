"""The JSON of the static sealing page (docs/formats/portal-json.md). No session, no cookie."""

import json
from typing import Any, TypedDict
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from dingxin.ledger import public as ledger
from dingxin.mailbox import actions
from dingxin.mailbox.derive import cost
from dingxin.mailbox.jsonfields import Fields
from dingxin.mailbox.limits import FILES_MOST, SEALED_PARTS
from dingxin.mailbox.lookup import NEWEST, b64, look_up
from dingxin.mailbox.models import Inlet
from dingxin.mailbox.queries import inlets_of, is_held, parts_held
from dingxin.mailbox.refused import Refused, Why
from dingxin.organisation import public as organisation
from dingxin.portal.jsonio import body_of, endpoint, fields_of
from dingxin.portal.place import EMERGENCY
from dingxin.web.days import today


def _salt() -> bytes:
    if settings.SITE_KEYS is None:
        raise Http404
    return settings.SITE_KEYS.receipt_salt


@endpoint("GET", "HEAD")
def inlet(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 - the same for everyone
    """All a browser needs to seal for a stationing: signed statements, the receipt's salt and cost, names to show."""
    found = organisation.stationing(code)
    if found is None:
        return JsonResponse({"error": "unknown", "field": "code", "message": ""}, status=404)
    scope, period = ledger.counted_under("received", today())
    names = {}
    for language, _name in settings.LANGUAGES:
        notice = organisation.notice(found, language)
        names[language] = {"unit": str(notice.unit), "team": str(notice.team)}
    return JsonResponse({
        "v": 1, "code": found.code, "stationing": found.pk.hex, "phone": found.phone,
        "emergency": EMERGENCY.get(found.team.body.pack, ""),
        "receiving": organisation.is_receiving(found), "today": today().isoformat(), "texts": names,
        "salt": b64(_salt()), "kdf": {"memory_kib": cost().memory_kib, "passes": cost().passes},
        "log": {"name": ledger.log_name(), "key": b64(ledger.promise_key()), "scope": scope, "period": period},
        "limits": {"files": FILES_MOST, "bytes": settings.PORTAL_FILE_LIMIT},
        "inlets": [_inlet(row) for row in inlets_of(found.pk)],
    })


def _inlet(row: Inlet) -> dict[str, Any]:
    return {
        "vault": row.vault_id.hex, "epoch": row.epoch, "about_team": row.about_team, "scope": row.unit_path,
        "inbound": row.inbound, "custodians": row.custodians, "answer_key": row.answer_key,
        "fingerprint": row.fingerprint, "not_after": row.not_after.isoformat(), **json.loads(row.statement),
    }


@endpoint("POST")
def submit(request: HttpRequest) -> HttpResponse:
    """One sealed submission; the promise comes back. Sending the same again gets the same promise."""
    found = fields_of(request)
    stationing = organisation.door(found.text("code"))
    if stationing is None:
        raise Refused(Why.BAD, "code")
    entry = found.inside("entry")
    if entry is None:
        raise Refused(Why.BAD, "entry")
    filing = actions.Filing(
        thread=found.id("thread"), vault=found.id("vault"), epoch=found.number("epoch"), stationing=stationing.pk,
        head=found.data("head"), words=found.data("words"), identity=found.data("identity"),
        share_b=found.data("share_b"), answer_recipient=found.text("answer_recipient"),
        verify_key=found.data("verify_key", most=32), shows=found.text("shows"), lookup=found.data("lookup", most=32),
        W=found.data("w", most=73), files=_files(found),
        entry=ledger.Entry(
            kind="received", commitment=entry.data("commitment", most=32), detail=entry.data("detail", most=512),
            salt_d=entry.data("salt_d", most=32), salt_t=entry.data("salt_t", most=32), scope=entry.text("scope"),
            period=entry.text("period"),
        ),
    )
    entry.end()
    found.end()
    if not organisation.is_receiving(stationing) and not is_held(filing.thread):
        raise Refused(Why.STALE, "code")
    promise = actions.accept(filing=filing)
    return JsonResponse({
        "v": 1, "commitment": b64(promise.commitment), "day": promise.day.isoformat(),
        "publish_by": promise.publish_by.isoformat(), "promise": b64(promise.signature),
        "key": b64(ledger.promise_key()), "log": ledger.log_name(),
    })


def _files(found: Fields) -> tuple[actions.NewFile, ...]:
    files = []
    for item in found.items("files", most=FILES_MOST):
        files.append(actions.NewFile(
            id=item.id("id"), of=item.number("of", most=100_000), manifest=item.data("manifest", most=16 * 1024),
            held_by_identity=item.flag("held_by_identity"),
        ))
        item.end()
    return tuple(files)


@endpoint("GET", "HEAD")
def file(request: HttpRequest, thread: UUID, file: UUID) -> HttpResponse:  # noqa: ARG001 - the same for everyone
    """Which parts of a file are here, so that sending can go on where the line broke."""
    of, have = parts_held(thread=thread, file=file)
    return JsonResponse({"v": 1, "of": of, "have": have})


@endpoint("PUT")
def part(request: HttpRequest, thread: UUID, file: UUID, number: int) -> HttpResponse:
    """One sealed part as it is (application/octet-stream). 204 also when it was here already."""
    body = body_of(request, max(SEALED_PARTS))
    actions.add_part(thread=thread, file=file, number=number, body=body)
    return HttpResponse(status=204)


@endpoint("POST")
def lookup(request: HttpRequest) -> HttpResponse:
    """32 bytes of lookup, optionally 4 of ``before`` (big-endian message number): 64 KiB, whatever there is."""
    asked = body_of(request, 36)
    if len(asked) not in (32, 36):
        raise Refused(Why.BAD, "lookup")
    before = int.from_bytes(asked[32:], "big") if len(asked) == 36 else NEWEST
    return HttpResponse(look_up(asked[:32], min(before, NEWEST)), content_type="application/octet-stream")


class Signed(TypedDict):
    """What every act of a receipt carries."""

    lookup: bytes
    statement: bytes
    signature: bytes


def _signed(found: Fields) -> Signed:
    return Signed(
        lookup=found.data("lookup", most=32), statement=found.data("statement", most=1024),
        signature=found.data("signature", most=64),
    )


def _text(found: Fields) -> actions.SealedText | None:
    inside = found.inside("text")
    if inside is None:
        return None
    text = actions.SealedText(inside.id("vault"), inside.number("epoch"), inside.data("body", most=64 * 1024))
    inside.end()
    return text


@endpoint("POST")
def word(request: HttpRequest) -> HttpResponse:
    """A signed word: confirm, dispute, satisfied, consent, withdraw-consent, withdraw, interference."""
    found = fields_of(request)
    signed, text = _signed(found), _text(found)
    found.end()
    actions.give_word(**signed, text=text)
    return JsonResponse({"v": 1})


@endpoint("POST")
def message(request: HttpRequest) -> HttpResponse:
    """A signed message or addition, with files announced."""
    found = fields_of(request)
    signed, text, files = _signed(found), _text(found), _files(found)
    found.end()
    if text is None:
        raise Refused(Why.BAD, "text")
    actions.add_message(**signed, text=text, files=files)
    return JsonResponse({"v": 1})


@endpoint("POST")
def receipt(request: HttpRequest) -> HttpResponse:
    """``act``: change (with new_lookup, new_w), narrow, close, delete (with number)."""
    found = fields_of(request)
    act, signed = found.text("act"), _signed(found)
    if act == "change":
        new_lookup, new_W = found.data("new_lookup", most=32), found.data("new_w", most=73)
        found.end()
        actions.change_receipt(**signed, new_lookup=new_lookup, new_W=new_W)
    elif act == "delete":
        number = found.number("number")
        found.end()
        actions.delete_message(**signed, number=number)
    elif act in ("narrow", "close"):
        found.end()
        (actions.narrow if act == "narrow" else actions.close_receipt)(**signed)
    else:
        raise Refused(Why.BAD, "act")
    return JsonResponse({"v": 1})
