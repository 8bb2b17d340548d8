from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallConfig(AppConfig):
    name = "dingxin.intake.call"
    label = "intake_call"

    def ready(self) -> None:
        from dingxin.intake.call import queries
        from dingxin.organisation import bar

        bar.put(bar.Entry(_("Calls"), "intake_call:home", queries.in_bar, queries.waiting))
