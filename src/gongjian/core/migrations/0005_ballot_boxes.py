import encrypted_fields.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """The home of secret votes."""

    dependencies = [("core", "0004_flood_bucket")]

    operations = [
        migrations.CreateModel(
            name="BallotBox",
            fields=[
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("contents", encrypted_fields.fields.EncryptedTextField()),
                ("is_over", models.BooleanField(default=False)),
                ("cleaned_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PaperReading",
            fields=[
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("reader_id", models.BigIntegerField()),
                ("contents", encrypted_fields.fields.EncryptedTextField()),
            ],
        ),
    ]
