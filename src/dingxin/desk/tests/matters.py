"""Addresses and forms of the matter's pages, for the world's one matter."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.world import World

from dingxin.casework.models import Proposal

LEADS = {"matter-assign", "matter-interference", "proposal-send-back"}
"""Pages for a leader alone."""


def addresses(world: World) -> dict[str, str]:
    """Every page with an id, by name."""
    matter, link, remedy = world.matter().pk, world.link().pk, world.remedy().pk
    by: dict[str, Any] = {
        **dict.fromkeys((
            "matter", "matter-note", "matter-instruction", "matter-assess", "matter-step", "matter-finding",
            "matter-child", "matter-came-back", "matter-interference", "matter-review", "matter-evidence",
            "matter-remedy", "matter-take", "matter-assign", "matter-code", "matter-retitle", "matter-compartment",
            "matter-link",
        ), matter),
        **dict.fromkeys(("remedy-deliver", "remedy-confirm", "remedy-correct"), remedy),
        **dict.fromkeys((
            "link-answer", "link-confirmation", "link-ask-again", "link-message", "link-acceptance", "link-withdrawal",
            "link-unlink",
        ), link),
        "submission-link": world.submission().pk, "evidence": world.evidence().pk,
    }  # fmt: skip
    found = {name: reverse(f"desk:{name}", args=[pk]) for name, pk in by.items()}
    found["matter-move"] = reverse("desk:matter-move", args=[matter, "assign"])
    waiting = Proposal.objects.filter(state="waiting").first()
    if waiting is not None:
        for name in ("proposal-approve", "proposal-send-back", "proposal-withdraw"):
            found[name] = reverse(f"desk:{name}", args=[waiting.pk])
    return found


def text_file(content: bytes = b"eight receipts") -> SimpleUploadedFile:
    """A small file as a browser sends it."""
    return SimpleUploadedFile("收条.txt", content, content_type="text/plain")
