"""Targets that are not reached at a place: what is still asked of it, read through the registry."""

from django.db.models import F, Q

from gongjian.apps.programmes.choices import ProgrammeStatus
from gongjian.apps.programmes.models import Target
from gongjian.apps.programmes.selectors.targets import TargetReading, read_target
from gongjian.core.access import Actor, ancestors_of, prefix_range

MOST_READ = 30
"""So many targets are read for one page, those due first."""


def list_short(actor: Actor, scope: str) -> list[TargetReading]:
    """Read the targets of running programmes that concern a place and that their figures do not reach, those due first.

    A target concerns a place when it is set for it, below it, or by a programme above it for everybody. What has no
    figure is left out: nothing is known to be missing.
    """
    above = (*ancestors_of(scope), scope)
    concerns = prefix_range("place_code", scope) | Q(place_code__in=above)
    for_everybody = Q(place_code="") & (
        Q(programme__place_code__in=above) | prefix_range("programme__place_code", scope)
    )
    targets = (
        Target.objects.visible_to(actor)
        .filter(concerns | for_everybody, programme__status=ProgrammeStatus.ACTIVE)
        .exclude(indicator_key="")
        .select_related("programme")
        .order_by(F("deadline_on").asc(nulls_last=True), "programme_id", "order")[:MOST_READ]
    )
    readings = [read_target(target) for target in targets]
    return [one for one in readings if one.reached is not None and not one.is_met]
