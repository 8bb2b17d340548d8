from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "dingxin.accounts"
    label = "accounts"
