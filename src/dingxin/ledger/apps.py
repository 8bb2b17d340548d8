from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "dingxin.ledger"
    label = "ledger"
