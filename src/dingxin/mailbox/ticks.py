"""Keyless periodic work of this room."""

from dingxin.mailbox.inlets import refresh

TICKS = [refresh]
