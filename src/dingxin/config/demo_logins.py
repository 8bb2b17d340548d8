"""The table of log-ins a demo prints: made by the loader, kept in the demo's folder so that later starts show it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "demo-logins.json"
DIGITS = "demo-receipt.txt"


@dataclass(frozen=True, kw_only=True)
class DemoLogin:
    """One role. Its second factor is taken by the sign-in page itself."""

    role: str
    user: str
    passphrase: str


def store(folder: Path, logins: Sequence[DemoLogin]) -> None:
    """Written last: a folder with this file is a demo that was loaded to its end."""
    text = json.dumps([asdict(login) for login in logins], ensure_ascii=False, indent=1)
    (folder / FILE).write_text(text, encoding="utf-8")


def read(folder: Path) -> list[DemoLogin] | None:
    """None when the demo was never loaded to its end."""
    try:
        entries = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return [DemoLogin(role=one["role"], user=one["user"], passphrase=one["passphrase"]) for one in entries]
    except FileNotFoundError:
        return None


def digits(folder: Path) -> str:
    """The receipt of a story's person who has not given their word, in groups; "" in a demo from before."""
    try:
        return (folder / DIGITS).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def table(logins: Sequence[DemoLogin]) -> list[str]:
    """Lines for the terminal, columns aligned by character (good enough where names are Latin)."""
    rows = [("role", "user", "passphrase, to unlock after a pause")]
    rows += [(x.role, x.user, x.passphrase) for x in logins]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return ["  " + line.rstrip() for line in lines]
