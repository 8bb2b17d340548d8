"""The pages of the second key: who sees them, what they never show, and that a refusal says why on the same page."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast_vault import Cast, client_of, found

from dingxin.casework import actions
from dingxin.casework.models import NameRequest
from dingxin.casework.tests import lives
from dingxin.desk.keys.name_counts import names_opened
from dingxin.organisation.models import MemberUnit
from dingxin.vault import actions as vaults
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
NAME, REASON = "巴哈尔古丽", "回执问不到，要当面核对一张单据。"
CHECKED = {"needed": "on", "lighter": "on", "within": "on"}


@pytest.fixture
def cast() -> Cast:
    return found()


@pytest.fixture
def writer(cast: Cast) -> lives.Writer:
    made = lives.filed(cast, name=NAME)
    lives.read(cast, made)
    return made


def address(name: str, *args: object) -> str:
    return reverse(f"desk:{name}", args=args)


def asked(cast: Cast, writer: lives.Writer, by: str = "song", **more: str) -> NameRequest:
    given = {"purpose": "name", "ground": "verify", "reason": REASON} | more
    return actions.request_name(current=cast[by], submission=writer.submission, **given)


def posts(client: Client, name: str, *args: object, status: int, **data: str) -> str:
    before = list(NameRequest.objects.values())
    response = client.post(address(name, *args), data)
    assert response.status_code == status, response.content.decode()[:2000]
    if status in (409, 422):
        assert list(NameRequest.objects.values()) == before
        assert 'role="alert"' in response.content.decode() or "note" in response.content.decode()
    return "" if status == 302 else response.content.decode()


def test_asking_by_the_form(cast: Cast, writer: lives.Writer) -> None:
    song = client_of(cast, "song")
    whole = {"purpose": "name", "ground": "verify", "reason": REASON, "days": "3"}
    shown = posts(song, "submission-ask", writer.thread, status=422, **whole | {"ground": ""})
    assert REASON in shown  # what was typed stays
    posts(song, "submission-ask", writer.thread, status=422, **whole | {"days": "30"})
    posts(song, "submission-ask", writer.thread, status=422, **whole | {"ground": "danger"})  # the leader's alone
    posts(song, "submission-ask", writer.thread, status=409, **whole | {"reason": "他说" + lives.WHAT})
    posts(song, "submission-ask", writer.thread, status=302, **whole)
    assert NameRequest.objects.get().days == 3
    posts(song, "submission-ask", writer.thread, status=409, **whole)
    page = song.get(address("submission", writer.thread)).content.decode()
    assert "申请了，第二把还没转" in page
    posts(song, "name-open", NameRequest.objects.get().pk, status=409)
    posts(song, "name-back", NameRequest.objects.get().pk, status=302)
    posts(song, "name-back", NameRequest.objects.get().pk, status=409)


def test_turning_and_refusing_by_the_form(cast: Cast, writer: lives.Writer) -> None:
    request, luo, song = asked(cast, writer), client_of(cast, "luo"), client_of(cast, "song")
    assert REASON not in luo.get(address("custody")).content.decode()
    shown = luo.get(address("custody-one", request.pk)).content.decode()
    assert REASON in shown
    assert NAME not in shown
    assert lives.WHAT not in shown
    posts(luo, "custody-approve", request.pk, status=422, needed="on")
    posts(luo, "custody-refuse", request.pk, status=409, text=" ")
    posts(luo, "custody-refuse", request.pk, status=302, text="用回执问得到")
    posts(luo, "custody-approve", request.pk, status=409, **CHECKED)
    assert "用回执问得到" in posts(song, "name-decision", request.pk, status=200)
    assert "用回执问得到" not in luo.get(address("custody-one", request.pk)).content.decode()
    again = asked(cast, writer)
    posts(luo, "custody-approve", again.pk, status=302, **CHECKED)
    answer = song.post(address("name-open", again.pk))
    assert NAME in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    posts(song, "name-open", again.pk, status=409)
    for one in (address("custody"), address("keys")):
        assert NAME not in luo.get(one).content.decode()


def test_at_once_in_one_step_and_then_looked_at(cast: Cast, writer: lives.Writer) -> None:
    earlier = asked(cast, writer)
    request = asked(cast, writer, by="helan", ground="child")
    luo, shen = client_of(cast, "luo"), client_of(cast, "shen")
    page = luo.get(address("custody")).content.decode()
    assert page.index(str(request.pk)) < page.index("马上转") < page.index(str(earlier.pk))
    posts(luo, "custody-approve", request.pk, status=302)
    assert NAME in posts(client_of(cast, "helan"), "name-open", request.pk, status=200)
    assert "还没复看" in client_of(cast, "helan").get(address("keys")).content.decode()
    signer = shen.get(address("custody-one", request.pk)).content.decode()
    assert REASON not in signer
    posts(shen, "custody-review", request.pk, status=422)
    posts(luo, "custody-review", request.pk, status=409, word="right")
    posts(shen, "custody-review", request.pk, status=302, word="wrong")
    assert "没有必要" in luo.get(address("custody")).content.decode()


def test_new_digits_are_shown_once(cast: Cast, writer: lives.Writer) -> None:
    request = asked(cast, writer, purpose="new_digits", ground="new_digits")
    actions.approve_name_request(current=cast["luo"], request=request)
    song = client_of(cast, "song")
    posts(song, "name-digits", request.pk, status=409)
    assert "是本人：补发新号码" in posts(song, "name-open", request.pk, status=200)
    assert 'class="digits"' in posts(song, "name-digits", request.pk, status=200)
    posts(song, "name-digits", request.pk, status=409)


def test_who_sees_the_home(cast: Cast) -> None:
    for who, status in (("luo", 200), ("shen", 200), ("song", 403), ("guli", 403), ("gao", 403)):
        assert client_of(cast, who).get(address("custody")).status_code == status, who


def test_passing_on_by_the_form(cast: Cast) -> None:
    luo, to = client_of(cast, "luo"), str(cast.member("tian").pk)
    assert luo.post(address("keys_pass_on", cast.body.pk), {}).status_code == 422
    assert luo.post(address("keys_pass_on", cast.body.pk), {"to": to}).status_code == 409
    vaults.make_custody(current=cast["luo"], body=cast.body, custodians=[cast.member("luo"), cast.member("tian")])
    assert address("keys_pass_on", cast.body.pk) in luo.get(address("keys_body", cast.body.pk)).content.decode()
    assert luo.post(address("keys_pass_on", cast.body.pk), {"to": to}).status_code == 302


def test_counts_leave_out_what_a_member_is_kept_from(cast: Cast, writer: lives.Writer) -> None:
    request = asked(cast, writer)
    assert names_opened(cast["zhou"], cast.team.team).asked == 1
    MemberUnit.objects.create(member=cast.member("zhou"), unit=cast.units["maizhan"], since=today())
    assert names_opened(cast["zhou"], cast.team.team).asked == 0
    assert names_opened(cast["helan"], cast.team.team).asked == 1
    assert client_of(cast, "zhou").post(address("name-open", request.pk)).status_code == 404


def test_a_person_spoken_to_by_the_pages(cast: Cast) -> None:
    matter = lives.matter_of(cast, lives.filed(cast))
    spoken = actions.add_spoken(current=cast["song"], matter=matter, kind="witness", name=NAME)
    song, luo = client_of(cast, "song"), client_of(cast, "luo")
    assert address("spoken", spoken.pk) in song.get(address("matter", matter.pk)).content.decode()
    whole = {"purpose": "name", "ground": "verify", "reason": REASON, "days": "3"}
    assert REASON in posts(song, "spoken-name", spoken.pk, status=422, **whole | {"ground": ""})
    posts(song, "spoken-name", spoken.pk, status=302, **whole)
    request = NameRequest.objects.get()
    assert address("spoken-name", spoken.pk) not in song.get(address("spoken", spoken.pk)).content.decode()
    asked_page = luo.get(address("custody-one", request.pk)).content.decode()
    assert "证人" in asked_page
    assert NAME not in asked_page
    luo.post(address("custody-approve", request.pk), {"needed": "on", "lighter": "on", "within": "on", "text": ""})
    opened = posts(song, "name-open", request.pk, status=200)
    assert NAME in opened
    assert address("spoken", spoken.pk) in opened
    posts(song, "name-open", request.pk, status=409)
