"""A round as tables: every sheet with its items, every current grade."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from gongjian.apps.inspections.choices import SheetStatus
from gongjian.apps.inspections.models import Grade, RatingScheme, Round, ScoreSheet
from gongjian.apps.inspections.selectors.differences import Differences
from gongjian.apps.inspections.selectors.mine import level_word
from gongjian.apps.inspections.selectors.sheets import loaded, mark_sheet
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, Right
from gongjian.readers import SheetData
from gongjian.readers.sheets import CellValue

Row = Sequence[CellValue]


def sheets_of_round(actor: Actor, row: Round) -> list[SheetData]:
    """Make the tables of a round that the actor may see: scores, deductions, grades."""
    sheets = loaded(ScoreSheet.objects.visible_to(actor).filter(round=row))
    rows = list(sheets.order_by("place_code", "pk"))
    names = names_of({sheet.place_code for sheet in rows} | {sheet.place_code[:9] for sheet in rows})
    heads = (_("代码"), _("街道"), _("社区"), _("检查员"), _("检查日期"), _("状态"), _("得分"), _("一票否决"))
    data = [
        SheetData(_("得分"), heads, (_score_row(sheet, names) for sheet in rows)),
        SheetData(
            _("扣分加分"),
            (
                _("代码"),
                _("社区"),
                _("检查员"),
                _("类别"),
                _("项目"),
                _("情形"),
                _("数量"),
                _("扣分"),
                _("加分"),
                _("说明"),
                _("照片"),
            ),
            _finding_rows(rows, names),
        ),
    ]
    if actor.can(Right.RATINGS_VIEW):
        data.append(_grades(actor, row))
    return data


def _score_row(sheet: ScoreSheet, names: dict[str, str]) -> Row:
    return (
        sheet.place_code,
        names.get(sheet.place_code[:9], ""),
        names.get(sheet.place_code, ""),
        sheet.inspector.full_name if sheet.inspector else "",
        sheet.inspected_on,
        str(SheetStatus(sheet.status).label),
        sheet.score,
        _("是") if sheet.is_vetoed else "",
    )


def _finding_rows(sheets: list[ScoreSheet], names: dict[str, str]) -> Iterator[Row]:
    """Yield one row a finding of loaded sheets."""
    for sheet in sheets:
        for mark in mark_sheet(sheet).deductions:
            lines = {line.rule_key: line for line in mark.score.lines}
            for entry in mark.findings:
                line = lines[str(entry.rule_id)]
                is_loss = line.kind == "deduct"
                yield (
                    sheet.place_code,
                    names.get(sheet.place_code, ""),
                    sheet.inspector.full_name if sheet.inspector else "",
                    mark.item.section,
                    mark.item.title,
                    entry.rule.per if entry.rule else "",
                    entry.count,
                    line.counted if is_loss else None,
                    None if is_loss else line.counted,
                    entry.note,
                    len(entry.photos.all()),
                )


def _grades(actor: Actor, row: Round) -> SheetData:
    grades = Grade.objects.visible_to(actor).filter(round=row, is_current=True).select_related("scheme")
    found = list(grades.order_by("level", "place_code", "pk"))
    names = names_of({grade.place_code for grade in found})
    heads = (
        _("代码"),
        _("地方"),
        _("级别"),
        _("等次"),
        _("得分"),
        _("原始得分"),
        _("社区平均得分"),
        _("达到个数"),
        _("总数"),
        _("评级办法"),
        _("评到"),
        _("为什么改评"),
    )
    return SheetData(
        _("评级"),
        heads,
        (
            (
                grade.place_code,
                names.get(grade.place_code, ""),
                level_word(grade.level),
                grade.label or (_("未检") if grade.score is None and not grade.base else _("不达标")),
                grade.score,
                grade.original_score,
                grade.mean_score,
                grade.met,
                grade.base,
                grade.scheme.title,
                grade.rated_on,
                grade.cause,
            )
            for grade in found
        ),
    )


def differences_of(found: Differences, scheme: RatingScheme) -> SheetData:
    """Make the table of what rating anew would change: every place, its grade as it counts and as it would be."""
    names = names_of({change.place_code for change in found.changes})
    now, then = _("现行"), _("重评后")
    heads = (
        _("代码"),
        _("地方"),
        _("级别"),
        _("等次变了"),
        *(
            f"{when}{what}"
            for when in (now, then)
            for what in (_("等次"), _("得分"), _("达到个数"), _("总数"))
        ),
        _("现行的评级办法"),
        _("重评的评级办法"),
    )
    return SheetData(
        _("评级差异"),
        heads,
        (
            (
                change.place_code,
                names.get(change.place_code, change.place_code),
                level_word(change.level),
                _("是") if change.is_regraded else "",
                *_facts(change.before),
                *_facts(change.after),
                found.scheme.title,
                scheme.title,
            )
            for change in found.changes
        ),
    )


def _facts(grade: Grade | None) -> Row:
    if grade is None:
        return (_("没有评"), None, None, None)
    return (grade.label or _("没评上"), grade.score, grade.met, grade.base)
