"""Draws docs/guide/moves.md from the tables, so that the page cannot say anything else than the code.

PYTHONPATH=src python -m dingxin.rules.drawing > docs/guide/moves.md
"""

import sys
from collections.abc import Iterable, Sequence

from dingxin.rules import small_moves as small
from dingxin.rules.codes import Code, MatterState, Overlay, Role
from dingxin.rules.move_table import NOT_CLOSED, TABLE, Move
from dingxin.rules.needs import Need

HEAD = """# What can happen to a matter

This page is drawn from the tables in `src/dingxin/rules/move_table.py` and `small_moves.py`; a test compares it. A move
that is not here is impossible, and a refusal lists what is missing and what is there.

*Two people* means that one proposes and another approves; a pack can add to these moves, never take away. Whoever
stands in for an absent colleague cannot approve that colleague's proposal either. An approval looks at the facts of
its own day. Closing what was disputed is possible only after a review by somebody else, and it stays *disputed* in the
figures.
"""


def _labels(codes: Iterable[Code]) -> str:
    return ", ".join(code.label for code in codes)


def _ordered(members: frozenset[Code], table: type[Code]) -> list[Code]:
    return [member for member in table if member in members]


def _from(move: Move) -> str:
    if move.source == frozenset(MatterState):
        states = "any state"
    elif move.source == NOT_CLOSED:
        states = "any open state"
    else:
        states = _labels(_ordered(frozenset(move.source), MatterState))
    if move.over == frozenset({Overlay.NONE}):
        return states
    over = _labels(_ordered(frozenset(move.over), Overlay))
    return f"{states}; {over.lower()}"


def _to(move: Move) -> str:
    words = [] if move.target is None else [move.target.label]
    if move.overlay is not None and (move.overlay is not Overlay.NONE or move.target is None):
        words.append(move.overlay.label.lower())
    return "; ".join(words) or "stays"


def _needs(needs: Sequence[Need]) -> str:
    return " · ".join(need.label for need in needs) or "nothing more"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def matter_table() -> list[str]:
    """The move table of a matter as Markdown lines."""
    return _table(
        ["Move", "From", "To", "Who", "Two people", "What must be there", "Clocks"],
        (
            [
                f"`{move.code}` {move.label}",
                _from(move),
                _to(move),
                _labels(_ordered(frozenset(move.actors), Role)),
                "yes" if move.propose_approve else "",
                _needs(move.needs),
                " ".join([*(f"+{code}" for code in move.starts), *(f"−{code}" for code in move.stops)]),
            ]
            for move in TABLE
        ),
    )


def diagram() -> list[str]:
    """The states and the moves between them as a Mermaid state diagram; moves from every open state are left out."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> open"]
    for move in TABLE:
        if move.target is None or move.source == NOT_CLOSED:
            continue
        lines += [
            f"    {source} --> {move.target}: {move.code}" for source in _ordered(frozenset(move.source), MatterState)
        ]
    return [*lines, "```"]


def small_table(moves: Sequence[small.SmallMove[Code]]) -> list[str]:
    """One of the small tables as Markdown lines."""
    return _table(
        ["Move", "From", "To", "Who", "Two people", "What must be there"],
        (
            [
                f"`{move.code}` {move.label}",
                _labels(sorted(move.source, key=list(type(move.target)).index)),
                move.target.label,
                _labels(_ordered(frozenset(move.actors), Role)),
                "yes" if move.two else "",
                " · ".join(small.SMALL_NEEDS[need] for need in move.needs) or "nothing more",
            ]
            for move in moves
        ),
    )


def page() -> str:
    """The whole of docs/guide/moves.md."""
    small_tables: list[tuple[str, Sequence[small.SmallMove[Code]]]] = [
        ("A submission", small.SUBMISSION_MOVES),  # type: ignore[list-item] # read only: the state's type is invariant
        ("A remedy", small.REMEDY_MOVES),  # type: ignore[list-item]
        ("A correction notice", small.NOTICE_MOVES),  # type: ignore[list-item]
        ("A transfer, referral or hand-down", small.HAND_ON_MOVES),  # type: ignore[list-item]
        ("A round", small.ROUND_MOVES),  # type: ignore[list-item]
    ]
    lines = [HEAD, *diagram(), "", *matter_table(), ""]
    for title, moves in small_tables:
        lines += [f"## {title}", "", *small_table(moves), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(page())
