"""``serve``: run an office that was set up. What is not ready is refused before anything listens."""

import argparse
import ipaddress
import os
import socket
from pathlib import Path

from dingxin.config import django_ready, prepare
from dingxin.config.server import Serving, only_one, serve
from dingxin.config.terminal import Refusal, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and who ends TLS."""
    django_ready.add_data(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8642, help="default: 8642")
    parser.add_argument("--behind-proxy", action="store_true", help="a proxy ends TLS and sets X-Forwarded-Proto")
    parser.add_argument("--tls-cert", type=Path, help="certificate chain, PEM")
    parser.add_argument("--tls-key", type=Path, help="its key, PEM, PKCS#8")
    parser.add_argument("--workers", type=int, help="processes (PostgreSQL; SQLite always has one)")
    parser.add_argument("--boot-key-folder", type=Path, help="for the boot key, where no memory-backed one is")


def is_loopback(host: str) -> bool:
    """True for this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def refuse_plain_http(args: argparse.Namespace) -> None:
    """Words, names and log-ins never cross a wire in the clear; half a TLS set-up is none."""
    if bool(args.tls_cert) != bool(args.tls_key):
        raise Refusal("--tls-cert and --tls-key belong together.", todo="Give both, or neither.")
    for path in filter(None, (args.tls_cert, args.tls_key)):
        if not os.access(path, os.R_OK):
            raise Refusal(f"{path} cannot be read.", todo="Check the path and whose file it is.")
    if args.tls_key and "-----BEGIN PRIVATE KEY-----" not in args.tls_key.read_text():
        raise Refusal(
            f"{args.tls_key} is not an unencrypted PKCS#8 key.",
            todo=f"openssl pkcs8 -topk8 -nocrypt -in {args.tls_key} -out key.pem",
        )
    if not (is_loopback(args.host) or args.tls_cert or args.behind_proxy):
        raise Refusal(
            f"plain HTTP on {args.host} would carry words and log-ins in the clear.",
            todo="Give --tls-cert and --tls-key, or --behind-proxy when a proxy ends TLS, or listen on 127.0.0.1.",
        )


def refuse_unready(args: argparse.Namespace, data: Path) -> None:
    """Everything the first request would stumble over, told now. Needs Django loaded."""
    from django.conf import settings

    prepare.loads()
    if settings.SITE_KEYS is None:
        raise Refusal(f"no site keys in {settings.KEYS_FOLDER}.", todo="Run ./dingxin setup, or put them back.")
    if prepare.pending_migrations():
        raise Refusal("the database is not at this version.", todo="Make a backup, then run ./dingxin migrate.")
    if not prepare.static_is_ready():
        raise Refusal("static files were not collected.", todo="Run ./dingxin migrate.")
    if not is_loopback(args.host) or args.behind_proxy:
        prepare.refuse_demo(data)
        if settings.DEBUG:
            raise Refusal("DINGXIN_DEBUG=1 shows traces to everyone.", todo="Unset it, or listen on 127.0.0.1 alone.")
        if "DINGXIN_HOSTS" not in os.environ:
            raise Refusal("no public host name is set.", todo="For example DINGXIN_HOSTS=xunshi.example.cn")


def refuse_busy(host: str, port: int) -> None:
    """granian's own message would be a trace."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = f"cannot listen on {host} port {port}: {error.strerror}."
            raise Refusal(why, todo="Choose another --port.") from error


def workers(asked: int | None, *, sqlite: bool) -> int:
    """SQLite is one process by design (its writers queue on a lock there); PostgreSQL one a core, two at least."""
    if sqlite:
        if asked and asked > 1:
            raise Refusal("SQLite is served by one process.", todo="Leave --workers out, or use PostgreSQL.")
        return 1
    return asked or max(2, os.cpu_count() or 2)


def run(args: argparse.Namespace) -> int:
    """Serves until told to stop."""
    refuse_plain_http(args)
    data, _ = prepare.folders(args.data)
    if not data.is_dir():
        raise Refusal(f"there is no folder {data}.", todo="Run ./dingxin setup, or name the right one with --data.")
    secure = bool(args.tls_cert or args.behind_proxy)
    # cookies and headers depend on it, and this process's checks must see what the workers will
    proxy = "1" if args.behind_proxy else "0"
    django_ready.load(data, DINGXIN_SECURE="1" if secure else "0", DINGXIN_BEHIND_PROXY=proxy)
    refuse_unready(args, data)
    refuse_busy(args.host, args.port)
    from django.db import connection

    sqlite = connection.vendor == "sqlite"
    serving = Serving(
        host=args.host, port=args.port, workers=workers(args.workers, sqlite=sqlite), secure=secure,
        behind_proxy=args.behind_proxy, tls_certificate=args.tls_cert, tls_key=args.tls_key,
        boot_key_folder=args.boot_key_folder,
    )
    with only_one(data, needed=sqlite):
        scheme = "https" if args.tls_cert else "http"
        say(f"serving {scheme}://{args.host}:{args.port} with {serving.workers} process(es); Ctrl+C stops.")
        return serve(serving)
