from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "dingxin.intake.register"
    label = "intake_register"
