"""A version as JSON: what a phone needs to show and score a sheet without a network."""

import json
from datetime import date
from decimal import Decimal

import pytest

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import Evidence, RuleKind, StepRounding, VetoEffect
from gongjian.apps.inspections.selectors.rubric_json import version_as_json
from gongjian.apps.inspections.selectors.rubrics import get_version
from gongjian.apps.inspections.services import ItemSpec, MeasureSpec, Outline, RuleSpec, SectionSpec, Upload
from gongjian.core.access import SYSTEM
from gongjian.core.rules import load_first_versions
from tests.factories import COUNTY
from tests.inspection_factories import photo_bytes

pytestmark = pytest.mark.usefixtures("places")
D = Decimal
FULL_ITEMS = (
    ItemSpec(
        "垃圾清运",
        D(60),
        (
            RuleSpec("零星垃圾", D(1), cap=D(5), exclusive="垃圾"),
            RuleSpec(
                "成片垃圾",
                D("2.5"),
                unit="米",
                step=D(5),
                step_rounding=StepRounding.STARTED,
                exclusive="垃圾",
            ),
            RuleSpec("台账不全", None, cap=D(3), judged=True, evidence="note"),
            RuleSpec("弄虚作假", None, RuleKind.VETO, effect=VetoEffect.GRADE, bars="示范"),
        ),
        section="环境",
        hint="看楼道",
        evidence=Evidence.PHOTO,
        evidence_count=2,
    ),
    ItemSpec(
        "任务办结",
        D(40),
        (RuleSpec("低于目标", D("0.5"), unit="个百分点"),),
        section="工作",
        measure=MeasureSpec("programmes.task_completion", D(95)),
    ),
    ItemSpec("创新", D(0), (RuleSpec("市级推广", D(2), RuleKind.ADD, unit="次"),), section="加分"),
)
FULL_OUTLINE = Outline(
    (SectionSpec("环境"), SectionSpec("工作"), SectionSpec("加分", is_bonus=True, cap=D(5)))
)


def make_full(**fields):
    """A draft in which every field is used."""
    load_first_versions()
    version = services.create_rubric(
        actor=SYSTEM,
        place_code=COUNTY,
        title="全套标准",
        items=FULL_ITEMS,
        outline=FULL_OUTLINE,
        **fields,
    )
    first = services.specs_of(get_version(SYSTEM, version.pk))[0]
    services.save_item(
        actor=SYSTEM, version_id=version.pk, number=1, item=first, uploads=[Upload("好.jpg", photo_bytes())]
    )
    return get_version(SYSTEM, version.pk)


def test_every_part_of_a_version_is_stated_in_exact_text():
    version = make_full()

    found = version_as_json(version)

    assert json.loads(json.dumps(found)) == found
    assert (found["full_marks"], found["is_weighted"], found["effective_on"]) == ("100", False, None)
    assert found["sections"][2] == {"title": "加分", "weight": None, "is_bonus": True, "cap": "5"}
    litter, tasks, _ = found["items"]
    assert litter["words"] == ["“零星垃圾”“成片垃圾”只算一条，算扣得多的", "扣分要 2 张照片"]
    assert litter["pictures"][0]["url"].startswith("/inspections/pictures/")
    assert {
        key: litter["rules"][1][key] for key in ("amount", "step", "step_rounding", "exclusive", "evidence")
    } == {
        "amount": "2.5",
        "step": "5",
        "step_rounding": "started",
        "exclusive": "垃圾",
        "evidence": {"kind": "photo", "count": 2},
    }
    assert (litter["rules"][2]["judged"], litter["rules"][2]["evidence"]["kind"]) == (True, "note")
    assert (litter["rules"][3]["effect"], litter["rules"][3]["bars"]) == ("grade", ["示范"])
    assert tasks["from_indicator"]["target"] == "95"
    assert tasks["from_indicator"]["unit"] == "%"


def test_what_is_stated_is_what_was_written_after_publishing_too():
    version = make_full()
    before = version_as_json(version)["items"]

    services.publish_version(actor=SYSTEM, version_id=version.pk, effective_on=date(2026, 1, 1))

    assert version_as_json(get_version(SYSTEM, version.pk))["items"] == before
