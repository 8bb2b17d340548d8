"""A team at work, one stage after another, through the real actions: for the tests that span rooms.

``at("answered")`` gives the cast with two submissions and a matter that got that far. The first call of a day walks
there; later calls put the same rows back. ``Planted`` words are what the tests look for where they must not be.

``first``: filed by a browser, confidential, with a name, a telephone and a file. ``second``: filed likewise, open to
the team. Both are about 上麦村 (``maizhan-01``), from which officer ``azi`` is recused before anything is opened.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from tests import cast_vault
from tests.snapshot import Snapshot

from dingxin.accounts.identity import Current
from dingxin.casework import actions as work
from dingxin.casework.codes import Codes
from dingxin.casework.following import follow_recusal
from dingxin.casework.models import Evidence, Link, Matter, Proposal, Remedy, Submission
from dingxin.casework.recording import statement_of
from dingxin.casework.ticks import drain_signals, register_arrivals
from dingxin.ledger.public import new_entry
from dingxin.mailbox import actions as mail
from dingxin.mailbox.inlets import refresh
from dingxin.mailbox.models import File, Thread
from dingxin.mailbox.texts import FromPerson, canonical_json, from_person
from dingxin.organisation.models import Team
from dingxin.rules.ids import new_id
from dingxin.sealing.age import seal_text
from dingxin.sealing.envelope import seal_submission
from dingxin.sealing.files import part_count, seal_manifest, seal_parts
from dingxin.sealing.keys import Cost
from dingxin.sealing.primitives import random_bytes, sha256
from dingxin.sealing.receipts import ComplainantKeys, complainant_keys, derive_receipt, new_cs, new_digits, seal_cs
from dingxin.sealing.signing import sign
from dingxin.sealing.statements import ComplainantWord, RecipientStatement
from dingxin.tlog.leaf import complainant_subject
from dingxin.vault import actions as vaults
from dingxin.web.days import today

CHEAP = Cost(8 * 1024, 1)  # KiB, passes: where no test goes through the site's own cost


@dataclass
class Filer:
    """A person with everything their device knows."""

    thread: UUID
    digits: str
    lookup: bytes
    keys: ComplainantKeys
    statement: RecipientStatement
    filing: mail.Filing = field(repr=False)

    def word(self, act: str, word: str, *, answered: bytes = bytes(32)) -> dict[str, bytes]:
        """lookup, statement and signature of a signed word."""
        said = ComplainantWord(act, self.thread.hex, answered, word, random_bytes(16)).canonical()
        signature = sign(self.keys.seed, ComplainantWord.purpose, said)
        return {"lookup": self.lookup, "statement": said, "signature": signature}

    def sealed(self, text: str) -> mail.SealedText:
        """A text to the team's inbound identity."""
        to = self.statement
        body = seal_text(to.inbound, from_person(self.thread, FromPerson(text)))
        return mail.SealedText(UUID(hex=to.vault), to.epoch, body)

    def say(self, text: str) -> None:
        """Send a message."""
        sealed = self.sealed(text)
        mail.add_message(**self.word("message", sha256(sealed.body).hex()), text=sealed)

    def give(self, act: str, fixed: str, text: str = "") -> None:
        """Give a word, in answer to what is asked now."""
        sealed = self.sealed(text) if text else None
        asked = bytes(Thread.objects.get(pk=self.thread).asked or bytes(32))
        answered = asked if act in ("confirm", "dispute", "satisfied", "consent", "well") else bytes(32)
        word = f"{fixed} {sha256(sealed.body).hex()}" if sealed else fixed
        mail.give_word(**self.word(act, word, answered=answered), text=sealed)


def sealed_file(S: bytes, name: str, media_type: str, content: bytes) -> mail.NewFile:
    """A file as a browser seals it, with its parts."""
    file_id = new_id()
    sealing, parts = seal_parts(S, file_id.hex, io.BytesIO(content), name=name, media_type=media_type), []
    while True:
        try:
            parts.append(next(sealing)[1])
        except StopIteration as ended:
            return mail.NewFile(
                id=file_id, of=part_count(len(content)), manifest=seal_manifest(S, file_id.hex, ended.value),
                parts=tuple(parts),
            )


def filer(
    team: Team, stationing: UUID, *, what: str, level: str = "confidential", name: str = "", phone: str = "",
    other: str = "", about: str = "", files: tuple[tuple[str, str, bytes], ...] = (), shows: str = "answers",
    cost: Cost = CHEAP,
) -> Filer:
    """Somebody whose browser has sealed a filing for a team that is not sent yet."""
    to = statement_of(team)
    thread, digits, cs = new_id(), new_digits(), new_cs()
    salt = settings.SITE_KEYS.receipt_salt
    derived, keys = derive_receipt(digits, salt, cost), complainant_keys(cs)
    identity = canonical_json({"v": 1, "name": name, "phone": phone, "other": other}) if level != "anonymous" else None
    words = {"v": 1, "language": "zh-hans", "about_team": "no", "what": what, "about": about, "contact": "call me"}
    envelope = seal_submission(
        submission_id=thread.hex, vault=to.vault, epoch=to.epoch, inbound=to.inbound, custodians=to.custodians,
        words=canonical_json({**words, "level": level, "shows": shows}), identity=identity, level=level,
    )
    return Filer(thread, digits, derived.lookup, keys, to, mail.Filing(
        thread=thread, vault=UUID(hex=to.vault), epoch=to.epoch, stationing=stationing, head=envelope.head,
        words=envelope.words, identity=envelope.identity, share_b=envelope.share_b,
        answer_recipient=keys.age.recipient, verify_key=keys.verify, shows=shows, lookup=derived.lookup,
        W=seal_cs(derived.wrap, cs), files=tuple(sealed_file(envelope.secrets.S, *file) for file in files),
        entry=new_entry("received", complainant_subject(keys.verify)),
    ))


@dataclass
class Planted:
    """One mark for each place where somebody writes. Each is found nowhere but where a key opened it."""

    marks: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, place: str) -> str:
        if place.startswith("__"):
            raise AttributeError(place)
        mark = sha256(b"planted", place.encode()).hex()
        telephone = "13" + str(int(mark, 16))[:9]
        return self.marks.setdefault(place, telephone if place.endswith("phone") else f"麦穗{place}꧁{mark[:12]}")


@dataclass
class World:
    """The cast, the people who filed, and ids of what was made."""

    cast: cast_vault.Cast
    said: Planted
    first: Filer | None = None
    second: Filer | None = None
    ids: dict[str, UUID] = field(default_factory=dict)

    def __getitem__(self, username: str) -> Current:
        return self.cast[username]

    def submission(self, which: str = "first") -> Submission:
        return Submission.objects.select_related("team__round", "team__body", "unit").get(pk=getattr(self, which).thread)

    def matter(self) -> Matter:
        return Matter.objects.select_related("team__round", "team__body", "unit").get(pk=self.ids["matter"])

    def link(self, which: str = "first") -> Link:
        return Link.objects.select_related("submission", "matter__team").get(
            matter=self.ids["matter"], submission=getattr(self, which).thread
        )

    def evidence(self) -> Evidence:
        return Evidence.objects.get(pk=self.ids["evidence"])

    def remedy(self) -> Remedy:
        return Remedy.objects.get(pk=self.ids["remedy"])

    def proposal(self) -> Proposal:
        return Proposal.objects.get(matter=self.ids["matter"], state="waiting")

    def file(self) -> File:
        return File.objects.get(thread=self.first.thread)


def codes(world: World) -> Codes:
    """As a reader codes the first submission."""
    return Codes("request", "benefits.farm", world.cast.round.topics.first().pk, world.cast.units["maizhan-01"].pk)


def _founded(world: World) -> None:
    refresh()


def _filed(world: World) -> None:
    cast, said = world.cast, world.said
    place = (cast.team.team, cast.stationing.pk)
    world.first = filer(
        *place, what=said.what, about=said.about, name=said.name, phone=said.phone, other=said.other,
        files=((said.file_name, "text/plain", said.file_text.encode()),),
    )
    world.second = filer(*place, what=said.second_what, name=said.open_name, phone=said.open_phone, level="open")
    for one in (world.first, world.second):
        mail.accept(filing=one.filing)


def _registered(world: World) -> None:
    assert register_arrivals() == 2


def _recused(world: World) -> None:
    cast, unit = world.cast, world.cast.units["maizhan-01"]
    vaults.recuse(
        current=cast["helan"], vault=cast.vault, member=cast.member("azi"), unit=unit,
        move=lambda: follow_recusal(cast["helan"], cast.vault.pk, unit=unit),
    )


def _opened(world: World) -> None:
    for which in ("first", "second"):
        work.open_submission(current=world["song"], submission=world.submission(which))


def _read(world: World) -> None:
    for which in ("first", "second"):
        work.read_submission(current=world["song"], submission=world.submission(which), codes=codes(world))


def _matter(world: World) -> None:
    said = world.said
    made = work.make_matter(
        current=world["song"], title=said.title, subject=said.subject,
        submissions=[world.submission("first"), world.submission("second")],
    )
    world.ids["matter"] = made.pk
    if world.matter().officer_id is None:
        work.take(current=world["song"], matter=made)
    work.add_note(current=world["song"], matter=world.matter(), text=said.note)


def _assessed(world: World) -> None:
    work.assess(
        current=world["song"], matter=world.matter(), assessment="accept", ground_legitimate=True, problem_clear=True,
        text=world.said.assessment,
    )
    _moved(world, "accept", world.said.accept_reason)


def _moved(world: World, move: str, reason: str = "") -> None:
    """By the officer, and by the leader too where the pack wants two."""
    walked = work.make_move(current=world["song"], matter=world.matter(), move=move, reason=reason)
    if walked.proposal is not None:
        work.approve(current=world["helan"], proposal=walked.proposal)


def _verifying(world: World) -> None:
    said = world.said
    _moved(world, "verify")
    made = work.add_evidence(
        current=world["song"], matter=world.matter(), source=io.BytesIO(said.evidence_text.encode()),
        name=said.evidence_name, media_type="text/plain",
    )
    world.ids["evidence"] = made.pk
    work.add_step(current=world["song"], matter=world.matter(), method="other_side", text=said.step)
    work.record_finding(
        current=world["song"], matter=world.matter(), finding="substantiated", text=said.finding, disposal="corrected"
    )


def _found(world: World) -> None:
    _moved(world, "find")
    made = work.promise(
        current=world["song"], matter=world.matter(), kind="money", counted_in="yuan", amount=20_000,
        whose=world.first.thread, text=world.said.remedy,
    )
    world.ids["remedy"] = made.pk
    work.open_child(current=world["song"], matter=world.matter(), kind="notice", text=world.said.child)


def _acting(world: World) -> None:
    _moved(world, "act")
    work.settle_child(current=world["song"], matter=world.matter(), kind="notice", text=world.said.outcome)
    work.deliver(
        current=world["song"], remedy=world.remedy(), on=today(), how=world.said.delivered, evidence=world.evidence()
    )


def _answered(world: World) -> None:
    for which, text in (("first", world.said.answer), ("second", world.said.second_answer)):
        work.answer(current=world["song"], link=world.link(which), text=text, outcome="substantiated")
    _moved(world, "answer")
    world.first.say(world.said.message)
    assert drain_signals() == 1
    work.open_submission(current=world["song"], submission=world.submission("first"))
    _names(world)
    _contacts(world)


def _names(world: World) -> None:
    """The leader was refused the second key to the first name; an officer's request for it waits."""
    ask = {"submission": world.submission(), "purpose": "name", "ground": "verify"}
    refused = work.request_name(current=world["helan"], reason=world.said.name_leader, **ask)
    work.refuse_name_request(current=world["tian"], request=refused, text=world.said.name_refusal)
    waits = work.request_name(current=world["zhou"], reason=world.said.name_reason, **ask)
    world.ids |= {"name_refused": refused.pk, "name_request": waits.pk}


def _contacts(world: World) -> None:
    """A planned contact with the second, whom nobody asked yet; a witness; leave asked of the second, at the counter."""
    current, said = world["song"], world.said
    plan = work.Plan(said.plan_time, said.plan_place, said.plan_way, "", said.plan_goes, said.plan_unseen, said.plan_else)
    contact = work.propose_contact(
        current=current, matter=world.matter(), whom=world.submission("second"), purpose="hear", way="meeting", plan=plan
    )
    spoken = work.add_spoken(
        current=current, matter=world.matter(), kind="witness", name=said.spoken_name, phone=said.spoken_phone,
    )
    terms = work.Terms(said.leave_to, said.leave_why, said.leave_text, said.leave_without)
    leave = work.ask_leave(current=current, link=world.link("second"), purpose="pay", terms=terms, by="they_came")
    world.ids |= {"contact": contact.pk, "spoken": spoken.pk, "leave": leave.pk}


def _confirmed(world: World) -> None:
    world.first.give("confirm", "confirm")
    assert drain_signals() == 1


def _closing(world: World) -> None:
    work.make_move(current=world["song"], matter=world.matter(), move="close", reason=world.said.close_reason)


def _closed(world: World) -> None:
    work.approve(current=world["helan"], proposal=world.proposal())


STAGES: dict[str, Callable[[World], None]] = {
    "founded": _founded, "filed": _filed, "registered": _registered, "recused": _recused, "opened": _opened,
    "read": _read, "matter": _matter, "assessed": _assessed, "verifying": _verifying, "found": _found,
    "acting": _acting, "answered": _answered, "confirmed": _confirmed, "closing": _closing, "closed": _closed,
}
_kept: dict[tuple[date, str], Snapshot] = {}


def at(stage: str) -> World:
    """The world at a stage, in this test's empty database."""
    key = (today(), stage)
    if key not in _kept:
        order = list(STAGES)
        before = order.index(stage)
        world = at(order[before - 1]) if before else World(cast_vault.found(), Planted())
        STAGES[stage](world)
        _kept[key] = Snapshot(world)
        return world
    world: World = _kept[key].put_back()
    return world


def all_columns(model: type[models.Model]) -> list[dict[str, Any]]:
    """Rows as plain dicts."""
    return list(model._default_manager.values())
