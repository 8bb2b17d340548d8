"""Coming back with a receipt: the look-up's server time, known and unknown, and the derivation in Python for comparison."""

from functools import partial

from bench.common import Row, timed
from bench.county import exchange, sealed, served

TITLE = "Coming back: one look-up of 64 KiB over HTTP"


def rows() -> list[Row]:
    """Known and unknown receipts must cost the same. The browser's own derivation is measured by the browser tests."""
    import http.client

    from django.conf import settings

    from dingxin.sealing.keys import RECEIPT_COST
    from dingxin.sealing.primitives import random_bytes
    from dingxin.sealing.receipts import derive_receipt, new_digits

    bodies, lookups = sealed(60)
    kind = "application/octet-stream"
    with served() as (port, _pid):
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for body in bodies:
            exchange(client, "POST", "/api/submit", body)
        known, unknown = [], []
        for lookup in lookups * 5:  # in turns, so that whatever else happens in this minute happens to both
            known += timed(partial(exchange, client, "POST", "/api/lookup", lookup, kind), 1, warm=0)
            unknown += timed(partial(exchange, client, "POST", "/api/lookup", random_bytes(32), kind), 1, warm=0)
    salt = settings.SITE_KEYS.receipt_salt
    derived = timed(partial(derive_receipt, new_digits(), salt, RECEIPT_COST), 10)
    return [
        Row("look-up, known receipt", known), Row("look-up, unknown receipt", unknown),
        Row("derivation on the server (path without script)", derived, "Argon2id, 64 MiB, 3 passes"),
    ]
