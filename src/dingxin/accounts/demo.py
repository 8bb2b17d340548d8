"""Log-ins of a demo, known to everyone: written by the demo's loader, used by the sign-in page of a demo alone."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from dingxin.accounts import totp
from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member

FILE = "demo-accounts.json"


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """``role``, ``about``: by language code. ``totp``: base32. ``page``: path where this role starts."""

    username: str
    name: str
    passphrase: str
    totp: str
    role: dict[str, str]
    about: dict[str, str]
    page: str = "/desk/"


def store(folder: Path, accounts: Sequence[DemoAccount]) -> None:
    """Write the file, readable by the owner alone."""
    path = folder / FILE
    path.touch(mode=0o600)
    path.write_text(json.dumps([asdict(account) for account in accounts], ensure_ascii=False, indent=1), "utf-8")


def accounts() -> list[DemoAccount]:
    """Empty unless this is a demo that was loaded."""
    if not settings.DEMO:
        return []
    try:
        return [DemoAccount(**entry) for entry in json.loads((Path(settings.DATA) / FILE).read_text("utf-8"))]
    except FileNotFoundError:
        return []


def account(username: str) -> DemoAccount | None:
    """One of `accounts`."""
    return next((known for known in accounts() if known.username == username), None)


def passphrase_of(current: Current | None) -> str:
    """For the unlock page of a demo; empty everywhere else."""
    known = account(current.member.username) if current and settings.DEMO else None
    return known.passphrase if known else ""


def fresh_code(known: DemoAccount) -> str:
    """A code that was not used yet, so that two clicks within 30 s both work; the newest when all are used."""
    last = Member.objects.filter(username=known.username).values_list("totp_last_step", flat=True).first() or 0
    now = totp.now_step()
    step = next((step for step in (now - 1, now, now + 1) if step > last), now + 1)
    return totp.code_at(known.totp, step)
