"""From rows to the plain data of `engines.scoring`, and back to the item and rule they came from."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import F

from gongjian.apps.inspections.models import (
    RubricItem,
    RubricVersion,
    ScoreSheet,
    SheetEntry,
    SheetReading,
)
from gongjian.apps.places.models import Place, Succession
from gongjian.engines import scoring


def engine_rubric(version: RubricVersion) -> scoring.Rubric:
    """Turn a version (items and rules loaded) into the engine's rubric; keys are row ids.

    Raises EngineInputError for a draft whose sections and weights contradict.
    """
    sections = {section.key: section for section in version.sections}
    items = tuple(engine_item(item) for item in version.items.all())
    for item in items if sections else ():
        sections.setdefault(item.section, scoring.Section(item.section, item.section or "没有类别"))
    return scoring.Rubric(
        items, version.bonus_cap, version.total_cap, str(version.number), tuple(sections.values())
    )


def engine_item(item: RubricItem) -> scoring.Item:
    """Turn an item (rules loaded) into the engine's."""
    measure = None
    if item.is_measured:
        measure = scoring.Measure(
            indicator=item.indicator_key,
            name=item.indicator_name or item.indicator_key,
            target=item.target or Decimal(0),
            unit=item.indicator_unit,
            higher_is_better=not item.is_lower_better,
        )
    return scoring.Item(
        key=str(item.pk),
        title=item.title,
        section=item.section,
        full_marks=item.full_marks,
        rules=tuple(rule.as_engine() for rule in item.rules.all()),
        deduct_cap=item.deduct_cap,
        weight=item.weight,
        measure=measure,
        need=scoring.Need(scoring.EvidenceKind(item.evidence), item.evidence_count),
    )


def score_of(version: RubricVersion, entries: Iterable[SheetEntry]) -> scoring.ScoreResult:
    """Score a sheet's entries by a version."""
    return scoring.score_sheet(engine_rubric(version), engine_sheet(entries))


def engine_sheet(entries: Iterable[SheetEntry]) -> scoring.Sheet:
    """Turn a sheet's entries into the engine's.

    An entry without a rule says that its item is in order or not there, or holds the figure that scores it.
    """
    rows = list(entries)
    found_items = {row.item_id for row in rows if row.rule_id is not None and row.count > 0}
    settled = [row for row in rows if row.rule_id is None and row.item_id not in found_items]
    present = [row for row in settled if not row.is_not_applicable]
    readings = [(row, reading_of(row)) for row in present]
    return scoring.Sheet(
        entries=tuple(_entry(row) for row in rows if row.rule_id is not None),
        clear=frozenset(str(row.item_id) for row, reading in readings if reading is None),
        not_applicable=frozenset(str(row.item_id) for row in settled if row.is_not_applicable),
        readings=tuple(
            scoring.Reading(str(row.item_id), reading.exact, reading.reason)
            for row, reading in readings
            if reading is not None
        ),
    )


def reading_of(entry: SheetEntry) -> SheetReading | None:
    """Return the figure that an entry holds (loaded with it), if it holds one."""
    return getattr(entry, "reading", None)


def _entry(row: SheetEntry) -> scoring.Entry:
    return scoring.Entry(
        rule_key=str(row.rule_id),
        count=row.count,
        amount=row.amount,
        note=row.note,
        evidence=tuple(str(photo.pk) for photo in row.photos.all()) if row.pk else (),
    )


def score_of_sheet(sheet: ScoreSheet) -> scoring.ScoreResult:
    """Score a sheet whose version and entries are loaded."""
    return score_of(sheet.version, sheet.entries.all())


def losses_of_sheet(sheet: ScoreSheet) -> dict[int, Decimal]:
    """Return by rule id the points that the findings of a loaded sheet took."""
    rubric, kept = engine_rubric(sheet.version), engine_sheet(sheet.entries.all())
    lost = scoring.losses_by_rule(rubric, kept, scoring.score_sheet(rubric, kept))
    return {int(key): points for key, points in lost.items()}


def places_of_year(place_code: str, levels: Iterable[int], rated_on: date) -> dict[int, list[Place]]:
    """List by level the places that existed in the rating year up to the rating day; one query.

    A code that was renamed or founded anew within the year is there once, in its latest period.
    """
    first_day = date(rated_on.year, 1, 1)
    wanted = [int(level) for level in levels]
    rows = Place.objects.within(place_code).filter(level__in=wanted)
    rows = rows.exclude(valid_to__lt=first_day).exclude(valid_from__gt=rated_on)
    ordered = rows.order_by("code", F("valid_from").asc(nulls_first=True), F("valid_to").asc(nulls_last=True))
    latest = {place.code: place for place in ordered}
    found: dict[int, list[Place]] = {level: [] for level in wanted}
    for place in latest.values():
        found[place.level].append(place)
    return found


def has_ended(place: Place, rated_on: date) -> bool:
    """Say whether a place's last day lies before the rating day: its successors stand for it then."""
    return place.valid_to is not None and place.valid_to < rated_on


def successors_until(place_code: str, rated_on: date) -> dict[str, tuple[str, ...]]:
    """Map each code below a place to the other codes it turned into by the rating day; one query."""
    found: dict[str, list[str]] = {}
    arrows = Succession.objects.within(place_code).filter(on__lte=rated_on)
    for arrow in arrows.order_by("on", "successor_code"):
        if arrow.predecessor_code != arrow.successor_code:
            found.setdefault(arrow.predecessor_code, []).append(arrow.successor_code)
    return {code: tuple(successors) for code, successors in found.items()}


def stand_ins(code: str, arrows: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Follow the arrows from a code to the ends of all chains (a circle ends where it began)."""
    ends: set[str] = set()
    seen: set[str] = set()
    waiting = [code]
    while waiting:
        step = waiting.pop()
        if step in seen:
            continue
        seen.add(step)
        onward = arrows.get(step, ())
        waiting.extend(onward)
        if not onward and step != code:
            ends.add(step)
    return ends
