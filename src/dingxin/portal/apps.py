from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "dingxin.portal"
    label = "portal"
