"""A PostgreSQL cluster that lives as long as a test run or a benchmark: unix socket only, in a folder of its own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dingxin.config.terminal import Refusal

NEEDED = ("initdb", "pg_ctl")
_OPTIONS = "-c listen_addresses='' -c unix_socket_permissions=0700 -c max_connections=60"
_HASTY = " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def programs() -> Path | None:
    """Folder with initdb and pg_ctl: the newest of Debian's layout, else PATH, else None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    for folder in [*found, *([Path(on_path).parent] if on_path else [])]:
        if all((folder / name).exists() for name in NEEDED):
            return folder
    return None


def _as_owner(words: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root; root hands over to the user the package made."""
    if os.getuid() != 0:
        return words
    try:
        pwd.getpwnam("postgres")
    except KeyError as error:
        raise Refusal(
            "PostgreSQL does not run as root and there is no user named postgres.",
            todo="Run as an ordinary user, or install Debian's postgresql package, which makes that user.",
        ) from error
    return ["runuser", "-u", "postgres", "--", *words]


@contextmanager
def cluster(*, durable: bool) -> Iterator[str]:
    """Yields a ``DINGXIN_DATABASE`` address. Raises Refusal when PostgreSQL is absent or does not start.

    ``durable``: commits wait for the disk, as in a real house. Tests never look behind a power cut and do without, which
    takes a good third off the suite; a benchmark without it would flatter.
    """
    bin_folder = programs()
    if bin_folder is None:
        raise Refusal("PostgreSQL's server is not installed.", todo="Debian: apt install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="dingxin-pg-"))  # short: a socket's path has 107 bytes at most
    data, log = folder / "data", folder / "log"
    user = "postgres"
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    pg_ctl = [str(bin_folder / "pg_ctl"), "-D", str(data), "-s", "-w"]
    try:
        _run([str(bin_folder / "initdb"), "-D", str(data), "-U", user, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"])
        _run([*pg_ctl, "-l", str(log), "-o", f"-k {folder} {_OPTIONS}{'' if durable else _HASTY}", "start"])
        yield f"postgresql://{user}@/postgres?host={folder}"
    finally:
        if data.exists():
            subprocess.run(_as_owner([*pg_ctl, "-m", "immediate", "stop"]), check=False, capture_output=True, cwd="/")
        shutil.rmtree(folder, ignore_errors=True)


def _run(words: list[str]) -> None:
    # stdin closed and output in a file: pg_ctl's server would keep a pipe open for ever
    with tempfile.TemporaryFile() as output:
        command = _as_owner(words)
        done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/")
        if done.returncode:
            output.seek(0)
            told = output.read().decode(errors="replace").strip().splitlines()
            raise Refusal(
                f"a throwaway PostgreSQL did not start: {told[-1] if told else words[0]}",
                todo="Try the same as an ordinary user; no other database was touched.",
            )
