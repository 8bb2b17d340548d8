"""The page of doors."""

from django.urls import path

from dingxin.intake.common import views

app_name = "intake_common"
urlpatterns = [
    path("", views.choose, name="doors"),
]
