"""Translations: reading the marked strings of each room and keeping its .po and .mo files in step.

Reads with Python's own parser and Django's ``templatize``, so no gettext tools are needed and the result does not
depend on their version. Locations name the file only: line numbers would change every file at every commit.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

from dingxin.config.places import PACKAGE

LANGUAGES = ("zh_Hans", "ug")
_PLURALS = {"zh_Hans": "nplurals=1; plural=0;", "ug": "nplurals=2; plural=(n != 1);"}
_CALLS = {  # function: positions of (context, singular, plural)
    "gettext": (None, 0, None), "gettext_lazy": (None, 0, None), "gettext_noop": (None, 0, None), "_": (None, 0, None),
    "N_": (None, 0, None), "ngettext": (None, 0, 1), "ngettext_lazy": (None, 0, 1), "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None), "npgettext": (0, 1, 2), "npgettext_lazy": (0, 1, 2),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")
_STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\(\s*{_STRING}(?:\s*,\s*{_STRING})?(?:\s*,\s*{_STRING})?", re.DOTALL)

Key = tuple[str | None, str]  # (context, singular)


@dataclass
class Marked:
    """One string to translate and where it stands."""

    plural: str | None = None
    files: set[str] = field(default_factory=set)


def rooms() -> list[Path]:
    """Every folder with a catalogue of its own: a room, or a channel of intake."""
    folders = [path.parent for path in PACKAGE.glob("*/__init__.py")]
    folders += [path.parent for path in (PACKAGE / "intake").glob("*/__init__.py") if path.parent.name != "tests"]
    return sorted(folders)


def _sources(room: Path) -> Iterator[Path]:
    for path in sorted([*room.rglob("*.py"), *room.rglob("*.html"), *room.rglob("*.txt"), *room.rglob("*.js")]):
        inner = path.relative_to(room).parts
        if {"tests", "migrations", "static"} & set(inner[:-1]):
            continue
        if (room / inner[0] / "__init__.py").exists() and room.name == "intake" and len(inner) > 1:
            continue  # a channel's own catalogue
        yield path


def _from_python(text: str) -> Iterator[tuple[str | None, str, str | None]]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in _CALLS:
            continue
        words = [a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else None for a in node.args]
        context, single, plural = (words[at] if at is not None and at < len(words) else None for at in _CALLS[name])
        if single:
            yield context, single, plural


def _from_template(text: str, name: str) -> Iterator[tuple[str | None, str, str | None]]:
    from django.utils.translation.template import templatize

    for match in _IN_TEMPLATE.finditer(templatize(text, origin=name)):
        words = [ast.literal_eval(word) if word else None for word in match.groups()[1:]]
        context, single, plural = (words[at] if at is not None else None for at in _CALLS[match.group(1)])
        if single:
            yield context, single, plural


def extract(room: Path) -> dict[Key, Marked]:
    """All marked strings of a room."""
    found: dict[Key, Marked] = {}
    for path in _sources(room):
        text = path.read_text(encoding="utf-8")
        name = str(path.relative_to(PACKAGE))
        strings = _from_python(text) if path.suffix == ".py" else _from_template(text, name)
        for context, single, plural in strings:
            marked = found.setdefault((context, single), Marked())
            marked.plural = marked.plural or plural
            marked.files.add(name)
    return found


def catalogues(room: Path, strings: dict[Key, Marked]) -> list[tuple[str, Path]]:
    """(language, .po path): Chinese wherever there is a string, Uyghur where the room keeps a folder for it."""
    paths = [(code, room / "locale" / code / "LC_MESSAGES" / "django.po") for code in LANGUAGES]
    return [(code, path) for code, path in paths if strings and (code == "zh_Hans" or path.parent.parent.is_dir())]


def merged(path: Path, language: str, strings: dict[Key, Marked]) -> polib.POFile:
    """The catalogue as it should be: all strings of the room, known translations kept, dropped strings gone."""
    before = polib.pofile(str(path)) if path.exists() else []
    old: dict[Key, polib.POEntry] = {(entry.msgctxt, entry.msgid): entry for entry in before}
    new = polib.POFile(wrapwidth=100)
    new.metadata = {
        "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit", "Language": language,
        "Plural-Forms": _PLURALS[language],
    }
    forms = int(_PLURALS[language][len("nplurals=")])
    for (context, single), marked in sorted(strings.items(), key=lambda item: (min(item[1].files), item[0][1])):
        known = old.get((context, single))
        entry = polib.POEntry(msgctxt=context, msgid=single, occurrences=[(name, "") for name in sorted(marked.files)])
        if marked.plural:
            entry.msgid_plural = marked.plural
            entry.msgstr_plural = {n: known.msgstr_plural.get(n, "") if known else "" for n in range(forms)}
        else:
            entry.msgstr = known.msgstr if known else ""
        if known:
            entry.tcomment, entry.flags = known.tcomment, list(known.flags)
        new.append(entry)
    return new


def faults(catalogue: polib.POFile) -> list[str]:
    """What is untranslated, marked fuzzy, or has other placeholders than the English."""
    told = []
    for entry in catalogue:
        answers = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        wanted = set(_PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        if not all(answers):
            told.append(f"not translated: {entry.msgid!r}")
        elif "fuzzy" in entry.flags:
            told.append(f"fuzzy: {entry.msgid!r}")
        elif any(set(_PLACEHOLDER.findall(answer)) - wanted for answer in answers) or not any(
            set(_PLACEHOLDER.findall(answer)) >= wanted for answer in answers
        ):
            told.append(f"other placeholders: {entry.msgid!r}")
    return told
