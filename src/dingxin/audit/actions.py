"""Writing an entry. Every action of every room ends in one call of ``record`` inside its ``writing()``."""

from datetime import UTC, datetime, time

from dingxin.audit.kinds import KINDS
from dingxin.audit.models import Entry
from dingxin.audit.writing import is_writing
from dingxin.rules import clock
from dingxin.web.days import today


def record(
    kind: str, *, actor: str, object: str = "", scope: str = "", facts: dict[str, str | int | None] | None = None
) -> Entry:
    """Append one entry to the current transaction.

    ``object`` is ``room-term:id`` (``matter:…``), ``scope`` the team's id; ``facts`` are codes, counts, days and ids,
    never words. Raises RuntimeError outside ``writing()``, KeyError for an undeclared kind, ValueError for a fact
    that spans lines.
    """
    if not is_writing():
        raise RuntimeError("audit.record outside writing()")
    declared = KINDS[kind]
    lines = []
    for key, value in (facts or {}).items():
        if value is None:
            continue
        if "\n" in str(value) or " " in key:
            raise ValueError(f"fact {key} is not one line")
        lines.append(f"{key} {value}\n")
    at = datetime.combine(today(), time(), UTC) if declared.person else clock.now()
    return Entry.objects.create(kind=kind, actor=actor, object=object, scope=scope, facts="".join(lines), at=at)
