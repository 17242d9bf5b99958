"""A rubric from a table: one row a rule, the item's own columns on its first row; every error with its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from gongjian.apps.inspections.choices import Evidence, How, RuleKind, StepRounding
from gongjian.apps.inspections.selectors.rubric_sheets import (
    BONUS_CAP,
    NO_SECTION,
    SECTION_COLUMNS,
    SECTIONS,
    TOTAL_CAP,
    TOTALS,
)
from gongjian.apps.inspections.services.rubric_import.cells import Cells
from gongjian.apps.inspections.services.rubric_import.document import rule_spec
from gongjian.apps.inspections.services.rubric_import.heads import REQUIRED, Head, find_heads
from gongjian.apps.inspections.services.rubric_import.result import Problem, ReadRubric
from gongjian.apps.inspections.services.rubric_rows import check_item
from gongjian.apps.inspections.services.rubric_specs import (
    ItemSpec,
    MeasureSpec,
    Outline,
    RuleSpec,
    SectionSpec,
)
from gongjian.core.errors import Invalid
from gongjian.engines.plandoc.scoring_rules import RuleFound, read_rules, read_vetoes
from gongjian.readers import SheetRow


@dataclass
class _Reading:
    """The items read so far, with the row where each began, and what was found wrong."""

    items: list[ItemSpec] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    section: str = ""


def read_table(rows: Sequence[SheetRow]) -> ReadRubric:
    """Read the items of every sheet with a head, the sections and the ceilings. Raises Invalid without a head."""
    heads = find_heads(rows)
    if not heads:
        raise Invalid(f"没有找到表头。要有这几列：{'、'.join(REQUIRED)}。可以先下载模板。")
    reading = _Reading()
    for head in heads:
        for row in rows:
            if row.sheet == head.sheet and row.number > head.row:
                _read_row(reading, head, row)
    for item, (sheet, number) in zip(reading.items, reading.places, strict=True):
        _check(reading, item, sheet, number)
    outline = _outline(reading, rows)
    if not reading.items and not reading.problems:
        raise Invalid("表头下面没有评分项。请每行写一条规则再导入。")
    return ReadRubric(tuple(reading.items), outline, tuple(reading.problems), tuple(reading.remarks))


def _read_row(reading: _Reading, head: Head, row: SheetRow) -> None:
    cells = Cells(row, head.at, reading.problems)
    if not any(cells.text(name) for name in ("项目", "情形")):
        return
    if cells.text("项目") and not _goes_on(reading, cells):
        reading.items.append(_item(reading, cells))
        reading.places.append((row.sheet, row.number))
    if not cells.text("情形"):
        return
    if not reading.items:
        cells.complain("项目", "这一条规则上面没有项目，请写明评什么。")
        return
    item = reading.items[-1]
    rules = _free_rules(cells, item) if head.has_free_rules else [_rule(cells)]
    reading.items[-1] = replace(item, rules=(*item.rules, *(rule for rule in rules if rule)))


def _goes_on(reading: _Reading, cells: Cells) -> bool:
    """Say whether a row repeats the item of the row above: the same name, no other section or marks."""
    if not reading.items:
        return False
    last = reading.items[-1]
    marks = cells.text("满分")
    same_section = cells.text("类别") in ("", last.section or NO_SECTION)
    return (
        cells.text("项目") == last.title
        and same_section
        and (not marks or cells.number("满分") == last.full_marks)
    )


def _item(reading: _Reading, cells: Cells) -> ItemSpec:
    reading.section = cells.text("类别") or reading.section
    full = cells.number("满分")
    if full is None and not cells.text("满分"):
        cells.complain("满分", "没有写满分。加分项、倒扣项写 0。")
    return ItemSpec(
        title=cells.words("项目", 200),
        full_marks=full or Decimal(0),
        section="" if reading.section == NO_SECTION else reading.section[:60],
        hint=cells.words("评分提示", 500),
        evidence=Evidence(cells.evidence("凭证") or Evidence.NONE),
        evidence_count=cells.whole("凭证份数") or 1,
        deduct_cap=cells.number("最多扣"),
        weight=cells.number("项目权重"),
        measure=_measure(cells),
        pictures=cells.pictures("提示图片"),
    )


def _measure(cells: Cells) -> MeasureSpec | None:
    key = cells.indicator("指标")
    if not key:
        return None
    target = cells.signed("目标值")
    if target is None:
        cells.complain("目标值", "由指标评的项要写目标值，百分数写 95 这样的数。")
        return None
    return MeasureSpec(key, target, cells.yes("越低越好"))


def _rule(cells: Cells) -> RuleSpec | None:
    how = cells.how("怎么算")
    if how is None:
        return None
    kind, judged, effect = how.parts
    is_veto = kind == RuleKind.VETO
    amount, cap = cells.number("分值"), cells.number("最多几分")
    if not is_veto and not judged and not amount:
        cells.complain("分值", "没有写分值，填大于 0 的数。")
        return None
    if judged and cap is None:
        cells.complain("最多几分", "酌情的要写最多几分。")
        return None
    step = cells.number("每")
    if step == 0:
        cells.complain("每", "要大于 0。")
        return None
    evidence = cells.evidence("规则凭证")
    return RuleSpec(
        per=cells.words("情形", 200),
        amount=None if is_veto or judged else amount,
        kind=kind,
        unit=cells.words("单位", 10) or "处",
        step=step or Decimal(1),
        cap=None if is_veto else cap,
        step_rounding=StepRounding.STARTED if cells.text("不足一档") else StepRounding.FULL,
        judged=judged,
        exclusive="" if is_veto else cells.words("互斥组", 30),
        effect=effect,
        bars=cells.words("不能评为", 100) if how == How.VETO_GRADE else "",
        evidence=evidence,
        evidence_count=(cells.whole("规则凭证份数") or 1) if evidence else 1,
    )


def _free_rules(cells: Cells, item: ItemSpec) -> list[RuleSpec]:
    """Read rules that are told in words: 每处扣2分，最多扣10分；道路不洁每处扣1分."""
    text = cells.text("情形")
    found: list[RuleFound] = read_rules(text, 0, len(text), item.full_marks or None, item.title)
    found += [] if "一票否决" not in text else read_vetoes(text, 0, len(text), declared=True)
    rules = [
        rule_spec(rule.kind, rule.amount, rule.per, rule.cap)
        for rule in found
        if rule.kind == "veto" or rule.amount
    ]
    if not rules:
        cells.complain("情形", "没有读出扣几分或加几分。请写成“每处扣 1 分，最多扣 5 分”，或加上“分值”一列。")
    return rules


def _check(reading: _Reading, item: ItemSpec, sheet: str, number: int) -> None:
    """Hold an item to what can be scored; one without rules is completed in the draft."""
    try:
        check_item(item)
    except Invalid as refusal:
        reading.problems.append(Problem(sheet, number, "", refusal.message))
    if not item.rules:
        reading.remarks.append(f"第 {number} 行的“{item.title}”没有规则，请在草稿里补上。")


def _outline(reading: _Reading, rows: Sequence[SheetRow]) -> Outline:
    sections, ceilings = [], dict[str, Decimal | None]()
    at = {name: place for place, name in enumerate(SECTION_COLUMNS)}
    for row in rows:
        if row.sheet == SECTIONS and row.number > 1:
            cells = Cells(row, at, reading.problems)
            title, cap = cells.words("类别", 60), cells.number("合计最多加")
            sections.append(SectionSpec(title, cells.number("权重"), cells.yes("加分类别"), cap))
        if row.sheet == TOTALS and row.number > 1:
            cells = Cells(row, {"名目": 0, "分值": 1}, reading.problems)
            ceilings[cells.text("名目")] = cells.number("分值")
    return Outline(tuple(sections), ceilings.get(BONUS_CAP), ceilings.get(TOTAL_CAP))
