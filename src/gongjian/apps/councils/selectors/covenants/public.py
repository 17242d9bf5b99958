"""What of covenants everybody may read: those in force or once in force, and what is being discussed.

A draft is not shown before its discussion opens. Opinions are shown once they were published or answered so, with
the name masked when it came and the words masked as those of matters are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q

from gongjian.apps.councils.choices.covenants import VersionStatus
from gongjian.apps.councils.models import Covenant, CovenantClause, CovenantOpinion, CovenantVersion
from gongjian.apps.matters.selectors.public import masked
from gongjian.core.access import ancestors_of, prefix_range
from gongjian.core.errors import NotFound

MOST = 100
SHOWN = Q(status=VersionStatus.FILED) | (
    Q(first_on__isnull=False) & ~Q(status__in=(VersionStatus.DRAFT, VersionStatus.DROPPED))
)


@dataclass(frozen=True)
class PublicOpinion:
    """An opinion as everybody reads it."""

    who: str
    about: str
    words: str
    received_at: datetime
    verdict: str
    verdict_key: str
    answer: str
    adopted_in: CovenantVersion | None


def _shown_versions() -> Prefetch[Any]:
    clauses = Prefetch("clauses", queryset=CovenantClause.objects.order_by("number"))
    rows = CovenantVersion.objects.filter(SHOWN).select_related("covenant").order_by("-number")
    return Prefetch("versions", queryset=rows.prefetch_related(clauses), to_attr="shown_versions")


def public_covenants(place_code: str) -> list[Covenant]:
    """List the covenants of a place, above and below it that have anything to show, with those versions."""
    near = prefix_range("place_code", place_code) | Q(place_code__in=ancestors_of(place_code))
    rows = Covenant.objects.filter(
        near, pk__in=CovenantVersion.objects.filter(SHOWN).values("covenant_id")
    ).prefetch_related(_shown_versions())
    return list(rows.order_by("place_code", "title", "pk")[:MOST])


def get_public_covenant(place_code: str, covenant_id: int) -> Covenant:
    """Return one of them; NotFound otherwise, the same for all reasons."""
    near = prefix_range("place_code", place_code) | Q(place_code__in=ancestors_of(place_code))
    found: Covenant | None = (
        Covenant.objects.filter(near, pk=covenant_id).prefetch_related(_shown_versions()).first()
    )
    if found is None or not public_versions(found):
        raise NotFound("没有这份公约，或者还没有公开征求意见。")
    return found


def public_versions(covenant: Covenant) -> Sequence[CovenantVersion]:
    """Return the versions that may be shown, the newest first."""
    found: Sequence[CovenantVersion] = getattr(covenant, "shown_versions", ())
    return found


def public_opinions(covenant: Covenant, since: int = 0) -> tuple[int, list[PublicOpinion]]:
    """Count the opinions that came on versions after number `since`, and list those published, the newest first."""
    came = CovenantOpinion.objects.filter(version__covenant=covenant, version__number__gt=since)
    rows = came.filter(is_published=True).select_related("clause", "version", "adopted_in__covenant")
    return came.count(), [_shown(row) for row in rows.order_by("-received_at", "-pk")[:MOST]]


def _shown(row: CovenantOpinion) -> PublicOpinion:
    return PublicOpinion(
        who=row.masked_name,
        about=row.clause.number_text if row.clause else "",
        words=masked(row.words),
        received_at=row.received_at,
        verdict=str(row.get_verdict_display()) if row.verdict else "",
        verdict_key=row.verdict,
        answer=masked(row.answer),
        adopted_in=row.adopted_in,
    )


def open_on(covenant: Covenant, day: date) -> CovenantVersion | None:
    """Return the version on which opinions are taken on a day."""
    return next((one for one in public_versions(covenant) if one.is_open_on(day)), None)
