"""What a run was made from moves to a row of its own, which no decision writes again. There is no way back but a backup."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cobuilding", "0011_units_known_of")]

    operations = [
        migrations.CreateModel(
            name="RunLists",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lists", models.BinaryField()),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lists",
                        to="cobuilding.proposalrun",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(
            "INSERT INTO cobuilding_runlists (run_id, lists) SELECT run_id, lists FROM cobuilding_runstanding"
        ),
        migrations.RemoveField(model_name="runstanding", name="lists"),
    ]
