"""Keyless work of this room, in the order in which things happen to a submission."""

from dingxin.casework.arrivals import register_arrivals
from dingxin.casework.silence import run_clocks
from dingxin.casework.unfinished import clear_unfinished
from dingxin.casework.words_given import drain_signals

TICKS = [register_arrivals, drain_signals, run_clocks, clear_unfinished]
