from pathlib import Path

from dingxin.rules.drawing import diagram, page
from dingxin.rules.move_table import TABLE

GUIDE = Path(__file__).parents[4] / "docs" / "guide" / "moves.md"


def test_the_guide_is_what_the_tables_say() -> None:
    assert GUIDE.read_text(encoding="utf-8") == page()


def test_the_page_has_each_move() -> None:
    text = page()
    assert all(f"| `{move.code}` " in text for move in TABLE)
    assert "    answered --> closed: close" in diagram()
