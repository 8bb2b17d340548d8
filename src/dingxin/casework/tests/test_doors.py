"""Who learns that something exists, who may open it, and what recusal closes: by row and by key."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.cast_vault import Cast, found

from dingxin.accounts.identity import Current, Locked
from dingxin.casework import actions, doors, facts, queries
from dingxin.casework.codes import Codes
from dingxin.casework.doors import Right
from dingxin.casework.following import follow_recusal
from dingxin.casework.models import Link, Matter, Submission
from dingxin.casework.refused import Refused
from dingxin.casework.tests import lives
from dingxin.mailbox.models import Envelope, Message
from dingxin.sealing.primitives import sha256
from dingxin.vault import actions as vaults
from dingxin.vault import keyring
from dingxin.vault.models import Compartment, Wrap
from dingxin.vault.refusals import NotAHolder

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return found()


@pytest.fixture
def writer(cast: Cast) -> lives.Writer:
    return lives.filed(cast)


@pytest.fixture
def matter(cast: Cast, writer: lives.Writer) -> Matter:
    return lives.matter_of(cast, writer)


STRANGERS = ["qin", "luoyi", "mu", "xue", "gao", "guli", "luo"]


@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_do_not_learn_that_it_exists(cast: Cast, matter: Matter, writer: lives.Writer, name: str) -> None:
    current = cast[name]
    for door, pk in [(doors.access_matter, matter.pk), (doors.access_submission, writer.thread)]:
        with pytest.raises(Http404):
            door(current, pk)
    with pytest.raises(Http404):
        doors.access_link(current, Link.objects.get().pk)
    assert queries.inbox(current, queries.InboxFilters(historic=None)).total == 0
    assert queries.matters(current, queries.MatterFilters()).total == 0
    assert queries.queue(current) == []
    with pytest.raises(Http404):
        actions.add_note(current=current, matter=matter, text="x")


def test_a_clerk_reads_nothing_and_is_no_stranger(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    with pytest.raises(PermissionDenied):
        doors.access_matter(cast["ding"], matter.pk)
    with pytest.raises(PermissionDenied):
        actions.open_submission(current=cast["ding"], submission=writer.submission)
    assert queries.inbox(cast["ding"], queries.InboxFilters()).rows == []


def test_an_officer_does_not_lead(cast: Cast, matter: Matter) -> None:
    assert doors.access_matter(cast["azi"], matter.pk) == matter
    with pytest.raises(PermissionDenied):
        doors.access_matter(cast["azi"], matter.pk, Right.LEAD)
    assert doors.access_matter(cast["helan"], matter.pk, Right.LEAD) == matter


@pytest.mark.parametrize("door", [
    doors.access_matter, doors.access_submission, doors.access_link, doors.access_proposal, doors.access_remedy,
    doors.access_evidence,
])
def test_an_unknown_id_is_nothing(cast: Cast, door: Callable[[Current, UUID], object]) -> None:
    with pytest.raises(Http404):
        door(cast["helan"], cast.team.team.pk)


def test_a_locked_member_sees_facts_and_opens_nothing(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    current = cast["song"]
    vars(current)["_keys"] = None
    assert queries.matter_page(current, matter).matter == matter
    with pytest.raises(Locked):
        actions.open_submission(current=current, submission=writer.submission)
    with pytest.raises(Locked):
        actions.open_pieces(current=current, matter=matter)


def _compartment(purpose: str, pk: object) -> Compartment:
    return Wrap.objects.select_related("compartment").get(purpose=purpose, object_id=pk).compartment


def recuse(cast: Cast, who: str, **of: object) -> None:
    unit, matter_id = of.get("unit"), of.get("matter_id")
    by = cast["helan"]
    vaults.recuse(
        current=by, vault=cast.vault, member=cast.member(who), unit=unit, matter_id=matter_id,  # type: ignore[arg-type]
        move=lambda: follow_recusal(by, cast.vault.pk, unit=unit, matter_id=matter_id),  # type: ignore[arg-type]
    )


def test_a_recusal_from_a_unit_closes_lists_counts_and_keys(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    other = lives.filed(cast, "别处的事")
    lives.read(cast, other, unit="jiaoyu")
    recuse(cast, "zhou", unit=cast.units["maizhan"])
    current = cast["zhou"]
    with pytest.raises(Http404):
        doors.access_matter(current, matter.pk)
    with pytest.raises(Http404):
        doors.access_submission(current, writer.thread)
    assert [row.submission.pk for row in queries.inbox(current, queries.InboxFilters()).rows] == [other.thread]
    assert queries.today_strip(current, cast.team.team).open == 0
    assert actions.open_titles(current=current, matters=[matter]) == {}
    for purpose, pk in [("S", writer.thread), ("a", writer.thread), ("M", matter.pk)]:
        assert cast.member("zhou").pk.hex in _compartment(purpose, pk).without
        with pytest.raises(NotAHolder):
            keyring.unwrap(current, purpose, pk)
    assert Matter.objects.get(pk=matter.pk).compartment_id == _compartment("M", matter.pk).pk
    assert actions.open_submission(current=cast["song"], submission=writer.submission).words["what"] == lives.WHAT
    assert actions.open_pieces(current=cast["song"], matter=matter).subject == "前任支书"


def test_a_recusal_from_one_matter_closes_what_is_in_it(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    recuse(cast, "azi", matter_id=matter.pk)
    with pytest.raises(Http404):
        doors.access_matter(cast["azi"], matter.pk)
    with pytest.raises(Http404):
        doors.access_submission(cast["azi"], writer.thread)
    with pytest.raises(NotAHolder):
        keyring.unwrap(cast["azi"], "S", writer.thread)


def test_coding_a_unit_moves_the_wraps_away_from_who_is_recused_from_it(cast: Cast) -> None:
    recuse(cast, "zhou", unit=cast.units["maizhan-01"])
    writer = lives.filed(cast)
    actions.open_submission(current=cast["song"], submission=writer.submission)
    assert _compartment("S", writer.thread).without == ""
    actions.read_submission(current=cast["song"], submission=writer.submission, codes=lives.codes(cast))
    assert _compartment("S", writer.thread).without == cast.member("zhou").pk.hex
    with pytest.raises(Http404):
        doors.access_submission(cast["zhou"], writer.thread)
    with pytest.raises(Http404):  # and who is recused cannot code it away
        actions.read_submission(current=cast["zhou"], submission=writer.submission, codes=lives.codes(cast, unit="jiaoyu"))


def test_only_the_leader_shows_something_again_to_who_is_recused_from_it(cast: Cast) -> None:
    recuse(cast, "zhou", unit=cast.units["maizhan-01"])
    writer = lives.filed(cast)
    lives.read(cast, writer)
    found = lives.matter_of(cast)
    elsewhere, nowhere = lives.codes(cast, unit="jiaoyu"), Codes()
    for codes in (elsewhere, nowhere):
        with pytest.raises(Refused):
            actions.read_submission(current=cast["song"], submission=writer.submission, codes=codes)
        with pytest.raises(Refused):
            actions.code_matter(current=cast["song"], matter=found, codes=codes)
    for access, pk in ((doors.access_submission, writer.thread), (doors.access_matter, found.pk)):
        with pytest.raises(Http404):
            access(cast["zhou"], pk)
    actions.read_submission(current=cast["helan"], submission=writer.submission, codes=elsewhere)
    actions.code_matter(current=cast["helan"], matter=found, codes=elsewhere)
    assert doors.access_submission(cast["zhou"], writer.thread).unit_id == elsewhere.unit
    assert doors.access_matter(cast["zhou"], found.pk).unit_id == elsewhere.unit


def test_taking_something_off_a_matter_shows_it_to_nobody_who_was_kept_from_it(
    cast: Cast, matter: Matter, writer: lives.Writer
) -> None:
    recuse(cast, "azi", matter_id=matter.pk)
    link = matter.links.get()
    with pytest.raises(Refused):
        actions.unlink_submission(current=cast["song"], link=link, reason="不是一回事")
    with pytest.raises(Http404):
        doors.access_submission(cast["azi"], writer.thread)
    actions.unlink_submission(current=cast["helan"], link=link, reason="不是一回事")
    assert doors.access_submission(cast["azi"], writer.thread)


def test_after_triage_the_inbound_opens_nothing_any_more(cast: Cast) -> None:
    writer = lives.filed(cast)
    filed = Envelope.objects.get().head
    assert filed is not None
    lives.read(cast, writer)
    writer.writes("还有一件事")
    assert Message.objects.get(direction="in").body is not None
    opened = actions.open_submission(current=cast["song"], submission=writer.submission)
    assert [one.text for one in opened.additions] == ["还有一件事"]
    assert opened.unread == 0
    envelope = Envelope.objects.get()
    assert (envelope.head, bytes(envelope.head_hash)) == (None, sha256(bytes(filed)))
    assert Message.objects.get(direction="in").body is None


def test_a_matter_opens_to_the_intersection_of_its_submissions(cast: Cast) -> None:
    recuse(cast, "zhou", unit=cast.units["maizhan-01"])
    recuse(cast, "azi", unit=cast.units["jiaoyu"])
    one, other = lives.filed(cast), lives.filed(cast, "校服费")
    lives.read(cast, one, unit="maizhan-01")
    lives.read(cast, other, unit="jiaoyu")
    matter = lives.matter_of(cast, one)
    assert _compartment("M", matter.pk).without == cast.member("zhou").pk.hex
    actions.link_submission(current=cast["song"], matter=matter, submission=other.submission)
    both = keyring.without_text([cast.member("zhou").pk, cast.member("azi").pk])
    assert _compartment("M", matter.pk).without == both
    for name in ("zhou", "azi"):
        with pytest.raises(Http404):
            doors.access_matter(cast[name], matter.pk)


def test_an_officer_who_is_recused_is_given_nothing(cast: Cast, matter: Matter) -> None:
    recuse(cast, "zhou", unit=cast.units["maizhan"])
    choice = next(one for one in facts.allowed(cast["helan"], matter) if one.move.code == "assign")
    assert choice.possible
    with pytest.raises(actions.Refused) as refused:
        actions.assign(current=cast["helan"], matter=matter, officer=cast.member("zhou"))
    assert [lack.code for lack in refused.value.missing] == ["next_not_recused"]
    assert facts.allowed(cast["zhou"], matter) == []


def test_what_is_missing_stands_beside_what_the_form_asks(cast: Cast, matter: Matter) -> None:
    found_moves = {one.move.code: one for one in facts.allowed(cast["song"], matter)}
    assert [lack.code for lack in found_moves["accept"].missing] == ["assessed_accept", "ground", "clear"]
    assert found_moves["keep_pending"].possible
    assert set(found_moves["keep_pending"].asks) == {"reason", "review_date"}
    assert "role" in [lack.code for lack in found_moves["assign"].missing]


@pytest.mark.parametrize("by", ["song", "helan"])
def test_a_unit_taken_off_by_hand_makes_nothing_wider(cast: Cast, by: str) -> None:
    """The unit of a submission is a plain column: whoever only writes the database shows nobody anything with it."""
    recuse(cast, "zhou", unit=cast.units["maizhan-01"])
    zhou = cast.member("zhou").pk.hex
    one, other = lives.filed(cast), lives.filed(cast, "校服费")
    lives.read(cast, one)
    lives.read(cast, other, unit="jiaoyu")
    matter = lives.matter_of(cast, one)
    Submission.objects.filter(pk=one.thread).update(unit=None)
    Matter.objects.filter(pk=matter.pk).update(unit=cast.units["jiaoyu"])
    actions.link_submission(current=cast[by], matter=matter, submission=other.submission)
    recuse(cast, "azi", unit=cast.units["jiaoyu"])  # settles what is about it, and that by the leader
    assert zhou in _compartment("M", matter.pk).without
    made = actions.make_matter(current=cast[by], title="另一件", submissions=[one.submission])
    assert zhou in _compartment("M", made.pk).without
    if by == "song":  # the leader may ask for what recusals now say
        actions.move_compartment(current=cast[by], matter=matter)
        assert zhou in _compartment("M", matter.pk).without
    assert zhou in _compartment("S", one.thread).without
