"""The token of a form (``{% form_token %}``), by which what it asks for is carried out once."""

from uuid import UUID

from django.http import HttpRequest


def token_of(request: HttpRequest) -> UUID | None:
    """The token that the form was shown with; None where it has none."""
    try:
        return UUID(hex=request.POST.get("form", ""))
    except ValueError:
        return None
