from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "dingxin.web"
    label = "web"
