"""Envelopes forget their head at triage and keep its hash."""

from hashlib import sha256

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    envelopes = apps.get_model("mailbox", "Envelope").objects
    for pk, head in envelopes.filter(head_hash=b"").values_list("pk", "head").iterator(chunk_size=500):
        envelopes.filter(pk=pk).update(head_hash=sha256(bytes(head)).digest())


class Migration(migrations.Migration):
    dependencies = [("mailbox", "0001_initial")]
    operations = [
        migrations.AlterField("envelope", "head", models.BinaryField(null=True)),
        migrations.AddField("envelope", "head_hash", models.BinaryField(max_length=32, default=b""), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
