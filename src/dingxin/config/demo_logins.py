"""The table of log-ins a demo prints: made by the loader, kept in the demo's folder so that later starts show it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "demo-logins.json"


@dataclass(frozen=True, kw_only=True)
class DemoLogin:
    """One role. ``second_factor``: what to type, or where it is taken from; ``page``: path where this role starts."""

    role: str
    user: str
    passphrase: str
    second_factor: str
    page: str


def store(folder: Path, logins: Sequence[DemoLogin]) -> None:
    """Written last: a folder with this file is a demo that was loaded to its end."""
    text = json.dumps([asdict(login) for login in logins], ensure_ascii=False, indent=1)
    (folder / FILE).write_text(text, encoding="utf-8")


def read(folder: Path) -> list[DemoLogin] | None:
    """None when the demo was never loaded to its end."""
    try:
        return [DemoLogin(**entry) for entry in json.loads((folder / FILE).read_text(encoding="utf-8"))]
    except FileNotFoundError:
        return None


def table(logins: Sequence[DemoLogin], address: str) -> list[str]:
    """Lines for the terminal, columns aligned by character (good enough where names are Latin)."""
    rows = [("role", "user", "passphrase", "second factor", "starts at")]
    rows += [(x.role, x.user, x.passphrase, x.second_factor, address + x.page) for x in logins]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return ["  " + line.rstrip() for line in lines]
