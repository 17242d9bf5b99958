"""Who is to see which place in a round."""

from gongjian.apps.inspections.models import Visit
from gongjian.core.access import Actor, OwnedQuerySet, Right


def visits_of(actor: Actor, round_id: int) -> OwnedQuerySet:
    """List one's own standing visits of a round, the nearest day first."""
    rows = Visit.objects.reachable_by(actor, Right.INSPECTIONS_SCORE)
    return rows.filter(round_id=round_id, inspector_id=actor.user_id, withdrawn_on__isnull=True)
