"""Addresses that belong to no room."""

from django.urls import path

from dingxin.web import views

app_name = "web"

urlpatterns = [
    path("leave", views.leave, name="leave"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", views.healthz, name="healthz"),
    path("staff/language", views.language, name="language"),
    path("staff/theme", views.theme, name="theme"),
]
