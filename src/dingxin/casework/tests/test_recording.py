"""The offline doors: written down, sealed, gone for the clerk; old registers taken in without a key."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.cast_vault import Cast, found

from dingxin.audit.models import Entry
from dingxin.casework import actions, queries, ticks
from dingxin.casework.importing import ImportedRow
from dingxin.casework.models import ArrivalNote, Submission
from dingxin.casework.recording import Original, Said
from dingxin.casework.refused import Refused
from dingxin.casework.tests import lives
from dingxin.mailbox import inlets, printing
from dingxin.mailbox.models import Receipt, Thread
from dingxin.mailbox.refused import Refused as MailboxRefused
from dingxin.mailbox.secrets import row_of
from dingxin.rules.ids import new_id
from dingxin.sealing.keys import Cost
from dingxin.sealing.receipts import check_digits, derive_receipt
from dingxin.vault.models import Statement
from dingxin.web.days import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    made = found()
    inlets.refresh()
    return made


@pytest.fixture(autouse=True)
def _cheap_receipts(settings: object) -> None:
    settings.RECEIPT_KDF_COST = (1, 8 * 1024 * 1024)  # type: ignore[attr-defined]


SAID = Said({"language": "zh-hans", "what": "五个人一起来，工资没发"}, name="阿依古丽", phone="13000000000")


def test_a_visit_is_recorded_and_gone_for_the_clerk(cast: Cast) -> None:
    day = today() - timedelta(days=2)
    recorded = actions.record_submission(
        current=cast["ding"], stationing=cast.stationing, channel="visit", said=SAID, received_on=day, persons=5, batch=1
    )
    assert recorded.digits is not None
    assert check_digits(recorded.digits) == recorded.digits
    row = Submission.objects.get(pk=recorded.id)
    assert (row.channel, row.number, row.persons, row.batch) == ("visit", 1, 5, 1)
    assert (row.received_on, row.registered_on, row.sealed_by) == (day, today(), "server")
    assert Thread.objects.get(pk=row.pk).known_to_staff
    assert not ArrivalNote.objects.exists()
    assert ticks.register_arrivals() == 0
    with pytest.raises(PermissionDenied):
        actions.open_submission(current=cast["ding"], submission=row)
    opened = actions.open_submission(current=cast["song"], submission=row)
    assert (opened.words["what"], opened.level, opened.receipt) == (SAID.words["what"], "confidential", "answers")
    kinds = list(Entry.objects.filter(object=f"submission:{row.pk}").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["submission.recorded", "submission.registered", "submission.opened"]


def test_what_is_about_the_team_goes_straight_to_the_superior(cast: Cast) -> None:
    recorded = actions.record_submission(
        current=cast["ding"], stationing=cast.stationing, channel="visit", said=SAID, received_on=today(),
        about_team=True, receipt=False,
    )
    row = Submission.objects.get(pk=recorded.id)
    assert row.vault_id == cast.above.vault.pk
    for name in ("helan", "song"):
        with pytest.raises(Http404):
            actions.open_submission(current=cast[name], submission=row)
    assert actions.open_submission(current=cast["xue"], submission=row).words["what"] == SAID.words["what"]


def test_a_receipt_may_be_declined(cast: Cast) -> None:
    recorded = actions.record_submission(
        current=cast["ding"], stationing=cast.stationing, channel="call", said=Said({"what": "不留名"}, level="anonymous"),
        received_on=today(), receipt=False,
    )
    assert recorded.digits is None
    assert not Receipt.objects.exists()
    opened = actions.open_submission(current=cast["song"], submission=Submission.objects.get(pk=recorded.id))
    assert opened.receipt == ""
    matter = lives.verified(cast, actions.make_matter(
        current=cast["song"], title="t", submissions=[actions.read_submission(
            current=cast["song"], submission=opened.submission, codes=lives.codes(cast)
        )],
    ))
    link = matter.links.get()
    with pytest.raises(Refused) as refused:
        actions.answer(current=cast["song"], link=link, text="好", outcome="substantiated")
    assert refused.value.code == "no-receipt"
    given = actions.answer(
        current=cast["song"], link=link, text="好", outcome="substantiated", by="counter", told_by=cast.member("ding")
    )
    assert (given.answer_by, given.standing) == ("counter", "asked")


def test_refusals_store_nothing(cast: Cast) -> None:
    wrong = [
        {"said": Said({"what": " "})}, {"said": Said({"what": "x"}, level="anonymous", name="有名")},
        {"persons": 0}, {"channel": "web"}, {"channel": "pigeon"}, {"received_on": today() + timedelta(days=1)},
        {"said": Said({"what": "x"}, name="名" * 2_000)},
    ]
    for change in wrong:
        with pytest.raises(Refused):
            actions.record_submission(**{
                "current": cast["ding"], "stationing": cast.stationing, "channel": "visit", "said": SAID,
                "received_on": today(), "receipt": False,
            } | change)  # type: ignore[arg-type]
    with pytest.raises(Http404):
        actions.record_submission(
            current=cast["qin"], stationing=cast.stationing, channel="visit", said=SAID, received_on=today()
        )
    assert not Thread.objects.exists()
    Statement.objects.all().update(signatures=b"")  # unsigned: nobody seals to it
    with pytest.raises(Refused) as refused:
        actions.record_submission(
            current=cast["ding"], stationing=cast.stationing, channel="visit", said=SAID, received_on=today()
        )
    assert refused.value.code == "not-ready"
    assert not Thread.objects.exists()


def test_what_broke_off_after_filing_is_finished_by_the_tick(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from dingxin.casework.actions import recording

    def broken(*_args: object, **_facts: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(recording, "_registered", broken)
    with pytest.raises(ConnectionError):
        actions.record_submission(
            current=cast["ding"], stationing=cast.stationing, channel="letter", said=SAID, persons=7, batch=1,
            received_on=date(today().year, 1, 1), receipt=False,
        )
    assert ticks.register_arrivals() == 1
    row = Submission.objects.get()
    assert (row.persons, row.batch, row.received_on.month) == (7, 1, 1)


ROW = ImportedRow(
    received_on=date(2025, 3, 2), what="修路占地没补偿", channel="letter", number="〔2025〕17号", name="买买提",
    reply="已补偿3000元", subject="镇政府", finding="substantiated", answered_on=date(2025, 5, 1),
    closed_on=date(2025, 5, 2), finished=True, nature="request",
)


def test_a_row_of_an_old_register_is_sealed_and_stays_out_of_queues(cast: Cast) -> None:
    pk = actions.import_row(actor="import", vault=cast.vault, row=ROW, import_id="7")
    row = Submission.objects.get(pk=pk)
    assert (row.historic, row.former_number, row.former_closed_on) == (True, "〔2025〕17号", date(2025, 5, 2))
    assert not row.clocks.exists()
    assert queries.inbox(cast["song"], queries.InboxFilters()).total == 0
    assert queries.inbox(cast["song"], queries.InboxFilters(historic=True)).total == 1
    assert all(one.submission != row for one in queries.queue(cast["song"]))
    opened = actions.open_submission(current=cast["song"], submission=row)
    assert (opened.words["what"], opened.words["register"]["reply"]) == ("修路占地没补偿", "已补偿3000元")
    assert Entry.objects.filter(kind="submission.imported", object=f"submission:{pk}").count() == 1


def test_importing_a_row_again_changes_nothing(cast: Cast) -> None:
    from dataclasses import replace

    row = replace(ROW, thread=new_id())
    pk = actions.import_row(actor="import", vault=cast.vault, row=row)
    assert actions.import_row(actor="import", vault=cast.vault, row=row) == pk
    assert Submission.objects.count() == Thread.objects.count() == 1
    assert Entry.objects.filter(kind="submission.imported").count() == 1


def test_an_unfinished_row_is_work(cast: Cast) -> None:
    from dataclasses import replace

    row = replace(ROW, finished=False, closed_on=None, answered_on=None, finding="", unit=cast.units["maizhan-01"])
    pk = actions.import_row(actor="import", vault=cast.vault, row=row)
    made = Submission.objects.get(pk=pk)
    assert (made.historic, made.unit, made.received_on) == (False, cast.units["maizhan-01"], date(2025, 3, 2))
    assert made.clocks.exists()
    assert [one.next.act for one in queries.queue(cast["azi"])] == ["read"]


def test_an_impossible_row_is_refused(cast: Cast) -> None:
    from dataclasses import replace

    for wrong in (
        replace(ROW, closed_on=date(2025, 1, 1)), replace(ROW, received_on=today() + timedelta(days=1)),
        replace(ROW, persons=0), replace(ROW, nature="rumour"), replace(ROW, channel="web"),
        replace(ROW, number="9" * 41),
    ):
        with pytest.raises(Refused):
            actions.import_row(actor="import", vault=cast.vault, row=wrong)
    assert not Thread.objects.exists()


def test_originals_are_sealed_with_the_words_or_with_the_name(cast: Cast) -> None:
    originals = [Original("letter.png", "image/png", b"page one " * 9000), Original("map.png", "image/png", b"a field", False)]
    recorded = actions.record_submission(
        current=cast["ding"], stationing=cast.stationing, channel="letter", said=SAID, received_on=today(),
        receipt=False, originals=originals,
    )
    row = Submission.objects.get(pk=recorded.id)
    opened = actions.open_submission(current=cast["song"], submission=row)
    held, shown = sorted(opened.files, key=lambda file: not file.by_identity)
    assert (held.by_identity, held.name, held.complete) == (True, "", True)
    assert (shown.name, shown.size, shown.complete) == ("map.png", 7, True)
    manifest, parts = actions.open_file(current=cast["song"], submission=row, file_id=shown.id)
    assert (manifest.media_type, b"".join(parts)) == ("image/png", b"a field")
    with pytest.raises(Refused):
        actions.open_file(current=cast["song"], submission=row, file_id=held.id)


def test_a_receipt_printed_ahead_goes_with_one_filing(cast: Cast) -> None:
    made = printing.make(cast.vault.pk, "card", "A-0001")
    made.row.save()
    told = {"current": cast["ding"], "stationing": cast.stationing, "channel": "letter", "said": SAID, "received_on": today()}
    recorded = actions.record_submission(**told, card=made.row)
    thread = Thread.objects.get(pk=recorded.id)
    assert (recorded.digits, thread.known_to_staff, thread.answer_recipient) == (None, False, made.row.recipient)
    derived = derive_receipt(made.digits, settings.SITE_KEYS.receipt_salt, Cost(8 * 1024, 1))
    assert Receipt.objects.get(thread=thread).lookup == row_of(derived.lookup)
    with pytest.raises(MailboxRefused):
        actions.record_submission(**told, card=made.row)
    assert Submission.objects.count() == Thread.objects.count() == 1
