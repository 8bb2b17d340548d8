"""3-sealing, "Facts that stay plain, and nothing else": a column is sealed or declared, and no declaration is stale."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from dingxin.vault.columns import COLUMNS

FACTS = tomllib.loads((Path(__file__).resolve().parents[1] / "docs" / "facts.toml").read_text(encoding="utf-8"))


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("dingxin.")]


def own_id(field: "models.Field[object, object]") -> bool:
    """A key that says nothing by itself: random, counted by the database, or that of the row it belongs to."""
    return field.primary_key and (isinstance(field, models.UUIDField | models.AutoField) or field.is_relation)


def plain() -> set[str]:
    """``table.column`` of all that is neither sealed nor a key of its own row."""
    return {
        f"{model._meta.db_table}.{field.column}"
        for model in own_models() for field in model._meta.concrete_fields
        if not own_id(field) and not isinstance(field, models.BinaryField)
    }


def binary() -> set[str]:
    """``app.Model.field`` of all binary columns."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in own_models() for field in model._meta.concrete_fields if isinstance(field, models.BinaryField)
    }


def declared() -> set[str]:
    return {f"{table}.{column}" for table, columns in FACTS.items() for column in columns}


def test_every_plain_column_is_declared() -> None:
    assert not sorted(plain() - declared()), "declare them in docs/facts.toml, or seal them"


def test_no_declared_column_is_stale() -> None:
    assert not sorted(declared() - plain())


def test_every_binary_column_is_declared() -> None:
    assert not sorted(binary() - COLUMNS.keys()), "declare them in dingxin/vault/columns.py"


def test_no_binary_declaration_is_stale() -> None:
    assert not sorted(COLUMNS.keys() - binary())


@pytest.mark.parametrize("table", sorted(FACTS))
def test_a_declaration_says_why_and_who_could_infer_what(table: str) -> None:
    for column, said in FACTS[table].items():
        assert set(said) == {"why", "infer"}, column
        assert all(isinstance(text, str) and len(text.split()) >= 2 for text in said.values()), column
