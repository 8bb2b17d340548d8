"""Pages of the desk."""

from django.urls import path

from dingxin.intake.transferred import views

app_name = "intake_transferred"
urlpatterns = [
    path("", views.home, name="home"),
    path("package/", views.package, name="package"),
    path("senders/", views.add, name="add"),
    path("senders/<uuid:id>/token/", views.renew, name="renew"),
    path("senders/<uuid:id>/end/", views.end, name="end"),
]
