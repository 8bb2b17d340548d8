from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "dingxin.vault"
    label = "vault"
