"""The name of a person spoken to: under the same two keys as a complainant's, and as hard to open."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from tests.cast_vault import Cast, found

from dingxin.audit.models import Entry
from dingxin.casework import actions, name_doors
from dingxin.casework.following import follow_recusal
from dingxin.casework.models import Contact, Matter, NameRequest, Spoken
from dingxin.casework.tests import lives
from dingxin.casework.tests.test_contacts import PLAN
from dingxin.ledger.models import Outgoing
from dingxin.organisation.refusals import Refused
from dingxin.sealing.errors import SealBroken
from dingxin.vault import actions as vaults

pytestmark = pytest.mark.django_db
NAME, PHONE = "帕孜来提", "13900001111"
REASON = "要请证人当面辨认一张收据，记录里没有能替代的。"


@pytest.fixture
def cast() -> Cast:
    return found()


@pytest.fixture
def writer(cast: Cast) -> lives.Writer:
    return lives.filed(cast)


@pytest.fixture
def matter(cast: Cast, writer: lives.Writer) -> Matter:
    return lives.matter_of(cast, writer)


@pytest.fixture
def spoken(cast: Cast, matter: Matter) -> Spoken:
    return actions.add_spoken(current=cast["song"], matter=matter, kind="witness", name=NAME, phone=PHONE)


def ask(cast: Cast, spoken: Spoken, *, by: str = "song", **more) -> NameRequest:
    given = {"purpose": "name", "ground": "verify", "reason": REASON} | more
    return actions.request_spoken_name(current=cast[by], spoken=spoken, **given)


def planned(cast: Cast, spoken: Spoken) -> Contact:
    return actions.propose_contact(
        current=cast["song"], matter=spoken.matter, whom=spoken, purpose="hear", way="meeting", plan=PLAN
    )


def test_asked_turned_and_opened_once(cast: Cast, spoken: Spoken) -> None:
    request = ask(cast, spoken)
    assert actions.open_name_request(current=cast["luo"], request=request).reason == REASON
    actions.approve_name_request(current=cast["luo"], request=request)
    opened = actions.open_name(current=cast["song"], request=request)
    assert opened.identity is not None
    assert (opened.identity["name"], opened.identity["phone"], opened.over) == (NAME, PHONE, True)
    with pytest.raises(Refused) as again:
        actions.open_name(current=cast["song"], request=request)
    assert again.value.code == "over"
    entry = Entry.objects.get(kind="submission.identity_opened")
    assert entry.object == f"matter:{spoken.matter_id}"
    assert Outgoing.objects.filter(kind="identity_opened").count() == 1


def test_only_who_asked_opens_and_nobody_without_both_keys(cast: Cast, spoken: Spoken) -> None:
    request = ask(cast, spoken)
    with pytest.raises(Refused):
        actions.open_name(current=cast["song"], request=request)
    actions.approve_name_request(current=cast["luo"], request=request)
    with pytest.raises(PermissionDenied):
        actions.open_name(current=cast["zhou"], request=request)
    with pytest.raises(Http404):
        actions.open_name(current=cast["luo"], request=request)


@pytest.mark.parametrize(("use", "ground"), [("files", "verify"), ("new_digits", "new_digits")])
def test_there_are_no_files_and_no_digits_of_theirs(cast: Cast, spoken: Spoken, use: str, ground: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(cast, spoken, purpose=use, ground=ground)
    assert refused.value.code == "bad-code"


def test_a_reason_does_not_quote_who_complained(cast: Cast, spoken: Spoken) -> None:
    with pytest.raises(Refused) as refused:
        ask(cast, spoken, reason="他说" + lives.WHAT)
    assert refused.value.code == "quoted"


def test_the_way_is_opened_to_ask_once_and_goes_with_the_contact(cast: Cast, spoken: Spoken) -> None:
    contact = planned(cast, spoken)
    way = {"purpose": "way_to_reach", "ground": "contact", "contact": contact.pk}
    with pytest.raises(Refused) as early:
        ask(cast, spoken, **way)
    assert early.value.code == "contact"
    actions.ask_contact(current=cast["song"], contact=contact, by="first_approach")
    with pytest.raises(Refused):
        ask(cast, spoken, by="zhou", **way)  # another officer goes
    request = ask(cast, spoken, **way)
    actions.approve_name_request(current=cast["luo"], request=request)
    opened = actions.open_name(current=cast["song"], request=request)
    assert opened.identity is not None
    assert (opened.identity["phone"], opened.over) == (PHONE, False)
    actions.withdraw_contact(current=cast["song"], contact=contact, how="told_to_staff")
    request.refresh_from_db()
    assert (request.state, request.release) == ("used", None)


def test_who_is_recused_learns_nothing_of_it(cast: Cast, spoken: Spoken) -> None:
    request = ask(cast, spoken)
    by = cast["helan"]
    vaults.recuse(
        current=by, vault=cast.vault, member=cast.member("song"), unit=None, matter_id=spoken.matter_id,
        move=lambda: follow_recusal(by, cast.vault.pk, matter_id=spoken.matter_id),
    )
    vars(cast["song"]).pop("_casework_kept", None)  # remembered for one request only
    with pytest.raises(Http404):
        name_doors.access_own(cast["song"], request.pk)
    with pytest.raises(Refused) as left:
        actions.approve_name_request(current=cast["luo"], request=request)
    assert left.value.code == "asker-left"


def test_shares_of_one_person_do_not_open_another(cast: Cast, spoken: Spoken, matter: Matter) -> None:
    other = actions.add_spoken(current=cast["song"], matter=matter, kind="party", name="别人")
    request = ask(cast, spoken)
    Spoken.objects.filter(pk=spoken.pk).update(
        identity=other.identity, share_a=other.share_a, share_b=other.share_b
    )
    with pytest.raises((SealBroken, Refused)):
        actions.approve_name_request(current=cast["luo"], request=name_doors.access_as_keeper(cast["luo"], request.pk))
    Spoken.objects.filter(pk=spoken.pk).update(share_b=spoken.share_b)
    actions.approve_name_request(current=cast["luo"], request=request)
    with pytest.raises(SealBroken):
        actions.open_name(current=cast["song"], request=request)


def test_a_request_is_about_exactly_one_person(cast: Cast, spoken: Spoken, writer: lives.Writer) -> None:
    request = ask(cast, spoken)
    for wrong in ({"spoken": None}, {"submission": writer.submission}):
        with pytest.raises(IntegrityError), transaction.atomic():
            NameRequest.objects.filter(pk=request.pk).update(**wrong)


def test_after_the_matter_went_up_those_turn_the_key_to_whom_it_was_sealed(
    cast: Cast, spoken: Spoken, writer: lives.Writer, matter: Matter
) -> None:
    actions.send_up(current=cast["song"], submission=writer.submission)
    there = Matter.objects.get(pk=matter.pk)
    assert there.team != cast.team.team
    actions.open_pieces(current=cast["xue"], matter=there)  # takes the matter's key in
    request = ask(cast, Spoken.objects.get(pk=spoken.pk), by="xue")
    assert request.body == cast.body
    actions.approve_name_request(current=cast["luo"], request=request)
    opened = actions.open_name(current=cast["xue"], request=request)
    assert opened.identity is not None
    assert opened.identity["name"] == NAME
