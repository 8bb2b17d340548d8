from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoxConfig(AppConfig):
    name = "dingxin.intake.box"
    label = "intake_box"

    def ready(self) -> None:
        from dingxin.intake.box import queries
        from dingxin.organisation import bar
        from dingxin.vault import inbounds

        bar.put(bar.Entry(_("Boxes"), "intake_box:home", queries.in_bar, queries.waiting))
        inbounds.STILL_SEALED.append(queries.still_sealed)
