"""The boot key, the ticks, the throwaway cluster, and one real start and stop."""

import logging
import os
import stat
import threading
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dingxin.config import boot_key, demo_logins, tick
from dingxin.config.terminal import Refusal

MOUNTS = r"""/dev/vda / ext4 rw 0 0
tmpfs /dev/shm tmpfs rw 0 0
/dev/vdb /dev/shm/disk ext4 rw 0 0
tmpfs /a\040b tmpfs rw 0 0
"""
PLACES = [
    ("/dev/shm", "tmpfs"), ("/dev/shm/x", "tmpfs"), ("/dev/shm/disk/x", "ext4"),
    ("/dev/shmoo", "ext4"), ("/a b", "tmpfs"),
]


@pytest.mark.parametrize(("folder", "kind"), PLACES)
def test_the_longest_mount_point_counts(folder: str, kind: str) -> None:
    assert boot_key.filesystem(Path(folder), MOUNTS) == kind


def test_a_boot_key_is_the_owners_alone_new_each_time_and_gone_afterwards(tmp_path: Path) -> None:
    seen = []
    for _ in range(2):
        with boot_key.boot_key(tmp_path) as path:
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            seen.append(path.read_bytes())
        assert not path.exists()
    assert len(seen[0]) == 32
    assert seen[0] != seen[1]


def test_a_boot_key_on_a_disk_is_refused_unless_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(boot_key, "_mounts", lambda: "/dev/vda / ext4 rw 0 0\n")
    with pytest.raises(Refusal), boot_key.boot_key():
        pass
    with boot_key.boot_key(tmp_path) as path:
        assert path.parent == tmp_path


@pytest.mark.django_db
def test_a_failing_tick_stops_no_other_and_logs_none_of_its_words(caplog: pytest.LogCaptureFixture) -> None:
    def bad() -> int:
        raise ValueError("what a person wrote")

    with caplog.at_level(logging.ERROR):
        assert tick.run_once([lambda: 2, bad, lambda: 3]) == 5
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "what a person wrote" not in caplog.text


def test_every_tick_of_the_rooms_is_gathered_and_callable() -> None:
    found = tick.gather()
    assert found
    assert all(callable(one) for one in found)


def test_the_loop_ends_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    ran, stop = [], threading.Event()

    def once() -> int:
        ran.append(1)
        stop.set()
        return 0

    monkeypatch.setattr(tick, "run_once", once)
    monkeypatch.setattr(tick, "close_old_connections", lambda: None)
    monkeypatch.setattr(tick.connection, "close", lambda: None)
    tick.loop(stop, every=0.001)
    assert ran == [1]


def test_log_ins_come_back_as_they_were_stored(tmp_path: Path) -> None:
    assert demo_logins.read(tmp_path) is None
    login = demo_logins.DemoLogin(role="组长", user="a", passphrase="b c")
    demo_logins.store(tmp_path, [login])
    assert demo_logins.read(tmp_path) == [login]
    assert any("b c" in line for line in demo_logins.table([login]))
    assert demo_logins.digits(tmp_path) == ""


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ticks_run_in_one_process_at_a_time() -> None:
    import psycopg
    from django.db import connection

    if connection.vendor != "postgresql":
        pytest.fail("this test is for PostgreSQL; ./dingxin check runs it there")
    settings = connection.settings_dict
    with closing(psycopg.connect(host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"])) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [tick._LOCK])
        assert tick.run_once([lambda: 1]) == 0
        other.execute("SELECT pg_advisory_unlock(%s)", [tick._LOCK])
        assert tick.run_once([lambda: 1]) == 1
        assert tick.run_once([lambda: 1]) == 1


@pytest.mark.postgres
@pytest.mark.parametrize("durable", [True, False])
def test_a_throwaway_cluster_is_as_durable_as_asked_and_leaves_nothing(durable: bool) -> None:
    import psycopg

    from dingxin.config.throwaway_pg import cluster

    with cluster(durable=durable) as address:
        folder = parse_qs(urlsplit(address).query)["host"][0]
        with closing(psycopg.connect(host=folder, user="postgres", dbname="postgres")) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
            assert connection.execute("SHOW fsync").fetchone() == ("on" if durable else "off",)
    assert not os.path.exists(folder)
