"""A photo is one kind of evidence: the flag becomes the kind."""

from django.db import migrations


def flag_to_kind(apps, schema_editor):
    """Ask for photos where the flag did."""
    apps.get_model("inspections", "RubricItem").objects.filter(needs_photo=True).update(evidence="photo")


def kind_to_flag(apps, schema_editor):
    """Set the flag where photos are asked for."""
    apps.get_model("inspections", "RubricItem").objects.filter(evidence="photo").update(needs_photo=True)


class Migration(migrations.Migration):

    dependencies = [
        ('inspections', '0009_rubric_rules'),
    ]

    operations = [
        migrations.RunPython(flag_to_kind, kind_to_flag, elidable=True),
        migrations.RemoveField(
            model_name='rubricitem',
            name='needs_photo',
        ),
    ]
