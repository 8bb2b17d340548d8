from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "dingxin.intake.common"
    label = "intake_common"
