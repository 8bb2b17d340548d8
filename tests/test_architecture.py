"""The house's habits (5-house) as far as a parser can see them. Each check walks the sources; none imports them."""

import ast
import functools
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from dingxin.config import suite

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "dingxin"


@functools.cache
def modules() -> list[Path]:
    """Every module that runs in production."""
    return [p for p in sorted(PACKAGE.rglob("*.py")) if not {"tests", "migrations"} & set(p.relative_to(PACKAGE).parts)]


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def dotted(node: ast.expr) -> str:
    """``a.b.c`` of nested attributes, "" of anything else."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def imported(tree: ast.Module) -> Iterator[str]:
    """Full names a module imports: ``from a import b`` gives ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def offenders(wrong: "dict[str, list[str]]") -> str:
    return "\n".join(f"{name}: {', '.join(sorted(set(what)))}" for name, what in sorted(wrong.items()) if what)


def test_modules_are_small() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert not {name: lines for name, lines in lengths.items() if lines > 400}
    assert statistics.median(lines for lines in lengths.values() if lines) < 100


# Time and chance have one seam each.

CLOCKS = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns)|timezone\.(now|localdate))$")
CHANCE = re.compile(
    r"(^|\.)((secrets\.)?(token_(bytes|hex|urlsafe)|randbelow|randbits|SystemRandom)|random\.\w+|urandom|uuid[14]"
    r"|get_random_\w+|nacl\.utils\.random)$"
)
MAY_READ_CLOCK = {"rules/clock.py"}
MAY_READ_CHANCE = {"sealing/primitives.py", "rules/ids.py", "config/site_keys.py"}


def used(path: Path, pattern: re.Pattern[str]) -> list[str]:
    """Names matching ``pattern`` that a module uses or imports."""
    tree = tree_of(path)
    names = {dotted(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name)}
    return [name for name in names | set(imported(tree)) if pattern.search(name)]


@pytest.mark.parametrize(
    ("pattern", "allowed"), [(CLOCKS, MAY_READ_CLOCK), (CHANCE, MAY_READ_CHANCE)], ids=["clock", "chance"]
)
def test_time_and_chance_have_one_source(pattern: re.Pattern[str], allowed: set[str]) -> None:
    wrong = {name_of(path): used(path, pattern) for path in modules() if name_of(path) not in allowed}
    assert not offenders(wrong), offenders(wrong)


def test_the_seams_are_where_the_tests_above_allow_them() -> None:
    for name, pattern in [("rules/clock.py", CLOCKS), ("rules/ids.py", CHANCE), ("config/site_keys.py", CHANCE)]:
        assert used(PACKAGE / name, pattern), f"{name} no longer reads it: shorten the allowed list"


def test_no_signals_and_no_automatic_times() -> None:
    wrong = {}
    for path in modules():
        names = [name for name in imported(tree_of(path)) if re.search(r"\bsignals\b|django\.dispatch", name)]
        keywords = [node.arg or "" for node in ast.walk(tree_of(path)) if isinstance(node, ast.keyword)]
        wrong[name_of(path)] = names + [word for word in keywords if word in {"auto_now", "auto_now_add"}]
        if path.name == "signals.py":
            wrong[name_of(path)].append("a file of signals")
    assert not offenders(wrong), offenders(wrong)


def test_nothing_prints() -> None:
    wrong = {}
    for path in modules():
        calls = [dotted(node.func) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
        wrong[name_of(path)] = [call for call in calls if call in {"print", "breakpoint", "pprint"}]
    assert not offenders(wrong), offenders(wrong)


# Actions: one transaction, one audit entry.


def functions(path: Path) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in tree_of(path).body if isinstance(node, ast.FunctionDef)}


def public_actions() -> list[tuple[Path, ast.FunctionDef]]:
    """Public functions of every room's ``actions.py``; of an ``actions`` folder, what its ``__init__`` hands out.

    The audit room's own module is the recorder and no action.
    """
    found = [(path, set(functions(path))) for path in PACKAGE.rglob("actions.py")]
    for folder in [path for path in PACKAGE.rglob("actions") if path.is_dir()]:
        handed = {name.split(".")[-1] for path in folder.glob("__init__.py") for name in imported(tree_of(path))}
        found += [(path, handed & set(functions(path))) for path in sorted(folder.glob("*.py"))]
    return [
        (path, functions(path)[name]) for path, names in sorted(found) for name in sorted(names)
        if not name.startswith("_") and path.relative_to(PACKAGE).parts[0] != "audit"
    ]


class Paths:
    """How often ``record`` is called on each way through a function; helpers of the same module are followed."""

    def __init__(self, local: dict[str, ast.FunctionDef]) -> None:
        self.local = local

    def of(self, function: ast.FunctionDef, seen: frozenset[str] = frozenset()) -> set[int]:
        """Counts over all ways that end in a return or at the end; ways that raise roll everything back."""
        fall, out = self._block(function.body, seen | {function.name})
        return fall | out

    def _expression(self, node: ast.AST | None, seen: frozenset[str]) -> set[int]:
        counts = {0}
        for call in [n for n in ast.walk(node) if isinstance(n, ast.Call)] if node else []:
            name = dotted(call.func)
            if name == "record" or name.endswith(".record"):
                counts = {count + 1 for count in counts}
            elif name in self.local and name not in seen:
                inner = self.of(self.local[name], seen)
                counts = {a + b for a in counts for b in inner}
        return counts

    def _block(self, body: list[ast.stmt], seen: frozenset[str]) -> tuple[set[int], set[int]]:
        here, out = {0}, set()
        for statement in body:
            fall, left = self._statement(statement, seen)
            out |= {a + b for a in here for b in left}
            here = {a + b for a in here for b in fall}
            if not here:
                break
        return here, out

    def _statement(self, node: ast.stmt, seen: frozenset[str]) -> tuple[set[int], set[int]]:
        if isinstance(node, ast.Raise):
            return set(), set()
        if isinstance(node, ast.Return):
            return set(), self._expression(node.value, seen)
        if isinstance(node, ast.If):
            return self._either([node.body, node.orelse], self._expression(node.test, seen), seen)
        if isinstance(node, ast.Match):
            ways = [case.body for case in node.cases]
            return self._either([*ways, []], self._expression(node.subject, seen), seen)
        if isinstance(node, ast.With):
            before = {0}
            for item in node.items:
                before = {a + b for a in before for b in self._expression(item.context_expr, seen)}
            return self._either([node.body], before, seen)
        if isinstance(node, ast.Try):
            return self._either([[*node.body, *node.orelse], *[h.body for h in node.handlers]], {0}, seen)
        if isinstance(node, ast.For | ast.While):
            fall, out = self._block(node.body, seen)
            return {0} | fall | {count * 2 for count in fall}, out
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            return {0}, set()
        return self._expression(node, seen), set()

    def _either(
        self, ways: list[list[ast.stmt]], before: set[int], seen: frozenset[str]
    ) -> tuple[set[int], set[int]]:
        falls, outs = set[int](), set[int]()
        for way in ways:
            fall, out = self._block(way, seen)
            falls |= {a + b for a in before for b in fall}
            outs |= {a + b for a in before for b in out}
        return falls, outs


def test_actions_are_typed_and_keyword_only() -> None:
    wrong = {}
    for path, node in public_actions():
        arguments = node.args
        faults = []
        if arguments.posonlyargs or arguments.args or arguments.vararg:
            faults.append("takes positional arguments")
        if node.returns is None or any(a.annotation is None for a in [*arguments.kwonlyargs, *arguments.args]):
            faults.append("is not fully typed")
        if not ast.get_docstring(node):
            faults.append("has no docstring")
        wrong[f"{name_of(path)} {node.name}"] = faults
    assert not offenders(wrong), offenders(wrong)


def test_actions_write_once_and_record_once() -> None:
    """One transaction, one entry: a way that refuses may record nothing, no way may record twice."""
    wrong = {}
    for path, node in public_actions():
        local = functions(path)
        reached = [node]
        for function in reached:
            called = {dotted(n.func) for n in ast.walk(function) if isinstance(n, ast.Call)}
            reached += [local[name] for name in called if name in local and local[name] not in reached]
        calls = [n for function in reached for n in ast.walk(function) if isinstance(n, ast.Call)]
        opened = [call for call in calls if dotted(call.func).endswith("writing")]
        counts = Paths(local).of(node)
        faults = [] if opened else ["opens no writing()"]
        if max(counts, default=0) != 1:
            faults.append(f"records {sorted(counts)} times")
        wrong[f"{name_of(path)} {node.name}"] = faults
    assert not offenders(wrong), offenders(wrong)


PATHS = [
    ("def f():\n with writing():\n  record('a')", {1}),
    ("def f():\n if x:\n  return 0\n with writing():\n  audit.record('a')", {0, 1}),
    ("def f():\n with writing():\n  record('a')\n  record('b')", {2}),
    ("def f():\n if x:\n  record('a')\n else:\n  record('b')", {1}),
    ("def f():\n for x in y:\n  record('a')", {0, 1, 2}),
    ("def f():\n raise X", set()),
    ("def f():\n g()\ndef g():\n record('a')", {1}),
    ("def f():\n with writing():\n  if x:\n   raise Y\n  return record('a')", {1}),
    ("def f():\n pass", {0}),
]


@pytest.mark.parametrize(("source", "counts"), PATHS)
def test_the_path_counter_itself(source: str, counts: set[int]) -> None:
    local = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    assert Paths(local).of(local["f"]) == counts


def test_views_write_through_actions_only() -> None:
    writes = {"save", "bulk_create", "get_or_create", "update_or_create", "delete", "bulk_update"}
    wrong = {}
    for path in [p for p in modules() if p.name == "views.py" or p.parent.name == "views"]:
        calls = [dotted(n.func) for n in ast.walk(tree_of(path)) if isinstance(n, ast.Call)]
        ends = ("objects.create", "writing", "atomic")
        wrong[name_of(path)] = [call for call in calls if call.split(".")[-1] in writes or call.endswith(ends)]
    assert not offenders(wrong), offenders(wrong)


# The portal can be a machine of its own.

PORTAL_MAY = (
    "dingxin.portal", "dingxin.mailbox", "dingxin.organisation.public", "dingxin.ledger.public", "dingxin.web",
    "dingxin.rules", "dingxin.sealing", "dingxin.tlog",
)


def test_portal_reads_nothing_of_the_desk() -> None:
    wrong = {
        name_of(path): [
            name for name in imported(tree_of(path))
            if name.startswith("dingxin.") and not any(name == m or name.startswith(m + ".") for m in PORTAL_MAY)
        ]
        for path in modules() if path.relative_to(PACKAGE).parts[0] == "portal"
    }
    assert not offenders(wrong), offenders(wrong)


# Templates: what the content policy forbids does not appear.

INLINE = re.compile(
    r"<style|\sstyle\s*=|<script(?![^>]*(?:\ssrc\s*=|type=\"application/json\"))|\son[a-z]+\s*=|javascript:|\|\s*safe\b",
    re.IGNORECASE,
)


def test_templates_hold_no_inline_code() -> None:
    pages = [p for p in sorted(PACKAGE.rglob("templates/**/*")) if p.suffix in {".html", ".svg", ".txt"}]
    wrong = {name_of(page): INLINE.findall(page.read_text(encoding="utf-8")) for page in pages}
    assert not offenders(wrong), offenders(wrong)


@pytest.mark.parametrize("text", ['<p style="x">', "<script>", "<a onclick='x'>", "{{ a|safe }}", "<style>"])
def test_the_template_pattern_sees(text: str) -> None:
    assert INLINE.search(text)


@pytest.mark.parametrize("text", ['<script src="a.js" defer>', "<p class=style>", '<script type="application/json">'])
def test_the_template_pattern_lets_pass(text: str) -> None:
    assert not INLINE.search(text)


def test_marks_stand_where_the_check_looks_for_them() -> None:
    """The slow and the browser part collect these folders only."""
    root = PACKAGE.parents[1]
    wrong = []
    for mark, folders in (("slow", suite.SLOW), ("browser", suite.BROWSER)):
        for path in [*PACKAGE.rglob("tests/*.py"), *(root / "tests").rglob("*.py")]:
            if f"mark.{mark}" in path.read_text("utf-8") and not any(path.is_relative_to(root / one) for one in folders):
                wrong.append(f"{path.relative_to(root)}: {mark}")
    assert wrong == []
