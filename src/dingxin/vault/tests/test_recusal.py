"""Recusal by key: in a random organisation nobody holds the key of what they are kept from, and everybody else does."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast_vault import Cast, found

from dingxin.audit.writing import writing
from dingxin.config.founding import certify
from dingxin.organisation import actions as organisation
from dingxin.organisation.models import Unit
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Role
from dingxin.rules.ids import new_id
from dingxin.vault import actions, due, keyring
from dingxin.vault.models import Compartment, CompartmentKey, Inbound, Recusal, Wrap
from dingxin.vault.recusals import ensure_compartment, move_wraps
from dingxin.vault.refusals import NotAHolder
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
HOLDERS = ("helan", "song", "zhou", "azi")


def opens(cast: Cast, username: str, purpose: str, object_id: UUID) -> bool:
    try:
        return bool(keyring.unwrap(cast[username], purpose, object_id))
    except NotAHolder:
        return False


def put(cast: Cast, by: str, compartment: Compartment) -> UUID:
    object_id = new_id()
    with writing():
        keyring.wrap("M", object_id, bytes(32), current=cast[by], compartment=compartment)
    return object_id


def sign_all(cast: Cast) -> None:
    for request in due.of(cast.vault).requests:
        actions.second_statement(current=cast["shen"], request=request)


def test_a_unit_is_closed_with_what_was_there_and_what_comes() -> None:
    cast = found()
    unit, below = cast.units["maizhan"], cast.units["maizhan-01"]
    before = put(cast, "song", cast.main)

    def move() -> int:
        return move_wraps(cast["helan"], [("M", before)], keyring.compartment_for(cast.vault.pk, unit))

    actions.recuse(current=cast["helan"], vault=cast.vault, member=cast.member("song"), unit=unit, move=move)
    apart = keyring.compartment_for(cast.vault.pk, below)
    after = put(cast, "zhou", apart)
    assert [name for name in HOLDERS if opens(cast, name, "M", before)] == ["helan", "zhou", "azi"]
    assert [name for name in HOLDERS if opens(cast, name, "M", after)] == ["helan", "zhou", "azi"]
    assert keyring.unwrap_many(cast["song"], "M", [before, after]) == {}
    assert keyring.compartment_for(cast.vault.pk, cast.units["jiaoyu"]) == cast.main
    assert opens(cast, "song", "M", put(cast, "helan", cast.main))
    # what comes in about the unit goes to an identity that the recused cannot open, once two have signed it
    sign_all(cast)
    inbound = keyring.inbound_for(cast.vault.pk, below)
    assert inbound.unit == unit
    assert inbound != keyring.inbound_for(cast.vault.pk, cast.units["jiaoyu"])
    with pytest.raises(NotAHolder):
        keyring.inbound_secret(cast["song"], inbound)
    assert keyring.inbound_secret(cast["azi"], inbound)


def test_a_matter_is_closed_alone() -> None:
    cast = found()
    matter = new_id()
    actions.recuse(current=cast["zhou"], vault=cast.vault, member=cast.member("helan"), matter_id=matter)
    with pytest.raises(NotAHolder):
        keyring.compartment_for(cast.vault.pk, cast.units["jiaoyu"], matter)
    with writing(), pytest.raises(NotAHolder):
        ensure_compartment(cast["helan"], cast.vault.pk, cast.units["jiaoyu"], matter)
    with writing():
        apart = ensure_compartment(cast["zhou"], cast.vault.pk, cast.units["jiaoyu"], matter)
    assert not opens(cast, "helan", "M", put(cast, "zhou", apart))
    assert keyring.compartment_for(cast.vault.pk, cast.units["jiaoyu"]) == cast.main


@pytest.mark.parametrize(
    ("by", "whom"), [("song", "song"), ("ding", "song"), ("qin", "song"), ("guli", "song")]
)
def test_who_may_not_enter_one(by: str, whom: str) -> None:
    cast = found()
    with pytest.raises(Refused):
        actions.recuse(
            current=cast[by], vault=cast.vault, member=cast.member(whom), unit=cast.units["maizhan"]
        )
    assert not Recusal.objects.exists()
    assert Compartment.objects.filter(vault=cast.vault).count() == 1


def test_a_failing_move_undoes_everything() -> None:
    cast = found()

    def move() -> int:
        raise NotAHolder

    with pytest.raises(NotAHolder):
        actions.recuse(
            current=cast["helan"], vault=cast.vault, member=cast.member("song"), unit=cast.units["maizhan"], move=move
        )
    assert not Recusal.objects.exists()
    assert Inbound.objects.filter(vault=cast.vault).count() == 1


def test_ending_one_opens_what_comes_and_not_what_was() -> None:
    cast = found()
    unit = cast.units["jiaoyu"]
    row = actions.recuse(current=cast["helan"], vault=cast.vault, member=cast.member("song"), unit=unit)
    sealed = put(cast, "helan", keyring.compartment_for(cast.vault.pk, unit))
    for wrong in ("song", "zhou", "qin"):
        with pytest.raises(Refused):
            actions.end_recusal(current=cast[wrong], recusal=row)
    actions.end_recusal(current=cast["helan"], recusal=row)
    assert keyring.compartment_for(cast.vault.pk, unit) == cast.main
    assert not opens(cast, "song", "M", sealed)


def test_what_the_recused_leader_cannot_make_another_catches_up() -> None:
    """何岚 is recused from the town; when 宋启明 is recused from a village in it, she cannot make what leaves both out."""
    cast = found()
    actions.recuse(current=cast["zhou"], vault=cast.vault, member=cast.member("helan"), unit=cast.units["maizhan"])
    village = cast.units["maizhan-02"]
    actions.recuse(current=cast["helan"], vault=cast.vault, member=cast.member("song"), unit=village)
    assert [unit.code for unit in due.of(cast.vault).units_behind] == ["maizhan-02"]
    actions.catch_up(current=cast["azi"], vault=cast.vault)
    assert due.of(cast.vault).units_behind == ()
    apart = keyring.compartment_for(cast.vault.pk, village)
    holders = set(CompartmentKey.objects.filter(compartment=apart).values_list("member__username", flat=True))
    assert holders == {"zhou", "azi"}


def test_one_is_never_granted_what_one_is_kept_from() -> None:
    cast = found()
    actions.recuse(current=cast["helan"], vault=cast.vault, member=cast.member("song"), unit=cast.units["jiaoyu"])
    apart = keyring.compartment_for(cast.vault.pk, cast.units["jiaoyu"])
    with pytest.raises(Refused) as refusal:
        actions.propose_grant(current=cast["helan"], compartment=apart, member=cast.member("song"))
    assert refusal.value.code == "recused"


def test_a_recusal_from_ones_unit_comes_along_to_the_next_team() -> None:
    cast = found()
    actions.recuse(current=cast["qin"], vault=cast.stranger_team.vault, member=cast.member("luoyi"),
                   unit=cast.units["jiaoyu"])
    luoyi = cast.member("luoyi")
    organisation.join_team(current=cast["guli"], team=cast.team.team, member=luoyi, role=Role.OFFICER)
    certify(luoyi, [cast.people["shen"], cast.people["fang"]], team=cast.team.team)
    with pytest.raises(Refused) as refusal:
        actions.propose_grant(current=cast["helan"], compartment=cast.main, member=luoyi)
    assert refusal.value.code == "recusal-first"
    actions.recuse(current=cast["helan"], vault=cast.vault, member=luoyi, unit=cast.units["jiaoyu"])
    request = actions.propose_grant(current=cast["helan"], compartment=cast.main, member=luoyi)
    actions.second_grant(current=cast["song"], request=request)
    assert keyring.holds(cast["luoyi"], cast.main)
    assert not keyring.holds(cast["luoyi"], keyring.compartment_for(cast.vault.pk, cast.units["jiaoyu"]))


@dataclass
class Office:
    """A random tree of units and the recusals entered so far, as a plain model of what must hold."""

    units: list[Unit]
    kept: list[tuple[str, int]] = field(default_factory=list)

    def expected(self, at: int) -> set[str]:
        path = self.units[at].path
        return {
            name for name, where in self.kept
            if path == self.units[where].path or path.startswith(self.units[where].path + "/")
        }


class _Undo(Exception):
    pass


codes: Iterator[int] = count()


@given(
    parents=st.lists(st.integers(0, 100), min_size=2, max_size=7),
    recusals=st.lists(st.tuples(st.sampled_from(HOLDERS), st.integers(0, 6)), max_size=5),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_organisations(parents: list[int], recusals: list[tuple[str, int]]) -> None:
    """For every unit: the compartment leaves out exactly those recused from it or above it; only the rest open it."""
    try:
        with transaction.atomic():
            cast = found()
            units: list[Unit] = []
            for at, parent in enumerate(parents):
                above = units[parent % at] if at and parent % 3 else None
                code = f"u{next(codes)}"
                units.append(Unit.objects.create(
                    code=code, name=code, parent=above, path=f"{above.path}/{code}" if above else code
                ))
            office = Office(units)
            for name, where in recusals:
                where %= len(units)
                others = [one for one in HOLDERS if one != name]
                if (name, where) in office.kept or len({n for n, _w in [*office.kept, (name, where)]}) == len(HOLDERS):
                    continue
                actions.recuse(
                    current=cast[others[0]], vault=cast.vault, member=cast.member(name), unit=units[where]
                )
                office.kept.append((name, where))
            free = next(one for one in HOLDERS if one not in {n for n, _w in office.kept})
            if due.of(cast.vault).units_behind:
                actions.catch_up(current=cast[free], vault=cast.vault)
            _check(cast, office, free)
            raise _Undo
    except _Undo:
        pass


def _check(cast: Cast, office: Office, free: str) -> None:
    ids = {cast.people[name].member.pk: name for name in HOLDERS}
    for at, unit in enumerate(office.units):
        expected = office.expected(at)
        assert {ids[pk] for pk in keyring.recused(cast.vault.pk, unit)} == expected
        compartment = keyring.compartment_for(cast.vault.pk, unit)
        assert compartment.without == keyring.without_text({cast.people[name].member.pk for name in expected})
        object_id = put(cast, free, compartment)
        assert {name for name in HOLDERS if opens(cast, name, "M", object_id)} == set(HOLDERS) - expected
        Wrap.objects.filter(object_id=object_id).delete()
    for inbound in Inbound.objects.filter(vault=cast.vault, state="waiting").exclude(unit=None):
        assert inbound.unit is not None
        wanted = keyring.recused(cast.vault.pk, inbound.unit)
        assert {UUID(hex=pk) for pk in inbound.compartment.without.split(",") if pk} == wanted
        assert inbound.not_before == today()
