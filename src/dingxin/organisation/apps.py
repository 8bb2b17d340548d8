from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "dingxin.organisation"
    label = "organisation"
