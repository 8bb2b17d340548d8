"""Drafts of all doors."""

from django.urls import path

from dingxin.intake.drafts import files_views, views

app_name = "intake_drafts"
urlpatterns = [
    path("<slug:kind>/<uuid:id>/keep/", views.keep, name="keep"),
    path("<slug:kind>/<uuid:id>/files/", files_views.add, name="files"),
    path("<slug:kind>/<uuid:id>/files/<uuid:file>/<slug:act>/", files_views.change, name="file_change"),
    path("files/<uuid:file>/", files_views.show, name="file"),
    path("<uuid:id>/drop/", views.drop, name="drop"),
]
