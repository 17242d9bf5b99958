"""Reads of covenants and their versions: the list by step, one with all that hangs on it, two versions compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext

from gongjian.apps.councils.choices.covenants import OVER, VersionStatus
from gongjian.apps.councils.models import (
    Covenant,
    CovenantClause,
    CovenantOpinion,
    CovenantVersion,
    CovenantVote,
)
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, OwnedQuerySet, prefix_range
from gongjian.core.errors import NotFound
from gongjian.core.listing import ListPage, page_of
from gongjian.engines.articles import Article, ArticleChange, Piece, compare_articles, compare_words

OPEN = tuple(status for status in VersionStatus if status not in OVER)


def _states(today: date) -> dict[str, Q]:
    filed = Q(versions__status=VersionStatus.FILED, versions__in_force_on__lte=today)
    return {
        "making": Q(versions__status__in=OPEN),
        "in_force": filed & (Q(versions__ended_on__isnull=True) | Q(versions__ended_on__gt=today)),
    }


STATES = ("making", "in_force", "all")


@dataclass(frozen=True)
class CovenantRow:
    """One covenant in a list: what is being made of it, what of it is in force."""

    covenant: Covenant
    place_name: str
    making: CovenantVersion | None
    in_force: CovenantVersion | None


def covenants_in_sight(actor: Actor, place_code: str = "") -> OwnedQuerySet:
    """List the covenants an actor may see, perhaps at or below a place."""
    rows = Covenant.objects.visible_to(actor)
    return rows.filter(prefix_range("place_code", place_code)) if place_code else rows


def count_covenants(rows: OwnedQuerySet) -> dict[str, int]:
    """Count the covenants of every tab. One query."""
    tabs = {name: Count("pk", filter=found, distinct=True) for name, found in _states(_today()).items()}
    counted: dict[str, int] = rows.order_by().aggregate(**tabs, all=Count("pk", distinct=True))
    return counted


def list_covenants(rows: OwnedQuerySet, params: QueryDict) -> tuple[ListPage, list[CovenantRow]]:
    """Cut one page of a tab. Four queries."""
    state = params.get("state", "making")
    found = _states(_today()).get(state)
    if found is not None:
        rows = rows.filter(pk__in=Covenant.objects.filter(found).values("pk"))
    newest = CovenantVersion.objects.order_by("-number")
    page = page_of(rows.order_by("-pk").prefetch_related(Prefetch("versions", queryset=newest)), params)
    names = names_of({row.place_code for row in page.rows})
    return page, [_row(row, names.get(row.place_code, row.place_code)) for row in page.rows]


def _row(covenant: Covenant, place_name: str) -> CovenantRow:
    versions = list(covenant.versions.all())
    return CovenantRow(covenant, place_name, open_version(versions), in_force(versions, _today()))


def open_version(versions: Iterable[CovenantVersion]) -> CovenantVersion | None:
    """Return the version that is being made; there is one at most."""
    return next((one for one in versions if one.status not in OVER), None)


def in_force(versions: Iterable[CovenantVersion], day: date) -> CovenantVersion | None:
    """Return the version in force on a day."""
    return next((one for one in versions if one.standing_on(day) == "in_force"), None)


def get_covenant(actor: Actor, covenant_id: int) -> Covenant:
    """Return a covenant with its versions, the newest first; NotFound also for another's."""
    newest = CovenantVersion.objects.order_by("-number").select_related("covenant", "made_by", "checked_by")
    rows = Covenant.objects.visible_to(actor).prefetch_related(Prefetch("versions", queryset=newest))
    found = rows.filter(pk=covenant_id).one()
    if found is None:
        raise NotFound()
    return cast(Covenant, found)


def get_version(actor: Actor, version_id: int) -> CovenantVersion:
    """Return a version with its articles, opinions and votes; NotFound also for another's."""
    opinions = CovenantOpinion.objects.select_related("clause", "adopted_in__covenant", "answered_by")
    rows = CovenantVersion.objects.visible_to(actor).select_related("covenant", "made_by", "checked_by")
    found = rows.filter(pk=version_id).prefetch_related(
        Prefetch("clauses", queryset=CovenantClause.objects.order_by("number")),
        Prefetch("opinions", queryset=opinions),
        Prefetch("votes", queryset=CovenantVote.objects.select_related("recorded_by")),
    )
    row = found.one()
    if row is None:
        raise NotFound()
    return cast(CovenantVersion, row)


def get_opinion(actor: Actor, opinion_id: int) -> CovenantOpinion:
    """Return an opinion; NotFound also for another's."""
    rows = CovenantOpinion.objects.visible_to(actor).select_related("version__covenant", "clause")
    found = rows.filter(pk=opinion_id).one()
    if found is None:
        raise NotFound()
    return cast(CovenantOpinion, found)


def get_by_vote_key(vote_key: str) -> CovenantVote:
    """Return the secret vote that a key opens; NotFound for any other."""
    rows = CovenantVote.objects.select_related("version__covenant").exclude(vote_key="")
    found: CovenantVote | None = rows.filter(vote_key=vote_key).first()
    if found is None:
        raise NotFound("没有这次投票。请核对票上的网址。")
    return found


def round_of(version: CovenantVersion) -> QuerySet[CovenantVersion]:
    """List the versions made since the last one that was filed, up to this one: they are discussed together."""
    earlier = CovenantVersion.objects.filter(covenant=version.covenant_id, number__lt=version.number)
    last = earlier.filter(status=VersionStatus.FILED).order_by("-number").values_list("number", flat=True)
    since = last.first() or 0
    return CovenantVersion.objects.filter(
        covenant=version.covenant_id, number__gt=since, number__lte=version.number
    )


def unanswered_in_round(version: CovenantVersion) -> int:
    """Count the opinions of its round that nobody has answered."""
    waiting = CovenantOpinion.objects.filter(version__in=round_of(version), answered_on__isnull=True)
    return waiting.count()


def articles_of(version: CovenantVersion) -> list[Article]:
    """Return the articles of a version as the engine takes them."""
    return [Article(one.words, one.chapter) for one in version.clauses.all()]


def words_of(version: CovenantVersion) -> str:
    """Write a version as plain text, as it is edited."""
    lines = [version.preamble] if version.preamble else []
    for one in version.clauses.all():
        lines += [one.chapter] if one.chapter else []
        lines.append(f"{one.number_text} {one.words}")
    return "\n".join(lines)


def compared(old: CovenantVersion, new: CovenantVersion) -> tuple[ArticleChange, ...]:
    """Hold two versions against each other, article by article."""
    return compare_articles(articles_of(old), articles_of(new))


def later_versions(version: CovenantVersion) -> list[CovenantVersion]:
    """List the later versions of the same covenant that were not given up, the oldest first."""
    rows = CovenantVersion.objects.filter(covenant=version.covenant_id, number__gt=version.number)
    return list(rows.exclude(status=VersionStatus.DROPPED).order_by("number"))


def compared_preambles(old: CovenantVersion, new: CovenantVersion) -> tuple[Piece, ...]:
    """Hold what stands before the articles against each other; empty when it is the same."""
    return () if old.preamble == new.preamble else compare_words(old.preamble, new.preamble)


def clause_choices(clauses: Sequence[CovenantClause]) -> list[tuple[Any, str]]:
    """List the articles of a version for a choice, the whole first."""
    named = [(one.pk, f"{one.number_text} {one.words[:16]}") for one in clauses]
    return [("", gettext("整个公约")), *named]


def _today() -> date:
    return timezone.localdate()
