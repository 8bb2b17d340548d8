"""Keyless: mailboxes are read every few minutes where ``mail.toml`` names some."""

import logging
from datetime import datetime, timedelta

from django.conf import settings

from dingxin.intake.email.boxes import BoxesWrong, boxes
from dingxin.intake.email.fetching import Unreached, fetch
from dingxin.rules.clock import now

EVERY = timedelta(minutes=5)
_last: dict[str, datetime] = {}


def fetch_mail() -> int:
    """How many mails were taken. What cannot be reached is logged without an address and tried again."""
    if settings.KEYS_FOLDER is None or now() - _last.get("round", datetime.min.replace(tzinfo=now().tzinfo)) < EVERY:
        return 0
    _last["round"] = now()
    taken = 0
    try:
        for box in boxes(settings.KEYS_FOLDER):
            try:
                taken += fetch(box).taken
            except Unreached as error:
                logging.getLogger(__name__).warning("mailbox not read: %s", error)
    except BoxesWrong as error:
        logging.getLogger(__name__).error("%s", error)
    return taken


TICKS = [fetch_mail]
