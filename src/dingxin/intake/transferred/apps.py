from django.apps import AppConfig


class TransferredConfig(AppConfig):
    name = "dingxin.intake.transferred"
    label = "intake_transferred"
