"""A stationing opens only when its keys are in place, and its intake ends only when somebody takes over."""

import pytest
from tests.cast_vault import Cast, found

from dingxin.accounts.models import Member
from dingxin.organisation.models import Stationing
from dingxin.organisation.refusals import Refused
from dingxin.vault import actions
from dingxin.vault.models import Certificate, CompartmentKey, Keyset, Statement
from dingxin.vault.readiness import can_close, can_open

pytestmark = pytest.mark.django_db


def prepared() -> tuple[Cast, Stationing]:
    cast = found()
    Stationing.objects.update(state="preparing")
    return cast, Stationing.objects.select_related("team__body__parent").get(pk=cast.stationing.pk)


def codes(stationing: Stationing) -> set[str]:
    return {lack.code for lack in can_open(stationing)}


def test_ready() -> None:
    cast, stationing = prepared()
    assert codes(stationing) == set()
    actions.open_stationing(current=cast["guli"], stationing=stationing)
    assert Stationing.objects.get().state == "open"
    assert codes(Stationing.objects.get()) == {"state"}
    with pytest.raises(Refused):
        actions.open_stationing(current=cast["guli"], stationing=stationing)


def test_each_lack_by_itself() -> None:
    cast, stationing = prepared()
    team = cast.team.team
    Member.objects.filter(memberships__team=team).exclude(username="song").update(recovery_proved_at=None)
    assert codes(stationing) == {"recovery"}
    with pytest.raises(Refused) as refusal:
        actions.open_stationing(current=cast["guli"], stationing=stationing)
    assert str(refusal.value)
    assert Stationing.objects.get().state == "preparing"
    Certificate.objects.filter(scope=team.pk).exclude(member__username="song").update(current=False)
    assert codes(stationing) == {"holders"}


def test_one_copy_of_the_key_is_not_enough() -> None:
    cast, stationing = prepared()
    CompartmentKey.objects.filter(compartment=cast.main).exclude(member__username="song").delete()
    assert codes(stationing) == {"holders"}


@pytest.mark.parametrize(("vault", "code"), [("team", "statement"), ("above", "superior")])
def test_without_a_statement(vault: str, code: str) -> None:
    cast, stationing = prepared()
    Statement.objects.filter(vault=getattr(cast, vault).vault).update(current=False)
    assert codes(stationing) == {code}


def test_without_custodians() -> None:
    _cast, stationing = prepared()
    Member.objects.filter(username="tian").update(recovery_proved_at=None)
    assert codes(stationing) == {"custodians"}


def test_without_a_keyset() -> None:
    cast, stationing = prepared()
    Keyset.objects.filter(body=cast.body).update(statement=b"")
    assert codes(stationing) == {"keyset"}


def test_closing_waits_for_the_follow_up_team() -> None:
    cast = found()
    stationing = Stationing.objects.select_related("team__body").get()
    Statement.objects.filter(vault=cast.follow_up.vault).update(current=False)
    assert [lack.code for lack in can_close(stationing)] == ["follow_up"]
    with pytest.raises(Refused):
        actions.close_stationing(current=cast["guli"], stationing=stationing)
    Statement.objects.filter(vault=cast.follow_up.vault).update(current=True)
    actions.close_stationing(current=cast["guli"], stationing=stationing)
    assert [lack.code for lack in can_close(Stationing.objects.get())] == ["state"]
