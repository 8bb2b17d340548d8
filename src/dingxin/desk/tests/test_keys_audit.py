"""The audit page: who sees which entries, filters, paging, and whether the chain holds."""

import pytest
from django.urls import reverse
from tests.cast_vault import Cast, client_of, found

from dingxin.accounts.models import Member
from dingxin.audit.chain import seal_some
from dingxin.audit.kinds import KINDS
from dingxin.audit.models import Entry
from dingxin.desk.keys import kind_words
from dingxin.vault import actions

pytestmark = pytest.mark.django_db
URL = reverse("desk:audit")


def seen(cast: Cast, username: str, **query: str) -> list[Entry]:
    answer = client_of(cast, username).get(URL, query)
    assert answer.status_code == 200
    return [row[0] for row in answer.context["rows"]]


def test_every_kind_has_its_words_and_every_group_its_name() -> None:
    assert set(kind_words.WORDS) == set(KINDS)
    assert {kind.split(".")[0] for kind in KINDS} <= set(kind_words.GROUPS)


def test_a_leader_sees_the_own_team_and_nothing_else() -> None:
    cast = found()
    rows = seen(cast, "helan")
    assert rows
    assert {row.scope for row in rows} == {str(cast.team.team.pk)}


def test_an_administrator_sees_the_bodies_administered() -> None:
    cast = found()
    scopes = {row.scope for page in range(1, 9) for row in seen(cast, "guli", page=str(page))}
    assert str(cast.team.team.pk) in scopes
    assert str(cast.stranger_team.team.pk) in scopes
    assert str(cast.above.team.pk) not in scopes
    objects = {row.object for page in range(1, 9) for row in seen(cast, "guli", page=str(page))}
    assert f"body:{cast.body.pk}" in objects
    assert f"body:{cast.superior_body.pk}" not in objects


@pytest.mark.parametrize("username", ["song", "ding", "luo", "shen", "gao"])
def test_others_see_no_audit(username: str) -> None:
    assert client_of(found(), username).get(URL).status_code == 403


def test_filters() -> None:
    cast = found()
    zhou = cast.member("zhou")
    assert {row.kind for row in seen(cast, "helan", kind="vault")} <= {kind for kind in KINDS if kind.startswith("vault.")}
    assert {row.object for row in seen(cast, "helan", object=f"member:{zhou.pk}")} == {f"member:{zhou.pk}"}
    assert all("何岚" in row.actor for row in seen(cast, "helan", object="何岚"))
    assert seen(cast, "helan", until="2000-01-01") == []
    assert seen(cast, "guli", team=str(cast.stranger_team.team.pk))
    wrong = client_of(cast, "helan").get(URL, {"team": str(cast.stranger_team.team.pk), "since": "yesterday"})
    assert wrong.status_code == 422
    assert "yesterday" in wrong.content.decode()
    assert {row[0].scope for row in wrong.context["rows"]} == {str(cast.team.team.pk)}


def test_pages() -> None:
    cast = found()
    first, second = seen(cast, "guli"), seen(cast, "guli", page="2")
    assert len(first) == 50
    assert first[-1].pk > second[0].pk


def test_what_a_leader_is_recused_from_is_not_in_the_audit() -> None:
    cast = found()
    helan = cast.member("helan")
    actions.recuse(current=cast["song"], vault=cast.vault, member=helan, unit=cast.units["maizhan-01"])
    kinds = {row.kind for row in seen(cast, "helan")}
    assert "vault.recused" not in kinds
    assert "vault.recused" in {row.kind for row in seen(cast, "guli")}


def test_the_chain_is_checked_on_demand() -> None:
    cast = found()
    while seal_some():
        pass
    leader = client_of(cast, "helan")
    assert leader.get(URL).context["verdict"] is None
    verdict = leader.get(URL, {"check": "1"}).context["verdict"]
    assert verdict.broken_at is None
    assert verdict.entries == Entry.objects.count()
    Entry.objects.filter(number=3).update(actor="somebody else")
    page = leader.get(URL, {"check": "1"})
    assert page.context["verdict"].broken_at == 3
    assert 'data-s="late"' in page.content.decode()
    assert Member.objects.exists()
