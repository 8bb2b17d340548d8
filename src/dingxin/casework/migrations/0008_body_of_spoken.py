"""Whose custodians hold the second share of a person spoken to: the body where the matter was when it was written down."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def fill(apps: Any, _schema: Any) -> None:
    """The first team that the matter left since; else the one that has it. Matters went up on a later day or never."""
    left = apps.get_model("casework", "MatterSentUp").objects
    vaults = apps.get_model("vault", "Vault").objects
    for row in apps.get_model("casework", "Spoken").objects.select_related("matter__team").iterator():
        gone = left.filter(matter_id=row.matter_id, on__gte=row.added_on).order_by("on", "pk").first()
        row.body_id = vaults.get(pk=gone.vault_id).body_id if gone else row.matter.team.body_id
        row.save(update_fields=["body"])


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0007_danger_first"),
        ("organisation", "0002_box_register"),
        ("vault", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="spoken", name="body",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.body"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
