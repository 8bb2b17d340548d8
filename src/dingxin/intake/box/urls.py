"""Opinion boxes and receipts printed ahead, under /desk/box/."""

from django.urls import path

from dingxin.intake.box.views import cards, envelopes, openings, register

app_name = "intake_box"
urlpatterns = [
    path("", register.home, name="home"),
    path("<uuid:id>/", register.box, name="box"),
    path("<uuid:id>/check/", register.check, name="check"),
    path("<uuid:id>/photo/", register.photo, name="photo"),
    path("<uuid:id>/hang/", register.hang, name="hang"),
    path("<uuid:id>/open/", openings.begin, name="begin"),
    path("opening/<uuid:id>/", openings.page_of, name="opening"),
    path("opening/<uuid:id>/join/", openings.join, name="opening_join"),
    path("opening/<uuid:id>/give-up/", openings.give_up, name="opening_give_up"),
    path("opening/<uuid:id>/count/", openings.count, name="opening_count"),
    path("opening/<uuid:id>/close/", openings.close, name="opening_close"),
    path("opening/<uuid:id>/words/", openings.words, name="opening_words"),
    path("opening/<uuid:id>/seen/", openings.seen, name="opening_seen"),
    path("opening/<uuid:id>/envelope/", envelopes.record, name="opening_envelope"),
    path("opening/<uuid:id>/nothing/", envelopes.nothing, name="opening_nothing"),
    path("cards/", cards.orders, name="cards"),
    path("cards/<uuid:id>/agree/", cards.agree, name="cards_agree"),
    path("cards/<uuid:id>/end/", cards.end, name="cards_end"),
    path("cards/<uuid:id>/print/", cards.sheet, name="cards_print"),
    path("cards/sheets/<uuid:id>/void/", cards.void, name="cards_void"),
]
