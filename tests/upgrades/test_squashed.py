"""A new installation's tables, made by the squashed migrations, are those that the migrations one by one lead to."""

from typing import Any

import pytest
from django.apps import apps
from django.db.migrations import CreateModel
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from gongjian.core.first_tables import FirstTables
from tests.upgrades.make_state import OneByOne


@pytest.fixture(autouse=True)
def migrations(settings: Any) -> None:
    """Read the migrations also in a run whose tables are made without them."""
    settings.MIGRATION_MODULES = {}


def test_both_ways_lead_to_the_same_tables():
    one_by_one, at_once = OneByOne(None).project_state(), MigrationLoader(None).project_state()

    assert {key: model.bases for key, model in at_once.models.items()} == {
        key: model.bases for key, model in one_by_one.models.items()
    }
    assert changes(one_by_one, at_once) == changes(at_once, one_by_one) == []


def test_first_tables_do_nothing_but_create():
    found = [one for one in MigrationLoader(None).disk_migrations.values() if isinstance(one, FirstTables)]

    assert len(found) >= 15
    assert {type(operation) for one in found for operation in one.operations} == {CreateModel}


def test_a_squashed_migration_replaces_every_migration_up_to_its_number():
    disk = MigrationLoader(None).disk_migrations

    for (app, name), migration in disk.items():
        if migration.replaces and apps.get_app_config(app).name.startswith("gongjian"):
            last = migration.replaces[-1][1]
            assert name == f"initial_squashed_{last}"
            assert sorted(migration.replaces) == sorted(
                key for key in disk if key[0] == app and key[1] <= last
            ), f"{app} {name}"


def changes(first: ProjectState, second: ProjectState) -> list[str]:
    """Say what Django would do to come from the first state to the second."""
    found = MigrationAutodetector(first, second)._detect_changes()
    return [
        operation.describe() for parts in found.values() for part in parts for operation in part.operations
    ]
