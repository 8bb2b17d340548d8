"""Browsers of the cast that show English, so that tests of these pages read the source texts."""

from django.conf import settings
from django.test import Client
from tests.cast_vault import Cast, client_of


def english(cast: Cast, username: str, *, unlocked: bool = True) -> Client:
    """As ``cast_vault.client_of``; the language is this browser's own choice."""
    client = client_of(cast, username, unlocked=unlocked)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client
