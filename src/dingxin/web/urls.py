"""Addresses that belong to no room."""

from django.urls import path

from dingxin.web import views
from dingxin.web.gallery import gallery

app_name = "web"

urlpatterns = [
    path("leave", views.leave, name="leave"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", views.healthz, name="healthz"),
    path("gallery", gallery, name="gallery"),
    path("gallery/portal", gallery, {"look": "portal"}, name="gallery_portal"),
    path("staff/language", views.language, name="language"),
    path("staff/theme", views.theme, name="theme"),
]
