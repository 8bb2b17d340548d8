"""An invented person of the demo: comes by a door, keeps their digits, comes back and gives their word."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dingxin.casework import actions
from dingxin.casework.models import Link, Submission
from dingxin.casework.recording import Said, new_receipt
from dingxin.casework.ticks import TICKS
from dingxin.config.demo import device
from dingxin.config.demo.founding_day import County
from dingxin.intake.household import taking
from dingxin.mailbox.coming_back import Visit, by_digits
from dingxin.mailbox.ticks import TICKS as MAILBOX_TICKS
from dingxin.portal import acts, filing
from dingxin.portal.drafts import new_draft
from dingxin.portal.place import place_or_404
from dingxin.sealing.household import HouseholdManifest
from dingxin.sealing.primitives import random_bytes
from dingxin.web.days import today


def ticks() -> None:
    """What the house does by itself every few seconds."""
    for tick in (*MAILBOX_TICKS, *TICKS):
        tick()


@dataclass
class Somebody:
    """``digits``: what they keep, None for who declined a receipt."""

    thread: UUID
    digits: str | None

    @property
    def submission(self) -> Submission:
        """As casework has it."""
        return Submission.objects.get(pk=self.thread)

    @property
    def link(self) -> Link:
        """Its link to the one matter it is in."""
        return Link.objects.get(submission_id=self.thread, ended_on__isnull=True)

    def comes_back(self) -> Visit:
        """Types the digits on the page without script."""
        found = by_digits(self.digits or "")
        if found is None:
            raise RuntimeError("the demo's own digits open nothing")
        return found

    def says(self, word: str, text: str = "") -> None:
        """``confirm`` or ``dispute``, with the person's own words for a dispute."""
        here = self.comes_back()
        fields = {"word": word, "text": text, "asked": str(here.card["asked"])}
        acts.outcome(here, acts.Asked(fields, (), random_bytes(16)))
        ticks()


def writes(
    what: str, *, about: str = "", when: str = "", amount: str = "", people: str = "", level: str = "anonymous",
    name: str = "", phone: str = "", shows: str = "answers", about_team: str = "no", contact: str = "",
) -> Somebody:
    """Files through the web page without script."""
    draft = new_draft("maizhan")
    answers = {
        "what": what, "about": about, "when": when, "ongoing": "", "amount": amount, "people": people, "level": level,
        "name": name, "phone": phone, "other": "", "shows": shows, "about_team": about_team,
        "may_contact": "yes" if contact else "no", "contact_way": contact,
    }  # fmt: skip
    filing.send(place=place_or_404("maizhan"), draft=draft, answers=answers, uploads=())
    ticks()
    return Somebody(draft.thread, draft.digits)


def visited(
    county: County, what: str, *, by: str = "dingxiaohe", sent_by: str = "songqiming", about: str = "", amount: str = "",
    name: str = "", persons: int = 1,
) -> Somebody:  # fmt: skip
    """At their home, where there is no network: sealed on a clerk's telephone, sent later in a colleague's session."""
    phone = device.enrolled(county.stationing, member=county[by], leader=county["helan"])
    made = new_receipt()
    sealed = phone.seals(
        what, name=name, about=about, amount=amount, level="confidential", persons=persons, receipt=made,
    )
    taking.sync_record(current=county[sent_by], sent=sealed)
    return Somebody(UUID(hex=HouseholdManifest.parse(sealed.manifest).thread), made.digits)


def comes(
    county: County, channel: str, what: str, *, by: str = "dingxiaohe", about: str = "", amount: str = "",
    level: str = "confidential", name: str = "", phone: str = "", shows: str = "answers", persons: int = 1,
    batch: int = 0, receipt: bool = True, on: date | None = None,
) -> Somebody:
    """Is heard or read by staff, who write it down."""
    said = Said(
        words={"what": what, "about": about, "amount": amount, "about_team": "no"}, level=level, name=name, phone=phone,
        shows=shows,
    )  # fmt: skip
    recorded = actions.record_submission(
        current=county[by], stationing=county.stationing, channel=channel, said=said, received_on=on or today(),
        persons=persons, batch=batch, receipt=receipt,
    )  # fmt: skip
    return Somebody(recorded.id, recorded.digits)
