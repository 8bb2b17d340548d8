"""The web room alone: its own addresses and middleware, no other room, no database."""

from collections.abc import Iterator

import pytest
from django.conf import settings as live
from django.test import Client


@pytest.fixture
def web(settings: object) -> Iterator[Client]:
    """A client on web's own addresses plus pages that misbehave (tests/urls.py)."""
    settings.ROOT_URLCONF = "dingxin.web.tests.urls"
    settings.MIDDLEWARE = [name for name in live.MIDDLEWARE if not name.startswith("dingxin.accounts")]
    settings.ALLOWED_HOSTS = ["testserver"]
    return Client(raise_request_exception=False)
