"""Every page of organisation and keys opens for whom it is meant, and says no to the others in the right way."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast_vault import Cast, client_of, found

pytestmark = pytest.mark.django_db


def addresses(cast: Cast) -> dict[str, str]:
    """All pages that are read, by name, for the cast's first team."""
    team, body, stationing = cast.team.team.pk, cast.body.pk, cast.stationing.pk
    zhou = cast.member("zhou").pk
    named = {
        "organisation": [], "organisation_units": [], "organisation_unit_new": [], "organisation_units_import": [],
        "organisation_unit_change": [cast.units["maizhan"].pk], "organisation_body": [body],
        "organisation_body_change": [body], "organisation_role_give": [body], "organisation_body_new": [],
        "organisation_round": [cast.round.pk], "organisation_round_change": [cast.round.pk],
        "organisation_team": [team], "organisation_team_change": [team], "organisation_team_join": [team],
        "organisation_people": [], "organisation_person_new": [], "organisation_person": [zhou],
        "organisation_stationing": [stationing], "organisation_stationing_change": [stationing],
        "organisation_notice": [stationing, "ug"], "organisation_boxes": [stationing],
        "organisation_preview": [stationing, "en"], "organisation_poster": [stationing, "zh-hans"],
        "keys": [], "keys_loss": [], "keys_grant": [team], "keys_certify_team": [team, zhou],
        "keys_certify_body": [body, cast.member("luo").pk], "keys_recuse": [team], "keys_inbounds": [team],
        "keys_leave": [team, zhou], "keys_rekey": [team], "keys_body": [body], "keys_keyset": [body],
        "keys_custody": [body], "audit": [],
    }  # fmt: skip
    found = {name: reverse(f"desk:{name}", args=args) for name, args in named.items()}
    found["organisation_round_new"] = f"{reverse('desk:organisation_round_new')}?body={body}"
    found["organisation_team_new"] = f"{reverse('desk:organisation_team_new')}?body={body}&round={cast.round.pk}"
    found["organisation_stationing_new"] = f"{reverse('desk:organisation_stationing_new')}?team={team}"
    found["organisation_round_move"] = f"{reverse('desk:organisation_round_move', args=[cast.round.pk])}?move=station"
    return found


ADMIN = {
    "organisation", "organisation_units", "organisation_unit_new", "organisation_units_import",
    "organisation_unit_change", "organisation_body", "organisation_body_change", "organisation_role_give",
    "organisation_body_new", "organisation_round", "organisation_round_change", "organisation_round_new",
    "organisation_round_move", "organisation_team", "organisation_team_change", "organisation_team_join",
    "organisation_team_new", "organisation_people", "organisation_person_new", "organisation_person",
    "organisation_stationing", "organisation_stationing_change", "organisation_stationing_new", "organisation_notice",
    "organisation_boxes", "organisation_preview", "organisation_poster", "keys", "keys_loss", "keys_inbounds",
    "keys_body", "audit",
}  # fmt: skip
READ = {
    "organisation", "organisation_units", "organisation_body", "organisation_round", "organisation_round_move",
    "organisation_team", "organisation_stationing", "organisation_preview", "organisation_poster", "keys_loss",
}  # fmt: skip
TEAM_PAGES = {"organisation_team", "organisation_stationing", "organisation_preview", "organisation_poster"}
SIGNER = (READ - TEAM_PAGES) | {"keys", "keys_inbounds", "keys_body", "keys_keyset", "keys_certify_team", "keys_certify_body"}
OFFICER = READ | {"keys", "keys_inbounds", "keys_body", "keys_recuse", "keys_leave", "keys_rekey"}
LEADER = OFFICER | {
    "organisation_stationing_change", "organisation_notice", "organisation_boxes", "keys_grant", "audit",
    "keys_keyset", "keys_certify_team", "keys_certify_body",
}  # fmt: skip
OPEN = {
    "guli": ADMIN, "shen": SIGNER, "luo": (READ - TEAM_PAGES) | {"keys", "keys_inbounds", "keys_body", "keys_custody"},
    "gao": READ | {"keys", "keys_inbounds", "keys_body"}, "helan": LEADER, "song": OFFICER, "ding": READ | {"keys_body"},
    "qin": {"keys_certify_team", "keys_inbounds", "organisation", "organisation_units", "organisation_body",
            "organisation_round", "organisation_round_move",
            "keys", "keys_loss", "keys_body", "keys_keyset", "keys_certify_body", "audit"},
}  # fmt: skip


@pytest.mark.parametrize("username", sorted(OPEN))
def test_who_opens_which_page(username: str) -> None:
    cast = found()
    client: Client = client_of(cast, username)
    status = {name: client.get(url).status_code for name, url in addresses(cast).items()}
    opened = {name for name, code in status.items() if code == 200}
    assert opened == OPEN[username]
    assert set(status.values()) <= {200, 403, 404}


def test_nobody_opens_anything_signed_out() -> None:
    cast = found()
    client = Client()
    for url in addresses(cast).values():
        answer = client.get(url)
        assert answer.status_code == 302, url
        assert "/staff/sign-in/" in answer.headers["Location"]


def test_a_superior_body_does_not_read_the_teams_of_the_one_below() -> None:
    cast = found()
    client = client_of(cast, "xue")  # leads the prefecture's superior team; holds nothing in the county
    for name in ("organisation_body", "organisation_team", "organisation_stationing", "keys_inbounds", "keys_body"):
        assert client.get(addresses(cast)[name]).status_code == 404, name


def test_the_table_says_who_opens_what() -> None:
    cast = found()
    text = client_of(cast, "helan").get(reverse("desk:keys")).content.decode()
    for name in ("何岚", "宋启明", "丁小禾", "罗衡", "田书"):
        assert f"<b>{name}</b>" in text
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', text, re.S)
    opens = [[">能开<" in cell or ">opens<" in cell for cell in re.findall(r"<td.*?</td>", row, re.S)] for row in rows]
    # leader, three officers, clerk, two custodians, all others of the body
    assert opens[0][:8] == [True, True, True, True, False, False, False, False]
    assert len(rows) == 3
