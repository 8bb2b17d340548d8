"""The ways in that staff record: each door's folder says in ``door.py`` what it is, and the page of doors lists them."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.functional import Promise

from dingxin.accounts.identity import Current


@dataclass(frozen=True)
class Beside:
    """A second page of a door. ``label``: a word. ``address``: its name. ``key``: the letter that leads there. ``waits``: how
    much waits there for a member."""

    label: str | Promise
    address: str
    key: str
    waits: Callable[[Current], int]


@dataclass(frozen=True)
class Door:
    """``code``: of the channel, and of its drafts. ``label``, ``lead``: a word and a sentence. ``address``: name of its
    first page, which takes ``?draft=`` where ``drafts``. ``key``: the letter that leads there. ``order``: in the list.
    ``icon``: of web.marks."""

    code: str
    label: str | Promise
    lead: str | Promise
    address: str
    key: str
    order: int
    icon: str = "doc"
    drafts: bool = True
    beside: Beside | None = None


def doors() -> list[Door]:
    """All of them, in their order. A broken ``door.py`` raises."""
    found: list[Door] = []
    for app in apps.get_app_configs():
        if app.name.startswith("dingxin.intake.") and find_spec(f"{app.name}.door"):
            found.append(import_module(f"{app.name}.door").DOOR)
    return sorted(found, key=lambda door: door.order)


def of_draft(kind: str) -> Door | None:
    """The door whose drafts have this kind."""
    return next((door for door in doors() if door.code == kind and door.drafts), None)
