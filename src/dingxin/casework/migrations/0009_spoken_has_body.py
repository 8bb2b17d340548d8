"""Apart from filling it: PostgreSQL alters no table with rows of the same transaction still to be checked."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0008_body_of_spoken"),
    ]

    operations = [
        migrations.AlterField(
            model_name="spoken", name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.body"
            ),
        ),
    ]
