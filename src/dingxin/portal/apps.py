from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "dingxin.portal"
    label = "portal"

    def ready(self) -> None:
        """Read the built pages now: beside static files of this start, whose hashes they name, and not of a later upgrade."""
        from dingxin.portal.views import seal

        for name in seal.NAMES:
            seal.built(name)
