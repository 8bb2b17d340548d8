"""The reception counter."""

from django.urls import path

from dingxin.intake.visit import views

app_name = "intake_visit"
urlpatterns = [
    path("", views.record, name="record"),
]
