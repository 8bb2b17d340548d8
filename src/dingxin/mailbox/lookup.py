"""Coming back with digits: one answer of one size for every look-up, whoever asks and whatever there is.

Reply (64 KiB, sealing.receipts.pad_reply): 0x01 ‖ W (73 bytes) ‖ age file to the complainant of a page of exactly
PAGE bytes, sealing.frames.pad_exact of canonical JSON (see ``_page``). Unknown, replaced and closed receipts get the
same from a throwaway key seeded by the pepper. The sealing draws its randomness from pepper, look-up and content, so
that asking twice gives the same bytes twice for a real receipt as well.
"""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from dingxin.mailbox import limits
from dingxin.mailbox.models import CardDay, Inlet, Message, Receipt, Signal, Thread
from dingxin.mailbox.secrets import pepper, row_of, unboxed
from dingxin.mailbox.texts import canonical_json
from dingxin.sealing.age import seal_to
from dingxin.sealing.frames import KIB, pad_exact
from dingxin.sealing.primitives import hkdf, seeded, sha256, using_random
from dingxin.sealing.receipts import complainant_keys, dummy_envelope, new_cs, pad_reply
from dingxin.sealing.statements import ComplainantWord

PAGE = 62 * KIB
VERSION = b"\x01"
ROWS = 16  # messages looked at for one page
WORDS = 12  # the person's latest words
STATEMENTS = 4
ROOM = 4 * KIB  # kept free for what changes in length: counts and flags
NOBODY = UUID(int=0)
NEWEST = 2**31 - 1


def look_up(lookup: bytes, before: int = NEWEST) -> bytes:
    """Exactly 64 KiB. ``before``: only messages with a smaller number, for the pages after the first.

    The same queries and one sealing for every look-up; Refused(BAD) only for a malformed one.
    """
    limits.exactly(lookup, 32, "lookup")
    row = row_of(lookup)
    receipt = Receipt.objects.filter(lookup=row, state="open").select_related("thread").first()
    thread = receipt.thread if receipt else Thread(id=NOBODY, vault_id=NOBODY, holder=NOBODY, day=date.min)
    page = _page(thread, before)
    dummy = dummy_envelope(pepper(), lookup)
    with using_random(seeded(hkdf(pepper(), "receipt-reply", context=lookup + sha256(page)))):
        throwaway = complainant_keys(new_cs()).age.recipient
        real = receipt is not None and receipt.box is not None and thread.answer_recipient
        sealed = seal_to(thread.answer_recipient if real else throwaway, page)
    W = unboxed(bytes(receipt.box or b""), row) if receipt is not None and real else dummy
    return pad_reply(VERSION + W + sealed)


def _page(thread: Thread, before: int) -> bytes:
    days = list(CardDay.objects.filter(thread_id=thread.pk).order_by("day", "id")[:60])
    newest = list(Message.objects.filter(thread_id=thread.pk, number__lt=before).order_by("-number")[: ROWS + 1])
    words = list(Signal.objects.filter(thread_id=thread.pk).exclude(kind="addition").order_by("-day", "-id")[:WORDS])
    inlets = list(
        Inlet.objects.filter(vault_id__in=[thread.vault_id, thread.holder or NOBODY])
        .order_by("-current", "-epoch", "about_team", "id")
    )
    page: dict[str, Any] = {
        "v": 1, "thread": thread.pk.hex, "shows": thread.shows, "known_to_staff": thread.known_to_staff,
        "card": {
            "state": thread.state, "next_step": thread.next_step, "question": thread.question,
            "asked": bytes(thread.asked or b"").hex(), "due_day": _iso(thread.due_day),
            "vault": thread.vault_id.hex, "holder": (thread.holder or thread.vault_id).hex,
            "stationing": thread.stationing_id.hex if thread.stationing_id else "",
            "about_team": any(inlet.about_team for inlet in inlets if inlet.vault_id == thread.vault_id),
        },
        "days": [{"state": line.state, "day": line.day.isoformat()} for line in days],
        "words": [_word(signal) for signal in words],
        "inlets": [], "messages": [], "more": 0,
    }
    lines = _inlets(inlets)
    page["inlets"] = lines[:STATEMENTS]
    listed = newest if thread.shows == "answers" else [m for m in newest if m.direction == "in"]
    _fill(page, listed)
    for line in lines[STATEMENTS:]:  # keys of long ago, as far as there is room
        if len(canonical_json(page)) + len(canonical_json(line)) < PAGE - ROOM:
            page["inlets"].append(line)
    return pad_exact(canonical_json(page), PAGE)


def _fill(page: dict[str, Any], newest: Sequence[Message]) -> None:
    """As many of the newest messages as fit, at least one; ``more``: the number to ask ``before`` for the next page."""
    left = PAGE - ROOM - len(canonical_json(page))
    for count, message in enumerate(newest):
        line = {
            "number": message.number, "direction": message.direction, "kind": message.kind,
            "day": message.day.isoformat(), "deleted": message.deleted,
            # what the person wrote is never shown back
            "body": b64(bytes(message.body or b"")) if message.direction == "out" else "",
            "signature": b64(bytes(message.signature or b"")) if message.direction == "out" else "",
        }
        left -= len(canonical_json(line))
        if count == ROWS or (left < 0 and count):
            page["more"] = newest[count - 1].number
            return
        page["messages"].append(line)


def _word(signal: Signal) -> dict[str, str]:
    word = ComplainantWord.parse(bytes(signal.statement)) if signal.signature else None
    return {
        "kind": signal.kind, "day": signal.day.isoformat(), "how": signal.how,
        "word": word.word.partition(" ")[0] if word else "", "answered": word.answered.hex() if word else "",
    }


def _inlets(rows: Sequence[Inlet]) -> list[dict[str, Any]]:
    """What to seal a message to, and the keys that answers are checked with; current ones first.

    Of earlier statements only the newest for each answer key: an answer outlives the key's rotation.
    """
    found: dict[tuple[UUID, int], dict[str, Any]] = {}
    keys: set[tuple[UUID, str]] = set()
    for row in rows:
        if (row.vault_id, row.epoch) in found or (not row.current and (row.vault_id, row.answer_key) in keys):
            continue
        keys.add((row.vault_id, row.answer_key))
        found[row.vault_id, row.epoch] = {
            "vault": row.vault_id.hex, "epoch": row.epoch, "current": row.current, "scope": row.unit_path,
            "inbound": row.inbound, "answer_key": row.answer_key, "fingerprint": row.fingerprint,
            "not_after": row.not_after.isoformat(), "statement": row.statement,
        }
    return list(found.values())


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def b64(data: bytes) -> str:
    """base64url without padding, as in every JSON of this system."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()
