"""Writes of this room. Each is one transaction with one audit entry; steps that need two people are two actions."""

from dingxin.vault.actions.certify import propose_certificate, second_certificate
from dingxin.vault.actions.custody import make_custody
from dingxin.vault.actions.grants import propose_grant, second_grant
from dingxin.vault.actions.keysets import propose_keyset, second_keyset
from dingxin.vault.actions.passing_on import pass_on_custody
from dingxin.vault.actions.recusing import catch_up, end_recusal, recuse, sign_recusals
from dingxin.vault.actions.rekeying import leave_team, rekey, rekey_own, rekey_step
from dingxin.vault.actions.relations import declare_relation, end_relation, open_relation
from dingxin.vault.actions.rotating import destroy_inbound, rotate_inbound
from dingxin.vault.actions.statements import propose_statement, second_statement
from dingxin.vault.actions.stationings import close_stationing, open_stationing
from dingxin.vault.actions.vaults import make_vault
from dingxin.vault.actions.waiting import take_back
from dingxin.vault.granting import granted_by

__all__ = [
    "catch_up",
    "close_stationing",
    "declare_relation",
    "destroy_inbound",
    "end_recusal",
    "end_relation",
    "granted_by",
    "leave_team",
    "make_custody",
    "make_vault",
    "open_relation",
    "open_stationing",
    "pass_on_custody",
    "propose_certificate",
    "propose_grant",
    "propose_keyset",
    "propose_statement",
    "recuse",
    "rekey",
    "rekey_own",
    "rekey_step",
    "rotate_inbound",
    "second_certificate",
    "second_grant",
    "second_keyset",
    "second_statement",
    "sign_recusals",
    "take_back",
]  # fmt: skip
