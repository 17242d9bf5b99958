from django.db import migrations, models


class Migration(migrations.Migration):
    """How much one sender or place has sent lately."""

    dependencies = [("core", "0003_file_as_sent")]

    operations = [
        migrations.CreateModel(
            name="FloodBucket",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("full_at_ms", models.BigIntegerField(db_index=True)),
            ],
        ),
    ]
