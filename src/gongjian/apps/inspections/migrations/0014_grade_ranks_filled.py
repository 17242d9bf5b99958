"""Earlier grades get what they are ranked by, and the moment at which the next rating replaced them."""

from django.db import migrations
from django.db.models import F, FloatField, Value
from django.db.models.functions import Cast

COMMUNITY = 12


def fill(apps, schema_editor):
    Grade = apps.get_model("inspections", "Grade")
    Grade.objects.filter(level=COMMUNITY).update(rank_value=F("score"), original_score=F("score"))
    share = Cast(F("met"), FloatField()) * Value(100.0) / Cast(F("base"), FloatField())  # equal shares stay equal
    Grade.objects.filter(level__lt=COMMUNITY, base__gt=0).update(rank_value=share)
    runs = {}
    found = Grade.objects.order_by("decided_at").values_list("round_id", "scheme_id", "decided_at").distinct()
    for round_id, scheme_id, decided_at in found:
        runs.setdefault((round_id, scheme_id), []).append(decided_at)
    for (round_id, scheme_id), moments in runs.items():
        for decided_at, replaced_at in zip(moments, moments[1:], strict=False):
            Grade.objects.filter(
                round_id=round_id, scheme_id=scheme_id, decided_at=decided_at, is_current=False
            ).update(superseded_at=replaced_at)


class Migration(migrations.Migration):

    dependencies = [
        ('inspections', '0013_quotas_and_causes'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
