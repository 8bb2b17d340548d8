"""How every page of this room answers."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_permissions_policy.decorators import permissions_policy_override

from dingxin.accounts.doors import safe_next
from dingxin.accounts.refusals import Refused

STATUS = {"wait": 429, "busy": 503, "stale": 409}

_ASKS = {"publickey-credentials-create", "publickey-credentials-get"}

asks_keys = permissions_policy_override(
    {name: ["self"] if name in _ASKS else who for name, who in settings.PERMISSIONS_POLICY.items()}
)
"""Marks a view whose page may ask for a security key; no other page of ours can."""


def next_of(request: HttpRequest) -> str:
    """Where to go afterwards: a staff page of this host."""
    return safe_next(request, request.POST.get("next", "") or request.GET.get("next", ""))


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], refused: Refused | None = None
) -> HttpResponse:
    """200 for a page that was asked for, 422 for a form with a mistake, 403, 409, 429 or 503 for a refusal."""
    form = context.get("form")
    status = STATUS.get(refused.code, 403) if refused else 422 if form is not None and form.errors else 200
    response = render(request, template, {**context, "refused": refused}, status=status)
    if refused and refused.until:
        response.headers["Retry-After"] = str(refused.seconds)
    return response
