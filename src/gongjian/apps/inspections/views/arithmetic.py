"""Sums as the equation component shows them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from gongjian.apps.inspections.models import ScoreSheet
from gongjian.apps.inspections.selectors.sheets import Marked
from gongjian.engines.scoring import plain

Term = dict[str, Any]


def sheet_equation(marked: Marked) -> list[Term]:
    """Write full marks − deductions + additions = score."""
    result = marked.result
    lost = sum(1 for mark in marked.marks if mark.score.deducted > 0)
    total = result.total if result.total is not None else marked.so_far
    word = _("得分") if result.total is not None else _("目前得分")
    return [
        _term("", _("满分"), result.full),
        _term("−", _("%(count)s 项扣分") % {"count": lost}, result.deducted),
        _term("+", _("加分"), result.added),
        _term("=", word, total, "brand"),
    ]


def mean_equation(
    sheets: Sequence[ScoreSheet], counted: Mapping[int, Decimal | None], score: Decimal | None
) -> list[Term]:
    """Write (a + b + …) ÷ n = score for what the sheets of several inspectors counted."""
    terms = [
        _term(
            "+" if place else "",
            sheet.inspector.full_name if sheet.inspector else _("检查员"),
            counted[sheet.pk],
        )
        for place, sheet in enumerate(sheets)
    ]
    return [
        *terms,
        _term("÷", _("几张表"), Decimal(len(sheets))),
        _term("=", _("平均得分"), score, "brand"),
    ]


def _term(op: str, label: str, value: Decimal | None, tone: str = "") -> Term:
    return {"op": op, "label": label, "value": "" if value is None else plain(value), "tone": tone}
