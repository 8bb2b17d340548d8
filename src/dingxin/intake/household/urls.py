"""House visits: the desk's page, the page that works without a network, and what it sends."""

from django.urls import path

from dingxin.intake.household import pages, sync, views

app_name = "intake_household"
urlpatterns = [
    path("", views.home, name="home"),
    path("devices/<uuid:id>/confirm/", views.confirm, name="confirm"),
    path("devices/<uuid:id>/revoke/", views.revoke, name="revoke"),
    path("state", sync.state, name="state"),
    path("enrol", sync.enrol, name="enrol"),
    path("sync", sync.sync, name="sync"),
    path("out", sync.out, name="out"),
    path("page/", pages.file, {"name": "page"}, name="page"),
    path("worker.js", pages.file, {"name": "worker.js"}, name="worker"),
    path("receipt-worker.js", pages.file, {"name": "receipt-worker.js"}, name="receipt_worker"),
    path("manifest.webmanifest", pages.file, {"name": "manifest.webmanifest"}, name="manifest"),
    path("icon.svg", pages.file, {"name": "icon.svg"}, name="icon"),
]
