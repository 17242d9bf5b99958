"""Reads of ideas: the list by what became of them, one with what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.http import QueryDict

from gongjian.apps.matters.choices import IdeaVerdict, MatterKind, MatterState
from gongjian.apps.matters.models import IdeaLink, IdeaReview, Matter
from gongjian.apps.matters.models.matters import MatterQuerySet
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor
from gongjian.core.errors import NotFound
from gongjian.core.listing import ListPage, page_of

REVIEW = IdeaReview.objects.filter(matter=OuterRef("pk"))
DONE = IdeaLink.objects.filter(matter=OuterRef("pk"), done_on__isnull=False)
STATES: dict[str, Q] = {
    "waiting": Q(is_decided=False),
    "adopted": Q(is_adopted=True, is_realised=False),
    "realised": Q(is_adopted=True, is_realised=True),
    "declined": Q(is_decided=True, is_adopted=False),
}
"""What became of ideas: each stands in one."""


@dataclass(frozen=True)
class IdeaRow:
    """One idea in a list: the last thing that came of it, if any."""

    matter: Matter
    review: IdeaReview | None
    place_name: str
    last_words: str
    done_on: date | None


def ideas_in_sight(actor: Actor, place_code: str, params: QueryDict) -> MatterQuerySet:
    """List the ideas an actor may see at a place and below it, by words and star."""
    rows = Matter.objects.visible_within(actor, place_code).filter(kind=MatterKind.IDEA)
    rows = rows.exclude(state__in=(MatterState.VOID, MatterState.MERGED)).annotate(
        is_decided=Exists(REVIEW),
        is_adopted=Exists(REVIEW.filter(verdict=IdeaVerdict.ADOPTED)),
        is_realised=Exists(DONE),
    )
    if words := params.get("q", "").strip():
        rows = rows.filter(Q(title__icontains=words) | Q(words__icontains=words))
    if params.get("golden"):
        rows = rows.filter(idea_review__is_golden=True)
    return cast(MatterQuerySet, rows)


def count_ideas(rows: MatterQuerySet) -> dict[str, int]:
    """Count the ideas of every tab. One query."""
    counted: dict[str, int] = rows.order_by().aggregate(
        **{name: Count("pk", filter=found) for name, found in STATES.items()}
    )
    return counted


def list_ideas(rows: MatterQuerySet, params: QueryDict) -> tuple[ListPage, list[IdeaRow]]:
    """Cut one page of a tab: what waits by its deadline, the others the newest first. Four queries."""
    state = params.get("state", "")
    state = state if state in STATES else "waiting"
    order = ("due_at", "pk") if state == "waiting" else ("-received_at", "-pk")
    page = page_of(with_what_came(rows.filter(STATES[state])).order_by(*order), params)
    return page, shown_ideas(page.rows)


def with_what_came(rows: MatterQuerySet) -> MatterQuerySet:
    """Load with each idea its decision and what came of it."""
    links = Prefetch("came_of", queryset=IdeaLink.objects.order_by("done_on", "pk"), to_attr="links")
    return rows.select_related("idea_review").prefetch_related(links)


def shown_ideas(rows: object) -> list[IdeaRow]:
    """Turn ideas into rows of a list."""
    found = list(cast("list[Matter]", rows))
    names = names_of({row.place_code for row in found})
    return [_row(row, names.get(row.place_code, row.place_code)) for row in found]


def _row(matter: Matter, place_name: str) -> IdeaRow:
    links = links_of(matter)
    last = links[-1] if links else None
    done = [link.done_on for link in links if link.done_on]
    review = getattr(matter, "idea_review", None)
    return IdeaRow(matter, review, place_name, last.words if last else "", max(done, default=None))


def links_of(matter: Matter) -> list[IdeaLink]:
    """Return what came of an idea that `with_what_came` loaded."""
    return list(getattr(matter, "links", ()))


def get_idea(actor: Actor, matter_id: int) -> Matter:
    """Return an idea with its decision and what came of it; NotFound also for another's, or what is no idea."""
    rows = Matter.objects.visible_to(actor).filter(pk=matter_id, kind=MatterKind.IDEA)
    found = with_what_came(rows).one()
    if found is None:
        raise NotFound()
    return cast(Matter, found)


def get_link(actor: Actor, link_id: int) -> IdeaLink:
    """Return one thing that came of an idea; NotFound also for another's."""
    found = IdeaLink.objects.visible_to(actor).filter(pk=link_id).one()
    if found is None:
        raise NotFound()
    return cast(IdeaLink, found)


def public_reviews(matter_ids: Iterable[int]) -> dict[int, IdeaReview]:
    """Return what was decided of ideas, by matter. One query."""
    rows = IdeaReview.objects.filter(matter_id__in=list(matter_ids))
    return {row.matter_id: row for row in rows}


def public_links(matter_ids: Iterable[int]) -> dict[int, list[IdeaLink]]:
    """Return what came of ideas and may be shown, by matter. One query."""
    found: dict[int, list[IdeaLink]] = {}
    rows = IdeaLink.objects.filter(matter_id__in=list(matter_ids), is_published=True)
    for row in rows.order_by("done_on", "pk"):
        found.setdefault(row.matter_id, []).append(row)
    return found
