from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "dingxin.casework"
    label = "casework"
