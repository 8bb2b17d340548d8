"""Addresses of interference, under /desk/interference/."""

from django.urls import URLPattern, path

from dingxin.desk.pressed import acts, views

urlpatterns: list[URLPattern] = [
    path("interference/", views.listing, name="pressed"),
    path("interference/new/", acts.new, name="pressed-new"),
    path("interference/<uuid:id>/", views.one, name="pressed-one"),
    path("interference/<uuid:id>/<slug:code>/", acts.do, name="pressed-act"),
    path("interference/asked/<uuid:id>/", acts.asked, name="pressed-asked"),
    path("submissions/<uuid:id>/pressed/", acts.told, name="submission-pressed"),
]
