"""The proof slip as text, number and picture. It is made from the page's own facts and kept nowhere."""

from io import BytesIO

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from dingxin.ledger import public as ledger
from dingxin.tlog.lines import LogBroken
from dingxin.tlog.promise import Promise, Slip, check_slip, make_slip

MOST = 4_000  # characters


def slip_text(entry: ledger.Entry, promise: ledger.Promised, subject: bytes) -> str:
    """What the file and the picture hold (tlog.promise.Slip)."""
    return make_slip(Slip(
        ledger.log_name(), Promise(promise.commitment, promise.day, promise.publish_by), promise.signature,
        entry.salt_d, entry.salt_t, entry.kind, entry.scope, entry.period, subject,
    ))


def read_slip(text: str) -> Slip | None:
    """The slip, when this site promised it; None for anything else."""
    try:
        return check_slip(text.replace("\r\n", "\n"), ledger.promise_key()) if len(text) <= MOST else None
    except LogBroken:
        return None


def number_of(slip: Slip) -> str:
    """Sixteen digits by which people compare two slips: the beginning of the commitment."""
    digits = slip.promise.C.hex()[:16].upper()
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def picture(text: str, title: str) -> SafeString:
    """The slip as a QR code, inline SVG without styles or scripts."""
    out = BytesIO()
    segno.make_qr(text, error="l").save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, svgclass="qr", lineclass=None,
        title=None, nl=False, dark="#000",
    )
    svg = out.getvalue().decode()
    labelled = svg.replace("<svg ", f'<svg role="img" aria-label="{escape(title)}" ', 1)
    return mark_safe(labelled)  # noqa: S308 - segno's own path data and an escaped title
