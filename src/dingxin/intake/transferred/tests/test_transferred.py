"""Others hand over: a hotline call by call, a body in packages; each once, sealed, and nobody else."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.cast_vault import Cast, client_of, found

from dingxin.audit.models import Entry
from dingxin.casework import actions as work
from dingxin.casework.models import Submission
from dingxin.casework.recording import statement_of
from dingxin.intake.transferred import actions, taking
from dingxin.intake.transferred.models import Sender
from dingxin.mailbox import budget, inlets
from dingxin.mailbox.models import Thread
from dingxin.mailbox.texts import canonical_json
from dingxin.organisation.refusals import Refused
from dingxin.rules.ids import new_id
from dingxin.sealing.envelope import seal_submission
from dingxin.sealing.keys import verify_key
from dingxin.sealing.package import Item, pack
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
SEED = bytes(range(32))
STORY = "热线转来：公租房漏雨半年没人修"


@pytest.fixture
def cast() -> Cast:
    budget.forget()
    made = found()
    inlets.refresh()
    return made


def sender(cast: Cast, **more: Any) -> tuple[Sender, str]:
    return actions.add_sender(
        current=cast["helan"], team=cast.team.team, name="县12345热线", verify_key=verify_key(SEED), may="file+state", **more
    )


def told(**more: Any) -> dict[str, Any]:
    return {"v": 1, "reference": "RX-2026-17", "received_on": today().isoformat(), "name": "古丽", "phone": "13000000001",
            "words": {"what": STORY, "about": "住建局"}, **more}  # fmt: skip


def call(token: str, body: Any) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body)
    return Client().post(
        reverse("intake_transferred_api:submissions"), data, "application/json", headers={"authorization": f"Bearer {token}"}
    )


def test_a_hotline_hands_over_once_and_asks_where_it_stands(cast: Cast) -> None:
    _row, token = sender(cast)
    first, again = call(token, told()), call(token, told())
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    row = Submission.objects.get()
    assert (row.channel, row.persons, row.batch) == ("transferred", 1, 0)
    opened = work.open_submission(current=cast["song"], submission=row)
    assert (opened.words["what"], opened.level, opened.receipt) == (STORY, "confidential", "")
    assert "古丽" not in json.dumps(opened.words, ensure_ascii=False)
    address = reverse("intake_transferred_api:one", args=["RX-2026-17"])
    seen = Client().get(address, headers={"authorization": f"Bearer {token}"})
    assert seen.json()["number"] == first.json()["number"]
    assert set(seen.json()) == {"v", "number", "received_on", "state", "due"}
    _other, theirs = actions.add_sender(current=cast["helan"], team=cast.team.team, name="另一条热线", may="file+state")
    assert Client().get(address, headers={"authorization": f"Bearer {theirs}"}).status_code == 404
    assert call(theirs, told()).status_code == 201  # the same number of another system is another thing


@pytest.mark.parametrize(("body", "field"), [
    (b"{", ""), (b"[]", ""), ({**told(), "v": 2}, "v"), ({**told(), "colour": 1}, "colour"), (told(reference=" "), "reference"),
    (told(received_on="soon"), "received_on"), (told(received_on=(today() + timedelta(3)).isoformat()), "received_on"),
    (told(words={"what": " "}), "what"), (told(words={"what": "x" * 20_001}), "what"), (told(words=None), "words"),
    (told(level="secret"), "level"), (told(persons="2"), "persons"), (told(name="\ud800"), "name"),
    (told(words={"what": "x", "about_team": "perhaps"}), "about_team"),
], ids=repr)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_field_and_stores_nothing(cast: Cast, body: Any, field: str) -> None:
    _row, token = sender(cast)
    answer = call(token, body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert answer.json()["message"]
    assert not Thread.objects.exists()


def test_who_may_not(cast: Cast) -> None:
    row, token = sender(cast)
    for wrong in ("", "dxt_", token[:-1], f"{token}x", "Bearer"):
        assert call(wrong, told()).status_code == 401
    Sender.objects.update(may="file")
    seen = Client().get(reverse("intake_transferred_api:one", args=["x"]), headers={"authorization": f"Bearer {token}"})
    assert seen.status_code == 403
    new = actions.renew_token(current=cast["helan"], sender=row)
    assert (call(token, told()).status_code, call(new, told()).status_code) == (401, 201)
    actions.end_sender(current=cast["helan"], sender=row)
    assert call(new, told()).status_code == 401
    for act in (actions.end_sender, actions.renew_token):
        with pytest.raises(Refused):
            act(current=cast["helan"], sender=row)


def test_what_is_about_the_team_goes_to_the_body_above(cast: Cast) -> None:
    _row, token = sender(cast)
    assert call(token, told(words={"what": STORY, "about_team": "yes"})).status_code == 201
    assert Submission.objects.get().team == cast.above.team


def test_a_leader_with_a_new_token_does_not_learn_what_was_said_of_the_team(cast: Cast) -> None:
    row, token = sender(cast)
    above = told(words={"what": STORY, "about_team": "yes"})
    assert [call(token, above).status_code for _ in range(2)] == [201, 200]  # to the hotline it is once
    address = reverse("intake_transferred_api:one", args=["RX-2026-17"])
    assert Client().get(address, headers={"authorization": f"Bearer {token}"}).status_code == 200
    mine = actions.renew_token(current=cast["helan"], sender=row)
    assert Client().get(address, headers={"authorization": f"Bearer {mine}"}).status_code == 404
    assert call(mine, told()).status_code == 201  # neither by handing over something under the same number
    assert call(mine, above).status_code == 201


def test_an_hour_has_its_budget(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _row, token = sender(cast)
    monkeypatch.setattr("dingxin.intake.transferred.api.AN_HOUR", 1)
    assert [call(token, told()).status_code for _ in range(2)] == [201, 503]


# Packages.


def item(cast: Cast, what: str = STORY) -> Item:
    to, thread = statement_of(cast.team.team), new_id().hex
    sealed = seal_submission(
        submission_id=thread, vault=to.vault, epoch=to.epoch, inbound=to.inbound, custodians=to.custodians,
        words=canonical_json({"v": 1, "level": "confidential", "what": what}),
        identity=canonical_json({"v": 1, "name": "马", "phone": "", "other": ""}), level="confidential",
    )
    return Item(thread, to.epoch, today(), 1, 0, "confidential", sealed.head, sealed.words, sealed.identity, sealed.share_b)


def package(cast: Cast, row: Sender, *items: Item, sequence: int = 1) -> bytes:
    return pack(
        SEED, sender=row.pk.hex, receiver=cast.vault.pk.hex, sequence=sequence, made=today(),
        expires=today() + timedelta(10), items=items,
    )


def test_a_package_is_taken_whole_and_once(cast: Cast) -> None:
    row, _token = sender(cast)
    data = package(cast, row, item(cast, "一"), item(cast, "二"))
    taken = taking.take_package(data, actor="tester")
    assert (taken.items, taken.before, taken.sequence) == (2, 0, 1)
    opened = [work.open_submission(current=cast["song"], submission=one).words["what"] for one in Submission.objects.all()]
    assert sorted(opened) == ["一", "二"]
    assert set(Submission.objects.values_list("sealed_by", flat=True)) == {"browser"}
    with pytest.raises(Refused) as refused:
        taking.take_package(data, actor="tester")
    assert refused.value.code == "replayed"
    assert Submission.objects.count() == 2


def test_a_package_broken_off_goes_on_where_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row, _token = sender(cast)
    data, real, calls = package(cast, row, item(cast), item(cast), item(cast)), taking.take_sealed, []

    def breaks(**given: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise OSError("the power went")
        return real(**given)

    monkeypatch.setattr(taking, "take_sealed", breaks)
    with pytest.raises(OSError, match="power"):
        taking.take_package(data, actor="tester")
    assert Sender.objects.get(pk=row.pk).sequence == 0
    taken = taking.take_package(data, actor="tester")
    assert (taken.items, taken.before) == (3, 1)
    assert Submission.objects.count() == 3
    assert Entry.objects.filter(kind="transferred.package_taken").count() == 1


def test_whose_package_it_is_not(cast: Cast) -> None:
    row, _token = sender(cast)
    good = package(cast, row, item(cast))
    strange = pack(
        bytes(32), sender=row.pk.hex, receiver=cast.vault.pk.hex, sequence=1, made=today(), expires=today(), items=[item(cast)]
    )
    unknown = package(cast, Sender(pk=new_id()), item(cast))
    for data, team in ((strange, None), (unknown, None), (b"x" * 99, None), (good, cast.stranger_team.team.pk)):
        with pytest.raises(Refused):
            taking.take_package(data, actor="tester", team=team)
    assert not Thread.objects.exists()
    actions.end_sender(current=cast["helan"], sender=row)
    with pytest.raises(Refused):
        taking.take_package(good, actor="tester")


def test_the_page_adds_a_sender_shows_its_token_once_and_takes_a_package(cast: Cast) -> None:
    leader, clerk = client_of(cast, "helan"), client_of(cast, "ding")
    here = {"stationing": str(cast.stationing.pk)}
    shown = leader.post(reverse("intake_transferred:add"), {**here, "name": "地区督查", "key": verify_key(SEED).hex()})
    assert shown.status_code == 200
    assert "dxt_" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert leader.post(reverse("intake_transferred:add"), {**here, "name": "", "key": "xyz"}).status_code == 422
    row = Sender.objects.get()
    page = clerk.get(reverse("intake_transferred:home")).content.decode()
    assert "地区督查" in page
    assert "dxt_" not in page
    assert reverse("intake_transferred:add") not in page
    file = SimpleUploadedFile("a.dxp", package(cast, row, item(cast)))
    assert clerk.post(reverse("intake_transferred:package"), {**here, "file": file}).status_code == 200
    file = SimpleUploadedFile("a.dxp", b"nothing of ours")
    assert clerk.post(reverse("intake_transferred:package"), {**here, "file": file}).status_code == 409
    assert clerk.post(reverse("intake_transferred:package"), here).status_code == 422
    assert Submission.objects.count() == 1
