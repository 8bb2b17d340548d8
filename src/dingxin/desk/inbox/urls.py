"""What came in: the list, and one submission with what can be done with it."""

from django.urls import path

from dingxin.desk.inbox.views import acts, listing, one, seen

ONE = "submissions/<uuid:id>/"

urlpatterns = [
    path("inbox/", listing.inbox, name="inbox"),
    path(ONE, one.submission, name="submission"),
    path(f"{ONE}work/", acts.work, name="submission-work"),
    path(f"{ONE}aside/", acts.aside, name="submission-aside"),
    path(f"{ONE}aside/second/", acts.second, name="submission-aside-second"),
    path(f"{ONE}aside/decline/", acts.decline, name="submission-aside-decline"),
    path(f"{ONE}again/", acts.again, name="submission-again"),
    path(f"{ONE}repeat/", acts.repeat, name="submission-repeat"),
    path(f"{ONE}up/", acts.up, name="submission-up"),
    path(f"{ONE}message/", acts.message, name="submission-message"),
    path(f"{ONE}identity/", one.identity, name="submission-identity"),
    path(f"{ONE}files/<uuid:file_id>/", one.file, name="submission-file"),
    path(f"{ONE}files/<uuid:file_id>/seen/", seen.seen, name="submission-file-seen"),
]
