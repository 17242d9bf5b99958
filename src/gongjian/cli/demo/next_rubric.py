"""The demo's second version of the rubric: one of two counts, a bonus section, a picture, an item from a figure."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

from PIL import Image, ImageDraw

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import RuleKind
from gongjian.apps.inspections.models import RubricVersion
from gongjian.apps.inspections.selectors.rubrics import get_version
from gongjian.apps.inspections.services import (
    ItemSpec,
    MeasureSpec,
    Outline,
    RuleSpec,
    SectionSpec,
    Upload,
    outline_of,
    specs_of,
)
from gongjian.core.access import Actor

LITTER, POSTERS, WORKS = "垃圾清运和保洁", "小广告和招牌", "工地和装修"
TASKS = ItemSpec(
    "任务办结",
    Decimal(10),
    (RuleSpec("低于目标", Decimal("0.5"), unit="个百分点"),),
    section="工作开展",
    hint="按下达到社区的任务算，由系统读数",
    measure=MeasureSpec("programmes.task_completion", Decimal(90)),
)
BONUS = (
    ItemSpec(
        "经验推广",
        Decimal(0),
        (
            RuleSpec(
                "做法被市级以上推广", Decimal(2), RuleKind.ADD, unit="次", cap=Decimal(4), evidence="document"
            ),
        ),
        section="加分",
    ),
    ItemSpec(
        "居民自发活动",
        Decimal(0),
        (
            RuleSpec(
                "居民自己组织的环境活动", None, RuleKind.ADD, judged=True, cap=Decimal(3), evidence="note"
            ),
        ),
        section="加分",
    ),
)


def publish_next_version(actor: Actor, version: RubricVersion, effective_on: date) -> RubricVersion:
    """Start from the last version, change it, and publish it from a later day on."""
    version = get_version(actor, version.pk)
    sections = (*outline_of(version).sections, SectionSpec("加分", is_bonus=True, cap=Decimal(5)))
    items = [_changed(item) for item in specs_of(version) if item.title != WORKS]
    draft = services.add_version(
        actor=actor,
        rubric_id=version.rubric_id,
        items=(*items, TASKS, *BONUS),
        outline=Outline(sections),
    )
    number = next(at for at, item in enumerate(items, start=1) if item.title == LITTER)
    services.save_item(
        actor=actor,
        version_id=draft.pk,
        number=number,
        item=items[number - 1],
        uploads=[Upload("好和坏.png", _drawn())],
    )
    return services.publish_version(
        actor=actor, version_id=draft.pk, effective_on=effective_on, citation="演示数据"
    )


def _changed(item: ItemSpec) -> ItemSpec:
    if item.title == LITTER:
        rules = tuple(replace(rule, exclusive="垃圾") for rule in item.rules)
        return replace(item, rules=rules, hint="看楼道口和垃圾房：左边算干净，右边算积存")
    if item.title == POSTERS:
        first, *others = item.rules
        return replace(item, rules=(replace(first, cap=Decimal(6)), *others))
    return item


def _drawn() -> bytes:
    """Draw a clean and a littered corner side by side."""
    picture = Image.new("RGB", (640, 320), (206, 214, 210))
    draw = ImageDraw.Draw(picture)
    for left in (0, 324):
        draw.rectangle((left + 12, 24, left + 304, 296), fill=(236, 239, 238))
        draw.rectangle((left + 12, 220, left + 304, 296), fill=(176, 168, 150))
        draw.rectangle((left + 210, 120, left + 280, 240), fill=(70, 120, 96))
    for left, top in ((344, 236), (384, 250), (430, 230), (470, 262), (500, 240)):
        draw.ellipse((left, top, left + 40, top + 22), fill=(110, 84, 60))
    draw.rectangle((318, 0, 322, 320), fill=(120, 130, 128))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
