"""How each code looks: a shape and a tone, beside its word. Colour comes third (6-screens.md, rule 1).

Keys are the codes of 2-domain.md as the rooms store them; a code that is not here is drawn as a plain ring.
"""

from dingxin.rules.text import N_

Look = tuple[str, str]  # shape in marks.ICONS, tone ("" | go | ok | due | late | info)

LOOKS: dict[str, Look] = {
    # a submission
    "registered": ("ring", ""), "read": ("ring", "info"), "linked": ("full", "info"), "thanks": ("talk", ""),
    "advice": ("talk", ""), "set_aside": ("dash", ""),
    # a matter, and what lies over its state
    "open": ("ring", ""), "assessed": ("ring", "info"), "redirected": ("arrow", ""), "verifying": ("half", "info"),
    "found": ("dia", "info"), "acting": ("half", "go"), "answered": ("full", "go"), "closed": ("square", ""),
    "under_review": ("full", "info"), "waiting": ("pause", "due"), "pending": ("pause", ""), "withdrawn": ("cross", ""),
    # a finding
    "substantiated": ("dia", "info"), "partly": ("dia", "info"), "unsubstantiated": ("dash", ""),
    "not_established": ("ring", ""),
    # notices, transfers, referrals
    "draft": ("note", ""), "sent_back": ("arrow", "late"), "accepted": ("check", "ok"),
    "sent": ("arrow", "info"), "received": ("full", "info"), "returned": ("cross", ""), "reported": ("check", "ok"),
    # a remedy, the person's word, and how it was given
    "promised": ("ring", ""), "delivered": ("full", "go"), "confirmed": ("check", "ok"), "disputed": ("cross", "late"),
    "own_receipt": ("signed", "ok"), "without_script": ("signed", "ok"), "known_to_staff": ("signed", ""),
    "by_voice": ("voice", "ok"), "at_counter": ("talk", "ok"), "signed_slip": ("slip", "ok"),
    "told_to_staff": ("dash", ""),
    "evidenced": ("check", "ok"), "unconfirmed": ("ring", ""), "unanswered": ("ring", ""),
    # requests for a second key, consent
    "asked": ("ring", "due"), "approved": ("check", "ok"), "refused": ("cross", ""), "used": ("full", ""),
    "expired": ("dash", ""), "cancelled": ("dash", ""), "given": ("check", "ok"), "declined": ("cross", ""),
    "proposed": ("ring", ""), "to_read": ("half", "due"), "agreed": ("check", "ok"), "held": ("full", "ok"),
    "lapsed": ("dash", ""), "none": ("ring", ""),
    # clocks
    "running": ("ring", ""), "due": ("dia", "due"), "late": ("tri", "late"), "paused": ("pause", "due"),
    "provisional": ("ring", "due"), "unverified": ("ring", "due"), "met": ("check", "ok"), "stopped": ("square", ""),
    # interference
    "interference": ("tri", "late"), "asking": ("tri", "late"), "warning": ("tri", "late"), "threat": ("tri", "late"),
    "retaliation": ("tri", "late"),
    # a round
    "preparing": ("ring", ""), "stationed": ("half", "go"), "reporting": ("half", "info"), "fed_back": ("full", "info"),
    "handed_over": ("arrow", ""), "correcting": ("half", "go"), "evaluated": ("full", ""), "archived": ("square", ""),
}
WORDS: dict[str, str] = {  # codes that are no enum: what a clock or a row says of itself
    "running": N_("Running"), "due": N_("Due today"), "late": N_("Late"), "paused": N_("Paused"),
    "provisional": N_("Provisional"), "unverified": N_("Rule not checked"), "met": N_("Done in time"),
    "stopped": N_("Stopped"), "interference": N_("Interference"),
}
PLAIN: Look = ("ring", "")


def look_of(code: object) -> Look:
    """(shape, tone) of a code or an enum member that holds one."""
    return LOOKS.get(str(getattr(code, "value", code)), PLAIN)
