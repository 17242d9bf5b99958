"""Write the sections, items, rules and pictures of a version; refuse what can't be scored."""

from collections.abc import Sequence
from typing import Any

from gongjian.apps.inspections.choices import RuleKind
from gongjian.apps.inspections.models import ItemPicture, ItemRule, RubricItem, RubricVersion
from gongjian.apps.inspections.services.rubric_specs import ItemSpec, Outline, SectionSpec
from gongjian.core.access import Actor
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.models import StoredFile
from gongjian.core.registry import get_indicator
from gongjian.engines import scoring
from gongjian.engines.errors import EngineInputError


def write_content(actor: Actor, version: RubricVersion, items: Sequence[ItemSpec], outline: Outline) -> None:
    """Write all that a version says. Raises Invalid naming the item, the rule and what to change."""
    for item in items:
        check_item(item)
    _check_pictures(actor, items)
    version.bonus_cap, version.total_cap = outline.bonus_cap, outline.total_cap
    version.stated_sections = [_section_row(section) for section in all_sections(items, outline)]
    version.save(update_fields=["bonus_cap", "total_cap", "stated_sections"])
    rows = RubricItem.objects.bulk_create(
        RubricItem(version=version, order=order, **_item_fields(item))
        for order, item in enumerate(items, start=1)
    )
    pairs = list(zip(rows, items, strict=True))
    ItemRule.objects.bulk_create(
        ItemRule(item=row, order=order, **vars(rule))
        for row, item in pairs
        for order, rule in enumerate(item.rules, start=1)
    )
    ItemPicture.objects.bulk_create(
        ItemPicture(item=row, order=order, file_id=file_id)
        for row, item in pairs
        for order, file_id in enumerate(item.pictures, start=1)
    )


def _section_row(section: SectionSpec) -> dict[str, Any]:
    return {
        "title": section.title,
        "weight": None if section.weight is None else str(section.weight),
        "is_bonus": section.is_bonus,
        "cap": None if section.cap is None else str(section.cap),
    }


def all_sections(items: Sequence[ItemSpec], outline: Outline) -> list[SectionSpec]:
    """Return the sections listed and, behind them, those that only items name."""
    found = {section.title: section for section in outline.sections}
    for item in items:
        if item.section:
            found.setdefault(item.section, SectionSpec(item.section))
    return list(found.values())


def _item_fields(item: ItemSpec) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: getattr(item, name)
        for name in (
            "title",
            "full_marks",
            "section",
            "hint",
            "evidence",
            "evidence_count",
            "deduct_cap",
            "weight",
        )
    }
    if item.measure is not None:
        indicator = _indicator(item)
        fields |= {
            "indicator_key": indicator.key,
            "indicator_name": str(indicator.name)[:120],
            "indicator_unit": indicator.unit,
            "target": item.measure.target,
            "is_lower_better": item.measure.is_lower_better,
        }
    return fields


def _indicator(item: ItemSpec) -> Any:
    key = item.measure.indicator_key if item.measure else ""
    try:
        return get_indicator(key)
    except NotFound as error:
        raise Invalid(f"评分项“{item.title}”的指标“{key}”没有登记。请从指标里选一个。") from error


def _check_pictures(actor: Actor, items: Sequence[ItemSpec]) -> None:
    """Refuse pictures that the actor may not see, alone or in a rubric."""
    wanted = {number for item in items for number in item.pictures}
    if not wanted:
        return
    own = StoredFile.objects.visible_to(actor).filter(pk__in=wanted, kind="photo")
    shown = ItemPicture.objects.visible_to(actor).filter(file_id__in=wanted)
    known = set(own.values_list("pk", flat=True)) | set(shown.values_list("file_id", flat=True))
    if gone := sorted(wanted - known):
        raise Invalid(f"提示图片 {'、'.join(map(str, gone))} 找不到，可能不归你管。请重新传这张图片。")


def check_item(item: ItemSpec) -> None:
    """Refuse an item that can't be scored: Invalid names it, the rule and what to change."""
    try:
        scoring.Rubric((item.as_engine("0"),))
    except EngineInputError as error:
        raise Invalid(str(error)) from error
    for rule in item.rules:
        if rule.kind != RuleKind.VETO and not rule.judged and not rule.amount:
            raise Invalid(f"评分项“{item.title}”的规则“{rule.per}”没有写分值。请填大于 0 的数。")


def check_whole(items: Sequence[ItemSpec], outline: Outline) -> None:
    """Refuse a version whose sections and weights contradict: what a draft may still do, a published one not."""
    sections = tuple(
        scoring.Section(section.title, section.title, section.weight, section.is_bonus, section.cap)
        for section in all_sections(items, outline)
    )
    if any(not item.section for item in items):
        sections = (*sections, scoring.Section("", "没有类别"))
    try:
        scoring.Rubric(
            tuple(item.as_engine(str(number)) for number, item in enumerate(items)),
            outline.bonus_cap,
            outline.total_cap,
            sections=sections,
        )
    except EngineInputError as error:
        raise Invalid(str(error)) from error
