"""Addresses of the organisation's pages, under /desk/organisation/."""

from django.urls import URLPattern, path

from dingxin.desk.organisation import views

urlpatterns: list[URLPattern] = [
    path("organisation/", views.overview, name="organisation"),
]
