from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "dingxin.intake.drafts"
    label = "intake_drafts"
