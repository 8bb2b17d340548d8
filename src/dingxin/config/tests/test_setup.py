"""The founding at the terminal: what is refused, what is asked back, and what stands afterwards."""

import argparse
import re
from pathlib import Path
from unittest import mock

import pytest
from django.test import override_settings

from dingxin.accounts import totp
from dingxin.accounts.models import Member
from dingxin.accounts.setup import WIPE, Terminal
from dingxin.audit.models import Entry
from dingxin.config import ceremony, site_keys
from dingxin.config.commands import setup
from dingxin.config.terminal import Refusal
from dingxin.organisation.models import Body, BodyRole
from dingxin.vault import pins
from dingxin.vault.trust import trust_of


class Office:
    """People at the screen: they type what the paper says, each thing wrongly once. ``answers`` by what is asked."""

    def __init__(self, *, above: bool = False, away: frozenset[str] = frozenset(), stop_at: str = "") -> None:
        self.said, self.asked, self.wrong = list[str](), list[str](), set[str]()
        self.above, self.away, self.stop_at = above, away, stop_at
        self.count = self.bodies = 0
        self.shown_keys: dict[str, list[str]] = {}

    def say(self, line: str) -> None:
        self.said.append(line)

    def paper(self, label: str) -> str:
        return next(line.split(label)[1].strip() for line in reversed(self.said) if line.strip().startswith(label))

    def group(self, name: str, number: int) -> str:
        at = max(n for n, line in enumerate(self.said) if line == f"  {name}")
        text = " ".join(self.said[at + 1 : at + 3])
        return re.findall(r"(\d+):(\S+)", text)[number - 1][1]

    def once_wrong(self, question: str, right: str) -> str:
        if question not in self.wrong:
            self.wrong.add(question)
            return "nonsense"
        return right

    def ask(self, question: str) -> str:
        self.asked.append(question)
        if self.stop_at and self.stop_at in question:
            raise EOFError
        if "Enter" in question:
            return ""
        if found := re.match(r"([a-z-]+), group (\d+): ", question):
            return self.once_wrong(question, self.group(found[1], int(found[2])).upper())
        if found := re.match(r"passphrase, word (\d+): ", question):
            return self.once_wrong(question, self.paper("passphrase").split("-")[int(found[1]) - 1])
        if question.startswith("recovery code"):
            return self.once_wrong("recovery", self.paper("recovery code").replace("-", " ").lower())
        if question.startswith("code that the device"):
            secret = self.paper("device").replace(" ", "")
            return self.once_wrong("device", totp.code_at(secret, totp.now_step()))
        return self.words(question)

    def words(self, question: str) -> str:
        if "user name" in question:
            self.count += 1
            return f"person{self.count}"
        if "name as colleagues" in question:
            return f"人{self.count}"
        if "its name" in question:
            self.bodies += 1
            return ["望禾县委巡察办", "南屏地委巡察办"][self.bodies - 1]
        if "its code" in question:
            return ["wanghe", "nanping"][self.bodies - 1]
        if "its tier" in question:
            return self.once_wrong("tier", "county")
        if "its policy pack" in question:
            return "cn-inspection"
        if question.startswith("Is there a body above"):
            return "y" if self.above else "n"
        if question.startswith("Does "):
            return "n" if f"person{self.count}" in self.away else "y"
        return "n"  # one more officer, a clerk

    @property
    def terminal(self) -> Terminal:
        return Terminal(say=self.say, ask=self.ask)


@pytest.mark.django_db
def test_a_founding_makes_a_body_whose_keyset_holds() -> None:
    office = Office()
    known = ceremony.found(office.terminal)
    (body,) = known.bodies
    assert Body.objects.get() == body
    trust = trust_of(body)
    # person1 administrator, 2 3 signers, 4 5 custodians, 6 leader, 7 officer, 8 9 the team that hears
    named = {name for _key, name in trust.current.signers}
    assert named == {"人2", "人3", "人6", "人8"}
    roles = sorted(BodyRole.objects.values_list("member__username", "role"))
    assert roles == [
        ("person1", "admin"), ("person2", "signer"), ("person3", "signer"), ("person4", "custodian"),
        ("person5", "custodian"), ("person6", "signer"), ("person8", "signer"),
    ]  # fmt: skip
    assert Member.objects.filter(own=True, totp_secret__isnull=False, recovery_proved_at__isnull=False).count() == 9
    assert Entry.objects.filter(kind="setup.done").count() == 1
    ceremony.tell(office.terminal, known, "./dingxin serve")
    text = "\n".join(office.said)
    assert trust.current.fingerprint in text
    assert "docs/guide/first-day.md" in text


@pytest.mark.django_db
def test_secrets_are_wiped_before_they_are_asked_back() -> None:
    office = Office()
    known = ceremony.found(office.terminal)
    for username, person in known.people.items():
        shown = [n for n, line in enumerate(office.said) if person.secrets.passphrase in line]
        assert len(shown) == 1, username
        assert WIPE in office.said[shown[0] : shown[0] + 4]
    assert {"recovery", "device", "tier"} <= office.wrong  # each was typed wrongly once, and asked again


@pytest.mark.django_db
def test_the_body_above_has_people_of_its_own() -> None:
    known = ceremony.found(Office(above=True).terminal)
    above, body = known.bodies
    assert body.parent == above
    both = [
        set(BodyRole.objects.filter(body=one, role__in=("signer", "custodian")).values_list("member", flat=True))
        for one in (above, body)
    ]  # fmt: skip
    assert not both[0] & both[1]
    assert trust_of(above).current.fingerprint != trust_of(body).current.fingerprint
    assert list(BodyRole.objects.filter(role="admin").values_list("body__code", flat=True)) == ["nanping"]


@pytest.mark.django_db
def test_who_is_away_gets_an_envelope_and_is_not_in_the_keyset() -> None:
    office = Office(away=frozenset({"person1", "person4", "person6"}))
    known = ceremony.found(office.terminal)
    assert [line.rsplit("(", 1)[1] for line in known.envelopes] == ["person1)", "person4)", "person6)"]
    assert not Member.objects.filter(username__in=("person1", "person4", "person6"), own=True).exists()
    assert "人6" not in {name for _key, name in trust_of(known.bodies[0]).current.signers}
    asked = [question for question in office.asked if question.startswith("Does ")]
    assert not any("人2" in question or "人3" in question for question in asked), "signers have to be here"


@pytest.mark.django_db
def test_nobody_takes_two_parts() -> None:
    office = Office()
    plain = office.words
    names = iter(["one", "one", "ONE", "two"])

    def words(question: str) -> str:
        return next(names) if "user name" in question else plain(question)

    office.words = words  # type: ignore[method-assign]
    known = ceremony.Known()
    ceremony.make_person(office.terminal, known, "Signer", here=True)
    ceremony.make_person(office.terminal, known, "Signer", here=True)
    assert sorted(known.people) == ["one", "two"]


def test_the_site_keys_are_shown_once_and_two_groups_come_back(tmp_path: Path) -> None:
    keys = site_keys.fixed_for_tests()
    office = Office()
    ceremony.safe_paper(office.terminal, keys, tmp_path)
    text = "\n".join(office.said)
    for name in ("pepper", "staff-pepper", "totp-key", "promise-seed", "secret-key", "leak-key", "receipt-salt"):
        assert f"\n  {name}\n" in text
    assert len([question for question in office.asked if "group" in question]) == 8  # 2 keys, 2 groups, wrong once
    assert office.said.count(WIPE) == 2


@pytest.mark.parametrize("count", [2, 6, 16])
def test_two_groups_are_two_and_in_order(count: int) -> None:
    for _ in range(200):
        first, second = ceremony.any_two(count)
        assert 1 <= first < second <= count


def test_a_folder_that_others_read_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "site"
    data.mkdir(mode=0o755)
    with pytest.raises(Refusal, match="read by others"):
        setup.refuse_weak(data, tmp_path / "keys", beside_is_known=True)
    data.chmod(0o700)
    setup.refuse_weak(data, tmp_path / "keys", beside_is_known=False)
    with pytest.raises(Refusal, match="inside the folder"):
        setup.refuse_weak(data, data / "keys", beside_is_known=False)
    setup.refuse_weak(data, data / "keys", beside_is_known=True)
    (tmp_path / "file").touch()
    with pytest.raises(Refusal, match="is a file"):
        setup.refuse_weak(tmp_path / "file", data, beside_is_known=True)


@pytest.mark.parametrize(("typed", "goes_on"), [("y", True), ("YES", True), ("", False), ("n", False)])
def test_keys_beside_the_database_need_a_yes(tmp_path: Path, typed: str, goes_on: bool) -> None:
    with mock.patch("builtins.input", return_value=typed):
        assert setup.known_to_be_beside(tmp_path, tmp_path / "keys") is goes_on
    with mock.patch("builtins.input", side_effect=EOFError):
        assert setup.known_to_be_beside(tmp_path, tmp_path / "keys") is False
        assert setup.known_to_be_beside(tmp_path / "data", tmp_path / "keys") is True


def test_the_data_folder_is_made_for_the_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DINGXIN_KEYS", str(tmp_path / "medium" / "keys"))

    def stop(folder: Path) -> bool:
        raise Refusal(f"stop at {folder}", todo="")

    monkeypatch.setattr(setup.prepare, "make_keys", stop)
    with pytest.raises(Refusal, match="stop at"):
        setup.run(argparse.Namespace(data=str(tmp_path / "site")))
    assert (tmp_path / "site").stat().st_mode & 0o777 == 0o700


def test_the_last_page_says_how_to_serve_exactly_this_office(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DINGXIN_KEYS", "DINGXIN_DATA"):
        monkeypatch.delenv(name, raising=False)
    assert setup.serving(None, Path("/k")) == "./dingxin serve"
    monkeypatch.setenv("DINGXIN_KEYS", "/k")
    assert setup.serving("/d", Path("/k")) == "DINGXIN_KEYS=/k ./dingxin serve --data /d"


@pytest.mark.django_db
def test_an_office_is_founded_once(tmp_path: Path) -> None:
    with override_settings(DATA=tmp_path):
        setup.refuse_existing()
        with pytest.raises(EOFError):
            ceremony.found(Office(stop_at="custodian 2").terminal)
        with pytest.raises(Refusal, match="begun"):
            setup.refuse_existing()
        ceremony_done = Office()
        ceremony_done.count = 50
        ceremony.found(ceremony_done.terminal)
        with pytest.raises(Refusal, match="already"):
            setup.refuse_existing()


@pytest.mark.django_db
def test_the_fingerprint_is_pinned_outside_the_database() -> None:
    known = ceremony.found(Office().terminal)
    number, fingerprint = pins.pinned(known.bodies[0].pk) or (0, "")
    assert (number, fingerprint) == (1, trust_of(known.bodies[0]).current.fingerprint)


@pytest.mark.django_db
@pytest.mark.parametrize("ends", [EOFError, KeyboardInterrupt])
def test_a_founding_that_is_broken_off_leaves_no_secret_on_the_screen(
    ends: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("database", "static"):
        monkeypatch.setattr(setup.prepare, name, lambda say: False)
    monkeypatch.setattr(setup.django_ready, "load", lambda data: None)
    monkeypatch.setattr(setup.prepare.os, "umask", lambda mode: 0)
    monkeypatch.setenv("DINGXIN_KEYS", str(tmp_path / "keys"))
    monkeypatch.setattr("dingxin.accounts.setup.Terminal", lambda: Terminal(ask=mock.Mock(side_effect=ends)))
    with pytest.raises(Refusal, match="broken off") as stopped:
        setup.run(argparse.Namespace(data=str(tmp_path / "site")))
    assert "goes on" in stopped.value.todo
    shown = capsys.readouterr().out
    assert "FOR THE SAFE" in shown
    assert shown.rstrip("\n").endswith(WIPE)
