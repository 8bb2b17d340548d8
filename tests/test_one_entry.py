"""Every public action of every room, run once: exactly one audit entry, of the kind that is written here.

An action that is missing in the table fails, and so does a line without an action. Acts of a complainant, and those
that answer one, carry the day alone (3-sealing, "Facts that stay plain").
"""

import inspect
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import models
from tests import doors
from tests.authenticator import SITE, SoftKey
from tests.cast import CastMember, current_for, make_member
from tests.world import World, at, codes, filer, sealed_file

from dingxin.accounts import actions as accounts
from dingxin.accounts import challenges, identity, offers, security_keys, totp
from dingxin.accounts.actions.sessions import begin
from dingxin.accounts.models import SecurityKey
from dingxin.audit.kinds import KINDS
from dingxin.audit.models import Entry
from dingxin.audit.writing import writing
from dingxin.casework import actions as work
from dingxin.casework.codes import Codes
from dingxin.casework.importing import ImportedRow
from dingxin.casework.models import FollowUp, Link, Matter, MoveRecord
from dingxin.casework.recording import Said
from dingxin.casework.ticks import drain_signals, register_arrivals, run_clocks
from dingxin.mailbox import actions as mail
from dingxin.mailbox.hearing import Heard
from dingxin.mailbox.models import Envelope, File, FilePart, Message, Thread
from dingxin.rules.clock import now
from dingxin.rules.codes import ConfirmedHow
from dingxin.rules.ids import new_id
from dingxin.sealing.envelope import open_share_b
from dingxin.sealing.keys import Cost
from dingxin.sealing.primitives import random_bytes, sha256
from dingxin.sealing.receipts import derive_receipt, new_cs, new_digits, seal_cs
from dingxin.sealing.release import identity_file_secret
from dingxin.vault import keyring
from dingxin.vault.models import Custody
from dingxin.vault.tests.test_one_entry import ORGANISATION, VAULT
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
HERE = "network:192.0.2.1"
ROOMS = sorted(app.name for app in apps.get_app_configs() if app.name.startswith("dingxin."))
READS = {"vault.granted_by"}  # handed out beside the actions, writes nothing


def handed_out() -> set[str]:
    """``room.action`` for every function that an actions module of a room hands out."""
    found = set()
    for room in ROOMS:
        try:
            module = import_module(f"{room}.actions")
        except ModuleNotFoundError:
            continue
        if room != "dingxin.audit":  # the recorder itself
            place = room if hasattr(module, "__path__") else module.__name__  # a folder hands out, a file is itself
            own = inspect.getmembers(module, inspect.isfunction)
            short = room.removeprefix("dingxin.")
            found |= {f"{short}.{name}" for name, f in own if f.__module__.startswith(place) and name[0] != "_"}
    return found - READS


# Accounts: one member.


def _half(person: CastMember) -> identity.Current:
    with writing():
        cookie, session = begin(person.member, person.keys)
    return identity.Current(person.member, session, cookie)


def _enrol(person: CastMember) -> None:
    current, secret = _half(person), totp.new_secret()
    token = totp.offer(secret, current.session.id)
    code = totp.code_at(secret, totp.now_step())
    accounts.enrol_second_factor(current=current, token=token, code=code, place=HERE)


def _enrol_key(person: CastMember) -> None:
    current = _half(person)
    asked = security_keys.to_create(SITE, person.member, [], challenges.give(current.session))
    accounts.enrol_security_key(current=current, answer=SoftKey().create(asked), site=SITE, place=HERE)


def _remove_codes(person: CastMember) -> None:
    """The key that stays, and the confirmation, are rows made by hand: the act is the removal."""
    current, key = current_for(person), SoftKey()
    SecurityKey.objects.create(
        member=person.member, number=1, credential_id=key.id, public_key=b"k", added_on=now().date(),
    )
    current.session.confirmed_at = now()
    current.session.save(update_fields=["confirmed_at"])
    accounts.remove_second_factor(current=current, number=0)


ACCOUNTS: dict[str, tuple[str, dict[str, bool], Callable[[CastMember], object]]] = {
    "create_member": ("member.created", {}, lambda p: accounts.create_member(actor="x", username="lin", name="林")),
    "reset_keys": ("member.keys_reset", {}, lambda p: accounts.reset_keys(member=p.member, actor="x")),
    "clear_second_factor": (
        "member.changed", {}, lambda p: accounts.clear_second_factor(member=p.member, actor="x")),
    "deactivate": ("member.deactivated", {}, lambda p: accounts.deactivate(member=p.member, actor="x")),
    "sign_in": (
        "session.begun", {}, lambda p: accounts.sign_in(username="zhou", passphrase=p.passphrase, place=HERE)),
    "use_recovery_code": (
        "member.recovery_used", {}, lambda p: accounts.use_recovery_code(username="zhou", code=p.recovery, place=HERE)),
    "confirm_second_factor": (
        "session.opened", {}, lambda p: accounts.confirm_second_factor(current=_half(p), code=p.code(), place=HERE)),
    "enrol_second_factor": ("member.second_factor", {"second_factor": False}, _enrol),
    "confirm_again": ("session.confirmed", {}, lambda p: accounts.confirm_again(
        current=current_for(p), code=p.code(), place=HERE)),
    "enrol_security_key": ("member.second_factor", {"second_factor": False}, _enrol_key),
    "remove_second_factor": ("member.second_factor_removed", {}, _remove_codes),
    "lock": ("session.locked", {}, lambda p: accounts.lock(current=current_for(p))),
    "unlock": ("session.unlocked", {}, lambda p: accounts.unlock(
        current=current_for(p, unlocked=False), passphrase=p.passphrase, place=HERE)),
    "sign_out": ("session.closed", {}, lambda p: accounts.sign_out(current=current_for(p))),
    "change_passphrase": ("member.passphrase_changed", {}, lambda p: accounts.change_passphrase(
        current=current_for(p), new=offers.make("any").secrets, old=p.passphrase, place=HERE)),
    "take_over": ("member.keys_reset", {"own": False}, lambda p: accounts.take_over(
        current=current_for(p), new=offers.make("any").secrets)),
    "prove_recovery_code": ("vault.recovery_proved", {}, lambda p: accounts.prove_recovery_code(
        current=current_for(p), code=p.recovery, place=HERE)),
    "change_settings": ("member.changed", {}, lambda p: accounts.change_settings(
        current=current_for(p), language="en", theme="dark", key_hints=False)),
}


@pytest.mark.parametrize("name", sorted(ACCOUNTS))
def test_accounts(name: str) -> None:
    kind, made, act = ACCOUNTS[name]
    person = make_member(**made)
    _once([kind], lambda: act(person))


# Organisation and vault: their own tables say how; here stands which kind.

OF_ORGANISATION = {
    "set_home_unit": "member.home_unit",
    "change_body": "body.changed", "create_body": "body.created", "give_role": "body.role_given",
    "take_role": "body.role_taken", "create_unit": "unit.created", "change_unit": "unit.changed",
    "import_units": "unit.imported", "create_round": "round.created", "change_round": "round.changed",
    "move_round": "round.moved", "create_team": "team.created", "change_team": "team.changed",
    "join_team": "team.joined", "leave_team": "team.left", "create_stationing": "stationing.created",
    "change_stationing": "stationing.changed", "set_boxes": "stationing.changed",
    "check_box": "box.checked", "set_photo": "box.photo", "take_down": "box.taken_down", "set_up_again": "box.set_up",
}
OF_VAULT = {
    "propose_keyset": "vault.requested", "second_keyset": "keyset.made", "propose_certificate": "vault.requested",
    "second_certificate": "vault.certificate_signed", "make_custody": "vault.custodians_made",
    "pass_on_custody": "vault.custody_passed",
    "make_vault": "vault.made", "propose_grant": "vault.requested", "second_grant": "vault.granted",
    "propose_statement": "vault.requested", "rotate_inbound": "vault.inbound_rotated",
    "second_statement": "vault.statement_signed", "destroy_inbound": "vault.inbound_destroyed",
    "declare_relation": "vault.relation_declared", "open_relation": "vault.relation_opened",
    "end_relation": "vault.relation_ended",
    "recuse": "vault.recused", "end_recusal": "vault.recusal_ended", "catch_up": "vault.inbound_rotated",
    "rekey": "vault.rekeyed", "rekey_own": "vault.rekeyed", "rekey_step": "vault.rewrapped", "leave_team": "team.left",
    "sign_recusals": "vault.recusals_signed", "take_back": "vault.request_ended", "open_stationing": "stationing.opened",
    "close_stationing": "stationing.closed",
}


@pytest.mark.parametrize("name", sorted(OF_ORGANISATION))
def test_organisation(name: str) -> None:
    cast = at("founded").cast
    _once([OF_ORGANISATION[name]], lambda: ORGANISATION[name](cast))


@pytest.mark.parametrize("name", sorted(OF_VAULT))
def test_vault(name: str) -> None:
    cast = at("founded").cast
    prepare, act = VAULT[name]
    made = prepare(cast)
    _once([OF_VAULT[name]], lambda: act(cast, made))


# Mailbox: what the person does.


def _message_with_file(world: World) -> tuple[World, mail.NewFile]:
    file = sealed_file(random_bytes(32), "x", "text/plain", b"y")
    bare = mail.NewFile(id=file.id, of=file.of, manifest=file.manifest)
    text = world.first.sealed("more")
    mail.add_message(**world.first.word("message", sha256(text.body).hex()), text=text, files=(bare,))
    return world, file


def _add_part(world: World) -> Callable[[], object]:
    _, file = _message_with_file(world)
    return lambda: mail.add_part(thread=world.first.thread, file=file.id, number=0, body=file.parts[0])


def _change(world: World) -> Callable[[], object]:
    derived = derive_receipt(new_digits(), bytes(16), Cost(8 * 1024, 1))
    W = seal_cs(derived.wrap, new_cs())
    signed = world.first.word("change", sha256(derived.lookup, W).hex())
    return lambda: mail.change_receipt(**signed, new_lookup=derived.lookup, new_W=W)


def _answer_number(world: World) -> int:
    return Message.objects.filter(thread=world.first.thread, direction="out")[0].number


MAILBOX: dict[str, tuple[str, str, Callable[[World], Callable[[], object]]]] = {
    "accept": ("founded", "submission.received", lambda w: _accept(w)),
    "add_part": ("registered", "submission.file_added", _add_part),
    "change_receipt": ("registered", "receipt.changed", _change),
    "hear_digits": ("registered", "receipt.looked_up_for_person", lambda w: lambda: mail.hear_digits(
        thread=w.first.thread, heard=Heard(ConfirmedHow.BY_VOICE, w["ding"].member.pk, w["ding"].actor))),
    "narrow": ("answered", "receipt.narrowed", lambda w: lambda: mail.narrow(**w.first.word("narrow", "state"))),
    "close_receipt": (
        "answered", "receipt.closed", lambda w: lambda: mail.close_receipt(**w.first.word("close", "close"))),
    "delete_message": ("answered", "message.deleted", lambda w: lambda: mail.delete_message(
        **w.first.word("delete", str(_answer_number(w))), number=_answer_number(w))),
    "add_message": ("registered", "message.received", lambda w: lambda: w.first.say("more")),
    "give_word": ("answered", "signal.received", lambda w: lambda: w.first.give("dispute", "dispute", "not so")),
}


def _accept(world: World) -> Callable[[], object]:
    someone = filer(world.cast.team.team, world.cast.stationing.pk, what="x", level="anonymous")
    return lambda: mail.accept(filing=someone.filing)


@pytest.mark.parametrize("name", sorted(MAILBOX))
def test_mailbox(name: str) -> None:
    stage, kind, prepare = MAILBOX[name]
    act = prepare(at(stage))
    _once([kind], act)


# Casework: (stage, kinds, what comes before, act).

Before = Callable[[World], Any]
Act = Callable[[World, Any], object]


def _nothing(world: World) -> None:
    return None


def _coded(world: World, nature: str, which: str = "first") -> None:
    row = world.submission(which)
    work.read_submission(current=world["song"], submission=row, codes=Codes(nature=nature, unit=row.unit_id))


def _set_aside(world: World) -> None:
    work.propose_set_aside(current=world["song"], submission=world.submission(), reason="blank")


def _set_aside_whole(world: World) -> None:
    _set_aside(world)
    work.second_set_aside(current=world["helan"], submission=world.submission())


def _own(world: World) -> Matter:
    return work.make_matter(
        current=world["song"], title="own", team=world.cast.team.team,
        codes=Codes(unit=world.cast.units["maizhan-01"].pk),
    )


def _untaken(world: World) -> None:
    Matter.objects.update(officer=None)


def _interfered(world: World) -> None:
    world.first.give("interference", "threat", "they came")
    drain_signals()


def _disputed(world: World) -> None:
    world.first.give("dispute", "dispute", "no")
    drain_signals()


def _who(world: World, name: str) -> Any:
    return world.cast.member(name)


def _asked(world: World, *, by: str = "song", purpose: str = "name", ground: str = "verify") -> Any:
    return work.request_name(
        current=world[by], submission=world.submission(), purpose=purpose, ground=ground, reason="because"
    )


def _turned(world: World, *, text: str = "", **more: str) -> Any:
    return work.approve_name_request(current=world["luo"], request=_asked(world, **more), text=text)


def _checked_person(world: World) -> Any:
    request = _turned(world, purpose="new_digits", ground="new_digits")
    work.open_name(current=world["song"], request=request)
    return request


def _carries(world: World) -> World:
    """The file of the first one, sealed anew as one that carries a person."""
    custody = Custody.objects.get(body=world.cast.body, current=True)
    thread = world.first.thread
    a = keyring.unwrap(world["song"], "a", thread)
    b = open_share_b(
        keyring.custody_secret(world["luo"], custody), bytes(Envelope.objects.get(thread=thread).share_b), thread.hex
    )
    made = sealed_file(identity_file_secret(a, b, thread.hex), "voice", "audio/mp4", b"a voice")
    File.objects.filter(thread=thread).delete()
    row = File.objects.create(
        id=made.id, thread_id=thread, manifest=made.manifest, of=made.of, parts=made.of, held_by_identity=True,
        day=today(),
    )
    for number, body in enumerate(made.parts):
        FilePart.objects.create(file=row, number=number, body=body)
    return world


def _remedy_confirmed(world: World) -> object:
    return work.confirm_remedy(current=world["song"], remedy=world.remedy(), link=world.link())


def _contact(world: World, *, to: str = "proposed") -> Any:
    """A contact with the first person, as far as: proposed, asked, agreed, withdrawn, held, recorded."""
    current, plan = world["song"], work.Plan("at four", "the library", "in person")
    found = work.propose_contact(
        current=current, matter=world.matter(), whom=world.submission(), purpose="hear", way="meeting", plan=plan
    )
    steps: dict[str, Callable[[], Any]] = {
        "asked": lambda: work.ask_contact(current=current, contact=found, by="they_came"),
        "agreed": lambda: _heard(world, found),
        "withdrawn": lambda: work.withdraw_contact(current=current, contact=found, how="by_voice"),
        "held": lambda: work.hold_contact(current=current, contact=found),
        "recorded": lambda: work.write_contact_record(current=current, contact=found, text="what was said"),
    }
    way = {"proposed": [], "asked": ["asked"], "agreed": ["asked", "agreed"], "withdrawn": ["asked", "agreed", "withdrawn"],
           "held": ["asked", "agreed", "held"], "recorded": ["asked", "agreed", "held", "recorded"]}
    for step in way[to]:
        steps[step]()
    return found


def _heard(world: World, contact: Any) -> Any:
    return work.record_consent(
        current=world["song"], contact=contact, parts={"time": "agree", "place": "agree", "way": "agree"},
        how="at_counter", witness=[world.cast.member("zhou")],
    )


def _leave(world: World, *, given: bool = False, named: bool = False) -> Any:
    found = work.ask_leave(
        current=world["song"], link=world.link(), purpose="pay", by="they_came",
        terms=work.Terms("the office", "because", "what is said", "no money comes"),
    )
    if given:
        work.record_leave(
            current=world["song"], leave=found, agreed=True, how="at_counter", witness=[world.cast.member("zhou")]
        )
    if named:
        work.name_items(current=world["song"], leave=found, items={"name": "somebody"})
    return found


def _reported(world: World) -> Any:
    return work.report_interference(current=world["helan"], kind="asking", text="t", matter=world.matter())


def _verified(world: World) -> Any:
    return work.verify_interference(current=world["song"], report=_reported(world), text="t")


def _transferred(world: World) -> Any:
    made = _verified(world)
    MoveRecord.objects.create(
        matter=world.matter(), number=99, move="transfer", source="found", target="found", on=today(), proposed_by="x")
    return made


def _to_ask(world: World) -> Any:
    made = _reported(world)
    return FollowUp.objects.create(report=made, submission=world.submission(), month=1, due=today())


CASEWORK: dict[str, tuple[str, list[str], Before, Act]] = {
    # reading
    "open_submission": ("recused", ["submission.opened"], _nothing, lambda w, _: work.open_submission(
        current=w["song"], submission=w.submission())),
    "open_file": ("opened", ["submission.opened"], _nothing, lambda w, _: list(work.open_file(
        current=w["song"], submission=w.submission(), file_id=w.file().pk)[1])),
    "open_identity": ("opened", ["submission.identity_opened"], _nothing, lambda w, _: work.open_identity(
        current=w["song"], submission=w.submission("second"))),
    "read_submission": ("opened", ["submission.read"], _nothing, lambda w, _: work.read_submission(
        current=w["song"], submission=w.submission(), codes=codes(w), named="signed", interference=True)),
    "open_summaries": ("read", ["submission.titles_opened"], _nothing, lambda w, _: work.open_summaries(
        current=w["song"], submissions=[w.submission(), w.submission("second")])),
    # the second key
    "request_name": ("opened", ["name.asked"], _nothing, lambda w, _: _asked(w)),
    "withdraw_name_request": ("opened", ["name.withdrawn"], lambda w: _asked(w), lambda w, r: work.withdraw_name_request(
        current=w["song"], request=r)),
    "open_name_request": ("opened", ["name.reason_opened"], lambda w: _asked(w), lambda w, r: work.open_name_request(
        current=w["luo"], request=r)),
    "approve_name_request": ("opened", ["name.approved"], lambda w: _asked(w), lambda w, r: work.approve_name_request(
        current=w["luo"], request=r)),
    "refuse_name_request": ("opened", ["name.refused"], lambda w: _asked(w), lambda w, r: work.refuse_name_request(
        current=w["luo"], request=r, text="no")),
    "read_decision": ("opened", ["name.decision_read"], lambda w: _turned(w, text="so"), lambda w, r: work.read_decision(
        current=w["song"], request=r)),
    "open_name": ("opened", ["submission.identity_opened"], lambda w: _turned(w), lambda w, r: work.open_name(
        current=w["song"], request=r)),
    "end_release": ("opened", ["name.release_ended"], lambda w: _turned(w), lambda w, r: work.end_release(
        current=w["song"], request=r)),
    "open_identity_files": ("opened", ["submission.identity_opened"], lambda w: _turned(_carries(w), purpose="files"),
        lambda w, r: work.open_identity_files(current=w["song"], request=r)),
    "open_identity_file": ("opened", ["submission.identity_opened"], lambda w: _turned(_carries(w), purpose="files"),
        lambda w, r: list(work.open_identity_file(current=w["song"], request=r, file_id=w.file().pk)[1])),
    "give_new_digits": ("opened", ["receipt.replaced"], lambda w: _checked_person(w), lambda w, r: work.give_new_digits(
        current=w["song"], request=r)),
    "review_opening": ("opened", ["name.reviewed"], lambda w: _turned(w, by="helan", ground="danger"),
        lambda w, r: work.review_opening(current=w["shen"], request=r, word="right")),
    # contacts, persons spoken to, leave to be named
    "propose_contact": ("matter", ["contact.proposed"], _nothing, lambda w, _: _contact(w)),
    "change_plan": ("matter", ["contact.changed"], lambda w: _contact(w, to="agreed"), lambda w, r: work.change_plan(
        current=w["song"], contact=r, plan=work.Plan("at five", "the library", "in person"))),
    "ask_contact": ("matter", ["contact.asked"], lambda w: _contact(w), lambda w, r: work.ask_contact(
        current=w["song"], contact=r, by="receipt")),
    "end_contact": ("matter", ["contact.ended"], lambda w: _contact(w, to="asked"), lambda w, r: work.end_contact(
        current=w["song"], contact=r)),
    "open_contact": ("matter", ["contact.opened"], lambda w: _contact(w), lambda w, r: work.open_contact(
        current=w["song"], contact=r)),
    "open_plans": ("matter", ["contact.plans_opened"], lambda w: _contact(w), lambda w, r: work.open_plans(
        current=w["song"], contacts_of=[r])),
    "record_consent": ("matter", ["contact.consent_recorded"], lambda w: _contact(w, to="asked"),
        lambda w, r: _heard(w, r)),
    "withdraw_contact": ("matter", ["contact.withdrawn"], lambda w: _contact(w, to="agreed"),
        lambda w, r: work.withdraw_contact(current=w["song"], contact=r, how="told_to_staff")),
    "know_withdrawn": ("matter", ["contact.seen"], lambda w: _contact(w, to="withdrawn"),
        lambda w, r: work.know_withdrawn(current=w["song"], contact=r)),
    "hold_contact": ("matter", ["contact.held"], lambda w: _contact(w, to="agreed"), lambda w, r: work.hold_contact(
        current=w["song"], contact=r)),
    "write_contact_record": ("matter", ["contact.recorded"], lambda w: _contact(w, to="held"),
        lambda w, r: work.write_contact_record(current=w["song"], contact=r, text="what was said")),
    "agree_contact_record": ("matter", ["contact.read_back"], lambda w: _contact(w, to="recorded"),
        lambda w, r: work.agree_contact_record(
            current=w["song"], contact=r, how="by_voice", witness=[w.cast.member("zhou")])),
    "add_spoken": ("matter", ["contact.spoken_added"], _nothing, lambda w, _: work.add_spoken(
        current=w["song"], matter=w.matter(), kind="witness", name="somebody")),
    "request_spoken_name": ("matter", ["name.asked"], lambda w: work.add_spoken(
        current=w["song"], matter=w.matter(), kind="witness", name="somebody"), lambda w, r: work.request_spoken_name(
        current=w["song"], spoken=r, purpose="name", ground="verify", reason="to compare a receipt")),
    "ask_leave": ("matter", ["leave.asked"], _nothing, lambda w, _: _leave(w)),
    "record_leave": ("matter", ["leave.recorded"], lambda w: _leave(w), lambda w, r: work.record_leave(
        current=w["song"], leave=r, agreed=False, how="told_to_staff")),
    "withdraw_leave": ("matter", ["leave.withdrawn"], lambda w: _leave(w, given=True), lambda w, r: work.withdraw_leave(
        current=w["song"], leave=r, how="by_voice")),
    "name_items": ("matter", ["leave.named"], lambda w: _leave(w, given=True), lambda w, r: work.name_items(
        current=w["song"], leave=r, items={"name": "somebody"})),
    "use_leave": ("matter", ["leave.used"], lambda w: _leave(w, given=True, named=True), lambda w, r: work.use_leave(
        current=w["song"], leave=r)),
    "open_leave": ("matter", ["leave.opened"], lambda w: _leave(w), lambda w, r: work.open_leave(
        current=w["song"], leave=r)),
    # triage
    "propose_set_aside": ("read", ["submission.set_aside_proposed"], _nothing, lambda w, _: _set_aside(w)),
    "second_set_aside": ("read", ["submission.set_aside"], _set_aside, lambda w, _: work.second_set_aside(
        current=w["helan"], submission=w.submission())),
    "decline_set_aside": ("read", ["submission.set_aside_declined"], _set_aside, lambda w, _: work.decline_set_aside(
        current=w["helan"], submission=w.submission())),
    "look_again": ("read", ["submission.looked_at_again"], _set_aside_whole, lambda w, _: work.look_again(
        current=w["song"], submission=w.submission())),
    "thank": ("read", ["submission.thanked"], lambda w: _coded(w, "thanks"), lambda w, _: work.thank(
        current=w["song"], submission=w.submission())),
    "advise": ("read", ["submission.thanked"], lambda w: _coded(w, "question"), lambda w, _: work.advise(
        current=w["song"], submission=w.submission(), text="so and so")),
    "mark_repeat": ("read", ["submission.repeat_marked"], _nothing, lambda w, _: work.mark_repeat(
        current=w["song"], submission=w.submission("second"), first=w.submission(), by="words")),
    "send_up": ("read", ["submission.sent_up"], _nothing, lambda w, _: work.send_up(
        current=w["song"], submission=w.submission())),
    # matters
    "make_matter": ("read", ["matter.made"], _nothing, lambda w, _: work.make_matter(
        current=w["song"], title="t", submissions=[w.submission()])),
    "link_submission": ("read", ["submission.linked"], _own, lambda w, own: work.link_submission(
        current=w["song"], matter=own, submission=w.submission())),
    "unlink_submission": ("matter", ["submission.unlinked"], _nothing, lambda w, _: work.unlink_submission(
        current=w["song"], link=w.link("second"), reason="by mistake")),
    "code_matter": ("matter", ["matter.coded"], _nothing, lambda w, _: work.code_matter(
        current=w["song"], matter=w.matter(), codes=codes(w))),
    "retitle": ("matter", ["matter.retitled"], _nothing, lambda w, _: work.retitle(
        current=w["song"], matter=w.matter(), title="another")),
    "take": ("matter", ["matter.assigned"], _untaken, lambda w, _: work.take(current=w["zhou"], matter=w.matter())),
    "assign": ("matter", ["matter.assigned"], _nothing, lambda w, _: work.assign(
        current=w["helan"], matter=w.matter(), officer=_who(w, "zhou"))),
    "move_compartment": ("matter", ["matter.moved_compartment"], _nothing, lambda w, _: work.move_compartment(
        current=w["song"], matter=w.matter())),
    "open_titles": ("matter", ["matter.titles_opened"], _nothing, lambda w, _: work.open_titles(
        current=w["song"], matters=[w.matter()])),
    # pieces
    "open_pieces": ("closing", ["matter.opened"], _nothing, lambda w, _: work.open_pieces(
        current=w["song"], matter=w.matter())),
    "add_note": ("matter", ["matter.noted"], _nothing, lambda w, _: work.add_note(
        current=w["song"], matter=w.matter(), text="n")),
    "add_instruction": ("matter", ["matter.instruction_added"], _nothing, lambda w, _: work.add_instruction(
        current=w["song"], matter=w.matter(), text="n", on=today())),
    "assess": ("matter", ["matter.assessed"], _nothing, lambda w, _: work.assess(
        current=w["song"], matter=w.matter(), assessment="redirect", ground_legitimate=True, problem_clear=True,
        text="a", destination="there", hand_on=True, agreed=True)),
    "add_step": ("assessed", ["matter.step_added"], _nothing, lambda w, _: work.add_step(
        current=w["song"], matter=w.matter(), method="site", text="s", seconded_by=_who(w, "zhou"))),
    "record_finding": ("verifying", ["matter.finding_recorded"], _nothing, lambda w, _: work.record_finding(
        current=w["song"], matter=w.matter(), finding="partly", text="f")),
    "settle_interference": ("matter", ["matter.interference_settled"], _interfered,
        lambda w, _: work.settle_interference(current=w["helan"], matter=w.matter(), reason="spoke to them")),
    # interference
    "report_interference": ("matter", ["interference.reported"], _nothing, lambda w, _: work.report_interference(
        current=w["song"], kind="asking", text="t", matter=w.matter())),
    "link_interference": ("matter", ["interference.reported"], _nothing, lambda w, _: work.link_interference(
        current=w["song"], told_in=w.submission("second"), kind="threat", matter=w.matter())),
    "name_in_interference": ("matter", ["interference.named"], _reported, lambda w, r: work.name_in_interference(
        current=w["helan"], report=r, named=[_who(w, "zhou")])),
    "open_interference": ("matter", ["interference.opened"], _reported, lambda w, r: work.open_interference(
        current=w["song"], report=r)),
    "verify_interference": ("matter", ["interference.verified"], _reported, lambda w, r: work.verify_interference(
        current=w["song"], report=r, text="t")),
    "protect": ("matter", ["interference.protected"], _reported, lambda w, r: work.protect(
        current=w["song"], report=r, kind="spoke", text="t")),
    "hand_over_interference": ("matter", ["interference.handed_over"], _transferred,
        lambda w, r: work.hand_over_interference(current=w["song"], report=r, text="t")),
    "settle_report": ("matter", ["interference.settled"], _verified, lambda w, r: work.settle_report(
        current=w["helan"], report=r, text="t")),
    "record_follow_up": ("matter", ["interference.followed_up"], _to_ask, lambda w, r: work.record_follow_up(
        current=w["song"], follow_up=r, state="well")),
    # evidence
    "add_evidence": ("matter", ["matter.evidence_added"], _nothing, lambda w, _: work.add_evidence(
        current=w["song"], matter=w.matter(), source=io.BytesIO(b"x" * 600_000), name="n", media_type="text/plain")),
    "open_evidence": ("verifying", ["matter.evidence_opened"], _nothing, lambda w, _: list(work.open_evidence(
        current=w["song"], evidence=w.evidence())[1])),
    # moving
    "make_move": ("assessed", ["matter.moved"], _nothing, lambda w, _: work.make_move(
        current=w["song"], matter=w.matter(), move="verify", reason="r")),
    "approve": ("closing", ["matter.moved"], _nothing, lambda w, _: work.approve(
        current=w["helan"], proposal=w.proposal())),
    "send_back": ("closing", ["matter.move_sent_back"], _nothing, lambda w, _: work.send_back(
        current=w["helan"], proposal=w.proposal(), reason="r")),
    "withdraw_proposal": ("closing", ["matter.proposal_withdrawn"], _nothing, lambda w, _: work.withdraw_proposal(
        current=w["song"], proposal=w.proposal())),
    # acting
    "open_child": ("found", ["matter.child_opened"], _nothing, lambda w, _: work.open_child(
        current=w["song"], matter=w.matter(), kind="referral", text="c")),
    "settle_child": ("found", ["matter.child_settled"], _nothing, lambda w, _: work.settle_child(
        current=w["song"], matter=w.matter(), kind="notice", text="c")),
    "promise": ("found", ["remedy.promised"], _nothing, lambda w, _: work.promise(
        current=w["song"], matter=w.matter(), kind="goods", counted_in="bag", amount=100, whose="the third house")),
    "deliver": ("found", ["remedy.delivered"], _nothing, lambda w, _: work.deliver(
        current=w["song"], remedy=w.remedy(), on=today(), how="by hand", amount=5_000, evidence=w.evidence())),
    "confirm_remedy": ("confirmed", ["remedy.confirmed"], _nothing, lambda w, _: _remedy_confirmed(w)),
    "correct": ("acting", ["remedy.corrected"], _nothing, lambda w, _: work.correct(
        current=w["song"], remedy=w.remedy(), reason="r")),
    # answering
    "answer": ("acting", ["matter.answered"], _nothing, lambda w, _: work.answer(
        current=w["song"], link=w.link(), text="a", outcome="substantiated")),
    "ask_again": ("answered", ["matter.asked_again"], _nothing, lambda w, _: work.ask_again(
        current=w["song"], link=w.link())),
    "send_message": ("read", ["matter.message_sent"], _nothing, lambda w, _: work.send_message(
        current=w["song"], submission=w.submission(), text="m", question="more")),
    "tell_acceptance": ("matter", ["matter.message_sent"], _nothing, lambda w, _: work.tell_acceptance(
        current=w["song"], submission=w.submission(), text="m")),
    "record_confirmation": ("answered", ["matter.confirmation_recorded"], _nothing,
        lambda w, _: work.record_confirmation(
            current=w["song"], link=w.link(), word="confirmed", how="at_counter", witness=[_who(w, "zhou")],
            text="yes")),
    "record_withdrawal": ("matter", ["submission.withdrawn"], _nothing, lambda w, _: work.record_withdrawal(
        current=w["song"], link=w.link(), witness=[_who(w, "zhou")], text="enough")),
    "ask_review": ("answered", ["matter.review_asked"], _nothing, lambda w, _: work.ask_review(
        current=w["song"], matter=w.matter())),
    # recording: the mailbox's own action comes first, so that nothing is lost where the second step breaks off
    "record_submission": ("founded", ["submission.recorded", "submission.registered"], _nothing,
        lambda w, _: work.record_submission(
            current=w["ding"], stationing=w.cast.stationing, channel="visit", said=Said({"what": "x"}, "anonymous"),
            received_on=today(), persons=3, batch=1)),
    "take_in": ("founded", ["submission.recorded", "submission.registered"], _nothing, lambda w, _: work.take_in(
        actor="email", team=w.cast.team.team, stationing=None, channel="email", said=Said({"what": "x"}, "anonymous"),
        received_on=today(), thread=new_id())),
    "take_sealed": ("founded", ["submission.recorded", "submission.registered"], _nothing, lambda w, _: work.take_sealed(
        actor="package", received_on=today(),
        filing=replace(filer(w.cast.team.team, None, what="x", level="anonymous").filing, channel="transferred"))),
    "record_sealed": ("founded", ["submission.recorded", "submission.registered"], _nothing, lambda w, _: work.record_sealed(
        current=w["ding"], stationing=w.cast.stationing, filing=replace(filer(
            w.cast.team.team, w.cast.stationing.pk, what="x").filing, channel="household"), received_on=today(), persons=2,
        batch=1, beside=lambda: None, facts={})),
    "import_row": ("founded", ["submission.recorded", "submission.imported"], _nothing, lambda w, _: work.import_row(
        actor="register import", vault=w.cast.vault, row=ImportedRow(received_on=today(), what="x"))),
}


@pytest.mark.parametrize("name", sorted(CASEWORK))
def test_casework(name: str) -> None:
    stage, kinds, prepare, act = CASEWORK[name]
    world = at(stage)
    made = prepare(world)
    _once(kinds, lambda: act(world, made))


OF_DOORS = {
    f"intake.{door}.{name}": line for door, module in doors.brought("one_entry").items() for name, line in module.TABLE.items()
}


@pytest.mark.parametrize("name", sorted(OF_DOORS))
def test_doors(name: str) -> None:
    stage, kinds, prepare, act = OF_DOORS[name]
    world = at(stage)
    made = prepare(world)
    _once(kinds, lambda: act(world, made))


TABLES = {
    "accounts": ACCOUNTS, "organisation": OF_ORGANISATION, "vault": OF_VAULT, "mailbox": MAILBOX, "casework": CASEWORK,
}


def test_the_table_has_every_action_and_nothing_else() -> None:
    written = {f"{room}.{name}" for room, table in TABLES.items() for name in table} | OF_DOORS.keys()
    assert handed_out() - written == set(), "run them here"
    assert written - handed_out() == set(), "no such action any more"


def _once(kinds: list[str], act: Callable[[], object]) -> None:
    """Runs it; the entries it made are of these kinds, and each carries the time that its kind may."""
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    act()
    made = list(Entry.objects.filter(pk__gt=last).order_by("pk"))
    assert [entry.kind for entry in made] == kinds
    for entry in made:
        midnight = entry.at == datetime.combine(today(), time(), UTC)
        assert midnight is KINDS[entry.kind].person, entry.kind
        assert entry.actor
        assert not any(line.count(" ") == 0 for line in entry.facts.splitlines()), entry.facts


# Ticks act too.


def test_registering_is_one_entry_for_each_arrival() -> None:
    at("filed")
    _once(["submission.registered"] * 2, register_arrivals)


def test_a_word_taken_in_is_one_entry() -> None:
    world = at("answered")
    world.first.give("dispute", "dispute", "no")
    _once(["submission.word_applied"], drain_signals)


def test_silence_is_one_entry_for_each_link() -> None:
    at("answered")
    with time_machine.travel(now() + timedelta(days=400)):
        _once(["matter.asked_again"] * Link.objects.filter(standing="asked").count(), run_clocks)
        _once([], run_clocks)


# What a person does leaves no hour anywhere else either.


@pytest.mark.parametrize("room", ["mailbox", "casework", "ledger"])
def test_rooms_that_hold_acts_of_persons_have_no_column_for_an_hour(room: str) -> None:
    """The exception is declared: when a leaf was published says nothing of when it arose."""
    hours = {
        f"{model.__name__}.{column.name}"
        for model in apps.get_app_config(room).get_models() for column in model._meta.concrete_fields
        if isinstance(column, models.DateTimeField | models.TimeField)
    }
    assert hours <= {"Outgoing.published_at"}


def test_no_entry_of_a_person_says_more_than_the_day_or_names_them() -> None:
    """Of a whole life: entries by the person have no actor but ``person``, and times at midnight."""
    at("closed")
    own = Entry.objects.filter(actor="person")
    assert own.count() >= 5
    assert {entry.at.time() for entry in own} == {time()}
    assert Thread.objects.count() == 2


@pytest.mark.parametrize("kind", [
    "submission.thanked",  # advice goes to the person through the receipt
    "matter.review_asked",  # ask_review records what a person asked for
    "submission.withdrawn", "matter.answered", "matter.message_sent", "matter.asked_again", "submission.registered",
    "matter.confirmation_recorded", "remedy.confirmed", "submission.recorded", "submission.imported",
])  # fmt: skip
def test_what_records_or_answers_a_person_carries_the_day(kind: str) -> None:
    assert KINDS[kind].person
