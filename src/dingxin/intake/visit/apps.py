from django.apps import AppConfig


class VisitConfig(AppConfig):
    name = "dingxin.intake.visit"
    label = "intake_visit"
