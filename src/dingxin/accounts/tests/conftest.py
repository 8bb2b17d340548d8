"""The accounts room alone: its own pages, web's, and pages behind doors that only these tests have."""

import pytest


@pytest.fixture(autouse=True)
def _addresses(settings: object) -> None:
    settings.ROOT_URLCONF = "dingxin.accounts.tests.urls"
