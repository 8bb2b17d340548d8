"""Two keys for a name: asked with a reason, turned by a custodian, opened once; and what becomes of it otherwise."""

import io
import threading
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from tests.cast_vault import Cast, found

from dingxin.audit.models import Entry
from dingxin.casework import actions, name_doors
from dingxin.casework.following import follow_recusal
from dingxin.casework.models import NameRequest
from dingxin.casework.refused import Refused
from dingxin.casework.tests import lives
from dingxin.casework.ticks import expire_name_requests
from dingxin.ledger.models import Outgoing
from dingxin.mailbox.lookup import look_up
from dingxin.mailbox.models import File, FilePart, Receipt, Thread
from dingxin.organisation import actions as organisation
from dingxin.organisation.models import MemberUnit
from dingxin.organisation.refusals import Refused as HouseRefused
from dingxin.rules.clock import now
from dingxin.rules.ids import new_id
from dingxin.sealing.envelope import open_share_b
from dingxin.sealing.files import part_count, seal_manifest, seal_parts
from dingxin.sealing.release import identity_file_secret
from dingxin.vault import actions as vaults
from dingxin.vault import keyring
from dingxin.vault.models import Certificate, Custody
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
NAME, REASON = "巴哈尔古丽", "本人对数目有异议，回执问不到，要当面核对一张单据。"


@pytest.fixture
def cast() -> Cast:
    return found()


@pytest.fixture
def writer(cast: Cast) -> lives.Writer:
    made = lives.filed(cast, name=NAME)
    lives.read(cast, made)
    return made


def ask(cast: Cast, writer: lives.Writer, *, by: str = "song", **more) -> NameRequest:
    given = {"purpose": "name", "ground": "verify", "reason": REASON} | more
    return actions.request_name(current=cast[by], submission=writer.submission, **given)


def turn(cast: Cast, request: NameRequest, *, by: str = "luo", text: str = "") -> NameRequest:
    return actions.approve_name_request(current=cast[by], request=request, text=text)


def fresh(request: NameRequest) -> NameRequest:
    return NameRequest.objects.get(pk=request.pk)


def logged() -> int:
    return Outgoing.objects.filter(kind="identity_opened").count()


def test_asked_turned_and_opened_once(cast: Cast, writer: lives.Writer) -> None:
    request = ask(cast, writer)
    assert (request.state, request.number, request.expires_on) == ("asked", 1, today() + timedelta(days=7))
    for custodian in ("luo", "tian"):
        assert actions.open_name_request(current=cast[custodian], request=request).reason == REASON
    turn(cast, request, text="只看单据")
    assert fresh(request).release is not None
    assert actions.read_decision(current=cast["song"], request=request) == "只看单据"
    opened = actions.open_name(current=cast["song"], request=request)
    assert opened.identity is not None
    assert (opened.identity["name"], opened.over) == (NAME, True)
    after = fresh(request)
    assert (after.state, after.release, after.opened, after.ended_on) == ("used", None, 1, today())
    assert logged() == 1
    assert Entry.objects.filter(kind="submission.identity_opened").count() == 1
    with pytest.raises(Refused) as again:
        actions.open_name(current=cast["song"], request=request)
    assert again.value.code == "over"
    assert logged() == 1


def test_a_refusal_tells_why_to_who_asked_and_ends_it(cast: Cast, writer: lives.Writer) -> None:
    request = ask(cast, writer)
    with pytest.raises(Refused) as silent:
        actions.refuse_name_request(current=cast["luo"], request=request, text="  ")
    assert silent.value.code == "reason"
    actions.refuse_name_request(current=cast["luo"], request=request, text="用回执问得到")
    assert actions.read_decision(current=cast["song"], request=request) == "用回执问得到"
    with pytest.raises(Refused):
        actions.open_name(current=cast["song"], request=request)
    with pytest.raises(Refused):
        turn(cast, request, by="tian")
    assert ask(cast, writer).number == 2  # it may be asked again


def test_one_live_request_each(cast: Cast, writer: lives.Writer) -> None:
    request = ask(cast, writer)
    with pytest.raises(Refused) as twice:
        ask(cast, writer)
    assert twice.value.code == "asked-already"
    assert ask(cast, writer, by="zhou").pk != request.pk
    actions.withdraw_name_request(current=cast["song"], request=request)
    assert fresh(request).state == "cancelled"
    ask(cast, writer)


@pytest.mark.parametrize(("more", "code"), [
    ({"reason": " "}, "reason"), ({"reason": "他说" + lives.WHAT[:14]}, "quoted"), ({"purpose": "files"}, "no-files"),
    ({"purpose": "way_to_reach", "ground": "contact"}, "contact"), ({"ground": "new_digits"}, "bad-code"),
    ({"ground": "curious"}, "bad-code"), ({"days": 8}, "bad-code"), ({"days": 0}, "bad-code"),
])  # fmt: skip
def test_what_is_not_asked(cast: Cast, writer: lives.Writer, more: dict, code: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(cast, writer, **more)
    assert refused.value.code == code
    assert not NameRequest.objects.exists()


@pytest.mark.parametrize(("level", "code"), [("anonymous", "anonymous"), ("open", "open")])
def test_levels_that_need_no_second_key(cast: Cast, level: str, code: str) -> None:
    made = lives.filed(cast, level=level)
    with pytest.raises(Refused) as unread:
        ask(cast, made)
    assert unread.value.code == "unopened"
    lives.read(cast, made)
    with pytest.raises(Refused) as refused:
        ask(cast, made)
    assert refused.value.code == code


def test_strangers_clerks_and_the_recused_do_not_ask(cast: Cast, writer: lives.Writer) -> None:
    with pytest.raises(Http404):
        ask(cast, writer, by="luoyi")
    with pytest.raises(Http404):
        ask(cast, writer, by="luo")
    with pytest.raises(PermissionDenied):
        ask(cast, writer, by="ding")
    _recuse(cast, "song")
    with pytest.raises(Http404):
        ask(cast, writer)


def _recuse(cast: Cast, who: str) -> None:
    unit, by = cast.units["maizhan-01"], cast["helan"]
    vaults.recuse(
        current=by, vault=cast.vault, member=cast.member(who), unit=unit,
        move=lambda: follow_recusal(by, cast.vault.pk, unit=unit),
    )


@pytest.mark.parametrize("who", ["kang", "helan", "guli", "gao", "qin", "zhou", "song"])
def test_nobody_else_turns_the_key_or_learns_of_it(cast: Cast, writer: lives.Writer, who: str) -> None:
    request = ask(cast, writer)
    for act in (
        lambda: turn(cast, request, by=who), lambda: actions.open_name_request(current=cast[who], request=request),
        lambda: actions.refuse_name_request(current=cast[who], request=request, text="x"),
    ):
        with pytest.raises((Http404, Refused)):
            act()
    assert fresh(request).state == "asked"


def test_a_custodian_recused_from_the_unit_does_not_see_it(cast: Cast, writer: lives.Writer) -> None:
    request = ask(cast, writer)
    _recuse(cast, "luo")
    assert name_doors.waiting_for_key(cast["luo"]) == []
    assert name_doors.waiting_for_key(cast["tian"]) == [request]
    with pytest.raises(Http404):
        turn(cast, request)
    turn(cast, request, by="tian")


def test_a_custodian_from_that_place_does_not_see_it_also_when_it_was_sent_up(cast: Cast, writer: lives.Writer) -> None:
    MemberUnit.objects.create(member=cast.member("luo"), unit=cast.units["maizhan"], since=today())
    _recuse(cast, "tian")
    actions.send_up(current=cast["song"], submission=writer.submission)
    actions.open_submission(current=cast["xue"], submission=writer.submission)
    request = ask(cast, writer, by="xue")
    for custodian in ("luo", "tian"):
        assert name_doors.waiting_for_key(cast[custodian]) == []
        with pytest.raises(Http404):
            turn(cast, request, by=custodian)


def test_a_second_custodian_must_be_there(cast: Cast, writer: lives.Writer) -> None:
    request = ask(cast, writer)
    role = organisation.take_role
    role(current=cast["guli"], row=cast.body.roles.get(member__username="tian"))
    with pytest.raises(Refused) as alone:
        turn(cast, request)
    assert alone.value.code == "one-custodian"


def test_an_officer_without_a_certificate_gets_nothing(cast: Cast, writer: lives.Writer) -> None:
    request = ask(cast, writer)
    Certificate.objects.filter(member__username="song").update(current=False)
    with pytest.raises(HouseRefused) as refused:
        turn(cast, request)
    assert refused.value.code == "not-certified"
    assert fresh(request).release is None


def test_an_officer_recused_meanwhile_gets_nothing_and_keeps_nothing(cast: Cast, writer: lives.Writer) -> None:
    request = turn(cast, ask(cast, writer))
    _recuse(cast, "song")
    with pytest.raises(Http404):
        actions.open_name(current=cast["song"], request=request)
    assert expire_name_requests() == 1
    assert (fresh(request).state, fresh(request).release) == ("expired", None)


def test_it_runs_out_without_a_key(cast: Cast, writer: lives.Writer) -> None:
    request, waiting = turn(cast, ask(cast, writer, days=2)), ask(cast, writer, by="zhou", days=1)
    assert expire_name_requests() == 0
    with time_machine.travel(now() + timedelta(days=3), tick=False):
        with pytest.raises(Refused):
            actions.open_name(current=cast["song"], request=request)
        with pytest.raises(Refused):
            turn(cast, waiting)
        assert expire_name_requests() == 2
        assert expire_name_requests() == 0
    for one in (request, waiting):
        assert (fresh(one).state, fresh(one).release) == ("expired", None)
    assert Entry.objects.filter(kind="name.expired", actor="system").count() == 2


def test_a_release_lengthened_in_the_database_stays_as_short_as_it_was_sealed(cast: Cast, writer: lives.Writer) -> None:
    request = turn(cast, ask(cast, writer, days=1))
    NameRequest.objects.filter(pk=request.pk).update(expires_on=today() + timedelta(days=90))
    with time_machine.travel(now() + timedelta(days=3), tick=False), pytest.raises(Refused) as refused:
        actions.open_name(current=cast["song"], request=request)
    assert refused.value.code == "over"


def test_a_release_laid_beside_another_request_opens_nothing(cast: Cast, writer: lives.Writer) -> None:
    other = lives.filed(cast, "另一件事", name="别人")
    lives.read(cast, other)
    good, bad = turn(cast, ask(cast, writer)), turn(cast, ask(cast, other))
    NameRequest.objects.filter(pk=bad.pk).update(release=bytes(fresh(good).release))
    with pytest.raises(Refused):
        actions.open_name(current=cast["song"], request=bad)
    with pytest.raises(PermissionDenied):  # and a colleague does not use what was made for another
        actions.open_name(current=cast["zhou"], request=good)


def agreed_contact(cast: Cast, writer: lives.Writer) -> UUID:
    """A meeting that the person said yes to at the counter."""
    made = actions.propose_contact(
        current=cast["song"], matter=lives.matter_of(cast, writer), whom=writer.submission, purpose="hear", way="call",
        plan=actions.Plan("晚上八点", "她自己的电话", "打一个电话"),
    )
    actions.ask_contact(current=cast["song"], contact=made, by="they_came")
    actions.record_consent(
        current=cast["song"], contact=made, parts={"time": "agree", "place": "agree", "way": "agree"}, how="at_counter",
        witness=[cast.member("zhou")],
    )
    return made.pk


def test_a_way_to_reach_somebody_until_the_contact_is_done(cast: Cast, writer: lives.Writer) -> None:
    contact = agreed_contact(cast, writer)
    request = turn(cast, ask(cast, writer, purpose="way_to_reach", ground="contact", contact=contact))
    for _ in range(2):
        opened = actions.open_name(current=cast["song"], request=request)
        assert opened.identity is not None
        assert not opened.over
    assert (fresh(request).opened, fresh(request).contact_id, logged()) == (2, contact, 1)
    actions.end_release(current=cast["song"], request=request)
    assert (fresh(request).state, fresh(request).release) == ("used", None)
    with pytest.raises(Refused):
        actions.open_name(current=cast["song"], request=request)
    with pytest.raises(Refused):
        actions.end_release(current=cast["song"], request=request)


def test_danger_at_once_and_looked_at_by_a_third(cast: Cast, writer: lives.Writer) -> None:
    with pytest.raises(PermissionDenied):
        ask(cast, writer, ground="danger")
    earlier = ask(cast, writer)
    request = ask(cast, writer, by="helan", ground="danger")
    assert (request.urgent, request.days) == (True, 1)
    assert name_doors.waiting_for_key(cast["luo"]) == [request, earlier]
    turn(cast, request)
    assert actions.open_name(current=cast["helan"], request=request).identity
    due = fresh(request).review_due
    assert due is not None
    assert due > today()
    assert not name_doors.to_review(cast["luo"])
    assert not name_doors.to_review(cast["helan"])
    for third in ("tian", "shen", "fang"):
        assert name_doors.to_review(cast[third]) == [request], third
    with pytest.raises(Refused) as own:
        actions.review_opening(current=cast["luo"], request=request, word="right")
    assert own.value.code == "one-of-two"
    with pytest.raises(Http404):
        actions.review_opening(current=cast["guli"], request=request, word="right")
    actions.review_opening(current=cast["shen"], request=request, word="wrong")
    assert not name_doors.to_review(cast["tian"])
    with pytest.raises(Refused):
        actions.review_opening(current=cast["tian"], request=request, word="right")
    with pytest.raises(Http404):  # a signer sees what was opened at once, and nothing else
        name_doors.access_as_keeper(cast["shen"], earlier.pk)


def _with_file(cast: Cast, writer: lives.Writer, data: bytes) -> UUID:
    a = keyring.unwrap(cast["song"], "a", writer.thread)
    custody = Custody.objects.get(body=cast.body, current=True)
    sealed = bytes(Thread.objects.get(pk=writer.thread).envelope.share_b)
    b = open_share_b(keyring.custody_secret(cast["luo"], custody), sealed, writer.thread.hex)
    secret, file_id = identity_file_secret(a, b, writer.thread.hex), new_id()
    walk, parts = seal_parts(secret, file_id.hex, io.BytesIO(data), name="录音.m4a", media_type="audio/mp4"), []
    while True:
        try:
            parts.append(next(walk))
        except StopIteration as ended:
            manifest = ended.value
            break
    of = part_count(len(data))
    file = File.objects.create(
        id=file_id, thread_id=writer.thread, manifest=seal_manifest(secret, file_id.hex, manifest), of=of, parts=of,
        held_by_identity=True, day=today(),
    )
    for number, body in parts:
        FilePart.objects.create(file=file, number=number, body=body)
    return file_id


@pytest.mark.parametrize("level", ["confidential", "anonymous"])
def test_files_that_carry_a_person(cast: Cast, level: str) -> None:
    """Also of somebody who gave no name: a voice is one all the same."""
    writer = lives.filed(cast, level=level)
    lives.read(cast, writer)
    file_id = _with_file(cast, writer, b"a voice")
    with pytest.raises(Refused):
        actions.open_file(current=cast["song"], submission=writer.submission, file_id=file_id)
    request = turn(cast, ask(cast, writer, purpose="files"))
    (shown,) = actions.open_identity_files(current=cast["song"], request=request)
    assert (shown.name, shown.size, shown.complete) == ("录音.m4a", 7, True)
    for _ in range(2):
        manifest, stream = actions.open_identity_file(current=cast["song"], request=request, file_id=file_id)
        assert (manifest.name, b"".join(stream)) == ("录音.m4a", b"a voice")
    assert Entry.objects.filter(kind="submission.identity_opened").count() == 3
    assert logged() == 1
    with pytest.raises(Refused):
        actions.open_name(current=cast["song"], request=request)
    with pytest.raises(Http404):
        actions.open_identity_file(current=cast["song"], request=request, file_id=new_id())


def test_a_file_that_carries_a_person_who_is_open_to_the_team(cast: Cast) -> None:
    writer = lives.filed(cast, level="open")
    lives.read(cast, writer)
    file_id = _with_file(cast, writer, b"a voice")
    _manifest, stream = actions.open_file(current=cast["song"], submission=writer.submission, file_id=file_id)
    assert b"".join(stream) == b"a voice"


def test_lost_digits(cast: Cast, writer: lives.Writer) -> None:
    actions.send_message(current=cast["song"], submission=writer.submission, text="请带单据来")
    assert writer.answers() == ["请带单据来"]
    request = ask(cast, writer, purpose="new_digits", ground="new_digits")
    with pytest.raises(Refused):
        actions.give_new_digits(current=cast["song"], request=request)
    turn(cast, request)
    with pytest.raises(Refused) as unchecked:
        actions.give_new_digits(current=cast["song"], request=request)
    assert unchecked.value.code == "unchecked"
    assert not actions.open_name(current=cast["song"], request=request).over
    before = look_up(writer.lookup)
    digits = actions.give_new_digits(current=cast["song"], request=request)
    assert digits != writer.digits
    assert len(digits) == 18
    thread = Thread.objects.get(pk=writer.thread)
    assert thread.known_to_staff
    assert bytes(thread.verify_key or b"") != writer.keys.verify
    assert Receipt.objects.get(thread=thread, state="replaced").box is None
    assert look_up(writer.lookup) != before
    assert len(look_up(writer.lookup)) == len(before)
    assert not thread.messages.filter(direction="out").exclude(body=None).exists()
    assert fresh(request).state == "used"
    with pytest.raises(Refused):
        actions.give_new_digits(current=cast["song"], request=request)
    entry = Entry.objects.get(kind="receipt.replaced")
    assert (entry.at.hour, entry.at.minute, entry.at.second) == (0, 0, 0)


def test_sent_up_it_is_still_the_same_custodians(cast: Cast, writer: lives.Writer) -> None:
    actions.send_up(current=cast["song"], submission=writer.submission)
    actions.open_submission(current=cast["xue"], submission=writer.submission)
    request = ask(cast, writer, by="xue")
    assert request.body_id == cast.body.pk
    turn(cast, request)
    opened = actions.open_name(current=cast["xue"], request=request)
    assert opened.identity is not None
    assert opened.identity["name"] == NAME


def test_the_database_itself_refuses_what_two_must_do(cast: Cast, writer: lives.Writer) -> None:
    from django.db import IntegrityError, transaction

    request = turn(cast, ask(cast, writer))
    for wrong in ({"decided_by": request.asked_by_id}, {"state": "used"}, {"reviewed_by": request.decided_by_id}):
        with pytest.raises(IntegrityError), transaction.atomic():
            NameRequest.objects.filter(pk=request.pk).update(**wrong)


def _at_once(acts) -> list[str]:
    barrier, got = threading.Barrier(len(acts)), ["?"] * len(acts)

    def run(number: int) -> None:
        barrier.wait(10)
        try:
            acts[number]()
            got[number] = "done"
        except Refused as refused:
            got[number] = refused.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(got)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_turns_and_one_opens() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory is one connection")
    cast = found()
    writer = lives.filed(cast, name=NAME)
    lives.read(cast, writer)
    request = ask(cast, writer)
    custodians = [cast["luo"], cast["tian"]]
    assert _at_once([
        lambda who=who: actions.approve_name_request(current=who, request=request) for who in custodians
    ]) == ["done", "over"]
    officers = [cast["song"], cast["song"]]
    assert _at_once([lambda who=who: actions.open_name(current=who, request=request) for who in officers]) == [
        "done", "over"
    ]
    assert logged() == 1
