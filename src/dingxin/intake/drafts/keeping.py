"""Sealing a draft to the one who writes it, and opening it again. Needs the unlocked session of that member."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.http import Http404

from dingxin.accounts.identity import Current
from dingxin.intake.drafts.models import Draft
from dingxin.mailbox.texts import canonical_json
from dingxin.sealing.age import open_text, seal_text
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.frames import frame, unframe

MOST = 120_000  # bytes of one draft; the longest story a door takes is below
KEEP_DAYS = 30  # what nobody went on with is forgotten then

Fields = Mapping[str, list[str]]


class TooLong(Exception):
    """The draft is longer than any door would take; nothing of the earlier one is lost."""


def sealed(current: Current, draft: UUID, kind: str, fields: Fields) -> bytes:
    """The fields as a framed age text to the member's own key, which the open session vouches for and not a column."""
    text = canonical_json({"v": 1, "draft": draft.hex, "kind": kind, "fields": {name: list(fields[name]) for name in fields}})
    if len(text) > MOST:
        raise TooLong
    return frame(seal_text(current.keys().recipient, text))


def opened(current: Current, draft: Draft) -> dict[str, list[str]]:
    """The fields again. SealBroken where the keys are newer than the draft, or the row is not what it says."""
    found = json.loads(open_text(current.keys().secret, unframe(bytes(draft.body))))
    if (found.get("v"), found.get("draft"), found.get("kind")) != (1, draft.pk.hex, draft.kind):
        raise SealBroken("a draft of something else")
    return {str(name): [str(one) for one in values] for name, values in found["fields"].items()}


def mine(current: Current, kind: str = "") -> list[Draft]:
    """The member's own drafts, latest first; of one door, or of all. For lists: opens nothing."""
    rows = Draft.objects.filter(member=current.member)
    return list((rows.filter(kind=kind) if kind else rows).order_by("-day", "-turn", "pk"))


def access_draft(current: Current, id: UUID) -> Draft:
    """The member's own draft; Http404 for anybody else's, the leader's and the administrator's eyes included."""
    found = Draft.objects.filter(pk=id, member=current.member).first()
    if found is None:
        raise Http404
    return found
