"""Acts of the organisation's pages: one action and a redirect, or the page with the reason and what was typed."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.cast_vault import Cast, client_of, found

from dingxin.accounts.models import Member, Session
from dingxin.audit.models import Entry
from dingxin.casework.models import Submission
from dingxin.organisation.models import Body, BodyRole, Membership, Round, Stationing, Team, Unit
from dingxin.rules.ids import new_id
from dingxin.web.days import today

pytestmark = pytest.mark.django_db


def at(name: str, *args: object) -> str:
    return reverse(f"desk:{name}", args=args)


def admin(cast: Cast) -> Client:
    return client_of(cast, "guli")


def entries() -> int:
    return Entry.objects.count()


def goes(client: Client, url: str, data: dict[str, object] | None = None, *, done: str) -> str:
    """POST, exactly one audit entry, a redirect that says what was done, and that page shows it."""
    before = entries()
    answer = client.post(url, data or {})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert entries() == before + 1
    target = answer.headers["Location"]
    assert f"done={done}" in target
    page = client.get(target)
    assert page.status_code == 200
    assert 'role="status"' in page.content.decode()
    return target


def stays(client: Client, url: str, data: dict[str, object], status: int, *shown: str) -> str:
    """POST that is refused: nothing written, the page holds what was typed."""
    before = entries()
    answer = client.post(url, data)
    text = answer.content.decode()
    assert answer.status_code == status, text[-2000:]
    assert entries() == before
    for words in shown:
        assert words in text
    return text


def test_a_body_below_is_made_and_changed() -> None:
    cast = found()
    client = admin(cast)
    given = {"name": "东渠镇巡察站", "code": "dongqu", "parent": cast.body.pk, "tier": "township", "pack": "grm-basic"}
    goes(client, at("organisation_body_new"), given, done="body-made")
    body = Body.objects.get(code="dongqu")
    assert body.parent == cast.body
    changed = {"name": "东渠站", "name_en": "Dongqu Station", "tier": "township", "pack": "grm-basic"}
    goes(client, at("organisation_body_change", body.pk), changed, done="body-changed")
    body.refresh_from_db()
    assert (body.name, body.texts["en"]["name"]) == ("东渠站", "Dongqu Station")
    stays(client, at("organisation_body_new"), given | {"name": "又一个"}, 409, "又一个", "dongqu")
    stays(client, at("organisation_body_new"), given | {"code": "Up per"}, 422, "Up per")
    stays(client, at("organisation_body_new"), given | {"code": "alone", "parent": ""}, 422)
    stays(client, at("organisation_body_new"), given | {"code": "x", "parent": cast.superior_body.pk}, 422)


def test_roles_are_given_and_ended_and_never_clash() -> None:
    cast = found()
    client = admin(cast)
    give = at("organisation_role_give", cast.body.pk)
    goes(client, give, {"member": cast.member("gao").pk, "role": "archivist"}, done="role-given")
    text = stays(client, give, {"member": cast.member("zhou").pk, "role": "custodian"}, 409)
    assert str(cast.member("zhou").pk) in text
    row = BodyRole.objects.get(member=cast.member("gao"), role="archivist")
    goes(client, at("organisation_role_take", cast.body.pk, row.pk), done="role-taken")
    again = client.post(at("organisation_role_take", cast.body.pk, row.pk))
    assert again.status_code == 409
    other = BodyRole.objects.filter(body=cast.superior_body).first()
    assert other is not None
    assert client.post(at("organisation_role_take", cast.body.pk, other.pk)).status_code == 404


def test_units_by_hand() -> None:
    cast = found()
    client = admin(cast)
    given = {"name": "榆钱村", "code": "yuqian", "parent": "maizhan", "kind": "village", "name_ug": "يۈچيەن كەنتى"}
    goes(client, at("organisation_unit_new"), given, done="unit-made")
    unit = Unit.objects.get(code="yuqian")
    assert unit.path == "wanghe/maizhan/yuqian"
    stays(client, at("organisation_unit_new"), given, 409, "榆钱村")
    stays(client, at("organisation_unit_new"), given | {"code": "a/b"}, 422, "a/b")
    stays(client, at("organisation_unit_new"), given | {"code": "n", "parent": "nowhere"}, 422, "nowhere")
    goes(client, at("organisation_unit_change", unit.pk), {"name": "榆钱新村", "kind": ""}, done="unit-changed")
    unit.refresh_from_db()
    assert (unit.name, unit.texts) == ("榆钱新村", {"zh-hans": {"name": "榆钱新村"}})
    assert "榆钱新村" in client.get(at("organisation_units"), {"q": "榆钱"}).content.decode()
    assert client.get(at("organisation_units"), {"at": "nonsense"}).status_code == 404


LIST = "代码,名称,上级,类型\nwanghe,望禾县,,政府\nmaizhan,麦栈镇（改）,wanghe,乡镇\nxin,新单位,maizhan,村\n"


def csv_file(text: str = LIST) -> SimpleUploadedFile:
    return SimpleUploadedFile("units.csv", text.encode("gb18030"), "text/csv")


def test_an_import_is_shown_row_by_row_before_it_is_taken_in() -> None:
    cast = found()
    client = admin(cast)
    before = entries()
    page = client.post(at("organisation_units_import"), {"file": csv_file()})
    text = page.content.decode()
    assert page.status_code == 200
    assert "麦栈镇（改）" in text
    assert "xin" in text
    assert (entries(), Unit.objects.filter(code="xin").exists()) == (before, False)
    assert page.context["preview"].report.created == 1
    assert page.context["preview"].report.changed == 2  # the kind of one, the name of the other
    packed = {"step": "take", "packed": page.context["preview"].packed, "digest": page.context["preview"].digest}
    goes(client, at("organisation_units_import"), packed, done="units-imported")
    assert Unit.objects.get(code="xin").path == "wanghe/maizhan/xin"
    assert Unit.objects.get(code="maizhan").name == "麦栈镇（改）"
    assert Unit.objects.get(code="maizhan-01").path == "wanghe/maizhan/maizhan-01"


def test_an_excel_list_is_read_as_well() -> None:
    cast = found()
    book, out = openpyxl.Workbook(), BytesIO()
    for row in (["code", "name", "parent"], [6501, "第六五零一户", None]):
        book.active.append(row)
    book.save(out)
    file = SimpleUploadedFile("units.xlsx", out.getvalue())
    page = admin(cast).post(at("organisation_units_import"), {"file": file})
    assert page.context["preview"].lines[0].code == "6501"


@pytest.mark.parametrize(("text", "row"), [
    ("代码,名称\n,没有代码\n", 2), ("代码,名称,上级\na,甲,nirgends\n", 2), ("代码,名称,上级\na,甲,b\nb,乙,a\n", 2),
    ("x,y\n1,2\n", 1),
])
def test_a_list_with_a_wrong_row_is_not_taken_in(text: str, row: int) -> None:
    cast = found()
    client = admin(cast)
    before = entries()
    page = client.post(at("organisation_units_import"), {"file": csv_file(text)})
    assert page.status_code == 422
    assert row in {error.row for error in page.context["preview"].report.errors}
    assert 'name="packed"' not in page.content.decode()
    assert entries() == before


def test_another_list_than_the_one_shown_is_refused() -> None:
    cast = found()
    client = admin(cast)
    for more in ({"packed": "rubbish"}, {"digest": "00", "file": csv_file()}, {}):
        assert client.post(at("organisation_units_import"), {"step": "take", **more}).status_code == 409
    page = client.post(at("organisation_units_import"), {"file": csv_file()})
    same = {"step": "take", "digest": page.context["preview"].digest, "file": csv_file()}
    assert client.post(at("organisation_units_import"), same).status_code == 302
    binary = SimpleUploadedFile("x.xlsx", b"PK\x03\x04 no archive")
    assert client.post(at("organisation_units_import"), {"file": binary}).status_code == 409
    assert client.post(at("organisation_units_import"), {}).status_code == 422


def test_a_round_is_made_changed_and_walks_its_table() -> None:
    cast = found()
    client, day = admin(cast), today()
    new = f"{at('organisation_round_new')}?body={cast.body.pk}"
    given = {"number": 14, "name": "第十四轮", "starts": day, "ends": day + timedelta(days=60), "topics": "road 修路"}
    goes(client, new, given, done="round-made")
    made = Round.objects.get(number=14)
    assert made.pack == "cn-inspection"
    stays(client, new, given, 409, "第十四轮", "road 修路")
    stays(client, new, given | {"number": 15, "topics": "修路"}, 422, "修路")
    stays(client, new, given | {"number": 15, "topics": "a 甲\na 乙"}, 422)
    stays(client, new, given | {"number": 15, "ends": day - timedelta(days=1)}, 422, "第十四轮")
    goes(client, at("organisation_round_change", made.pk), {
        "name": "第十四轮巡察", "starts": day, "ends": day + timedelta(days=61), "topics": "road 道路\nwater 饮水",
    }, done="round-changed")  # fmt: skip
    assert sorted(made.topics.values_list("name", flat=True)) == ["道路", "饮水"]
    Submission.objects.create(
        id=new_id(), team=cast.team.team, vault_id=cast.team.vault.pk, channel="web", year=day.year, number=9,
        received_on=day, registered_on=day, topic=made.topics.get(code="water"),
    )
    stays(client, at("organisation_round_change", made.pk), {
        "name": "第十四轮巡察", "starts": day, "ends": day + timedelta(days=61), "topics": "road 道路",
    }, 409, "饮水")  # fmt: skip
    move = at("organisation_round_move", made.pk)
    assert client.post(move, {"move": "station"}).status_code == 409  # no team of it can receive
    goes(client, at("organisation_round_move", cast.round.pk), {"move": "station"}, done="round-moved")
    cast.round.refresh_from_db()
    assert cast.round.state == "stationed"
    assert client.post(move, {"move": "nonsense"}).status_code == 404
    assert client_of(cast, "helan").post(move, {"move": "station"}).status_code == 409  # not by the leader
    page = client.get(at("organisation_round", cast.round.pk)).content.decode()
    assert f"{at('organisation_round_move', cast.round.pk)}?move=report" not in page, "receiving has not ended"


def test_teams_and_who_is_in_them() -> None:
    cast = found()
    client = admin(cast)
    new = f"{at('organisation_team_new')}?body={cast.body.pk}&round={cast.round.pk}"
    goes(client, new, {"number": 11, "name": "第十一巡察组", "name_en": "Team 11"}, done="team-made")
    team = Team.objects.get(number=11)
    stays(client, new, {"number": 11, "name": "重号"}, 409, "重号")
    join = at("organisation_team_join", team.pk)
    goes(client, join, {"member": cast.member("luoyi").pk, "role": "leader"}, done="joined")
    goes(client, join, {"member": cast.member("ding").pk, "role": "clerk"}, done="joined")
    stays(client, join, {"member": cast.member("luo").pk, "role": "officer"}, 409)  # a custodian
    stays(client, join, {"member": cast.member("luoyi").pk, "role": "officer"}, 409)  # is in it already
    stays(client, join, {"member": cast.member("guli").pk, "role": "leader"}, 409)  # an administrator
    stays(client, join, {"member": cast.member("ding").pk, "role": "admin"}, 422)
    for username in ("ding", "luoyi"):  # no vault yet: nothing to re-key
        row = Membership.objects.get(team=team, member=cast.member(username))
        goes(client, at("organisation_team_leave", team.pk, row.pk), done="left")
    row = Membership.objects.get(team=cast.team.team, member=cast.member("zhou"))
    answer = client.post(at("organisation_team_leave", cast.team.team.pk, row.pk))
    assert answer.status_code == 409, "who holds a key leaves by re-keying"
    goes(client, at("organisation_team_change", team.pk), {"name": "十一组"}, done="team-changed")
    assert client.get(at("organisation_team_new"), {"body": cast.body.pk}).status_code == 404
    follow = f"{at('organisation_team_new')}?body={cast.body.pk}&kind=follow_up"
    goes(client, follow, {"number": 7, "name": "督办二组"}, done="team-made")


def test_a_new_account_shows_its_passphrase_once() -> None:
    cast = found()
    client = admin(cast)
    before = entries()
    page = client.post(at("organisation_person_new"), {"name": "石朗", "username": "shilang"})
    text = page.content.decode()
    assert page.status_code == 200
    assert entries() == before + 1
    member = Member.objects.get(username="shilang")
    assert not member.own
    words = page.context["new"].secrets.passphrase
    assert all(word in text for word in words.split("-"))
    assert "no-store" in page.headers["Cache-Control"]
    assert words.split("-")[0] not in client.get(at("organisation_person", member.pk)).content.decode()
    stays(client, at("organisation_person_new"), {"name": "又", "username": "shilang"}, 409, "又")
    stays(client, at("organisation_person_new"), {"name": "又", "username": "A B"}, 422, "A B")


def test_losing_things_and_closing() -> None:
    cast = found()
    client = admin(cast)
    zhou = cast.member("zhou")
    client_of(cast, "zhou")
    goes(client, at("organisation_person_device", zhou.pk), done="device-cleared")
    zhou.refresh_from_db()
    assert zhou.totp_secret is None
    assert not Session.objects.filter(member=zhou).exists()
    page = client.post(at("organisation_person_reset", zhou.pk))
    assert page.status_code == 200
    zhou.refresh_from_db()
    assert (zhou.key_number, zhou.own, zhou.recovery_proved_at) == (2, False, None)
    goes(client, at("organisation_person_close", zhou.pk), done="person-closed")
    assert client.post(at("organisation_person_close", zhou.pk)).status_code == 409
    guli = cast.member("guli")
    for name in ("close", "reset", "device"):
        assert client.post(at(f"organisation_person_{name}", guli.pk)).status_code == 403, "never one's own"


def test_accounts_of_other_bodies_do_not_exist_for_an_administrator() -> None:
    cast = found()
    client = admin(cast)
    xue = cast.member("xue")
    assert client.get(at("organisation_person", xue.pk)).status_code == 404
    for name in ("close", "reset", "device"):
        assert client.post(at(f"organisation_person_{name}", xue.pk)).status_code == 404
    assert "薛定" not in client.get(at("organisation_people")).content.decode()
    assert str(xue.pk) not in client.get(at("organisation_role_give", cast.body.pk)).content.decode()


def test_a_locked_session_is_asked_for_the_passphrase_and_nothing_is_lost() -> None:
    cast = found()
    client = client_of(cast, "guli", unlocked=False)
    answer = client.post(at("organisation_person_new"), {"name": "石朗", "username": "shilang"})
    assert answer.status_code == 423
    assert "shilang" in answer.content.decode()
    assert not Member.objects.filter(username="shilang").exists()


def test_a_stationing_is_prepared_and_its_notice_written_language_by_language() -> None:
    cast = found()
    client, day, team = admin(cast), today(), cast.team.team
    new = f"{at('organisation_stationing_new')}?team={team.pk}"
    days = {"starts": day, "ends": day + timedelta(days=20), "intake_until": day + timedelta(days=10)}
    goes(client, new, {"unit": "县教育局", "code": "jiaoyu", **days}, done="stationing-made")
    made = Stationing.objects.get(code="jiaoyu")
    assert made.unit == cast.units["jiaoyu"]
    stays(client, new, {"unit": "村", "code": "x", **days}, 422, "maizhan-01", "maizhan-02")  # which one?
    stays(client, new, {"unit": "nirgends", "code": "x", **days}, 422, "nirgends")
    stays(client, new, {"unit": "jiaoyu", "code": "jiaoyu", **days}, 409, "jiaoyu")
    late = days | {"intake_until": day + timedelta(days=30)}
    stays(client, new, {"unit": "jiaoyu", "code": "y", **late}, 422)
    leader = client_of(cast, "helan")
    for language, words in (("zh-hans", "受理教育方面的问题"), ("en", "Schools and fees"), ("ug", "مائارىپ")):
        goes(leader, at("organisation_notice", made.pk, language), {"scope": words}, done="notice-changed")
    made.refresh_from_db()
    assert made.texts == {"zh-hans": {"scope": "受理教育方面的问题"}, "en": {"scope": "Schools and fees"},
                          "ug": {"scope": "مائارىپ"}}  # fmt: skip
    stays(leader, at("organisation_notice", made.pk, "en"), {}, 422)
    goes(leader, at("organisation_notice", made.pk, "en"), {"intro": "Here for a month"}, done="notice-changed")
    made.refresh_from_db()
    assert made.texts["en"] == {"scope": "Schools and fees", "intro": "Here for a month"}  # what was not sent stays
    assert leader.get(at("organisation_notice", made.pk, "xx")).status_code == 404
    change = {"starts": day, "ends": day + timedelta(days=9), "intake_until": day + timedelta(days=9), "phone": "12345"}
    goes(leader, at("organisation_stationing_change", made.pk), change, done="stationing-changed")
    made.refresh_from_db()
    assert (made.phone, made.texts["en"]["scope"]) == ("12345", "Schools and fees")
    assert client_of(cast, "song").post(at("organisation_notice", made.pk, "en"), {"scope": "x"}).status_code == 403


def test_words_of_the_public_are_shown_and_never_run() -> None:
    cast = found()
    leader = client_of(cast, "helan")
    leader.post(at("organisation_notice", cast.stationing.pk, "en"), {"scope": "<script>alert(1)</script>"})
    for name in ("preview", "poster"):
        text = leader.get(at(f"organisation_{name}", cast.stationing.pk, "en")).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


def test_boxes_keep_their_order_and_an_empty_one_is_left_out() -> None:
    cast = found()
    leader, url = client_of(cast, "helan"), at("organisation_boxes", cast.stationing.pk)
    fields = {
        "box-TOTAL_FORMS": 3, "box-INITIAL_FORMS": 0, "box-0-place_zh-hans": "汽车站", "box-0-place_en": "Bus station",
        "box-2-place_zh-hans": "集市", "box-2-safe_zh-hans": "没有摄像头",
    }  # fmt: skip
    goes(leader, url, fields, done="boxes-changed")
    boxes = list(cast.stationing.boxes.filter(state="up").order_by("order").values_list("texts", flat=True))
    assert [box["zh-hans"]["place"] for box in boxes] == ["汽车站", "集市"]
    text = stays(leader, url, fields | {"box-1-place_en": "Market"}, 422, "Market")
    assert 'role="alert"' in text


def test_the_preview_marks_borrowed_words_and_the_poster_has_the_fingerprint(settings: object) -> None:
    cast = found()
    leader = client_of(cast, "helan")
    cast.stationing.texts = {"zh-hans": {"scope": "镇机关"}, "ug": {"scope": "ئورگان"}}
    cast.stationing.save()
    preview = leader.get(at("organisation_preview", cast.stationing.pk, "en")).content.decode()
    assert '<span lang="zh-Hans" dir="ltr">镇机关</span>' in preview
    assert "Whatever the problem" in preview
    assert '<html lang="en" dir="ltr"' in preview
    assert '<html lang="ug" dir="rtl"' in leader.get(at("organisation_preview", cast.stationing.pk, "ug")).content.decode()
    poster = leader.get(at("organisation_poster", cast.stationing.pk, "zh-hans")).content.decode()
    assert "<svg" in poster
    assert "http://testserver/zh-hans/maizhan/" in poster
    assert "DINGXIN_HOSTS" in poster, "others cannot reach this address: the page says so"
    settings.ALLOWED_HOSTS = ["xunshi.example.cn", "testserver"]  # type: ignore[attr-defined]
    poster = leader.get(at("organisation_poster", cast.stationing.pk, "zh-hans")).content.decode()
    assert "https://xunshi.example.cn/zh-hans/maizhan/" in poster
    assert "DINGXIN_HOSTS" not in poster


def test_ending_the_intake() -> None:
    cast = found()
    leader, url = client_of(cast, "helan"), at("organisation_stationing_close", cast.stationing.pk)
    assert client_of(cast, "song").post(url).status_code == 403
    goes(leader, url, done="closed")
    cast.stationing.refresh_from_db()
    assert cast.stationing.state == "closed"
    assert leader.post(url).status_code == 409
