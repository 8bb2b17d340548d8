"""Addresses of the second key: /desk/custody/ for who turns it, /desk/names/ for who asked."""

from django.urls import URLPattern, path

from dingxin.desk.custody import asked, keeping

_KEPT = "custody/<uuid:id>/"
_MINE = "names/<uuid:id>/"

urlpatterns: list[URLPattern] = [
    path("custody/", keeping.home, name="custody"),
    path(_KEPT, keeping.one, name="custody-one"),
    path(f"{_KEPT}approve/", keeping.approve, name="custody-approve"),
    path(f"{_KEPT}refuse/", keeping.refuse, name="custody-refuse"),
    path(f"{_KEPT}review/", keeping.review, name="custody-review"),
    path("submissions/<uuid:id>/ask/", asked.ask, name="submission-ask"),
    path(f"{_MINE}open/", asked.open_it, name="name-open"),
    path(f"{_MINE}files/", asked.files, name="name-files"),
    path(f"{_MINE}files/<uuid:file_id>/", asked.file, name="name-file"),
    path(f"{_MINE}decision/", asked.decision, name="name-decision"),
    path(f"{_MINE}back/", asked.take_back, name="name-back"),
    path(f"{_MINE}end/", asked.end, name="name-end"),
    path(f"{_MINE}digits/", asked.digits, name="name-digits"),
]
