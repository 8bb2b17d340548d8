"""Addresses of contacts, persons spoken to and leaves, under /desk/."""

from django.urls import URLPattern, path

from dingxin.desk.contact import page, people_views, views

ONE, LEAVE = "contacts/<uuid:id>/", "leaves/<uuid:id>/"

urlpatterns: list[URLPattern] = [
    path("matters/<uuid:id>/contact/", views.propose, name="matter-contact"),
    path("matters/<uuid:id>/spoken/", people_views.spoken, name="matter-spoken"),
    path("spoken/<uuid:id>/", people_views.one, name="spoken"),
    path("spoken/<uuid:id>/name/", people_views.name, name="spoken-name"),
    path("matters/links/<uuid:id>/leave/", people_views.ask, name="link-leave"),
    path(ONE, page.contact, name="contact"),
    path(f"{ONE}plan/", views.change, name="contact-plan"),
    path(f"{ONE}ask/", views.ask, name="contact-ask"),
    path(f"{ONE}answer/", views.answer, name="contact-answer"),
    path(f"{ONE}consent/", views.consent, name="contact-consent"),
    path(f"{ONE}withdraw/", views.withdraw, name="contact-withdraw"),
    path(f"{ONE}known/", views.known, name="contact-known"),
    path(f"{ONE}hold/", views.hold, name="contact-hold"),
    path(f"{ONE}record/", views.record, name="contact-record"),
    path(f"{ONE}read-back/", views.read_back, name="contact-read-back"),
    path(f"{ONE}end/", views.end, name="contact-end"),
    path(f"{ONE}reach/", views.reach, name="contact-reach"),
    path(LEAVE, people_views.leave, name="leave"),
    path(f"{LEAVE}word/", people_views.given, name="leave-word"),
    path(f"{LEAVE}withdraw/", people_views.withdraw, name="leave-withdraw"),
    path(f"{LEAVE}items/", people_views.items, name="leave-items"),
    path(f"{LEAVE}use/", people_views.use, name="leave-use"),
]
