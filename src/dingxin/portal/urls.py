"""The public pages, each under its language."""

from django.urls import path

from dingxin.portal.views import boxes, comeback, pages, report

app_name = "portal"

urlpatterns = [
    path("", pages.start, name="start"),
    path("return/", comeback.page, name="return"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("log/", pages.log, name="log"),
    path("slip/", report.slip, name="slip"),
    path("<slug:code>/", pages.home, name="home"),
    path("<slug:code>/boxes/", boxes.page, name="boxes"),
    path("<slug:code>/boxes/<uuid:id>.jpg", boxes.photo, name="box_photo"),
    path("<slug:code>/report/", report.page, name="report"),
    path("<slug:code>/receipt/", report.receipt, name="receipt"),
    path("<slug:code>/return/", comeback.page, name="return_to"),
]
