"""Read a round's sheets as evidence of how fair its inspectors were; nothing is changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from gongjian.apps.inspections.choices import SheetStatus
from gongjian.apps.inspections.models import Round, RubricItem, ScoreSheet, SeverityDecision, SheetEntry
from gongjian.core.access import Actor, Right
from gongjian.core.errors import NotFound
from gongjian.core.rules import RuleTable
from gongjian.engines.scoring import fairness

_BOUNDS = (
    "fairness.most_km_h",
    "fairness.least_s_per_item",
    "fairness.far_m",
    "fairness.position_error_m",
)
Answers = dict[int, dict[int, list[tuple[int, Decimal]]]]


@dataclass(frozen=True)
class FairnessReport:
    """What the sheets of a round say about its inspectors. `sheets` are by their id as text, as the engine names them."""

    sheets: dict[str, ScoreSheet]
    fit: fairness.SeverityFit
    copies: tuple[fairness.Likeness, ...]
    oddities: tuple[fairness.Flag, ...]

    @property
    def evidence_count(self) -> int:
        """How many single things a person should look at."""
        return len(self.fit.deviations) + len(self.copies) + len(self.oddities)


def read_severity(actor: Actor, row: Round) -> tuple[list[ScoreSheet], fairness.SeverityFit]:
    """Estimate the severity of a round's inspectors from what they found, before any decision; one query."""
    rows = ScoreSheet.objects.reachable_by(actor, Right.INSPECTIONS_MANAGE).filter(
        round=row, status=SheetStatus.SUBMITTED, score__isnull=False, inspector__isnull=False
    )
    sheets = list(rows.select_related("inspector").order_by("inspector_id", "pk"))
    seen = (
        fairness.Observation(str(sheet.inspector_id), sheet.place_code, sheet.score or Decimal(0))
        for sheet in sheets
    )
    return sheets, fairness.estimate_severity(seen)


def read_fairness(actor: Actor, row: Round) -> FairnessReport:
    """Judge a round's submitted sheets; a bounded number of queries however many sheets."""
    sheets, fit = read_severity(actor, row)
    items = list(RubricItem.objects.filter(version_id=row.version_id).values_list("pk", flat=True))
    answers, notes = _answers(row)
    photos = _photos(row)
    copies = [_copy(sheet, items, answers, notes, photos) for sheet in sheets]
    stays = [_stay(sheet, len(items), photos) for sheet in sheets]
    return FairnessReport(
        sheets={str(sheet.pk): sheet for sheet in sheets},
        fit=fit,
        copies=fairness.find_copies(copies),
        oddities=fairness.find_oddities(stays, bounds_on(row.starts_on, row.place_code)),
    )


def bounds_on(day: date, place_code: str) -> fairness.Bounds:
    """Return what counted as impossible on a day at a place; one query."""
    table = RuleTable("fairness.bounds", *_BOUNDS)
    speed, stay, far, error = (table.rule(key, on=day, place_code=place_code).value for key in _BOUNDS)
    return fairness.Bounds(
        most_km_h=Decimal(speed), least_s=Decimal(stay), far_m=int(far), error_m=int(error)
    )


def _answers(row: Round) -> tuple[Answers, dict[int, list[str]]]:
    found: Answers = defaultdict(lambda: defaultdict(list))
    notes: dict[int, list[str]] = defaultdict(list)
    entries = SheetEntry.objects.filter(sheet__round=row, rule__isnull=False, count__gt=0)
    for sheet, item, rule, count, note in entries.order_by("pk").values_list(
        "sheet_id", "item_id", "rule_id", "count", "note"
    ):
        found[sheet][item].append((rule, count))
        if note:
            notes[sheet].append(note)
    return found, notes


def _photos(row: Round) -> dict[int, list[tuple[str, fairness.Shot | None]]]:
    through = SheetEntry.photos.through
    rows = through.objects.filter(sheetentry__sheet__round=row).order_by("pk")
    found: dict[int, list[tuple[str, fairness.Shot | None]]] = defaultdict(list)
    for sheet, digest, taken_at, latitude, longitude in rows.values_list(
        "sheetentry__sheet_id",
        "storedfile__sha256",
        "storedfile__taken_at",
        "storedfile__latitude",
        "storedfile__longitude",
    ):
        where = None if latitude is None or longitude is None else fairness.Position(latitude, longitude)
        shot = fairness.Shot(timezone.localtime(taken_at), where) if taken_at else None
        found[sheet].append((digest, shot))
    return found


def _copy(
    sheet: ScoreSheet,
    items: Iterable[int],
    answers: Answers,
    notes: dict[int, list[str]],
    photos: dict[int, list[tuple[str, fairness.Shot | None]]],
) -> fairness.SheetCopy:
    own = answers.get(sheet.pk, {})
    return fairness.SheetCopy(
        key=str(sheet.pk),
        inspector=str(sheet.inspector_id),
        place=sheet.place_code,
        answers={str(item): tuple(sorted(own.get(item, ()))) for item in items},
        notes=tuple(notes.get(sheet.pk, ())),
        photos=tuple(digest for digest, _ in photos.get(sheet.pk, ())),
    )


def _stay(
    sheet: ScoreSheet, items: int, photos: dict[int, list[tuple[str, fairness.Shot | None]]]
) -> fairness.Stay:
    return fairness.Stay(
        key=str(sheet.pk),
        inspector=str(sheet.inspector_id),
        place=sheet.place_code,
        items=items,
        day=sheet.inspected_on,
        started_at=sheet.started_at,
        finished_at=sheet.finished_at,
        shots=tuple(shot for _, shot in photos.get(sheet.pk, ()) if shot),
    )


def decisions_of(actor: Actor, row: Round) -> dict[int, SeverityDecision]:
    """Map each inspector to the decision on his severity that stands."""
    rows = SeverityDecision.objects.visible_to(actor).filter(round=row, revoked_at__isnull=True)
    return {decision.inspector_id: decision for decision in rows.select_related("decided_by")}


def get_decision(actor: Actor, decision_id: int) -> SeverityDecision:
    """Return one decision with its round and inspector."""
    rows = SeverityDecision.objects.visible_to(actor).select_related("round", "inspector")
    found: SeverityDecision | None = rows.filter(pk=decision_id).one()
    if found is None:
        raise NotFound()
    return found
