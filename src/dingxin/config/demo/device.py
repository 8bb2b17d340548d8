"""A clerk's telephone in the demo: enrols, records where there is no network, and sends later, as the page does."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from dingxin.accounts.identity import Current
from dingxin.casework.recording import NewReceipt, statement_of
from dingxin.intake.household import actions, taking
from dingxin.intake.household.arriving import Sealed
from dingxin.intake.household.models import Device
from dingxin.mailbox.texts import canonical_json
from dingxin.organisation.models import Stationing
from dingxin.rules.ids import new_id
from dingxin.sealing.envelope import seal_submission
from dingxin.sealing.household import HouseholdManifest, file_lines, receipt_lines
from dingxin.sealing.keys import verify_key
from dingxin.sealing.primitives import random_bytes, sha256
from dingxin.sealing.signing import sign
from dingxin.sealing.spoken import spoken_fingerprint
from dingxin.web.days import today


@dataclass
class Telephone:
    """``made``: how many records so far."""

    stationing: Stationing
    seed: bytes = field(default_factory=lambda: random_bytes(32), repr=False)
    made: int = 0
    device: UUID | None = None

    @property
    def verify_key(self) -> bytes:
        """The public half."""
        return verify_key(self.seed)

    def enrolled(self, device: Device) -> "Telephone":
        """It learns its id."""
        self.device = device.pk
        return self

    def seals(
        self, what: str, *, name: str = "", about: str = "", amount: str = "", level: str = "anonymous", persons: int = 1,
        on: date | None = None, receipt: NewReceipt | None = None, shows: str = "answers",
    ) -> taking.Sent:
        """What goes into the list "to send": sealed to the team's statement and signed."""
        assert self.device is not None
        to = statement_of(self.stationing.team)
        thread, words = new_id(), {
            "v": 1, "language": "zh-hans", "about_team": "no", "what": what, "about": about, "when": "", "ongoing": "unsure",
            "amount": amount, "people": "", "contact": "", "level": level, "shows": shows,
        }  # fmt: skip
        envelope = seal_submission(
            submission_id=thread.hex, vault=to.vault, epoch=to.epoch, inbound=to.inbound, custodians=to.custodians, level=level,
            words=canonical_json(words),
            identity=canonical_json({"v": 1, "name": name, "phone": "", "other": ""}) if level != "anonymous" else None,
        )
        sealed = Sealed(
            head=envelope.head, words=envelope.words, identity=envelope.identity, share_b=envelope.share_b,
            answer_recipient=receipt.keys.age.recipient if receipt else "",
            verify_key=receipt.keys.verify if receipt else b"", lookup=receipt.lookup if receipt else b"",
            W=receipt.W if receipt else b"", shows=shows, printed="", files=(),
        )
        self.made += 1
        manifest = HouseholdManifest(
            device=self.device.hex, number=self.made, thread=thread.hex, stationing=self.stationing.pk.hex, vault=to.vault,
            epoch=to.epoch, statement=sha256(to.canonical()), sealed_on=on or today(), channel="household", persons=persons,
            head=sha256(sealed.head), words=sha256(sealed.words), identity=sha256(sealed.identity),
            share_b=sha256(sealed.share_b), files=sha256(file_lines(())), salt_detail=random_bytes(32),
            salt_tally=random_bytes(32), receipt=sha256(receipt_lines(
                answer_recipient=sealed.answer_recipient, verify_key=sealed.verify_key, lookup=sealed.lookup, W=sealed.W,
                printed="", shows=shows,
            )),
        )  # fmt: skip
        return self.signed(manifest, sealed)

    def signed(self, manifest: HouseholdManifest, sealed: Sealed) -> taking.Sent:
        """With the device's signature over exactly these bytes."""
        data = manifest.canonical()
        return taking.Sent(data, sign(self.seed, HouseholdManifest.purpose, data), sealed)


def enrolled(stationing: Stationing, *, member: Current, leader: Current) -> Telephone:
    """A telephone whose six words a leader has compared. ``member``, ``leader``: as actions want who acts."""
    made = Telephone(stationing)
    device = actions.enrol_device(current=member, stationing=stationing, verify_key=made.verify_key)
    actions.confirm_device(current=leader, device=device, heard=spoken_fingerprint(made.verify_key))
    return made.enrolled(device)
