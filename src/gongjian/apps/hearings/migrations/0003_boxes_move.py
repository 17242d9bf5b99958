import json
from collections import Counter

from django.db import migrations


def move_boxes(apps, schema_editor):
    """Put each box and reading under the key of its vote, equal ballots once with their number."""
    box_of_old, reading_of_old = (apps.get_model("hearings", name) for name in ("BallotBox", "PaperReading"))
    box, reading = (apps.get_model("core", name) for name in ("BallotBox", "PaperReading"))
    for row in box_of_old.objects.select_related("hearing"):
        box.objects.create(
            key=row.hearing.vote_key,
            contents=as_now(row.contents),
            is_over=row.hearing.status in ("counted", "void"),
            cleaned_at=row.hearing.box_cleaned_at,
        )
    for row in reading_of_old.objects.select_related("hearing"):
        reading.objects.create(key=row.hearing.vote_key, reader_id=row.reader_id, contents=row.contents)


def as_now(text):
    """Rewrite a box of format 1."""
    found = json.loads(text)
    alike = Counter((tuple(choices), reason) for choices, reason in found["ballots"])
    found["format"] = "gongjian-box/2"
    found["question"] = [*found["question"], False, False]
    found["ballots"] = [[choices, reason, number] for (choices, reason), number in alike.items()]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


class Migration(migrations.Migration):
    """Boxes live in the core, under the key of their vote; there is no way back to a box that holds ballots."""

    dependencies = [("core", "0005_ballot_boxes"), ("hearings", "0002_box_cleaned")]

    operations = [migrations.RunPython(move_boxes, migrations.RunPython.noop, elidable=True)]
