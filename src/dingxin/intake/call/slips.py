"""What a slip says, sealed to each of those who may call, and opened again by one of them."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.intake.call import roster
from dingxin.intake.call.models import Slip, SlipCopy
from dingxin.mailbox.texts import canonical_json
from dingxin.organisation.models import Stationing
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import CallAgreed
from dingxin.sealing.age import open_text, seal_text
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.frames import frame, unframe
from dingxin.web.days import today

KEEP_DAYS = 3  # the day it was written is the first: never longer than 72 hours
MOST = {"number": 60, "when": 120, "say": 300}


@dataclass(frozen=True)
class SlipWords:
    """``number`` to call, ``when`` as they named it, ``say``: what to say when somebody else answers.

    ``in_days``: 0 today, 1 tomorrow, 2 the day after. ``agreed``: CallAgreed.
    """

    number: str = field(repr=False)
    when: str = field(repr=False)
    say: str = field(default="", repr=False)
    in_days: int = 0
    agreed: str = CallAgreed.SAID


def check(words: SlipWords) -> None:
    """Refused unless the caller agreed and named a number and a time within the days that a slip is kept."""
    if words.agreed not in set(CallAgreed):
        raise Refused("no-agreement", _("They did not agree to be called back, so nobody calls. It is counted as missed."))
    if not words.number.strip() or not words.when.strip():
        raise Refused("no-time", _("A call-back needs the number and the time that they named. Nothing else is needed."))
    if not 0 <= words.in_days < KEEP_DAYS:
        raise Refused("too-late", _("A slip is deleted after three days. Ask them to call again later instead."))
    if any(len(getattr(words, name)) > most for name, most in MOST.items()):
        raise Refused("too-long", _("That is too long for a slip."))


def sealed_to(current: Current, stationing: Stationing) -> dict[UUID, tuple[Member, str]]:
    """Who can open a slip written now: whoever writes it, by the keys of their open session, and everybody on duty while
    it is kept whose certificate holds today and who is not kept from the unit. Member id → (member, recipient)."""
    day = today()
    on_duty = roster.answering(stationing, day, day + timedelta(days=KEEP_DAYS - 1))
    found = {one.member.pk: (one.member, one.recipient) for one in roster.standing(stationing, on_duty) if one.recipient}
    return {**found, current.member.pk: (current.member, current.keys().recipient)}


def new_slip(current: Current, stationing: Stationing, id: UUID, words: SlipWords) -> tuple[Slip, list[SlipCopy]]:
    """The rows, not saved; ``call`` is set by the caller. Raises Locked."""
    text = canonical_json({"v": 1, "slip": id.hex, "number": words.number.strip(), "when": words.when.strip(),
                           "say": words.say.strip()})
    slip = Slip(pk=id, day=today(), on=today() + timedelta(days=words.in_days))
    copies = [
        SlipCopy(slip=slip, member=member, key_number=member.key_number, body=frame(seal_text(recipient, text)))
        for member, recipient in sealed_to(current, stationing).values()
    ]
    return slip, copies


def opened(current: Current, slip: Slip) -> SlipWords:
    """What it says. Refused where the member's keys are newer than the slip. Raises Locked."""
    copy = SlipCopy.objects.get(slip=slip, member=current.member)
    try:
        found = json.loads(open_text(current.keys().secret, unframe(bytes(copy.body))))
        if (found.get("v"), found.get("slip")) != (1, slip.pk.hex):
            raise SealBroken("a slip of something else")
    except SealBroken:
        raise Refused("keys-newer", _("Your keys do not open this slip. Somebody else on duty has it too.")) from None
    return SlipWords(str(found["number"]), str(found["when"]), str(found["say"]))
