"""The telephone."""

from django.urls import path

from dingxin.intake.call.views import duty, sheet, table

app_name = "intake_call"
urlpatterns = [
    path("", table.home, name="home"),
    path("sheet/", sheet.record, name="sheet"),
    path("missed/", table.missed, name="missed"),
    path("log/<slug:day>/", table.log, name="log"),
    path("slip/<uuid:id>/open/", table.open_slip, name="slip_open"),
    path("slip/<uuid:id>/tried/", table.tried, name="slip_tried"),
    path("duty/<uuid:id>/", duty.week, name="duty"),
    path("duty/<uuid:id>/hours/", duty.hours, name="duty_hours"),
    path("duty/<uuid:id>/<slug:day>/", duty.day, name="duty_day"),
]
