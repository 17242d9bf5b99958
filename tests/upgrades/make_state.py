"""Write the state of an earlier version as SQL: `python tests/upgrades/make_state.py FILE` (see docs/howto/add-a-model.md).

The tables are those of the first migrations; a few rows of every kind are put in with the models of that day.
"""

import os
import sqlite3
import sys
import tempfile
from pathlib import Path

from django.db.migrations.loader import MigrationLoader

FIRST = {
    "core": "0001_initial",
    "places": "0001_initial",
    "parties": "0001_initial",
    "indicators": "0001_initial",
    "documents": "0002_initial",
    "inspections": "0002_initial",
    "programmes": "0001_initial",
    "plans": "0001_initial",
}


class OneByOne(MigrationLoader):
    """The migrations as they were written, none squashed."""

    def load_disk(self) -> None:
        """Leave out what replaces others; what follows it follows the last of those."""
        super().load_disk()
        last = {key: one.replaces[-1] for key, one in self.disk_migrations.items() if one.replaces}
        for key in last:
            del self.disk_migrations[key]
        for one in self.disk_migrations.values():
            one.dependencies = [last.get(needed, needed) for needed in one.dependencies]


def main(target: Path) -> None:
    """Make the database, fill it, and dump it."""
    folder = Path(tempfile.mkdtemp())
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'old.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongjian.config.settings.test"
    import django

    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.loader = OneByOne(connection)
    others = [key for key in executor.loader.graph.leaf_nodes() if key[0] not in FIRST]
    executor.migrate([*others, *FIRST.items()])
    fill(OneByOne(connection).project_state([*others, *FIRST.items()]).apps)
    connection.close()
    with sqlite3.connect(folder / "old.sqlite3") as database:
        lines = list(database.iterdump())
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def fill(apps: object) -> None:
    """Put a few rows in, with the models of that day."""
    from datetime import UTC, date, datetime

    def make(kind: str, /, **values: object) -> object:
        return apps.get_model(kind).objects.create(**values)  # type: ignore[attr-defined]

    day, now = date(2026, 3, 31), datetime(2026, 3, 31, tzinfo=UTC)
    make("places.Place", code="510903", name="船山区", level=6, parent_code="5109")
    make("places.Place", code="510903001", name="南津路街道", level=9, parent_code="510903")
    bureau = make("parties.Organisation", place_code="510903", name="船山区民政局", kind="department")
    person = make(
        "parties.User",
        username="old",
        password="x",
        full_name="旧账号",
        place_code="510903",
        organisation=bureau,
    )
    make("parties.Grant", user=person, role="office", place_code="510903")
    rubric = make("inspections.Rubric", place_code="510903", title="旧标准")
    version = make("inspections.RubricVersion", rubric=rubric, number=1, effective_on=day, is_published=True)
    item = make("inspections.RubricItem", version=version, order=1, title="楼道", full_marks=100)
    rule = make("inspections.ItemRule", item=item, order=1, per="堆物", amount=5)
    row = make(
        "inspections.Round", place_code="510903", title="旧检查", version=version, starts_on=day, ends_on=day
    )
    sheet = make(
        "inspections.ScoreSheet",
        place_code="510903001",
        round=row,
        version=version,
        inspected_on=day,
        status="submitted",
        score=95,
    )
    make("inspections.SheetEntry", sheet=sheet, item=item, rule=rule, count=1)
    scheme = make(
        "inspections.RatingScheme", place_code="510903", title="旧办法", effective_on=day, citation="旧"
    )
    make(
        "inspections.Grade",
        place_code="510903001",
        round=row,
        scheme=scheme,
        level=9,
        label="示范",
        score=95,
        decided_at=now,
    )
    programme = make("programmes.Programme", place_code="510903", title="旧行动", year=2026)
    task = make("programmes.Task", programme=programme, order=1, title="旧任务")
    work = make("programmes.Assignment", task=task, place_code="510903001", status="active", given_at=now)
    make(
        "programmes.ProgressReport",
        assignment=work,
        place_code="510903001",
        period_first_on=date(2026, 1, 1),
        period_last_on=day,
        status="confirmed",
        done_quantity=3,
    )
    plan = make("plans.Plan", place_code="510903", title="旧方案", text="正文", programme=programme)
    make("plans.PlanUnit", plan=plan, name="各街道", is_collective=True)
    make(
        "documents.Document",
        place_code="510903",
        kind="bulletin",
        title="旧通报",
        issuer=bureau,
        body="文字。",
        period_first_on=date(2026, 1, 1),
        period_last_on=day,
        status="issued",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
