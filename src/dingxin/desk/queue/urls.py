"""The first page of whoever is signed in."""

from django.urls import path

from dingxin.desk.queue import views

urlpatterns = [
    path("", views.home, name="home"),
]
