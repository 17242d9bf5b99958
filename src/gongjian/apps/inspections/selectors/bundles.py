"""What a phone takes along for a day without a network: a round, its rubric, the places, what stands of them."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Count
from django.utils import timezone

from gongjian.apps.inspections.choices import SheetStatus
from gongjian.apps.inspections.models import Round, ScoreSheet, SheetEntry, Visit
from gongjian.apps.inspections.selectors.phone_json import own_sheets, sheets_as_json
from gongjian.apps.inspections.selectors.progress import communities, place_of_round
from gongjian.apps.inspections.selectors.rounds import visits_of
from gongjian.apps.inspections.selectors.rubric_json import version_as_json
from gongjian.apps.inspections.selectors.rubrics import get_version
from gongjian.apps.inspections.selectors.sheets import get_round, list_rounds
from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, Right, prefix_range
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.rules import rule_value
from gongjian.engines.scoring import plain

FORMAT = 1
MOST_PLACES = 500
MOST_ROUNDS = 30
DAYS_AHEAD = 14
"""How many days before it starts a round may be taken along: one packs the evening before."""
LIMITS = {
    "max_photos": "inspections.max_photos",
    "photo_max_edge_px": "files.photo_max_edge_px",
    "photo_max_bytes": "files.photo_max_bytes",
    "sync_max_operations": "phones.sync_max_operations",
    "sync_max_bytes": "phones.sync_max_bytes",
}
Json = dict[str, Any]


def rounds_to_take(actor: Actor) -> list[Json]:
    """List the open rounds that one may take along, the one that ends next first; four queries.

    `mine` counts one's own visits, `places` all that one may score: those of the visits, if there are any.
    """
    soon = timezone.localdate() + timedelta(days=DAYS_AHEAD)
    rows = list_rounds(actor).filter(is_closed=False, starts_on__lte=soon).order_by("ends_on", "pk")
    kept = [row for row in rows[:MOST_ROUNDS] if _reaches(actor, row.place_code)]
    names = names_of({row.place_code for row in kept})
    visits = Visit.objects.reachable_by(actor, Right.INSPECTIONS_SCORE).filter(
        round__in=kept, inspector_id=actor.user_id, withdrawn_on__isnull=True
    )
    mine = dict(visits.order_by().values_list("round").annotate(Count("pk")))
    places = Place.objects.reachable_by(actor, Right.INSPECTIONS_SCORE).filter(
        level=Level.COMMUNITY, valid_to__isnull=True
    )
    counts = places.aggregate(
        **{f"r{row.pk}": Count("pk", filter=prefix_range("code", row.place_code)) for row in kept}
    )
    return [
        {
            "id": row.pk,
            "title": row.title,
            "place": names.get(row.place_code, row.place_code),
            "starts_on": row.starts_on.isoformat(),
            "ends_on": row.ends_on.isoformat(),
            "places": mine.get(row.pk) or counts[f"r{row.pk}"],
            "mine": mine.get(row.pk, 0),
        }
        for row in kept
    ]


def _reaches(actor: Actor, place_code: str) -> bool:
    """Say whether one may score anywhere in a place."""
    prefixes = actor.place_prefixes(Right.INSPECTIONS_SCORE)
    return any(code.startswith(place_code) or place_code.startswith(code) for code in prefixes)


def _scorable(actor: Actor, row: Round, place_code: str) -> Any:
    """Keep the communities of a round that one may score: those of one's visits, else of one's places."""
    standing = communities(actor, row, place_code) & Place.objects.reachable_by(
        actor, Right.INSPECTIONS_SCORE
    )
    own = visits_of(actor, row.pk)
    return standing.filter(code__in=own.values("place_code")) if own.exists() else standing


def read_bundle(actor: Actor, round_id: int, within: str = "") -> Json:
    """State all that a day in a round needs. `within` narrows it to a part. Raises Conflict, Invalid, NotFound.

    The queries do not grow with the places.
    """
    row = get_round(actor, round_id)
    if row.is_closed:
        raise Conflict(f"“{row.title}”已经结束，不用再带走。")
    places = list(_scorable(actor, row, place_of_round(row, within)).order_by("code")[: MOST_PLACES + 1])
    if len(places) > MOST_PLACES:
        raise Invalid(f"一次最多带走 {MOST_PLACES} 个社区，请选一个街道再带走。")
    codes = [place.code for place in places]
    names = names_of({place.parent_code for place in places})
    sheets = own_sheets(actor).filter(round=row, place_code__in=codes).exclude(status=SheetStatus.VOID)
    by_place = {sheet["place"]: sheet for sheet in sheets_as_json(sheets)}
    planned = dict(visits_of(actor, row.pk).values_list("place_code", "planned_on"))
    last = _last_findings(row, codes)
    return {
        "format": FORMAT,
        "user": {"id": actor.user_id, "name": actor.name},
        "round": {
            "id": row.pk,
            "title": row.title,
            "starts_on": row.starts_on.isoformat(),
            "ends_on": row.ends_on.isoformat(),
        },
        "version": version_as_json(get_version(actor, row.version_id)),
        "limits": _limits(row),
        "places": [
            {
                "code": place.code,
                "name": place.name,
                "within": names.get(place.parent_code, ""),
                "planned_on": planned[place.code].isoformat() if planned.get(place.code) else None,
                "latitude": None,
                "longitude": None,
                "sheet": by_place.get(place.code),
                "last": last.get(place.code, []),
            }
            for place in places
        ],
    }


def etag_of(bundle: Json) -> str:
    """Write a bundle as a mark that changes when any of it does."""
    text = json.dumps(bundle, ensure_ascii=False, sort_keys=True, default=str)
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'


def _limits(row: Round) -> dict[str, int]:
    today = timezone.localdate()
    return {name: rule_value(key, on=today, place_code=row.place_code) for name, key in LIMITS.items()}


def _last_findings(row: Round, codes: list[str]) -> dict[str, list[Json]]:
    """List by place what the latest earlier sheet of the same rubric found; two queries."""
    earlier = ScoreSheet.objects.filter(
        place_code__in=codes,
        status=SheetStatus.SUBMITTED,
        version__rubric_id=row.version.rubric_id,
        round__ends_on__lt=row.ends_on,
    ).exclude(round=row)
    latest: dict[str, int] = {}
    for code, pk in earlier.order_by("place_code", "-inspected_on", "-pk").values_list("place_code", "pk"):
        latest.setdefault(code, pk)
    entries = SheetEntry.objects.filter(sheet__in=latest.values(), rule__isnull=False, count__gt=0)
    found: dict[str, list[Json]] = {}
    for entry in entries.select_related("sheet", "item", "rule").order_by("sheet", "item__order"):
        words = f"{entry.rule.per} {plain(entry.count)} {entry.rule.unit}"
        found.setdefault(entry.sheet.place_code, []).append({"item_title": entry.item.title, "words": words})
    return found
