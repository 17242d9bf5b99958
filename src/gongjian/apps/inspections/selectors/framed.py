"""Rounds with what the frame of their pages tells: what waits from their phones, whether there are draws and grades."""

from django.db.models import Exists, F, OuterRef

from gongjian.apps.inspections.models import Draw, Grade, Round
from gongjian.apps.inspections.selectors.on_phones import waiting_for_desk
from gongjian.apps.inspections.selectors.sheets import list_rounds
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.errors import NotFound


def list_framed(actor: Actor) -> OwnedQuerySet:
    """List the rounds one may see, each with `waiting_count`, `has_draws` and `is_rated`, of what the actor may see."""
    draws = Draw.objects.visible_to(actor).filter(round=OuterRef("pk"), published_at__isnull=False)
    grades = Grade.objects.visible_to(actor).filter(round=OuterRef("pk"), is_current=True)
    return (
        list_rounds(actor)
        .annotate(has_draws=Exists(draws), is_rated=Exists(grades), **waiting_for_desk())
        .annotate(waiting_count=F("open_fields") + F("refused"))
    )


def get_framed(actor: Actor, round_id: int) -> Round:
    """Return a round with its version, rubric and frame; one query."""
    found: Round | None = list_framed(actor).filter(pk=round_id).one()
    if found is None:
        raise NotFound()
    return found
