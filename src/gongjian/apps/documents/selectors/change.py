"""How two quoted figures of a document differ, in words. No queries."""

from gongjian.apps.documents.models import QuotedFigure
from gongjian.apps.documents.selectors.markup import official_unit
from gongjian.core.registry import get_indicator
from gongjian.engines.quoting import Kind, say_change


def change_words(now: QuotedFigure, base: QuotedFigure, *, is_difference: bool = False) -> str:
    """Say how one figure stands against another of the same indicator."""
    indicator = get_indicator(now.indicator_key)
    unit = official_unit(indicator)
    kind = Kind.RATE if unit == "%" else Kind.MEAN if indicator.has_denominator else Kind.AMOUNT
    return say_change(
        now.value(unit),
        base.value(unit),
        kind=kind,
        unit=unit,
        decimals=indicator.decimals,
        is_difference=is_difference,
    )
