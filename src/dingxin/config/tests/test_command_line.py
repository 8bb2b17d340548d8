"""The command line: what is refused before anything happens, and in what words of structure."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from dingxin.config import checks, cli, places, prepare
from dingxin.config.commands import check, demo, serve
from dingxin.config.places import SOURCE
from dingxin.config.terminal import Refusal


def serving(**changed: object) -> argparse.Namespace:
    """Options of ``serve`` as its parser gives them."""
    parser = argparse.ArgumentParser()
    serve.add_arguments(parser)
    args = parser.parse_args([])
    for name, value in changed.items():
        setattr(args, name, value)
    return args


def test_help_loads_no_framework() -> None:
    code = "import sys; from dingxin.config import cli; cli.main(['--help']); sys.exit('django' in sys.modules)"
    words, environment = [sys.executable, "-c", code], {"PYTHONPATH": str(SOURCE)}
    done = subprocess.run(words, env=environment, capture_output=True, check=False)
    assert done.returncode == 0
    assert all(name in done.stdout.decode() for name in cli.COMMANDS)


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([name, "--help"])
    assert left.value.code == 0
    assert f"dingxin {name}" in capsys.readouterr().out


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["nope"]) == 2
    assert "nope" in capsys.readouterr().err


def test_an_unforeseen_error_shows_its_kind_and_place_and_not_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(name: str, rest: list[str]) -> int:
        raise ValueError("what a person wrote")

    monkeypatch.setattr(cli, "call", fail)
    monkeypatch.delenv("DINGXIN_DEBUG", raising=False)
    assert cli.main(["version"]) == 1
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert "what a person wrote" not in told
    monkeypatch.setenv("DINGXIN_DEBUG", "1")
    with pytest.raises(ValueError, match="what a person wrote"):
        cli.main(["version"])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_plain_http_on_loopback_is_fine(host: str) -> None:
    serve.refuse_plain_http(serving(host=host))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "office.example"])
def test_plain_http_elsewhere_is_refused_unless_a_proxy_ends_tls(host: str) -> None:
    with pytest.raises(Refusal):
        serve.refuse_plain_http(serving(host=host))
    serve.refuse_plain_http(serving(host=host, behind_proxy=True))


def test_half_a_tls_setup_is_refused(tmp_path: Path) -> None:
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    cert.write_text("x")
    key.write_text("-----BEGIN RSA PRIVATE KEY-----")
    with pytest.raises(Refusal, match="belong together"):
        serve.refuse_plain_http(serving(tls_cert=cert))
    with pytest.raises(Refusal, match="PKCS#8"):
        serve.refuse_plain_http(serving(tls_cert=cert, tls_key=key))
    with pytest.raises(Refusal, match="read"):
        serve.refuse_plain_http(serving(tls_cert=cert, tls_key=tmp_path / "none.pem"))
    key.write_text("-----BEGIN PRIVATE KEY-----")
    serve.refuse_plain_http(serving(host="0.0.0.0", tls_cert=cert, tls_key=key))


def test_sqlite_is_one_process() -> None:
    assert serve.workers(None, sqlite=True) == serve.workers(1, sqlite=True) == 1
    with pytest.raises(Refusal):
        serve.workers(2, sqlite=True)
    assert serve.workers(None, sqlite=False) >= 2
    assert serve.workers(5, sqlite=False) == 5


def test_a_demo_takes_only_an_empty_folder_or_its_own(tmp_path: Path) -> None:
    demo.refuse_real_data(tmp_path / "new")
    demo.refuse_real_data(tmp_path)
    (tmp_path / prepare.DATABASE).write_bytes(b"real")
    with pytest.raises(Refusal):
        demo.refuse_real_data(tmp_path)
    (tmp_path / prepare.DEMO_MARKER).touch()
    demo.refuse_real_data(tmp_path)
    with pytest.raises(Refusal):
        prepare.refuse_demo(tmp_path)


def test_emptying_a_demo_leaves_what_is_not_its_own(tmp_path: Path) -> None:
    for name in (prepare.DATABASE, "notes.txt"):
        (tmp_path / name).touch()
    demo.empty(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_site_keys_are_made_once_and_a_broken_set_is_not_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    assert prepare.make_keys(folder) is True
    assert prepare.make_keys(folder) is False
    kept = (folder / "totp-key").read_text()
    (folder / "pepper").unlink()
    with pytest.raises(Refusal):
        prepare.make_keys(folder)
    assert (folder / "totp-key").read_text() == kept
    assert not (folder / "pepper").exists()


@pytest.mark.parametrize("port", ["80", "99999", "abc", "-1"])
def test_a_port_that_is_none_is_refused_before_the_stories(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["demo", f"--port={port}"])
    assert "1024 to 65500" in capsys.readouterr().err


def test_help_of_an_import_tells_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["import", "register", "--help"])
    told = capsys.readouterr().out
    assert all(word in told for word in ("--team", "--map", "--dry-run", "--corrections", "--data", "register-map.md"))


@pytest.mark.parametrize("words", [["audit", "verify"], ["tick"], ["import", "register", "x.csv", "--team", "a/1"]])
def test_where_no_office_is_nothing_is_done(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare.os, "umask", lambda mode: 0)  # else the tests after this one would have it
    assert cli.main([*words, "--data", str(tmp_path / "none")]) == 1
    assert "there is no folder" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def _absent() -> str:
    raise checks.Absent("a tool")


@pytest.mark.parametrize(("insist", "failed"), [(False, "beside"), (True, "absent, beside")])
def test_check_names_what_failed_and_what_was_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], insist: bool, failed: str
) -> None:
    steps = [
        checks.Step(name="beside", run=lambda: "wrong here", beside=True), checks.Step(name="fine", run=lambda: ""),
        checks.Step(name="absent", run=_absent), checks.Step(name="long", run=lambda: "", open=True),
    ]
    monkeypatch.setattr(checks, "STEPS", steps)
    monkeypatch.setattr(places, "insists", lambda: insist)
    assert check.run(argparse.Namespace(steps=[], after_test=False, insist=False)) == 1
    out, err = capsys.readouterr()
    order = [out.index(one) for one in ("fine        ok", "absent", "beside      FAILED", "wrong here", "long        …")]
    assert order == sorted(order)
    assert ("left out" in out) is not insist
    assert f"failed: {failed}." in err


def test_check_is_content_where_nothing_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "STEPS", [checks.Step(name="beside", run=lambda: "", beside=True)])
    assert check.run(argparse.Namespace(steps=[], after_test=False, insist=True)) == 0
