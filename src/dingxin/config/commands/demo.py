"""``demo``: a filled office on this machine, from nothing to a page in the browser."""

import argparse
import os
import shutil
import socket
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from functools import partial
from pathlib import Path

from dingxin.config import demo_logins, django_ready, prepare
from dingxin.config.boot_key import memory_folder
from dingxin.config.places import REPOSITORY
from dingxin.config.server import Serving, only_one, serve
from dingxin.config.terminal import Refusal, say

HOST = "127.0.0.1"
STAFF = "/staff/sign-in/"
_OURS = (
    "dingxin.sqlite3", "dingxin.sqlite3-wal", "dingxin.sqlite3-shm", "keys", "static", demo_logins.FILE,
    demo_logins.DIGITS, "demo-accounts.json",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All optional."""
    parser.add_argument("--data", default=str(REPOSITORY / "var" / "demo"), help="its folder (default: var/demo)")
    parser.add_argument("--reset", action="store_true", help="forget what was done in the demo and load it anew")
    parser.add_argument("--port", type=a_port, default=8643, help="default: 8643, or the next free one")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")


def refuse_real_data(data: Path) -> None:
    """Only a folder that is empty or bears the marker of a demo is touched."""
    if data.exists() and not data.is_dir():
        raise Refusal(f"{data} is a file.", todo="Name another folder with --data.")
    if data.is_dir() and any(data.iterdir()) and not (data / prepare.DEMO_MARKER).exists():
        raise Refusal(f"{data} holds something that is not a demo.", todo="Name an empty folder with --data.")


def empty(data: Path) -> None:
    """Remove what a demo makes, and nothing else."""
    for name in _OURS:
        path = data / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def free_port(first: int) -> int:
    """``first`` or the next free one of twenty."""
    for port in range(first, first + 20):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise Refusal(f"no free port from {first} to {first + 19}.", todo="Name one with --port.")


def a_port(text: str) -> int:
    """A number that leaves room for the next twenty: told at once, not after the stories."""
    if not text.isdigit() or not 1024 <= int(text) <= 65_500:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; 1024 to 65500, please")
    return int(text)


def fill(data: Path, keys: Path) -> list[demo_logins.DemoLogin]:
    """Prepare the folder and load the stories unless they are there; the log-ins."""
    known = demo_logins.read(data)
    if known is None and (data / prepare.DATABASE).exists():
        say("the last start did not finish loading: starting over …")
        empty(data)
    if prepare.make_keys(keys):
        say("keys made …")
    django_ready.load(data)
    prepare.database(say)
    prepare.static(say)
    prepare.loads()
    if known is None:
        from dingxin.config import demo

        say("telling the stories (a minute or two) …")
        known = list(demo.load(data=data, say=say))
        demo_logins.store(data, known)
    elif _is_old():
        say("this demo was told weeks ago: its keys have run out, and its public page takes nothing any more.")
        say("  ./dingxin demo --reset tells it anew; what you did in it is then gone.")
    return known


def _is_old() -> bool:
    """Whether no stationing's statement holds today (they last four weeks)."""
    from dingxin.mailbox.models import Inlet
    from dingxin.web.days import today

    return not Inlet.objects.filter(current=True, not_after__gte=today(), stationing_id__isnull=False).exists()


def announce(address: str, logins: list[demo_logins.DemoLogin], digits: str, *, browser: bool) -> None:
    """Once the server answers (at most 60 s): the address and the log-ins."""
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=10).close()  # noqa: S310 - our own loopback address
        except urllib.error.HTTPError:
            break  # an answer all the same
        except OSError:
            time.sleep(0.2)
        else:
            break
    else:
        say("the server does not answer yet; its messages above say why.")
        return
    say(f"\nDingxin's demo is at  {address}/  (what people see)")
    say(f"The staff come in at  {address}{STAFF}  (one click for each role)\n")
    for line in demo_logins.table(logins):
        say(line)
    if digits:
        say(f"\nSomebody was answered and has not said yet whether it is solved. Their 18 digits:  {digits}")
    say("\nCtrl+C stops it; the same command continues where you left; --reset starts over.")
    if browser:
        webbrowser.open(address)


def run(args: argparse.Namespace) -> int:
    """Serves until Ctrl+C. A demo is always SQLite in its own folder, whatever the environment says."""
    data, _ = prepare.folders(args.data)
    refuse_real_data(data)
    for name in [name for name in os.environ if name.startswith("DINGXIN_") and name != "DINGXIN_DEBUG"]:
        del os.environ[name]  # nothing of a real installation reaches a demo
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        (data / prepare.DEMO_MARKER).write_text("A demo: its log-ins are public. Never put real data here.\n")
    except OSError as error:
        why = f"{data} cannot be written: {error.strerror}."
        raise Refusal(why, todo="Name a folder of your own, such as --data ~/dingxin-demo.") from error
    with only_one(data, needed=True):
        if args.reset:
            say(f"emptying {data} …")
            empty(data)
        logins = fill(data, data / "keys")
        from django.db import connections

        connections.close_all()
        port = free_port(args.port)
        if port != args.port:
            say(f"port {args.port} is busy: taking {port}.")
        display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.uname().sysname == "Darwin")
        show = partial(
            announce, f"http://{HOST}:{port}", logins, demo_logins.digits(data), browser=display and not args.no_browser
        )
        say("starting …")
        serving = Serving(
            host=HOST, port=port, workers=1, secure=False,
            boot_key_folder=None if memory_folder() else data,  # known log-ins: no secret to keep from a disk
        )
        return serve(serving, started=threading.Thread(target=show, daemon=True).start)
