"""What a test's database holds, kept and put back: founding a cast by real actions takes longer than most tests.

Rows are kept as the engine gives them and objects as one pickle, because model instances copied one by one took a fifth
of the whole suite's time.
"""

import pickle
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from dingxin.vault import pins
from dingxin.vault.models import Keyset


def tables() -> list[type[models.Model]]:
    """All tables of our own."""
    return [model for model in apps.get_models() if model.__module__.startswith("dingxin.")]


def _insert(into: str, rows: list[tuple[Any, ...]]) -> tuple[str, list[Any]]:
    """One statement for all rows, and its values."""
    marks = "(" + ", ".join(["%s"] * len(rows[0])) + ")"
    return f"{into} VALUES {', '.join([marks] * len(rows))}", [value for row in rows for value in row]


class Snapshot:
    """All rows of our tables, and ``made``: what the test holds of them. ``made`` must pickle."""

    def __init__(self, made: Any) -> None:
        self._made = pickle.dumps(made)
        self._rows: list[tuple[str, list[Any] | None]] = []
        with connection.cursor() as cursor:
            for table in tables():
                columns = [connection.ops.quote_name(field.column) for field in table._meta.concrete_fields]
                name, names = connection.ops.quote_name(table._meta.db_table), ", ".join(columns)
                cursor.execute(f"SELECT {names} FROM {name}")
                if rows := cursor.fetchall():
                    self._rows.append(_insert(f"INSERT INTO {name} ({names})", rows))
        if connection.vendor == "postgresql":  # to fill the values in takes its driver as long as to carry it out
            self._rows = [("; ".join(connection.ops.compose_sql(*one) for one in self._rows), None)]

    def put_back(self) -> Any:
        """Fill this test's empty database; a fresh copy of ``made``."""
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, values in self._rows:
                cursor.execute(statement, values)
        for keyset in Keyset.objects.filter(current=True):  # an earlier test may have changed a keyset
            if pins.pinned(keyset.body_id) != (keyset.epoch, keyset.fingerprint):
                pins.pin(keyset.body_id, keyset.epoch, keyset.fingerprint)
        return pickle.loads(self._made)
