"""A version as a workbook that imports back equal: its items with their rules, its sections, its ceilings.

The words of the columns and of the choices are Chinese whatever the page's language: they are read back.
"""

from collections.abc import Iterator, Sequence

from gongjian.apps.inspections.choices import How, StepRounding
from gongjian.apps.inspections.models import ItemRule, RubricItem, RubricVersion
from gongjian.readers import SheetData
from gongjian.readers.sheets import CellValue

ITEM_COLUMNS = (
    "类别",
    "项目",
    "满分",
    "最多扣",
    "项目权重",
    "凭证",
    "凭证份数",
    "评分提示",
    "提示图片",
    "指标",
    "目标值",
    "越低越好",
)
RULE_COLUMNS = (
    "情形",
    "怎么算",
    "每",
    "单位",
    "分值",
    "最多几分",
    "不足一档",
    "互斥组",
    "不能评为",
    "规则凭证",
    "规则凭证份数",
)
COLUMNS = (*ITEM_COLUMNS, *RULE_COLUMNS)
SECTION_COLUMNS = ("类别", "权重", "加分类别", "合计最多加")
TOTAL_COLUMNS = ("名目", "分值")
ITEMS, SECTIONS, TOTALS = "评分项", "类别", "总分"
BONUS_CAP, TOTAL_CAP = "全部加分最多", "总分最高"
STARTED = "按一档算"
NO_SECTION = "（无）"
"""Said of an item without a section: an empty cell goes on with the section above."""
HOW_WORDS = {
    How.DEDUCT: "扣分",
    How.ADD: "加分",
    How.JUDGED_DEDUCT: "酌情扣分",
    How.JUDGED_ADD: "酌情加分",
    How.VETO_GRADE: "一票否决",
    How.VETO_SHEET: "一票否决总分记0",
    How.VETO_ITEM: "一票否决本项记0",
}
EVIDENCE_WORDS = {"none": "不要", "photo": "照片", "document": "材料", "note": "说明"}
WIDTHS = (14, 28, 8, 8, 10, 8, 10, 36, 12, 24, 10, 10, 36, 14, 8, 8, 8, 10, 12, 12, 12, 10, 14)
Row = Sequence[CellValue]


def version_as_sheets(version: RubricVersion) -> list[SheetData]:
    """Write a version (loaded) as sheets. A further rule of an item stands in a row without the item's name."""
    sections = [(row.title, row.weight, "是" if row.is_bonus else None, row.cap) for row in version.sections]
    return [
        SheetData(ITEMS, COLUMNS, _item_rows(version), WIDTHS),
        SheetData(SECTIONS, SECTION_COLUMNS, sections, (24, 10, 10, 12)),
        SheetData(TOTALS, TOTAL_COLUMNS, [(BONUS_CAP, version.bonus_cap), (TOTAL_CAP, version.total_cap)]),
    ]


def _item_rows(version: RubricVersion) -> Iterator[Row]:
    for item in version.items.all():
        head = _item_cells(item)
        rules = list(item.rules.all())
        if not rules:
            yield head
        for number, rule in enumerate(rules):
            yield (*(head if number == 0 else (None,) * len(ITEM_COLUMNS)), *_rule_cells(rule))


def _item_cells(item: RubricItem) -> Row:
    has_need = item.evidence != "none"
    return (
        item.section or NO_SECTION,
        item.title,
        item.full_marks,
        item.deduct_cap,
        item.weight,
        EVIDENCE_WORDS[item.evidence] if has_need else None,
        item.evidence_count if has_need else None,
        item.hint or None,
        "、".join(f"#{picture.file_id}" for picture in item.pictures.all()) or None,
        item.indicator_key or None,
        item.target if item.is_measured else None,
        "是" if item.is_lower_better else None,
    )


def _rule_cells(rule: ItemRule) -> Row:
    return (
        rule.per,
        HOW_WORDS[How.of(rule.kind, rule.judged, rule.effect)],
        rule.step,
        rule.unit,
        rule.amount,
        rule.cap,
        STARTED if rule.step_rounding == StepRounding.STARTED else None,
        rule.exclusive or None,
        rule.bars or None,
        EVIDENCE_WORDS[rule.evidence] if rule.evidence else None,
        rule.evidence_count if rule.evidence else None,
    )
