"""An upgrade from a stored earlier state keeps what people put in."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

STATE = Path(__file__).with_name("state_0001.sql")
CHECK = """
from django.core.management import call_command
import django
django.setup()
call_command("migrate", interactive=False, verbosity=0)
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
from gongjian.apps.documents.models import Document
from gongjian.apps.inspections.models import Grade, ItemRule, ScoreSheet
from gongjian.apps.parties.models import User
from gongjian.apps.places.models import Place
from gongjian.apps.plans.models import Plan
from gongjian.apps.programmes.models import ProgressReport
from gongjian.core import audit
from gongjian.core.access import SYSTEM
assert Place.objects.count() == 2
assert User.objects.get().as_actor().place_prefixes("plans.edit") == ("510903",)
assert ScoreSheet.objects.get().score == 95
assert ItemRule.objects.get().unit == "处", "a rule of old counts in the usual unit"
assert Grade.objects.get().label == "示范"
assert Grade.objects.get().rated_on is not None, "a grade of old was decided on some day"
assert ProgressReport.objects.get().done_quantity == 3
assert Plan.objects.get().programme.title == "旧行动"
assert Document.objects.get().title == "旧通报"
audit.record(SYSTEM, "test.upgraded")
audit.link()
assert list(audit.verify()) == []
print("upgraded")
"""


@pytest.fixture
def old_database(tmp_path: Path) -> Path:
    file = tmp_path / "old.sqlite3"
    with sqlite3.connect(file) as database:
        database.executescript(STATE.read_text(encoding="utf-8"))
    return file


def test_the_first_state_upgrades_whole(old_database: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{old_database}",
        "DJANGO_SETTINGS_MODULE": "gongjian.config.settings.test",
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
    }

    done = subprocess.run(
        [sys.executable, "-c", CHECK], env=environment, capture_output=True, text=True, timeout=120
    )

    assert done.stdout.strip().endswith("upgraded"), done.stderr[-2000:]
