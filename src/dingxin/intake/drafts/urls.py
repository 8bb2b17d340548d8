"""Drafts of all doors."""

from django.urls import path

from dingxin.intake.drafts import views

app_name = "intake_drafts"
urlpatterns = [
    path("<slug:kind>/<uuid:id>/keep/", views.keep, name="keep"),
    path("<uuid:id>/drop/", views.drop, name="drop"),
]
