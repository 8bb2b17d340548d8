"""Devices, each act once."""

from typing import Any

from tests.world import World

from dingxin.config.demo.device import Telephone
from dingxin.intake.household import actions
from dingxin.intake.household.models import Device
from dingxin.sealing.spoken import spoken_fingerprint


def _enrol(world: World) -> Device:
    key = Telephone(world.cast.stationing).verify_key
    return actions.enrol_device(current=world["ding"], stationing=world.cast.stationing, verify_key=key)


def _confirm(world: World, device: Any) -> Any:
    words = spoken_fingerprint(bytes(device.verify_key))
    return actions.confirm_device(current=world["helan"], device=device, heard=words)


TABLE = {
    "enrol_device": ("founded", ["device.enrolled"], lambda w: None, lambda w, _: _enrol(w)),
    "confirm_device": ("founded", ["device.confirmed"], _enrol, _confirm),
    "revoke_device": ("founded", ["device.revoked"], _enrol, lambda w, device: actions.revoke_device(
        current=w["ding"], device=device)),
}
