"""Addresses without a language: the static sealing page and its JSON."""

from django.urls import path, register_converter

from dingxin.portal.converters import HexId
from dingxin.portal.views import api, seal

register_converter(HexId, "hexid")

app_name = "portal_plain"

urlpatterns = [
    path("seal/", seal.page, name="seal"),
    path("seal/receipt-worker.js", seal.page, {"name": "receipt-worker.js"}, name="worker"),
    path("back/", seal.page, {"name": "back.html"}, name="back"),
    path("api/inlet/<slug:code>.json", api.inlet, name="inlet"),
    path("api/submit", api.submit, name="submit"),
    path("api/file/<hexid:thread>/<hexid:file>", api.file, name="file"),
    path("api/file/<hexid:thread>/<hexid:file>/<int:number>", api.part, name="part"),
    path("api/lookup", api.lookup, name="lookup"),
    path("api/word", api.word, name="word"),
    path("api/message", api.message, name="message"),
    path("api/receipt", api.receipt, name="receipt"),
]
