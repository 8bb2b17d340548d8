"""Marks of receipts' keys under the pepper; for rows that are there already, over what they say today."""

import hmac
from typing import Any

from django.conf import settings
from django.db import migrations, models

from dingxin.sealing.primitives import canonical, hkdf


def mark(apps: Any, _schema: Any) -> None:
    """As mailbox.bound makes them in version 1. Without site keys there is no row yet."""
    if settings.SITE_KEYS is None:
        return
    key = hkdf(settings.SITE_KEYS.pepper, "receipt-keys")

    def made(what: str, pairs: list[tuple[str, str]]) -> bytes:
        return hmac.digest(key, canonical([("v", "1"), ("purpose", what), *pairs]), "sha256")

    for row in apps.get_model("mailbox", "Thread").objects.iterator():
        row.mark = made("thread", [
            ("thread", row.pk.hex), ("recipient", row.answer_recipient),
            ("verify-key", bytes(row.verify_key or b"").hex()), ("shows", row.shows), ("known", str(int(row.known_to_staff))),
        ])
        row.save(update_fields=["mark"])
    printed = apps.get_model("mailbox", "PrintedReceipt").objects
    printed.filter(state="used").update(recipient="", verify_key=b"", sheet_id=None)
    for row in printed.exclude(state="used").iterator():
        row.mark = made("printed", [
            ("serial", row.serial), ("kind", row.kind), ("vault", row.vault_id.hex), ("recipient", row.recipient),
            ("verify-key", bytes(row.verify_key).hex()), ("lookup", bytes(row.lookup or b"").hex()),
        ])
        row.save(update_fields=["mark"])


class Migration(migrations.Migration):
    dependencies = [
        ("mailbox", "0004_boxes_and_printing"),
    ]

    operations = [
        migrations.AddField(
            model_name="printedreceipt", name="mark", field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddField(model_name="thread", name="mark", field=models.BinaryField(max_length=32, null=True)),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
