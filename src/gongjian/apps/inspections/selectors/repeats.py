"""What was found before: the same item at the same place within the rule's period."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q

from gongjian.apps.inspections.choices import FindingStatus
from gongjian.apps.inspections.models import Finding
from gongjian.core.rules import rule_value

REPEAT_DAYS = "inspections.repeat_days"


def earlier_findings(
    place_code: str,
    titles: Collection[str],
    on: date,
    *,
    round_id: int | None = None,
    rubric_id: int | None = None,
) -> dict[str, Finding]:
    """Return by title the last finding of the same at a place before a day, within the rule's period; two queries.

    Several inspectors of one round see the same thing: what belongs to the same round is no repetition.
    Within one rubric, items of the same title are the same; what was found without a sheet goes by its title.
    """
    if not titles:
        return {}
    days = int(rule_value(REPEAT_DAYS, on=on, place_code=place_code))
    rows = Finding.objects.filter(
        place_code=place_code, title__in=titles, found_on__lt=on, found_on__gte=on - timedelta(days=days)
    ).exclude(status=FindingStatus.WITHDRAWN)
    if round_id is not None:
        rows = rows.exclude(round_id=round_id)
    if rubric_id is not None:
        rows = rows.filter(Q(sheet__version__rubric_id=rubric_id) | Q(sheet__isnull=True))
    return {row.title: row for row in rows.order_by("found_on", "nth", "pk")}
