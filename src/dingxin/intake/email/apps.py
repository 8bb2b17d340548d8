from django.apps import AppConfig


class EmailConfig(AppConfig):
    name = "dingxin.intake.email"
    label = "intake_email"
