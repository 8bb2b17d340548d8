from django.apps import AppConfig


class HouseholdConfig(AppConfig):
    name = "dingxin.intake.household"
    label = "intake_household"

    def ready(self) -> None:
        """The desk's page of a submission says who made it and who sent it."""
        from dingxin.casework import origins
        from dingxin.intake.household.told import origin
        from dingxin.rules.codes import Channel

        origins.TELLERS[Channel.HOUSEHOLD] = origin
