from django.apps import AppConfig


class CallConfig(AppConfig):
    name = "dingxin.intake.call"
    label = "intake_call"

    def ready(self) -> None:
        from dingxin.intake.call import queries
        from dingxin.organisation import bar

        bar.wait("intake_common:doors", queries.waiting)
