"""The catalogues: what is said in each room, in which words, and whether anything is missing. Needs no GNU gettext.

Python sources are read as syntax trees, templates as Django parses them; so nothing depends on a tool of the machine,
and the same sources give the same files byte for byte. `polib` (a development tool) reads and writes the catalogues.
Rooms are named by their folder under src/dingxin: `web`, `portal`, `intake/visit`.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from django.template import Template
from django.template.library import SimpleBlockNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

PACKAGE = Path(__file__).resolve().parents[1]
PLURALS = {"zh_Hans": "nplurals=1; plural=0;", "ug": "nplurals=2; plural=(n != 1);"}
PUBLIC_ROOMS = ("web", "mailbox", "portal")  # what the public sees is also in Uyghur
# Labels and reasons of the pure rules, marked with N_: rules has no catalogue of its own. Reasons are for staff only.
MORE_SOURCES = {("web", "zh_Hans"): ("rules",), ("web", "ug"): ("rules/codes",)}
NOTES = {"ug": "Uyghur by the authors, from the design's pages: awaiting a native reader.", "zh_Hans": ""}
SKIPPED = {"tests", "migrations", "static", "locale"}
ONE = {"gettext", "gettext_lazy", "gettext_noop", "_", "N_"}
COUNTED = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
_CONSTANT = re.compile(r"""\b_\((?:"([^"]+)"|'([^']+)')\)""")
_PLACE = re.compile(r"%\((\w+)\)s")
SimpleBlockNode.child_nodelists = ("nodelist",)  # Django 5.2 leaves it empty: words inside {% panel %} were not found


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """One thing said: `context` and `plural` are empty where there are none; `place` is the file under src/dingxin."""

    text: str
    context: str
    plural: str
    place: str


class NotPlain(ValueError):
    """A call of gettext whose text is not a plain string: it could never be found in a catalogue."""


def languages_of(room: str) -> list[str]:
    """Locale folders a room must have."""
    return ["zh_Hans", "ug"] if room in PUBLIC_ROOMS else ["zh_Hans"]


def catalogue(room: str, language: str) -> Path:
    """The room's .po file for a language; it may not exist yet."""
    return PACKAGE / room / "locale" / language / "LC_MESSAGES" / "django.po"


def _files(folder: Path, root: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            another_room = (path / "apps.py").exists() and path != root
            if path.name not in SKIPPED and not path.name.startswith((".", "__")) and not another_room:
                yield from _files(path, root)
        elif path.suffix in (".py", ".html", ".txt") and path.name != "messages.py":
            yield path


def _from_python(source: str, place: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        wanted = 1 if name in ONE else 2 if name in COUNTED | IN_CONTEXT else 0
        if not wanted or not node.args:
            continue
        plain = [arg.value for arg in node.args[:wanted] if isinstance(arg, ast.Constant)]
        texts = [text for text in plain if isinstance(text, str)]
        if len(texts) < wanted:
            if isinstance(node.args[0], ast.JoinedStr | ast.BinOp):
                raise NotPlain(f"{place}:{node.lineno}")
            continue  # gettext(variable): the variable's value was marked where it was written
        if name in ONE:
            yield Message(texts[0], "", "", place)
        elif name in COUNTED:
            yield Message(texts[0], "", texts[1], place)
        else:
            yield Message(texts[1], texts[0], "", place)


def _from_template(source: str, place: str) -> Iterator[Message]:
    nodes: Any = Template(source).nodelist  # the nodes' own attributes are not in the stubs
    for node in nodes.get_nodes_by_type(TranslateNode):
        text = node.filter_expression.var
        context = node.message_context.var if node.message_context else ""
        if isinstance(text, str) or getattr(text, "literal", None):
            yield Message(str(getattr(text, "literal", text)), str(context), "", place)
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        one = node.render_token_list(node.singular)[0]
        many = node.render_token_list(node.plural)[0] if node.plural else ""
        if node.trimmed:
            one, many = (" ".join(part.split()) for part in (one, many))
        context = str(node.message_context.var) if node.message_context else ""
        yield Message(one, context, many, place)
    for match in _CONSTANT.finditer(source):
        yield Message(match[1] or match[2], "", "", place)


def said_in(room: str, language: str) -> list[Message]:
    """Everything a room, and the pure rooms it speaks for in `language`, say, sorted; raises NotPlain."""
    found: set[Message] = set()
    for name in (room, *MORE_SOURCES.get((room, language), ())):
        for path in _files(PACKAGE / name, PACKAGE / name):
            source = path.read_text("utf-8")
            read = _from_python if path.suffix == ".py" else _from_template
            found.update(message for message in read(source, str(path.relative_to(PACKAGE))) if message.text)
    return sorted(found)


def _wanted(room: str, language: str) -> dict[tuple[str, str], polib.POEntry]:
    entries: dict[tuple[str, str], polib.POEntry] = {}
    for said in said_in(room, language):
        key = (said.context, said.text)
        entry = entries.setdefault(key, polib.POEntry(msgid=said.text, msgctxt=said.context or None))
        if said.plural:
            entry.msgid_plural = said.plural
        if (said.place, "") not in entry.occurrences:
            entry.occurrences.append((said.place, ""))
        if _PLACE.search(said.text) and "python-format" not in entry.flags:
            entry.flags.append("python-format")
    return entries


def extract(rooms: Iterable[str]) -> None:
    """Writes each room's .po files: new texts empty, gone texts dropped, translations kept. Nothing is ever guessed."""
    for room in rooms:
        for language in languages_of(room):
            entries = _wanted(room, language)
            if not entries:
                continue
            path = catalogue(room, language)
            before = {(e.msgctxt or "", e.msgid): e for e in polib.pofile(str(path))} if path.exists() else {}
            po = polib.POFile(wrapwidth=120)
            po.header = f"Dingxin, room {room}. {NOTES[language]}".strip()
            po.metadata = {
                "Language": language, "MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8",
                "Content-Transfer-Encoding": "8bit", "Plural-Forms": PLURALS[language],
            }
            count = 1 if language == "zh_Hans" else 2
            for key, wanted in entries.items():
                old = before.get(key)
                entry = polib.POEntry(
                    msgid=wanted.msgid, msgctxt=wanted.msgctxt, msgid_plural=wanted.msgid_plural,
                    occurrences=wanted.occurrences, flags=wanted.flags,
                )
                if wanted.msgid_plural:
                    kept = old.msgstr_plural if old else {}
                    entry.msgstr_plural = {n: kept.get(n, "") for n in range(count)}
                elif old:
                    entry.msgstr = old.msgstr
                po.append(entry)
            path.parent.mkdir(parents=True, exist_ok=True)
            po.save(str(path))


def compile(rooms: Iterable[str]) -> None:
    """Writes the .mo file beside each .po; the same catalogue gives the same bytes."""
    for room in rooms:
        for language in languages_of(room):
            path = catalogue(room, language)
            if path.exists():
                path.with_suffix(".mo").write_bytes(polib.pofile(str(path)).to_binary())


def check(rooms: Iterable[str]) -> list[str]:
    """What is wrong, one line each: missing, fuzzy or unused texts, lost placeholders, a .mo that is not its .po's, words
    that rooms translate differently."""
    wrong: list[str] = []
    for room in rooms:
        for language in languages_of(room):
            try:
                entries = _wanted(room, language)
            except NotPlain as error:
                wrong.append(f"{error}: gettext needs a plain string")
                break
            if entries:
                wrong.extend(f"{room} {language}: {line}" for line in _faults(catalogue(room, language), entries))
    return wrong + _disagreements()


def _disagreements() -> list[str]:
    """One text said in two ways: Django merges all catalogues, so that one room's words would show up in another."""
    said: dict[tuple[str, str, str], dict[str, str]] = {}
    for path in sorted(PACKAGE.glob("**/locale/*/LC_MESSAGES/django.po")):
        language, room = path.parents[1].name, str(path.parents[3].relative_to(PACKAGE))
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                words = entry.msgstr or " / ".join(entry.msgstr_plural.values())
                said.setdefault((language, entry.msgctxt or "", entry.msgid), {}).setdefault(words, room)
    return [
        f"{language}: {text!r} is said differently in {' and '.join(rooms.values())}: say it alike, or another way"
        for (language, _context, text), rooms in said.items() if len(rooms) > 1
    ]


def _faults(path: Path, wanted: dict[tuple[str, str], polib.POEntry]) -> Iterator[str]:
    if not path.exists():
        yield "no catalogue: run ./dingxin messages"
        return
    po = polib.pofile(str(path))
    held = {(entry.msgctxt or "", entry.msgid): entry for entry in po if not entry.obsolete}
    for key, entry in wanted.items():
        translated = held.get(key)
        texts = (list(translated.msgstr_plural.values()) or [translated.msgstr]) if translated else []
        if not texts or not all(texts):
            yield f"missing: {entry.msgid!r}"
        elif translated and translated.fuzzy:
            yield f"fuzzy: {entry.msgid!r}"
        elif any(set(_PLACE.findall(text)) != set(_PLACE.findall(entry.msgid)) for text in texts):
            yield f"placeholders differ: {entry.msgid!r}"
    yield from (f"not used any more: {text!r}" for context, text in sorted(set(held) - set(wanted)))
    mo = path.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != po.to_binary():
        yield "the .mo is not that of the .po: run ./dingxin messages"
