from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "dingxin.desk"
    label = "desk"
