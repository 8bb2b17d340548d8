"""The mailboxes that are read: ``mail.toml`` beside the site keys, because it says where passwords are."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from dingxin.organisation.models import Team

NAME = "mail.toml"


class BoxesWrong(Exception):
    """The file cannot be used; the text says why and in which entry."""


@dataclass(frozen=True)
class MailBox:
    """One IMAP folder and the team it belongs to. ``port`` 993 is TLS from the first byte; there is no plain one."""

    host: str
    user: str
    password: str = field(repr=False)
    team: Team
    port: int = 993
    folder: str = "INBOX"


def boxes(keys: Path) -> list[MailBox]:
    """What ``mail.toml`` lists; empty where there is none. Raises BoxesWrong."""
    file = keys / NAME
    if not file.exists():
        return []
    try:
        listed = tomllib.loads(file.read_text(encoding="utf-8")).get("mailbox", [])
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BoxesWrong(f"{NAME} cannot be read: {error}") from None
    return [_box(keys, at, entry) for at, entry in enumerate(listed, 1)]


def team_named(name: str) -> Team | None:
    """The latest team of this name (``BODY/NUMBER``) that has a vault."""
    body, _, number = name.partition("/")
    if not number.isdigit():
        return None
    named = Team.objects.filter(body__code=body, number=int(number), vault__isnull=False)
    return named.select_related("body", "round", "vault").order_by("-round__number").first()


def _box(keys: Path, at: int, entry: dict[str, object]) -> MailBox:
    known = {"host", "user", "password_file", "team", "port", "folder"}
    missing = [name for name in ("host", "user", "password_file", "team") if not entry.get(name)]
    if missing or set(entry) - known:
        wrong = ", ".join(missing) or ", ".join(sorted(set(entry) - known))
        raise BoxesWrong(f"{NAME}, entry {at}: {'missing' if missing else 'unknown'}: {wrong}")
    team = team_named(str(entry["team"]))
    if team is None:
        raise BoxesWrong(f"{NAME}, entry {at}: there is no team {entry['team']} with a vault")
    secret = keys / str(entry["password_file"])
    try:
        password = secret.read_text(encoding="utf-8").strip()
    except OSError:
        raise BoxesWrong(f"{NAME}, entry {at}: {entry['password_file']} cannot be read") from None
    port, folder = entry.get("port", 993), str(entry.get("folder", "INBOX"))
    if not isinstance(port, int):
        raise BoxesWrong(f"{NAME}, entry {at}: port is a number")
    return MailBox(str(entry["host"]), str(entry["user"]), password, team, port, folder)
