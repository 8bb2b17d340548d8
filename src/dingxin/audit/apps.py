from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "dingxin.audit"
    label = "audit"
