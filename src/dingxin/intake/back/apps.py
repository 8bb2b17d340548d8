from django.apps import AppConfig


class BackConfig(AppConfig):
    name = "dingxin.intake.back"
    label = "intake_back"
