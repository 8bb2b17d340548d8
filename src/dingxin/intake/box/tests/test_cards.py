"""Receipts printed ahead: by two, shown once, void when lost, used once; and an anonymous slip gets an answer."""

import re
import threading
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.cast_vault import client_of
from tests.world import World, at

from dingxin.casework import actions as work
from dingxin.casework.codes import Codes
from dingxin.casework.models import Link, Submission
from dingxin.casework.recording import Said, sealed_filing
from dingxin.intake.box import actions
from dingxin.intake.box.models import PrintOrder, PrintSheet
from dingxin.intake.box.tests.one_entry import agreed, asked, counted, envelope, printed
from dingxin.intake.common import cards
from dingxin.mailbox import actions as mailbox
from dingxin.mailbox import serials
from dingxin.mailbox.models import PrintedReceipt, Receipt, Thread
from dingxin.mailbox.refused import Refused as MailboxRefused
from dingxin.organisation.refusals import Refused
from dingxin.rules.ids import new_id
from dingxin.sealing.receipts import check_digits, complainant_keys, new_cs

KINDS = st.sampled_from(["card", "slip"])


@pytest.fixture
def world(db: None) -> World:
    return at("founded")


# serials: pure


@given(KINDS)
def test_a_serial_is_read_as_printed_typed_or_scanned(kind: str) -> None:
    serial = serials.new_serial(kind)
    shown = serials.shown(serial)
    for typed in (serial, shown, shown.lower(), f" {shown} ", shown.replace("0", "o"), shown.replace("-", "－")):
        assert serials.read(typed) == serials.Outside(serial)


@given(KINDS, st.integers(0, 9), st.sampled_from(serials.ALPHABET))
def test_every_wrong_letter_is_caught(kind: str, at: int, letter: str) -> None:
    serial = serials.new_serial(kind)
    wrong = serial[:at] + letter + serial[at + 1 :]
    if wrong != serial:
        with pytest.raises(serials.NotASerial):
            serials.read(wrong)


@given(KINDS, st.integers(0, 8), st.integers(0, 8))
def test_every_two_letters_that_changed_places_are_caught(kind: str, first: int, second: int) -> None:
    serial = list(serials.new_serial(kind))
    serial[first], serial[second] = serial[second], serial[first]
    wrong = "".join(serial)
    if serial[first] != serial[second]:
        with pytest.raises(serials.NotASerial):
            serials.read(wrong)


@given(st.text(max_size=200))
def test_anything_else_is_no_serial(text: str) -> None:
    try:
        found = serials.read(text)
    except serials.NotASerial:
        return
    assert len(found.serial) == 10


def test_the_square_code_is_one_line_of_letters_digits_and_colons() -> None:
    serial, key, recipient = serials.new_serial("slip"), bytes(range(32)), "age1" + "q" * 58
    code = serials.outside(serial, recipient, key)
    assert re.fullmatch(r"[A-Z0-9:]+", code)
    for typed in (code, code.replace(":", "："), code.lower(), code + "\n"):
        assert serials.read(typed) == serials.Outside(serial, recipient, key)
    for broken in (code[:-1], code + "0", code.replace("DINGXIN1", "DINGXIN2"), code.replace(":", "")):
        with pytest.raises(serials.NotASerial):
            serials.read(broken)


# printing


def test_two_are_needed_to_print(world: World) -> None:
    order = asked(world)
    with pytest.raises(PermissionDenied):
        actions.ask_printing(current=world["song"], stationing=world.cast.stationing, kind="card", wanted=1)
    for refused in (lambda: actions.agree_printing(current=world["helan"], order=order),
                    lambda: actions.begin_sheet(current=world["helan"], order=order)):
        with pytest.raises(Refused):
            refused()
    with pytest.raises(PermissionDenied):
        actions.agree_printing(current=world["ding"], order=order)
    for stranger in ("yuan", "luoyi", "luo"):
        with pytest.raises(Http404):
            actions.agree_printing(current=world[stranger], order=order)
    actions.agree_printing(current=world["shen"], order=order)
    with pytest.raises(Refused):
        actions.agree_printing(current=world["song"], order=order)
    with pytest.raises(PermissionDenied):
        actions.begin_sheet(current=world["song"], order=order)
    assert not PrintedReceipt.objects.exists()


@pytest.mark.parametrize(("kind", "wanted"), [("card", 0), ("card", 201), ("poster", 3)])
def test_only_so_many_of_what_there_is(world: World, kind: str, wanted: int) -> None:
    with pytest.raises(Refused):
        actions.ask_printing(current=world["helan"], stationing=world.cast.stationing, kind=kind, wanted=wanted)


def test_a_sheet_is_made_in_steps_and_never_twice(world: World) -> None:
    order = agreed(world, wanted=3)
    sheet = actions.begin_sheet(current=world["helan"], order=order)
    first = actions.print_some(current=world["helan"], sheet=sheet, seconds=0)
    assert (len(first), PrintedReceipt.objects.count(), PrintSheet.objects.get().made) == (1, 1, 1)
    rest = []
    while some := actions.print_some(current=world["helan"], sheet=sheet):
        rest += some
    assert len(rest) == 2
    assert (PrintOrder.objects.get().state, PrintOrder.objects.get().made) == ("done", 3)
    with pytest.raises(Refused):
        actions.begin_sheet(current=world["helan"], order=order)
    assert all(check_digits(one.digits) for one in first + rest)


def test_the_digits_are_in_one_page_and_nowhere_else(world: World) -> None:
    order, client = agreed(world, wanted=2), client_of(world.cast, "helan")
    address = reverse("intake_box:cards_print", args=[order.pk])
    answer = client.post(address, {"language": "ug"})
    assert answer.streaming
    assert "no-store" in answer["Cache-Control"]
    text = b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]
    digits = ["".join(re.findall(r"<span>(\d{3})</span>", part)) for part in text.split("<article")[1:]]
    assert len(digits) == 2
    assert all(check_digits(one) for one in digits)
    rows = PrintedReceipt.objects.values_list()
    assert not any(one[:16] in str(rows) for one in digits)
    assert text.count('class="qr"') == 2
    assert "</html>" in text
    again = client.post(address)
    assert again.status_code == 409
    assert not any(one in again.content.decode() for one in digits)
    assert not any(one[:3] + "</span>" in client.get(reverse("intake_box:cards")).content.decode() for one in digits)


def test_a_lost_sheet_opens_nothing_and_may_be_printed_anew(world: World) -> None:
    sheet, made = printed(world, wanted=3)
    used = PrintedReceipt.objects.get(pk=made[0].row.pk)
    envelope(world, counted(world), card=used)
    assert actions.void_sheet(current=world["helan"], sheet=sheet) == 2
    with pytest.raises(Refused):
        actions.void_sheet(current=world["helan"], sheet=sheet)
    assert not PrintedReceipt.objects.filter(state="void").exclude(lookup=None).exists()
    assert Receipt.objects.count() == 1
    order = PrintOrder.objects.get()
    assert (order.state, order.made) == ("agreed", 1)
    assert actions.begin_sheet(current=world["helan"], order=order).wanted == 2


# using one


def refused_as(text: str, world: World, team: Any = None) -> str:
    with pytest.raises(Refused) as found:
        cards.find(text, team or world.cast.team.team.pk)
    return found.value.code


def test_each_refusal_says_why(world: World) -> None:
    _sheet, made = printed(world, wanted=2)
    row = made[0].row
    code = serials.outside(row.serial, row.recipient, bytes(row.verify_key))
    assert cards.find(code, world.cast.team.team.pk).pk == row.pk
    assert refused_as("123456", world) == "no-serial"
    assert refused_as(serials.new_serial("slip"), world) == "unknown"
    assert refused_as(row.serial, world, world.cast.stranger_team.team.pk) == "other-team"
    swapped = serials.outside(row.serial, made[1].row.recipient, bytes(made[1].row.verify_key))
    assert refused_as(swapped, world) == "other-keys"
    envelope(world, counted(world), card=PrintedReceipt.objects.get(pk=row.pk))
    assert refused_as(row.serial, world) == "used"
    PrintedReceipt.objects.filter(pk=made[1].row.pk).update(state="void")
    assert refused_as(made[1].row.serial, world) == "void"


def test_a_register_changed_by_hand_is_not_believed_also_where_only_the_serial_is_typed(world: World) -> None:
    """Else whoever writes the database is sent the answers to a letter: nobody compares keys that were not scanned."""
    _sheet, made = printed(world, wanted=2)
    mine, other, opening = complainant_keys(new_cs()), made[1].row, counted(world)
    for change in (
        {"recipient": mine.age.recipient}, {"verify_key": mine.verify}, {"kind": "card"}, {"lookup": bytes(32)},
        {"recipient": other.recipient, "verify_key": other.verify_key, "mark": other.mark},
    ):
        PrintedReceipt.objects.filter(pk=made[0].row.pk).update(**change)
        row = PrintedReceipt.objects.get(pk=made[0].row.pk)
        assert refused_as(row.serial, world) == "other-keys"
        with pytest.raises(MailboxRefused):
            envelope(world, opening, card=row)
        made[0].row.save()
    assert not Thread.objects.exists()
    assert cards.find(made[0].row.serial, world.cast.team.team.pk)


def test_nothing_in_the_database_lays_a_used_card_beside_its_submission(world: World) -> None:
    _sheet, made = printed(world, wanted=2)
    envelope(world, counted(world), card=PrintedReceipt.objects.get(pk=made[0].row.pk))
    thread = Thread.objects.get()
    assert thread.answer_recipient == made[0].row.recipient
    used = PrintedReceipt.objects.get(serial=made[0].row.serial)
    assert (used.state, used.kind, used.vault_id) == ("used", "slip", world.cast.team.vault.pk)
    assert (used.recipient, bytes(used.verify_key)) == ("", b"")
    assert {used.lookup, used.box, used.mark, used.sheet_id} == {None}
    assert used.pk != made[0].row.pk  # an id that a device signed, or a request carried, is no way back either


def test_the_same_filing_with_a_card_again_gets_the_same_promise(world: World) -> None:
    """Its reply was lost: by then the card's row is another one."""
    printed(world, wanted=1)
    filing, digits = sealed_filing(
        world.cast.team.team, Said(words={"what": "x"}, level="anonymous"), channel="letter", stationing=None, receipt=True,
        card=PrintedReceipt.objects.get(),
    )
    assert digits is None
    assert mailbox.accept(filing=filing) == mailbox.accept(filing=filing)
    assert (Thread.objects.count(), Receipt.objects.count(), PrintedReceipt.objects.get().state) == (1, 1, "used")
    with pytest.raises(MailboxRefused):  # and no other filing gets the card
        mailbox.accept(filing=replace(filing, thread=new_id()))


def test_a_card_at_the_counter_means_that_no_digits_are_dictated(world: World) -> None:
    _sheet, made = printed(world, kind="card", wanted=2)
    client, address = client_of(world.cast, "ding"), reverse("intake_visit:record")
    fields = {"stationing": str(world.cast.stationing.pk), "what": "来反映", "once": new_id().hex, "language": "zh-hans"}
    wrong = client.post(address, {**fields, "card": "KKKKK"})
    assert wrong.status_code == 422
    assert "来反映" in wrong.content.decode()
    text = client.post(address, {**fields, "card": serials.shown(made[0].row.serial)}).content.decode()
    assert "pattern=" not in text
    assert serials.shown(made[0].row.serial) in text
    thread = Thread.objects.get()
    assert (thread.known_to_staff, thread.answer_recipient) == (False, made[0].row.recipient)
    again = client.post(address, {**fields, "once": new_id().hex, "card": made[0].row.serial})
    assert again.status_code == 422
    assert Thread.objects.count() == 1


def test_a_slip_in_a_letter_about_the_team_goes_up_with_it(world: World) -> None:
    _sheet, made = printed(world, wanted=2)
    envelope(world, counted(world, 1), about_team=True, card=made[0].row)
    assert Thread.objects.get().vault_id == world.cast.above.vault.pk
    assert Receipt.objects.count() == 1


def test_a_card_of_another_team_is_refused_by_the_mailbox_too(world: World) -> None:
    _sheet, made = printed(world, wanted=1)
    PrintedReceipt.objects.update(vault_id=world.cast.stranger_team.vault.pk)
    with pytest.raises(MailboxRefused):
        envelope(world, counted(world), card=PrintedReceipt.objects.get(pk=made[0].row.pk))
    assert not Thread.objects.exists()


def test_a_slip_that_went_out_since_it_was_scanned_stores_and_counts_nothing(world: World) -> None:
    _sheet, made = printed(world, wanted=1)
    opening, scanned = counted(world, 2), PrintedReceipt.objects.get(pk=made[0].row.pk)
    envelope(world, opening, card=scanned)
    with pytest.raises(MailboxRefused) as refused:
        envelope(world, opening, by="song", card=scanned)
    opening.refresh_from_db()
    assert (refused.value.field, Thread.objects.count(), opening.registered) == ("printed", 1, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_slip_twice_at_once(world: World) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory is one connection")
    _sheet, made = printed(world, wanted=1)
    opening, row = counted(world, 2), PrintedReceipt.objects.get(pk=made[0].row.pk)
    gate, answers = threading.Barrier(2), list[str]()

    def file(who: str) -> None:
        try:
            gate.wait()
            envelope(world, opening, by=who, card=row)
            answers.append("done")
        except MailboxRefused as refused:
            answers.append(f"{refused.why} {refused.field}")
        finally:
            connection.close()

    threads = [threading.Thread(target=file, args=(who,)) for who in ("ding", "song")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == ["differs printed", "done"]
    opening.refresh_from_db()
    assert (Thread.objects.count(), Receipt.objects.count(), opening.registered) == (1, 1, 1)


# what it is for


def test_an_anonymous_letter_with_a_slip_gets_an_answer(world: World) -> None:
    """The other half's digits open the answer on the public page without script, and confirm."""
    from django.test import Client

    _sheet, made = printed(world, wanted=1)
    kept, client = made[0].digits, Client()
    before = client.post("/zh-hans/return/", {"digits": kept}).content.decode()
    envelope(world, counted(world), "低保没有了", card=PrintedReceipt.objects.get(pk=made[0].row.pk))
    row, song = Submission.objects.get(), world["song"]
    work.open_submission(current=song, submission=row)
    unit = world.cast.units["maizhan-01"].pk
    work.read_submission(current=song, submission=row, codes=Codes("request", "benefits.farm", None, unit))
    work.send_message(current=world["song"], submission=row, text="您的信收到了，正在核实。")
    entered = client.post("/zh-hans/return/", {"digits": kept}).content.decode()
    assert "您的信收到了" not in before
    assert "您的信收到了，正在核实。" in entered
    assert not Link.objects.exists()


def test_whoever_asked_is_not_offered_to_agree(world: World) -> None:
    order = asked(world)
    address = reverse("intake_box:cards_agree", args=[order.pk])
    shown = client_of(world.cast, order.asked_by.username).get(reverse("intake_box:cards")).content.decode()
    assert reverse("intake_box:cards_end", args=[order.pk]) in shown  # the order is there
    assert address not in shown
    other = client_of(world.cast, "song").get(reverse("intake_box:cards")).content.decode()
    assert address in other
