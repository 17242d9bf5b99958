"""Read the figures that score items of a sheet, and keep them with where they came from."""

from collections.abc import Iterable

from django.utils import timezone

from gongjian.apps.inspections.models import RubricItem, ScoreSheet, SheetEntry, SheetReading
from gongjian.core.errors import NotFound
from gongjian.core.figures import Period
from gongjian.core.registry import read_figure


def read_figures(sheet: ScoreSheet) -> int:
    """Read anew every figure of a sheet, for its place and the round's days; return how many there are.

    The rubric asks for the figure, not the inspector: it is read whatever he may see. What was said not to
    apply to the place stays so.
    """
    measured = [item for item in sheet.version.items.all() if item.is_measured]
    away = (
        set(sheet.entries.filter(is_not_applicable=True).values_list("item_id", flat=True))
        if measured
        else ()
    )
    read_items(sheet, (item for item in measured if item.pk not in away))
    return len(measured)


def read_items(sheet: ScoreSheet, items: Iterable[RubricItem]) -> list[SheetEntry]:
    """Read anew the figures of some items of a sheet; return the entries that hold them."""
    entries = []
    period = Period(sheet.round.starts_on, sheet.round.ends_on)
    for item in items:
        said = {"count": 0, "is_not_applicable": False, "note": ""}
        entry, _ = SheetEntry.objects.update_or_create(sheet=sheet, item=item, rule=None, defaults=said)
        values = {
            "indicator_key": item.indicator_key,
            "first_on": period.first_on,
            "last_on": period.last_on,
            "read_at": timezone.now(),
        }
        found = _read(item, sheet.place_code, period)
        SheetReading.objects.update_or_create(entry=entry, defaults={**values, **found})
        entries.append(entry)
    return entries


def _read(item: RubricItem, place_code: str, period: Period) -> dict[str, str]:
    try:
        figure = read_figure(item.indicator_key, place_code=place_code, period=period, with_missing=False)
    except NotFound:
        return {"value": "", "text": "缺数据", "reason": "已经不再登记"}
    if figure.value is None:
        return {"value": "", "text": figure.text, "reason": f"在{period.label}没有数据"}
    return {"value": str(figure.value), "text": figure.text_with_unit, "reason": ""}
