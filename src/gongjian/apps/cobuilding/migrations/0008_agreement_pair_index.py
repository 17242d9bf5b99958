"""An index by which the earlier agreements of a community and a unit are found, however many the unit has."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cobuilding", "0007_counts_checked_by_units")]

    operations = [
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(
                fields=["organisation", "place_code", "signed_on"], name="cobuilding_agreement_pair"
            ),
        ),
    ]
