"""What waits for a person in inspections, and what a search finds."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.inspections.choices import SheetStatus
from gongjian.apps.inspections.models import RatingScheme, Round, Rubric, ScoreSheet
from gongjian.apps.inspections.selectors.sheets import OPEN_STATES
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, Right
from gongjian.core.search import SearchHit

SHOWN = 20
ENDING_DAYS = 7


@dataclass(frozen=True)
class WaitingItem:
    """One thing to do: verb and object, where it comes from, by when, and a reason when it came back."""

    kind: str
    label: str
    source: str
    due_on: date
    url: str
    verb: str
    reason: str = ""


def open_items(actor: Actor) -> list[WaitingItem]:
    """List one's unfinished and returned sheets, and one's rounds that end soon or have ended unclosed.

    Four queries at most, 20 rows of each kind, the nearest deadline first.
    """
    items = [*_sheets(actor), *_rounds(actor)]
    return sorted(items, key=lambda item: (item.due_on, item.label))


def _sheets(actor: Actor) -> list[WaitingItem]:
    if actor.user_id is None or not actor.can(Right.INSPECTIONS_SCORE):
        return []
    rows = ScoreSheet.objects.filter(
        inspector_id=actor.user_id, status__in=OPEN_STATES, round__is_closed=False
    )
    sheets = list(rows.select_related("round").order_by("round__ends_on", "pk")[:SHOWN])
    names = names_of({sheet.place_code for sheet in sheets}) if sheets else {}
    return [
        WaitingItem(
            kind="退回" if sheet.status == SheetStatus.RETURNED else "进行中",
            label=f"{'改好' if sheet.status == SheetStatus.RETURNED else '评完'}"
            f"{names.get(sheet.place_code, sheet.place_code)}的评分表",
            source=sheet.round.title,
            due_on=sheet.round.ends_on,
            url=reverse("inspections:sheet", args=[sheet.pk]),
            verb="接着评",
            reason=sheet.return_reason,
        )
        for sheet in sheets
    ]


def _rounds(actor: Actor) -> list[WaitingItem]:
    if not actor.can(Right.INSPECTIONS_MANAGE):
        return []
    soon = timezone.localdate() + timedelta(days=ENDING_DAYS)
    rows = Round.objects.reachable_by(actor, Right.INSPECTIONS_MANAGE).filter(
        is_closed=False, ends_on__lte=soon
    )
    return [
        WaitingItem(
            kind="进行中",
            label=f"收齐“{row.title}”的评分表",
            source="检查",
            due_on=row.ends_on,
            url=reverse("inspections:round", args=[row.pk]),
            verb="看还缺谁",
        )
        for row in rows.order_by("ends_on", "pk")[:SHOWN]
    ]


def search(actor: Actor, text: str, limit: int = 8) -> list[SearchHit]:
    """Find rounds, rubrics and rating schemes by name; three queries."""
    wanted = text.strip()
    if not wanted or not actor.can(Right.INSPECTIONS_VIEW):
        return []
    matches = Q(title__icontains=wanted)
    rounds = Round.objects.visible_to(actor).filter(matches)[:limit]
    rubrics = Rubric.objects.visible_to(actor).filter(matches)[:limit]
    schemes = RatingScheme.objects.visible_to(actor).filter(matches)[:limit]
    hits = [
        SearchHit("检查", row.title, f"{row.starts_on} 至 {row.ends_on}", _url("round", row))
        for row in rounds
    ]
    hits += [SearchHit("评分标准", row.title, row.place_code, _url("rubric", row)) for row in rubrics]
    hits += [
        SearchHit("评级办法", row.title, f"{row.effective_on} 起", _url("scheme", row)) for row in schemes
    ]
    return hits[:limit]


def _url(name: str, row: Round | Rubric | RatingScheme) -> str:
    return reverse(f"inspections:{name}", args=[row.pk])


def level_word(level: int) -> str:
    """The word for places of a level on pages: 社区、街道、区县."""
    words = {Level.COMMUNITY: "社区", Level.STREET: "街道（镇）", Level.COUNTY: "区县", Level.CITY: "市"}
    return words.get(Level(level), str(Level(level).label))


def open_sheets_of(user_id: int) -> list[tuple[ScoreSheet, str, str]]:
    """List a person's unfinished sheets with a label and an address."""
    rows = ScoreSheet.objects.filter(
        inspector_id=user_id, status__in=OPEN_STATES, round__is_closed=False
    ).select_related("round")
    names = names_of({sheet.place_code for sheet in rows})
    return [
        (
            sheet,
            f"{sheet.round.title} {names.get(sheet.place_code, sheet.place_code)}",
            reverse("inspections:sheet", args=[sheet.pk]),
        )
        for sheet in rows
    ]
