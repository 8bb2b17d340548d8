"""What came in: the list, and one submission with what can be done with it."""

from django.urls import path

from dingxin.desk.inbox import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("submissions/<uuid:id>/", views.submission, name="submission"),
]
