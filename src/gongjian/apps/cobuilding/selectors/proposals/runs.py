"""Runs in sight: the list, one with its pairs and what it leaves unmet, by community."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongjian.apps.cobuilding.choices import PairStatus, ResourceStatus, RunState, UnmetReason
from gongjian.apps.cobuilding.models import Need, ProposalRun, ProposedPair, Resource, UnmetNeed
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.errors import NotFound
from gongjian.core.listing import count_of

MOST_BARRED = 12
MOST_OPEN = 20
RELATED = ("need", "resource__organisation")


def list_runs(actor: Actor) -> OwnedQuerySet:
    """List the runs one may see, the newest first, with who started them."""
    rows: OwnedQuerySet = ProposalRun.objects.visible_to(actor).select_related("made_by")
    return rows


def get_run(actor: Actor, run_id: int) -> ProposalRun:
    """Return a run; NotFound outside one's scope."""
    found: ProposalRun | None = list_runs(actor).filter(pk=run_id).one()
    if found is None:
        raise NotFound()
    return found


def list_pairs(actor: Actor, run: ProposalRun, status: str, place_code: str = "") -> OwnedQuerySet:
    """List a run's pairs of one status, perhaps of one community, with both entries and the unit."""
    rows = ProposedPair.objects.visible_to(actor).filter(run=run, status=status)
    rows = rows.filter(place_code=place_code) if place_code else rows
    return rows.select_related(*RELATED).order_by("place_code", "pk")


def get_pair(actor: Actor, run: ProposalRun, pair_id: int) -> ProposedPair:
    """Return a pair of a run; NotFound where it is gone, which a decision of somebody else may have brought."""
    rows = ProposedPair.objects.visible_to(actor).filter(run=run, pk=pair_id).select_related(*RELATED)
    found: ProposedPair | None = rows.one()
    if found is None:
        raise NotFound()
    return found


def pairs_of_need(actor: Actor, run: ProposalRun, need_id: int) -> OwnedQuerySet:
    """List the pairs of one need in a run, with the unit of each."""
    rows: OwnedQuerySet = ProposedPair.objects.visible_to(actor).filter(run=run, need_id=need_id)
    return rows.select_related(*RELATED).order_by("pk")


def resources_by_id(actor: Actor, keys: list[int]) -> dict[int, Resource]:
    """Return the resources of these keys that one may see, with their units."""
    rows = Resource.objects.visible_to(actor).select_related("organisation").filter(pk__in=keys)
    return {row.pk: row for row in rows}


def barred_for(actor: Actor, need: Need, eligible: list[int]) -> list[Resource]:
    """List resources of a need's category that can't serve it as they are, MOST_BARRED at most."""
    rows = Resource.objects.visible_to(actor).filter(category=need.category, status=ResourceStatus.OFFERED)
    return list(rows.exclude(pk__in=eligible).select_related("organisation").order_by("pk")[:MOST_BARRED])


def list_unmet(actor: Actor, run: ProposalRun, reason: str = "", place_code: str = "") -> OwnedQuerySet:
    """List the needs that a run leaves short, perhaps for one reason or of one community."""
    rows = UnmetNeed.objects.visible_to(actor).filter(run=run)
    rows = rows.filter(reason=reason) if reason else rows
    rows = rows.filter(place_code=place_code) if place_code else rows
    return rows.select_related("need").order_by("place_code", "pk")


@dataclass(frozen=True)
class Standings:
    """How many pairs wait or are accepted, and how many needs stay unmet for which reason."""

    pairs: dict[str, int]
    unmet: dict[str, int]

    @property
    def proposed(self) -> int:
        """Pairs that wait for a decision."""
        return self.pairs.get(PairStatus.PROPOSED, 0)

    @property
    def accepted(self) -> int:
        """Pairs that were accepted."""
        return self.pairs.get(PairStatus.ACCEPTED, 0)

    @property
    def lacking(self) -> int:
        """Needs that no resource can serve at all."""
        return sum(self.unmet.get(reason, 0) for reason in (UnmetReason.NOBODY, UnmetReason.BARRED))

    @property
    def short(self) -> int:
        """Needs that could be served, were there more."""
        return self.unmet.get(UnmetReason.SHORT, 0)


def standings_of(actor: Actor, run: ProposalRun) -> Standings:
    """Count a run's pairs and unmet needs: two queries."""
    pairs = ProposedPair.objects.visible_to(actor).filter(run=run).order_by()
    unmet = UnmetNeed.objects.visible_to(actor).filter(run=run).order_by()
    return Standings(
        dict(pairs.values_list("status").annotate(Count("pk"))),
        dict(unmet.values_list("reason").annotate(Count("pk"))),
    )


def people_waiting(actor: Actor, run: ProposalRun) -> dict[str, Any]:
    """Count who waits for what nobody can give: needs and people, by one query."""
    rows = UnmetNeed.objects.visible_to(actor).filter(run=run).exclude(reason=UnmetReason.SHORT)
    found: dict[str, Any] = rows.aggregate(needs=Count("pk"), people=Sum("need__people"))
    return found


def communities_of(actor: Actor, run: ProposalRun) -> list[str]:
    """List the codes of the communities that a run has pairs for or leaves short."""
    pairs = ProposedPair.objects.visible_to(actor).filter(run=run).order_by().values_list("place_code")
    unmet = UnmetNeed.objects.visible_to(actor).filter(run=run).order_by().values_list("place_code")
    return sorted({code for (code,) in pairs.distinct().union(unmet.distinct())})


def count_undecided(actor: Actor) -> int:
    """Count the pairs that wait for a decision of this person, in runs that stand; those of the street are the street's."""
    standing = ProposalRun.objects.visible_to(actor).filter(state=RunState.READY)
    rows = ProposedPair.objects.visible_to(actor).filter(status=PairStatus.PROPOSED)
    return int(rows.filter(run__in=standing).count())


@dataclass(frozen=True)
class OpenRun:
    """A proposal that waits for a person's decisions, as his first page shows it."""

    title: str
    source: str
    url: str
    verb: str
    status: str
    due_on: None = None


def open_items(actor: Actor) -> list[OpenRun]:
    """List the proposals of one's places with pairs that wait for a decision: two queries, MOST_OPEN at most."""
    if not actor.can(Right.COBUILDING_MANAGE):
        return []
    waiting = ProposedPair.objects.filter(status=PairStatus.PROPOSED).order_by()
    rows = list_runs(actor).filter(state=RunState.READY)
    rows = rows.annotate(waiting=count_of(ProposedPair, "run", Q(status=PairStatus.PROPOSED)))
    found = list(rows.filter(Exists(waiting.filter(run=OuterRef("pk"))))[:MOST_OPEN])
    names = names_of({run.place_code for run in found})
    return [
        OpenRun(
            title=ngettext("配对方案有 %(n)d 对等你决定", "配对方案有 %(n)d 对等你决定", run.waiting)
            % {"n": run.waiting},
            source=names.get(run.place_code, run.place_code),
            url=reverse("cobuilding:proposal", args=[run.pk]),
            verb=_("决定"),
            status="待确认",
        )
        for run in found
    ]
