"""Addresses of the keys' pages, under /desk/keys/."""

from django.urls import URLPattern, path

from dingxin.desk.keys import views

urlpatterns: list[URLPattern] = [
    path("keys/", views.table, name="keys"),
]
