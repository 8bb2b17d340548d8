"""Documents against the code, by structure: names that must appear, links that lead somewhere. No prose is compared."""

import ast
import re
from pathlib import Path
from types import ModuleType

import pytest

from dingxin.audit.kinds import KINDS
from dingxin.casework import actions, queries
from dingxin.config.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "guide"
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img[^>]*\ssrc=\"([^\"]+)\"")
VARIABLE = re.compile(r"^(DINGXIN_[A-Z_]+|CI)$")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def guide() -> str:
    return "\n".join(read(path) for path in sorted(GUIDE.rglob("*.md")))


def variables_read() -> set[str]:
    """Names of environment variables in the sources: whole string constants, and the launcher's ``${NAME``."""
    found = set(re.findall(r"\$\{(DINGXIN_[A-Z_]+)", read(ROOT / "dingxin")))
    for path in (ROOT / "src" / "dingxin").rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(read(path))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and VARIABLE.match(node.value):
                found.add(node.value)
            elif isinstance(node, ast.keyword) and node.arg and VARIABLE.match(node.arg):
                found.add(node.arg)
    return found


def variables_described() -> set[str]:
    """First cells of the tables in settings.md."""
    return set(re.findall(r"^\| `([A-Z_]+)` \|", read(ROOT / "docs" / "settings.md"), re.MULTILINE))


def test_every_setting_is_described_and_every_described_setting_exists() -> None:
    assert variables_read() == variables_described()


def test_readme_begins_with_the_two_commands() -> None:
    commands = re.findall(r"\./dingxin (\w+)", read(ROOT / "README.md"))
    assert {"demo", "test"} <= set(commands)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_in_the_guide_and_has_a_module(name: str) -> None:
    assert re.search(rf"\./dingxin {name}\b", guide())
    assert (ROOT / "src/dingxin/config/commands" / f"{'import_' if name == 'import' else name}.py").exists()


def test_no_document_names_a_command_that_does_not_exist() -> None:
    named = {(path.name, word) for path in DOCUMENTS for word in re.findall(r"\./dingxin ([a-z]+)", read(path))}
    assert not sorted(pair for pair in named if pair[1] not in COMMANDS)


def test_audit_kinds_are_those_of_the_guide() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \|.*\| (day|moment) \|$", read(GUIDE / "audit-kinds.md"), re.MULTILINE)
    assert dict(rows) == {name: "day" if kind.person else "moment" for name, kind in KINDS.items()}


def test_every_pack_is_described() -> None:
    packs = {path.stem for path in (ROOT / "src/dingxin/rules/packs").glob("*.toml")}
    described = guide() + read(ROOT / "docs" / "formats" / "pack-format.md")
    assert packs
    assert not sorted(pack for pack in packs if pack not in described)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_pictures_lead_somewhere(path: Path) -> None:
    targets = [one or two for one, two in LINK.findall(read(path))]
    local = [target.split("#")[0] for target in targets if not re.match(r"https?:|mailto:|#", target)]
    assert not [target for target in local if not (path.parent / target).exists()]


@pytest.mark.parametrize(
    ("since", "until", "module"), [("**actions**", "**facts**", actions), ("**queries**", None, queries)]
)
def test_what_the_page_of_casework_offers_is_there(since: str, until: str | None, module: ModuleType) -> None:
    text = read(GUIDE / "casework.md")
    part = text[text.index(since) : text.index(until) if until else None]
    named = set(re.findall(r"`([a-z_]+)\(", part)) - {"writing"}
    assert named
    assert not sorted(name for name in named if not hasattr(module, name))
