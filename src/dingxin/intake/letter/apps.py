from django.apps import AppConfig


class LetterConfig(AppConfig):
    name = "dingxin.intake.letter"
    label = "intake_letter"
