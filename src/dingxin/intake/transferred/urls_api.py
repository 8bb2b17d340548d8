"""Addresses of other systems: no session, a token with each call."""

from django.urls import path

from dingxin.intake.transferred import api

app_name = "intake_transferred_api"
urlpatterns = [
    path("submissions", api.submissions, name="submissions"),
    path("submissions/<str:reference>", api.one, name="one"),
]
