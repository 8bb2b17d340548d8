"""What many tests tell first (somebody files, an officer reads it, a matter is made of it) is carried out once in a
process, and put back wherever it is told again from the same rows.

``@retold`` marks such a step. That the rows are the same is known by following every write since ``begin()``, which
``cast_vault.found()`` calls: after a write outside of a marked step, or where something is rolled back, each step is
carried out for the rest of that test.
"""

import io
import pickle
from collections.abc import Callable, Hashable
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import connection, connections, models, transaction
from tests.snapshot import tables

from dingxin.accounts.identity import Current
from dingxin.web.days import today

P, R = ParamSpec("P"), TypeVar("R")
Rows = dict[type[models.Model], dict[Any, tuple[Any, ...]]]
Told = tuple[Hashable, ...]

PLAIN = (str, bytes, int, bool, date, UUID, Enum, type(None))
ENDS = ("INSERT", "UPDATE", "DELETE", "ROLLBACK")  # what ends the story when no marked step does it


class _Story:
    """What was told in this test so far, from the cast on; None once anything else was written."""

    told: Told | None = None
    cast: Any = None
    connection: Any = None
    inside = False
    rows: tuple[Told, Rows] | None = None  # as they were after that much was told


_now = _Story()
_kept: dict[Told, tuple["Change", bytes]] = {}


def begin(cast: Any) -> None:
    """The database holds the cast as it was made today, and nothing else."""
    _now.told, _now.cast, _now.connection = (today(),), cast, connections["default"]
    if _watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watch)


def _watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if not _now.inside and sql.startswith(ENDS):
        _now.told = None
    return execute(sql, params, many, context)


def retold(step: Callable[P, R]) -> Callable[P, R]:
    """The step, whose result is a fresh copy each time. Its result must pickle."""

    @wraps(step)
    def tell(*given: P.args, **named: P.kwargs) -> R:
        if _now.inside:
            return step(*given, **named)
        key = _key(step, given, named)
        if key is None:
            _now.told = None
            return step(*given, **named)
        if key in _kept:
            change, made = _kept[key]
            _now.inside = True
            try:
                change.put_back()
            finally:
                _now.inside = False
            _now.told = key
            return _Unpickler(io.BytesIO(made), _now.cast).load()
        return _first_time(key, lambda: step(*given, **named))

    return tell


def _first_time(key: Told, step: Callable[[], R]) -> R:
    before = _now.rows[1] if _now.rows and _now.rows[0] == _now.told else _rows()
    _now.told, _now.inside = None, True  # what breaks off is not kept
    try:
        made = step()
    finally:
        _now.inside = False
    after, file = _rows(), io.BytesIO()
    _Pickler(file, _now.cast).dump(made)
    _kept[key] = (Change(before, after), file.getvalue())
    _now.told, _now.rows = key, (key, after)
    return made


def _key(step: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> Told | None:
    """Told so far and this; None where that is not known."""
    if _now.told is None or _now.told[0] != today() or connections["default"] is not _now.connection:
        return None
    try:
        return (*_now.told, (step.__qualname__, *map(_word, given), *((name, _word(one)) for name, one in named.items())))
    except TypeError:
        return None


def _word(one: Any) -> Hashable:
    if one is _now.cast:
        return "the cast"
    if isinstance(one, PLAIN):
        return (type(one), one)
    if isinstance(one, models.Model):
        return (type(one), one.pk)
    if isinstance(one, Current):
        return (Current, one.member.pk)
    if is_dataclass(one):
        return (type(one), *(_word(part) for part in vars(one).values() if part is not _now.cast))
    raise TypeError(type(one))


class _Pickler(pickle.Pickler):
    """The cast is not copied: it is the test's own."""

    def __init__(self, file: io.BytesIO, cast: Any) -> None:
        super().__init__(file)
        self._cast = cast

    def persistent_id(self, obj: Any) -> str | None:
        return "the cast" if obj is self._cast else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, cast: Any) -> None:
        super().__init__(file)
        self._cast = cast

    def persistent_load(self, pid: str) -> Any:
        return self._cast


def _rows() -> Rows:
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in tables():
            columns = ", ".join(_quoted(table))
            cursor.execute(f"SELECT {columns} FROM {connection.ops.quote_name(table._meta.db_table)}")
            fields = table._meta.concrete_fields
            key = next(at for at, field in enumerate(fields) if field.primary_key)
            found[table] = {row[key]: row for row in map(tuple, cursor.fetchall())}
    return found


def _quoted(table: type[models.Model]) -> list[str]:
    return [connection.ops.quote_name(field.column) for field in table._meta.concrete_fields]


class Change:
    """What a step did to the rows, as statements."""

    def __init__(self, before: Rows, after: Rows) -> None:
        self._statements: list[tuple[str, list[Any]]] = []
        for table, rows in after.items():
            was = before[table]
            name, columns = connection.ops.quote_name(table._meta.db_table), _quoted(table)
            key = connection.ops.quote_name(table._meta.pk.column)
            marks = ", ".join(["%s"] * len(columns))
            to = ", ".join(f"{column} = %s" for column in columns)
            self._add(f"DELETE FROM {name} WHERE {key} = %s", [(pk,) for pk in was.keys() - rows.keys()])
            self._add(
                f"UPDATE {name} SET {to} WHERE {key} = %s",
                [(*row, pk) for pk, row in rows.items() if pk in was and was[pk] != row],
            )
            self._add(
                f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})",
                [row for pk, row in rows.items() if pk not in was],
            )

    def _add(self, statement: str, rows: list[Any]) -> None:
        if rows:
            self._statements.append((statement, rows))

    def put_back(self) -> None:
        """To rows as they were before the step."""
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, rows in self._statements:
                cursor.executemany(statement, rows)
