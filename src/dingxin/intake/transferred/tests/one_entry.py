"""Senders, each act once."""

from typing import Any

from tests.world import World

from dingxin.intake.transferred import actions
from dingxin.intake.transferred.models import Sender


def added(world: World) -> Sender:
    return actions.add_sender(
        current=world["helan"], team=world.cast.team.team, name="12345 热线", verify_key=bytes(32), may="file+state"
    )[0]


TABLE: dict[str, Any] = {
    "add_sender": ("founded", ["transferred.sender_added"], lambda w: None, lambda w, _: added(w)),
    "renew_token": ("founded", ["transferred.token_renewed"], added, lambda w, row: actions.renew_token(
        current=w["helan"], sender=row)),
    "end_sender": ("founded", ["transferred.sender_ended"], added, lambda w, row: actions.end_sender(
        current=w["helan"], sender=row)),
    "close_package": ("founded", ["transferred.package_taken"], added, lambda w, row: actions.close_package(
        actor="x", sender=row.pk, sequence=1, items=2, new=1)),
}
