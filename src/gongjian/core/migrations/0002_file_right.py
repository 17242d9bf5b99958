from django.db import migrations, models


class Migration(migrations.Migration):
    """A file is seen by the right of the work it belongs to; those kept earlier stay seen from the workbench."""

    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="right",
            field=models.CharField(default="workbench.view", max_length=40),
        ),
    ]
