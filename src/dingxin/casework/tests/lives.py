"""People who write in, and officers who take a matter through its life: what the tests of this room tell their stories with."""

import io
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.cast_vault import Cast
from tests.retold import retold

from dingxin.accounts.identity import Current
from dingxin.casework import actions, ticks
from dingxin.casework.arguments import Arguments
from dingxin.casework.codes import Codes
from dingxin.casework.models import Evidence, Link, Matter, Submission
from dingxin.ledger import outbox
from dingxin.mailbox import actions as mailbox
from dingxin.mailbox import inlets, texts
from dingxin.mailbox.models import Message, Thread
from dingxin.organisation.models import Team
from dingxin.rules.codes import Disposal
from dingxin.rules.ids import new_id
from dingxin.rules.packs import pack
from dingxin.sealing.age import seal_text
from dingxin.sealing.envelope import seal_submission
from dingxin.sealing.keys import Cost
from dingxin.sealing.primitives import random_bytes, sha256
from dingxin.sealing.receipts import ComplainantKeys, complainant_keys, derive_receipt, new_cs, new_digits, seal_cs
from dingxin.sealing.signing import sign
from dingxin.sealing.statements import ComplainantWord
from dingxin.tlog.leaf import complainant_subject
from dingxin.vault.models import Vault
from dingxin.vault.readiness import current_statement

FAST = Cost(8 * 1024, 1)
WHAT = "老支书2021年借走200块钱，说修路，路没修，钱没还。"
CATEGORY = pack("cn-inspection").categories[0].code


@dataclass
class Writer:
    """Somebody who filed from their own device, with everything it knows."""

    cast: Cast
    thread: UUID
    digits: str
    lookup: bytes
    keys: ComplainantKeys = field(repr=False)

    @property
    def submission(self) -> Submission:
        return Submission.objects.get(pk=self.thread)

    def word(self, act: str, word: str, *, answered: bytes = bytes(32), nonce: bytes | None = None) -> tuple[bytes, bytes]:
        """(canonical statement, signature)."""
        statement = ComplainantWord(act, self.thread.hex, answered, word, nonce or random_bytes(16)).canonical()
        return statement, sign(self.keys.seed, ComplainantWord.purpose, statement)

    @retold
    def says(self, act: str, word: str | None = None) -> None:
        """Give a word through the receipt and let the desk take it in."""
        asked = bytes(Thread.objects.get(pk=self.thread).asked or bytes(32))
        answering = act in ("confirm", "dispute", "satisfied", "consent")
        statement, signature = self.word(act, word or act.replace("-", "_"), answered=asked if answering else bytes(32))
        mailbox.give_word(lookup=self.lookup, statement=statement, signature=signature)
        ticks.drain_signals()

    @retold
    def writes(self, text: str) -> None:
        """An addition, sealed to whoever holds the thread now."""
        vault = Vault.objects.get(pk=Thread.objects.get(pk=self.thread).holder)
        team = vault.team
        assert team is not None
        statement = current_statement(team)
        assert statement is not None
        body = seal_text(statement.inbound, texts.from_person(self.thread, texts.FromPerson(text)))
        said, signature = self.word("message", sha256(body).hex())
        mailbox.add_message(
            lookup=self.lookup, statement=said, signature=signature,
            text=mailbox.SealedText(vault.pk, statement.epoch, body),
        )
        ticks.drain_signals()

    def answers(self) -> list[str]:
        """What the receipt page shows, opened on the device."""
        rows = Message.objects.filter(thread_id=self.thread, direction="out").order_by("number")
        return [texts.read_to_person(self.keys.age.secret, bytes(row.body or b"")) for row in rows]


@retold
def filed(
    cast: Cast, what: str = WHAT, *, level: str = "confidential", name: str = "巴哈尔古丽", shows: str = "answers",
    team: Team | None = None, register: bool = True, **words: Any,
) -> Writer:
    """Somebody who filed, with their number given."""
    inlets.refresh()
    statement = current_statement(team or cast.team.team)
    assert statement is not None
    thread, digits, cs = new_id(), new_digits(), new_cs()
    derived, keys = derive_receipt(digits, bytes(16), FAST), complainant_keys(cs)
    said = {"v": 1, "language": "zh-hans", "about_team": "no", "what": what, "contact": "", "level": level, **words}
    identity = None if level == "anonymous" else texts.canonical_json({"v": 1, "name": name, "phone": "", "other": ""})
    envelope = seal_submission(
        submission_id=thread.hex, vault=statement.vault, epoch=statement.epoch, inbound=statement.inbound,
        custodians=statement.custodians, words=texts.canonical_json(said), identity=identity, level=level,
    )
    mailbox.accept(filing=mailbox.Filing(
        thread=thread, vault=UUID(hex=statement.vault), epoch=statement.epoch, stationing=cast.stationing.pk,
        head=envelope.head, words=envelope.words, identity=envelope.identity, share_b=envelope.share_b,
        answer_recipient=keys.age.recipient, verify_key=keys.verify, shows=shows, lookup=derived.lookup,
        W=seal_cs(derived.wrap, cs), entry=outbox.new_entry("received", complainant_subject(keys.verify)),
    ))
    if register:
        ticks.register_arrivals()
    return Writer(cast, thread, digits, derived.lookup, keys)


def codes(cast: Cast, *, unit: str = "maizhan-01", nature: str = "report") -> Codes:
    return Codes(nature=nature, category=CATEGORY, unit=cast.units[unit].pk, rank="village")


@retold
def read(cast: Cast, writer: Writer, *, by: str = "song", unit: str = "maizhan-01") -> Submission:
    """Opened and coded by an officer."""
    actions.open_submission(current=cast[by], submission=writer.submission)
    return actions.read_submission(current=cast[by], submission=writer.submission, codes=codes(cast, unit=unit))


@retold
def matter_of(cast: Cast, *writers: Writer, by: str = "song", title: str = "上麦村借款不还") -> Matter:
    """A matter made from what some people wrote, or from nothing."""
    for writer in writers:
        if writer.submission.state == "registered":
            read(cast, writer, by=by)
    return actions.make_matter(
        current=cast[by], title=title, subject="前任支书", submissions=[writer.submission for writer in writers],
        codes=None if writers else codes(cast),
    )


@retold
def move(current: Current, matter: Matter, code: str, reason: str = "", **arguments: Any) -> Matter:
    """One move; where two are needed only the proposal."""
    actions.make_move(current=current, matter=matter, move=code, reason=reason, arguments=Arguments(**arguments))
    return fresh(matter)


@retold
def moved_by_two(
    cast: Cast, matter: Matter, code: str, reason: str = "", *, by: str = "song", **arguments: Any
) -> Matter:
    """Proposed by the officer, approved by the leader."""
    proposed = actions.make_move(
        current=cast[by], matter=matter, move=code, reason=reason, arguments=Arguments(**arguments)
    )
    assert proposed.proposal is not None
    actions.approve(current=cast["helan"], proposal=proposed.proposal)
    return fresh(matter)


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


@retold
def proof(cast: Cast, matter: Matter, *, by: str = "song", data: bytes = b"a photograph of 200 yuan") -> Evidence:
    """A file that proves something."""
    return actions.add_evidence(
        current=cast[by], matter=matter, source=io.BytesIO(data), name="收条.jpg", media_type="image/jpeg"
    )


@retold
def verified(cast: Cast, matter: Matter, *, by: str = "song", finding: str = "substantiated") -> Matter:
    """Assessed, taken up and verified, with the finding standing (not the unsubstantiated ones, which need two)."""
    who = cast[by]
    actions.assess(current=who, matter=matter, assessment="accept", ground_legitimate=True, problem_clear=True)
    moved_by_two(cast, matter, "accept", by=by)
    move(who, matter, "verify")
    actions.add_step(current=who, matter=matter, method="documents", text="看了村里的账本")
    actions.add_step(current=who, matter=matter, method="other_side", text="支书承认借过")
    proof(cast, matter, by=by)
    actions.record_finding(
        current=who, matter=matter, finding=finding, text="借款属实，未还", disposal=Disposal.CORRECTED
    )
    return move(who, matter, "find")


def link_of(matter: Matter, writer: Writer) -> Link:
    return Link.objects.get(matter=matter, submission_id=writer.thread, ended_on__isnull=True)


@retold
def answered(cast: Cast, matter: Matter, *writers: Writer, by: str = "song") -> Matter:
    """Everybody answered, and that recorded."""
    for writer in writers:
        actions.answer(
            current=cast[by], link=link_of(matter, writer), text="钱已退还，请核对。", outcome=fresh(matter).finding
        )
    return move(cast[by], matter, "answer")
