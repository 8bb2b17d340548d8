"""Writes of this room: openings by two, receipts printed ahead by two."""

from dingxin.intake.box.actions.opening import (
    acknowledge_difference,
    begin_opening,
    close_opening,
    enter_count,
    give_up_opening,
    join_opening,
    open_explanation,
)
from dingxin.intake.box.actions.printing import (
    agree_printing,
    ask_printing,
    begin_sheet,
    end_printing,
    print_some,
    void_sheet,
)

__all__ = [
    "acknowledge_difference", "agree_printing", "ask_printing", "begin_opening", "begin_sheet", "close_opening",
    "end_printing", "enter_count", "give_up_opening", "join_opening", "open_explanation", "print_some", "void_sheet",
]  # fmt: skip
