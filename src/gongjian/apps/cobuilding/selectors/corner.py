"""What a unit's liaison opens on: agreements to keep, what to answer, what was offered, what is wanted nearby."""

from dataclasses import dataclass, field

from django.utils import timezone

from gongjian.apps.cobuilding.choices import ClaimSide, ClaimStatus, NeedStatus, ResourceStatus, UnitTurn
from gongjian.apps.cobuilding.models import Agreement, Claim, Need, Resource
from gongjian.apps.cobuilding.selectors.agreements import turns_of_units
from gongjian.apps.cobuilding.selectors.amounts import still_open, with_open
from gongjian.apps.cobuilding.selectors.units import own_units
from gongjian.apps.parties.models import Organisation
from gongjian.core.access import Actor

MOST = 20


@dataclass(frozen=True)
class Corner:
    """The units one speaks for; agreements and claims that wait for them, claims they made, their resources, needs they are shown."""

    units: list[Organisation]
    agreements: list[tuple[Agreement, UnitTurn]] = field(default_factory=list)
    waiting: list[Claim] = field(default_factory=list)
    asked: list[Claim] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)


def corner_of(actor: Actor) -> Corner:
    """Read a unit's corner, MOST of each. Six queries."""
    units = own_units(actor)
    if not units:
        return Corner(units)
    claims = (
        Claim.objects.visible_to(actor)
        .filter(organisation__in=units)
        .select_related("need", "resource", "organisation")
    )
    kept = turns_of_units(Agreement.objects.visible_to(actor), [unit.pk for unit in units])
    open_claims = claims.filter(status=ClaimStatus.ASKED)
    live = (ResourceStatus.DRAFT, ResourceStatus.OFFERED, ResourceStatus.PAUSED)
    offered = Resource.objects.visible_to(actor).filter(organisation__in=units, status__in=live)
    wanted = Need.objects.visible_to(actor).filter(
        status__in=(NeedStatus.OPEN, NeedStatus.RAISED), expires_on__gte=timezone.localdate()
    )
    return Corner(
        units=units,
        agreements=[(row, UnitTurn(row.turn)) for row in kept[:MOST]],
        waiting=list(open_claims.filter(side=ClaimSide.COMMUNITY).order_by("asked_at")[:MOST]),
        asked=list(claims.filter(side=ClaimSide.UNIT).order_by("-asked_at")[:MOST]),
        resources=list(with_open(offered).order_by("-pk")[:MOST]),
        needs=list(still_open(wanted)[:MOST]),
    )
