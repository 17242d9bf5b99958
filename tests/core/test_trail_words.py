"""Whatever is recorded has its word on the audit page."""

import re
from pathlib import Path

import pytest

import gongjian
from gongjian.core import trail_words
from gongjian.core.models import Rule
from gongjian.core.rule_words import NAMES
from gongjian.core.trail import GROUPS

SOURCE = Path(gongjian.__file__).parent
RECORDED = re.compile(
    r'(?:audit\.record\([^"]*|_(?:move|done|end|set|settle|change|record)\w*\([^"]*|action = |else )"([a-z_]+\.[a-z_]+)"'
)


def recorded() -> set[str]:
    """Find every act that the code hands to the audit trail: quoted words that a past participle ends."""
    found = set()
    for file in [*SOURCE.glob("apps/*/services/**/*.py"), *SOURCE.glob("core/*.py")]:
        if file.name != "trail_words.py":
            found |= set(RECORDED.findall(file.read_text(encoding="utf-8")))
    return found


def test_every_act_has_a_word_and_every_word_an_act() -> None:
    text = "\n".join(
        file.read_text(encoding="utf-8") for file in SOURCE.rglob("*.py") if file.name != "trail_words.py"
    )

    assert recorded() - trail_words.ACTS.keys() == set()
    assert [act for act in trail_words.ACTS if f'"{act}"' not in text] == []
    assert {act.partition(".")[0] for act in trail_words.ACTS} - GROUPS.keys() == {"audit"}


@pytest.mark.django_db
def test_every_rule_has_a_name() -> None:
    assert set(Rule.objects.values_list("key", flat=True)) - NAMES.keys() == set()
