"""Who did what to which object. ``audit.record`` is the last line of every action."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dingxin.audit.actions import record as record


def __getattr__(name: str) -> Any:
    # Django imports a room before its models are ready, so ``record`` is found on first use.
    if name == "record":
        from dingxin.audit.actions import record

        return record
    raise AttributeError(name)
