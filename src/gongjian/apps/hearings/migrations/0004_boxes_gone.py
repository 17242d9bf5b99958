from django.db import migrations


class Migration(migrations.Migration):
    """The tables that the boxes moved out of."""

    dependencies = [("hearings", "0003_boxes_move")]

    operations = [
        migrations.RemoveField(model_name="hearing", name="box_cleaned_at"),
        migrations.DeleteModel(name="BallotBox"),
        migrations.DeleteModel(name="PaperReading"),
    ]
