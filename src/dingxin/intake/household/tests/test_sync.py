"""Records of a device: taken in once, whoever sends them, with the day that can be right, or left on the device with a reason."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import reverse
from tests.cast_vault import Cast, client_of, found

from dingxin.audit.models import Entry
from dingxin.casework import actions as work
from dingxin.casework import origins
from dingxin.casework.models import Clock, Submission
from dingxin.casework.recording import new_receipt
from dingxin.config.demo.device import Telephone, enrolled
from dingxin.intake.household import actions, taking
from dingxin.intake.household.arriving import NotTaken
from dingxin.intake.household.models import Device, Record
from dingxin.ledger.models import Outgoing
from dingxin.mailbox.inlets import refresh
from dingxin.mailbox.lookup import b64
from dingxin.mailbox.models import Envelope, Receipt, Thread
from dingxin.mailbox.printing import make
from dingxin.mailbox.refused import Refused as MailboxRefused
from dingxin.mailbox.refused import Why
from dingxin.rules.clock import now
from dingxin.sealing.household import HouseholdManifest, receipt_lines
from dingxin.sealing.primitives import random_bytes, sha256
from dingxin.vault import actions as vaults
from dingxin.vault.models import Inbound
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
STORY = "事情不大，你们管不管？老村支书还欠我200块"


@pytest.fixture
def cast() -> Cast:
    made = found()
    refresh()
    return made


@pytest.fixture
def phone(cast: Cast) -> Telephone:
    return enrolled(cast.stationing, member=cast["ding"], leader=cast["helan"])


def body_of(sent: taking.Sent) -> dict[str, Any]:
    """As the page writes it."""
    sealed = sent.sealed
    return {
        "v": 1, "manifest": b64(sent.manifest), "signature": b64(sent.signature), "head": b64(sealed.head),
        "words": b64(sealed.words), "identity": b64(sealed.identity), "share_b": b64(sealed.share_b),
        "answer_recipient": sealed.answer_recipient, "verify_key": b64(sealed.verify_key), "lookup": b64(sealed.lookup),
        "w": b64(sealed.W), "shows": sealed.shows, "printed": sealed.printed, "files": [],
    }


def post(cast: Cast, who: str, sent: taking.Sent, **changed: Any) -> HttpResponse:
    # locked: no key is needed to send what is sealed
    return client_of(cast, who, unlocked=False).post(
        reverse("intake_household:sync"), json.dumps(body_of(sent) | changed), content_type="application/json"
    )


def manifest_of(sent: taking.Sent) -> HouseholdManifest:
    return HouseholdManifest.parse(sent.manifest)


def test_it_belongs_to_who_made_it_whoever_sends_it(cast: Cast, phone: Telephone) -> None:
    sent = phone.seals(STORY, name="古丽", level="confidential", persons=3)
    answer = post(cast, "song", sent).json()
    row, record = Submission.objects.get(), Record.objects.get()
    assert (row.channel, row.persons, row.batch, row.sealed_by) == ("household", 3, 1, "browser")
    assert (answer["year"], answer["number"], answer["by_device"]) == (row.year, row.number, True)
    assert (record.made_by, record.sent_by) == (cast.member("ding"), cast.member("song"))
    assert (bytes(record.manifest), bytes(record.signature)) == (sent.manifest, sent.signature)
    entry = Entry.objects.get(kind="submission.recorded")
    assert "宋启明" in entry.actor
    assert str(cast.member("ding").pk) in entry.facts
    assert [(one.text or one.day) for one in origins.of(row)] == ["丁小禾", "宋启明", today()]
    opened = work.open_submission(current=cast["song"], submission=row)
    assert opened.words["what"] == STORY


def test_the_desk_says_who_made_it_and_who_sent_it(cast: Cast, phone: Telephone) -> None:
    post(cast, "song", phone.seals(STORY))
    page = client_of(cast, "song").get(reverse("desk:submission", args=[Submission.objects.get().pk])).content.decode()
    assert "丁小禾" in page
    assert "设备上的日期" in page


def test_sent_again_it_is_the_same_one_also_next_month(cast: Cast, phone: Telephone) -> None:
    sent = phone.seals(STORY, receipt=new_receipt())
    first = post(cast, "ding", sent).json()
    with time_machine.travel(now() + timedelta(days=33)):
        again = post(cast, "song", sent).json()
    assert again == first
    assert (Submission.objects.count(), Thread.objects.count(), Outgoing.objects.count(), Record.objects.count()) == (1,) * 4
    assert Thread.objects.get().known_to_staff  # the clerk has heard the digits
    assert Receipt.objects.count() == 1
    assert Record.objects.get().sent_by == cast.member("ding")


def test_the_promise_is_for_what_the_device_drew(cast: Cast, phone: Telephone) -> None:
    from dingxin.tlog import leaf

    sent = phone.seals(STORY)
    answer, manifest = post(cast, "ding", sent).json(), manifest_of(sent)
    tally = leaf.tally_token(manifest.salt_tally, "received", answer["scope"], answer["period"])
    detail = leaf.Detail("received", tally, leaf.complainant_subject(b""))
    assert answer["commitment"] == b64(leaf.commitment(manifest.salt_detail, detail))


DAYS: list[tuple[int, bool]] = [(0, True), (-2, True), (1, False), (300, False), (-31, False), (-3000, False)]


@pytest.mark.parametrize(("off", "by_device"), DAYS)
def test_a_clock_that_cannot_be_right_counts_from_the_day_of_sending(
    cast: Cast, phone: Telephone, off: int, by_device: bool
) -> None:
    Device.objects.update(day=today() - timedelta(days=2))  # enrolled two days before
    day = today() + timedelta(days=off)
    answer = post(cast, "ding", phone.seals(STORY, on=day)).json()
    row = Submission.objects.get()
    assert (answer["by_device"], row.received_on) == (by_device, day if by_device else today())
    assert Record.objects.get().sealed_on == day  # what the device said is kept
    assert Clock.objects.filter(submission=row).exists()


def revoked(cast: Cast, phone: Telephone) -> None:
    actions.revoke_device(current=cast["helan"], device=Device.objects.get(pk=phone.device))


def closed(cast: Cast, phone: Telephone) -> None:
    cast.member("ding").__class__.objects.filter(username="ding").update(active=False)


@pytest.mark.parametrize("end", [revoked, closed])
def test_a_device_that_is_out_sends_nothing_more_but_what_is_in_stays_in(
    cast: Cast, phone: Telephone, end: Callable[[Cast, Telephone], None]
) -> None:
    kept, late = phone.seals(STORY), phone.seals("too late")
    first = post(cast, "song", kept).json()
    end(cast, phone)
    answer = post(cast, "song", late)
    assert (answer.status_code, answer.json()["error"]) == (409, "revoked")
    assert post(cast, "song", kept).json() == first  # its promise is still to be had
    assert Submission.objects.count() == 1


def test_a_device_that_waits_is_told_so_and_loses_nothing(cast: Cast) -> None:
    phone = Telephone(cast.stationing)
    device = actions.enrol_device(current=cast["ding"], stationing=cast.stationing, verify_key=phone.verify_key)
    sent = phone.enrolled(device).seals(STORY)
    assert post(cast, "ding", sent).json()["error"] == "waiting"
    Device.objects.update(state="active")
    assert post(cast, "ding", sent).status_code == 200


def changed_part(phone: Telephone, sent: taking.Sent) -> taking.Sent:
    return replace(sent, sealed=replace(sent.sealed, words=bytes([sent.sealed.words[0] ^ 1]) + sent.sealed.words[1:]))


def changed_receipt(phone: Telephone, sent: taking.Sent) -> taking.Sent:
    made = new_receipt()
    return replace(sent, sealed=replace(
        sent.sealed, lookup=made.lookup, W=made.W, verify_key=made.keys.verify, answer_recipient=made.keys.age.recipient,
    ))  # fmt: skip


def changed_day(phone: Telephone, sent: taking.Sent) -> taking.Sent:
    manifest = replace(manifest_of(sent), sealed_on=today() - timedelta(days=1))
    return replace(sent, manifest=manifest.canonical())


def other_hand(phone: Telephone, sent: taking.Sent) -> taking.Sent:
    return replace(phone, seed=random_bytes(32)).signed(manifest_of(sent), sent.sealed)


@pytest.mark.parametrize("change", [changed_part, changed_receipt, changed_day, other_hand])
def test_what_the_device_did_not_sign_is_not_taken(
    cast: Cast, phone: Telephone, change: Callable[[Telephone, taking.Sent], taking.Sent]
) -> None:
    answer = post(cast, "ding", change(phone, phone.seals(STORY)))
    assert (answer.status_code, answer.json()["error"]) == (409, "signature")
    assert not Thread.objects.exists()


def test_another_record_under_the_same_id_is_refused(cast: Cast, phone: Telephone) -> None:
    first, other = phone.seals(STORY), phone.seals("another")
    post(cast, "ding", first)
    forged = phone.signed(replace(manifest_of(other), thread=manifest_of(first).thread), other.sealed)
    answer = post(cast, "ding", forged)
    assert (answer.status_code, answer.json()["error"]) == (409, "differs")


def rotate(cast: Cast) -> None:
    waiting = vaults.rotate_inbound(current=cast["helan"], vault=cast.vault)
    vaults.second_statement(current=cast["shen"], request=waiting)
    refresh()


def test_what_was_sealed_before_a_rotation_is_taken_as_long_as_its_key_is_kept(cast: Cast, phone: Telephone) -> None:
    before, later, too_late = phone.seals(STORY), phone.seals("later"), phone.seals("too late")
    rotate(cast)
    assert post(cast, "ding", before).status_code == 200
    with time_machine.travel(now() + timedelta(days=40)):  # past the statement's last day
        refresh()
        assert post(cast, "ding", later).status_code == 200
        Inbound.objects.filter(state="old").update(state="destroyed", wrapped=None)
        answer = post(cast, "ding", too_late)
        assert (answer.status_code, answer.json()["error"]) == (409, "stale")


def test_a_statement_that_nobody_published_is_refused(cast: Cast, phone: Telephone) -> None:
    sent = phone.seals(STORY)
    for change in ({"statement": bytes(32)}, {"epoch": 99}, {"vault": "0" * 31 + "1"}):
        forged = phone.signed(replace(manifest_of(sent), **change), sent.sealed)
        with pytest.raises(NotTaken, match="stale"):
            taking.sync_record(current=cast["ding"], sent=forged)


def test_a_stationing_of_another_team_is_refused(cast: Cast, phone: Telephone) -> None:
    sent = phone.seals(STORY)
    forged = phone.signed(replace(manifest_of(sent), stationing="0" * 31 + "1"), sent.sealed)
    with pytest.raises(MailboxRefused) as refused:
        taking.sync_record(current=cast["ding"], sent=forged)
    assert refused.value.why is Why.BAD


def test_strangers_do_not_learn_that_the_device_exists(cast: Cast, phone: Telephone) -> None:
    with pytest.raises(NotTaken, match="unknown"):
        taking.sync_record(current=cast["luoyi"], sent=phone.seals(STORY))


def test_a_printed_card_goes_with_one_household(cast: Cast, phone: Telephone) -> None:
    card = make(cast.vault.pk, "card", "K-7").row
    card.save()
    state = client_of(cast, "ding").get(reverse("intake_household:state")).json()
    assert [one["serial"] for one in state["cards"]] == ["K-7"]

    def with_card(what: str) -> taking.Sent:
        sent = phone.seals(what)
        sealed = replace(
            sent.sealed, answer_recipient=card.recipient, verify_key=bytes(card.verify_key), printed=card.pk.hex)
        lines = receipt_lines(
            answer_recipient=card.recipient, verify_key=bytes(card.verify_key), lookup=b"", W=b"", printed=card.pk.hex,
            shows="answers")
        return phone.signed(replace(manifest_of(sent), receipt=sha256(lines)), sealed)

    one, two = with_card(STORY), with_card("a neighbour, with the same card by mistake")
    assert post(cast, "ding", one).status_code == 200
    assert not Thread.objects.get().known_to_staff  # nobody here knows its digits
    assert post(cast, "ding", two).json()["error"] == "differs"
    assert post(cast, "ding", one).status_code == 200


@pytest.mark.parametrize("changed", [
    {"manifest": "AA"}, {"manifest": "!"}, {"more": 1}, {"head": 3}, {"printed": "x" * 300}, {"v": 2}, {"files": [{}]},
])  # fmt: skip
def test_what_cannot_be_read_is_refused_whole(cast: Cast, phone: Telephone, changed: dict[str, Any]) -> None:
    answer = post(cast, "ding", phone.seals(STORY), **changed)
    assert answer.status_code == 400
    assert not Thread.objects.exists()


def test_nothing_of_the_story_is_stored_in_the_clear_and_another_site_sends_nothing(cast: Cast, phone: Telephone) -> None:
    sent = phone.seals(STORY, name="古丽", level="confidential")
    client = client_of(cast, "ding")
    refused = client.post(
        reverse("intake_household:sync"), json.dumps(body_of(sent)), content_type="application/json",
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert refused.status_code == 403
    post(cast, "ding", sent)
    envelope = Envelope.objects.get()
    assert STORY.encode() not in bytes(envelope.words) + bytes(envelope.identity) + bytes(Record.objects.get().manifest)


def test_a_missing_record_shows_with_its_device(cast: Cast, phone: Telephone) -> None:
    phone.seals("never sent")
    post(cast, "ding", phone.seals(STORY))
    page = client_of(cast, "helan").get(reverse("intake_household:home")).content.decode()
    assert "已记录未发送" in page
