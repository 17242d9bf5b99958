"""Opinions of units in sight: the list, one with its way, and what became of those of a tea party."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Prefetch
from django.http import QueryDict

from gongjian.apps.cobuilding.choices.pairings import OPEN_OPINIONS, OpinionStatus
from gongjian.apps.cobuilding.models import OpinionStep, UnitOpinion
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.errors import NotFound


def list_opinions(actor: Actor, params: QueryDict) -> OwnedQuerySet:
    """List the opinions in sight, those that ask for something first, by state and words."""
    rows = UnitOpinion.objects.visible_to(actor).select_related("organisation", "owner", "party")
    if params.get("status") in OpinionStatus.values:
        rows = rows.filter(status=params["status"])
    elif params.get("status") != "all":
        rows = rows.filter(status__in=OPEN_OPINIONS)
    if words := params.get("q", "").strip()[:60]:
        rows = rows.filter(text__contains=words)
    return rows.order_by("due_on", "-pk")


def get_opinion(actor: Actor, opinion_id: int) -> UnitOpinion:
    """Return an opinion with the steps of its way; NotFound also for another's."""
    steps = OpinionStep.objects.select_related("by").order_by("pk")
    rows = UnitOpinion.objects.visible_to(actor).select_related("organisation", "owner", "party")
    found: UnitOpinion | None = (
        rows.prefetch_related(Prefetch("steps", queryset=steps)).filter(pk=opinion_id).one()
    )
    if found is None:
        raise NotFound()
    return found


def outcomes_of(opinions: Iterable[UnitOpinion]) -> Counter[str]:
    """Count opinions by what became of them: their outcome once they are over, else "open"."""
    return Counter("open" if opinion.is_open else opinion.outcome for opinion in opinions)
