"""What may be reported, in plain words, and how long each may take at a place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from gongjian.apps.matters.choices import ClassKind, MatterKind, Tier
from gongjian.apps.matters.models import CaseStandard, MatterClass
from gongjian.apps.matters.selectors.deadlines import TIER, kind_limit
from gongjian.apps.matters.services.intake import DANGER_WORDS
from gongjian.core.access import ancestors_of
from gongjian.core.rules import rule_value

USUAL = "portal.usual_kinds"
CONTACT_HOURS = "matters.contact_hours"


@dataclass(frozen=True)
class KindChoice:
    """One thing to report: the class behind it, and what residents call it."""

    class_id: int
    label: str
    is_usual: bool


@dataclass(frozen=True)
class LimitRow:
    """How long one class may take at a place, and where that is laid down."""

    what: str
    group: str
    limit: str
    citation: str


def kinds_at(place_code: str) -> list[KindChoice]:
    """List the small classes that may be chosen at a place, the usual ones first in the order of the rule."""
    codes = ["", *ancestors_of(place_code), place_code]
    rows = MatterClass.objects.filter(is_active=True, place_code__in=codes, code__regex=r"^\d{4}$")
    usual: list[Mapping[str, str]] = rule_value(USUAL, on=timezone.localdate(), place_code=place_code)
    order = {entry["code"]: (number, entry["label"]) for number, entry in enumerate(usual)}
    found = [
        (order.get(row.service_code, (len(order), ""))[0], row.service_code, row)
        for row in rows.order_by("kind", "code")
    ]
    found.sort(key=lambda item: item[:2])
    return [
        KindChoice(row.pk, order[code][1] if code in order else row.plain_name, code in order)
        for _rank, code, row in found
    ]


def limits_at(place_code: str, on: date | None = None) -> list[LimitRow]:
    """List the limits in force at a place: for each class the nearest place's, the latest version."""
    today = on or timezone.localdate()
    codes = [*ancestors_of(place_code), place_code]
    tier = str(rule_value(TIER, on=today, place_code=place_code))
    rows = CaseStandard.objects.filter(
        place_code__in=codes, effective_on__lte=today, tier__in={tier, Tier.NORMAL}
    )
    best: dict[int, CaseStandard] = {}
    for row in rows.select_related("matter_class"):
        held = best.get(row.matter_class_id)
        if held is None or _rank(row, tier) > _rank(held, tier):
            best[row.matter_class_id] = row
    chosen = sorted(best.values(), key=lambda row: (row.matter_class.kind, row.matter_class.code))
    return [
        LimitRow(
            row.matter_class.plain_name,
            str(ClassKind(row.matter_class.kind).label),
            row.limit_text,
            row.citation,
        )
        for row in chosen
    ]


def _rank(row: CaseStandard, tier: str) -> tuple[bool, int, date]:
    return row.tier == tier, len(row.place_code), row.effective_on


@dataclass(frozen=True)
class Promise:
    """What is said before anything is typed: within how many hours one is called back, by when answered at the latest."""

    contact_hours: int
    limit_amount: int
    limit_unit: str


def promise_at(place_code: str, kind: MatterKind = MatterKind.REPORT) -> Promise:
    """Return what a place promises to whoever reports."""
    today = timezone.localdate()
    judged = kind_limit(kind, place_code, today)
    hours = int(rule_value(CONTACT_HOURS, on=today, place_code=place_code))
    return Promise(hours, judged.amount, str(judged.unit.label))


def danger_words_at(place_code: str) -> list[str]:
    """List the words that mean danger to life, for the page to answer at once."""
    return list(rule_value(DANGER_WORDS, on=timezone.localdate(), place_code=place_code))
