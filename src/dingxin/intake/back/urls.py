"""Coming back by voice or at the counter."""

from django.urls import path

from dingxin.intake.back import views

app_name = "intake_back"
urlpatterns = [
    path("", views.digits, name="digits"),
    path("act/", views.act, name="act"),
    path("new/", views.new, name="new"),
    path("without/", views.without, name="without"),
]
