"""Keyless periodic work of this room."""

from dingxin.audit.chain import seal_some

TICKS = [seal_some]
