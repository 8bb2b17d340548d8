"""Writes of this room. Slow derivations stand before the transaction; each action ends in one audit entry."""

from dingxin.accounts.actions.members import (
    NewMember,
    clear_second_factor,
    create_member,
    deactivate,
    reset_keys,
)
from dingxin.accounts.actions.mine import (
    Secrets,
    change_passphrase,
    change_settings,
    prove_recovery_code,
    take_over,
)
from dingxin.accounts.actions.second_factor import (
    confirm_again,
    confirm_second_factor,
    enrol_second_factor,
    enrol_security_key,
    remove_second_factor,
)
from dingxin.accounts.actions.sessions import lock, sign_out, unlock
from dingxin.accounts.actions.signing_in import Opened, sign_in, use_recovery_code

__all__ = [
    "NewMember",
    "Opened",
    "Secrets",
    "change_passphrase",
    "change_settings",
    "clear_second_factor",
    "confirm_again",
    "confirm_second_factor",
    "create_member",
    "deactivate",
    "enrol_second_factor",
    "enrol_security_key",
    "lock",
    "prove_recovery_code",
    "remove_second_factor",
    "reset_keys",
    "sign_in",
    "sign_out",
    "take_over",
    "unlock",
    "use_recovery_code",
]
