"""Keyless work of this room, in the order in which things happen to a submission."""

from dingxin.casework.arrivals import register_arrivals, register_calmly
from dingxin.casework.follow_ups import follow_up
from dingxin.casework.name_terms import expire_name_requests
from dingxin.casework.silence import run_clocks
from dingxin.casework.unfinished import clear_unfinished
from dingxin.casework.words_given import drain_signals

__all__ = ["TICKS", "clear_unfinished", "drain_signals", "expire_name_requests", "follow_up", "register_arrivals", "run_clocks"]

TICKS = [register_calmly, drain_signals, run_clocks, clear_unfinished, expire_name_requests, follow_up]
