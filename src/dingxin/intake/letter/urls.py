"""The letter desk."""

from django.urls import path

from dingxin.intake.letter import reading, views

app_name = "intake_letter"
urlpatterns = [
    path("", views.record, name="record"),
    path("read/<uuid:file>/", reading.read, name="read"),
]
