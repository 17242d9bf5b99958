"""The tree as pages show it: path, children with counts, facts, history."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place, Succession
from gongjian.apps.places.selectors.lookup import NATION_NAME
from gongjian.core.access import Actor, ancestors_of, prefix_range
from gongjian.core.errors import NotFound
from gongjian.core.listing import ListPage, page_of


@dataclass(frozen=True)
class Crumb:
    """One step of a path."""

    code: str
    name: str


@dataclass(frozen=True)
class PlaceFacts:
    """How many current places of each level lie below a place."""

    counts: tuple[tuple[str, int], ...]

    @property
    def sentence(self) -> str:
        """The counts in words, e.g. 县级 5，街道、乡镇 95."""
        return "，".join(f"{label} {count:,}" for label, count in self.counts)


def get_path(actor: Actor, code: str) -> tuple[Place, list[Crumb]]:
    """Return a place the actor may see and the steps above it, the nation first; one query.

    Raises NotFound also for another's place.
    """
    above = ancestors_of(code)
    rows = Place.objects.visible_to(actor).filter(code__in=[*above, code])
    latest = {row.code: row for row in rows.order_by(F("valid_to").asc(nulls_last=True))}
    if code not in latest:
        raise NotFound
    steps = [Crumb(step, latest[step].name) for step in above if step in latest]
    return latest[code], [Crumb("", NATION_NAME), *steps]


def list_children(actor: Actor, code: str, params: QueryDict) -> ListPage:
    """Cut one page of the current places directly below, each with its own `child_count`.

    Two queries whatever the size; the children are counted only for the rows of the page.
    """
    children = Place.objects.visible_to(actor).current().filter(parent_code=code)
    below = Place.objects.filter(parent_code=OuterRef("code"), valid_to__isnull=True).order_by()
    counted = below.values("parent_code").annotate(count=Count("pk")).values("count")
    return page_of(children.annotate(child_count=Coalesce(Subquery(counted), 0)).order_by("code"), params)


def get_facts(actor: Actor, code: str) -> PlaceFacts:
    """Count the current places of every level below one, in one query over the level index.

    For the nation communities are left out: counting 620,000 rows would outlast the rest of the page.
    """
    levels = [level for level in Level if level > len(code) and (code or level <= Level.STREET)]
    rows = Place.objects.visible_to(actor).filter(
        prefix_range("code", code), level__in=levels, valid_to__isnull=True
    )
    found = dict(rows.order_by().values_list("level").annotate(Count("pk")))
    return PlaceFacts(tuple((str(Level(level).label), found[level]) for level in levels if level in found))


def list_changes(actor: Actor, code: str) -> list[Succession]:
    """List what a place came from and turned into, newest first, at most 100 arrows."""
    arrows = Succession.objects.filter(Q(predecessor_code=code) | Q(successor_code=code))
    visible = arrows.visible_to(actor) | arrows.filter(
        successor_code__in=Place.objects.visible_to(actor).filter(code=code).values("code")
    )
    return list(visible.distinct().order_by("-on", "predecessor_code", "successor_code")[:100])
