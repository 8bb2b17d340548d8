"""The cast, a cheap derivation where cost is not the point, and the walk through the forms without script."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.cast_mailbox import Cast, cast

from dingxin.mailbox import budget

REPORT = "/en/maizhan/report/"
ANSWERS = {
    "about_team": "no", "what": "The secretary owes me 200 yuan.", "about": "Yuqian village", "when": "2024",
    "ongoing": "yes", "amount": "200", "people": "1", "may_contact": "no", "level": "confidential", "name": "Abdul",
    "phone": "", "other": "", "shows": "answers", "contact_way": "", "contact_time": "", "contact_place": "",
}


@pytest.fixture
def made(tmp_path, settings, db) -> Cast:
    budget.forget()
    settings.RECEIPT_KDF_COST = (1, 8 * 1024 * 1024)
    return cast(tmp_path, settings)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader who needs no two seconds for the check page."""
    monkeypatch.setattr("dingxin.portal.views.report.SLOWEST_MACHINE", 0)


@pytest.fixture
def draft(client: Client, made: Cast, quick: None) -> Callable[..., dict[str, Any]]:
    """``draft(**answers)``: the fields of a form that has come as far as the check page."""

    def walk(**answers: str) -> dict[str, Any]:
        fields = ANSWERS | answers
        response = client.post(REPORT, fields | {"step": "check"})
        assert response.status_code == 200, response.content.decode()
        return fields | {"draft": response.context["draft"], "step": "send"}

    return walk


@pytest.fixture
def digits_of(client: Client, draft: Callable[..., dict[str, Any]]) -> Callable[..., str]:
    """``digits_of(**answers)``: files a report without script; the digits of its receipt."""

    def send(**answers: str) -> str:
        response = client.post(REPORT, draft(**answers))
        assert response.status_code == 200, response.content.decode()
        digits: str = response.context["digits"]
        return digits

    return send
