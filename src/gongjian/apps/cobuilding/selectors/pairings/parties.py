"""Tea parties in sight, and one with its seats, opinions and the one before."""

from django.db.models import Count, Prefetch, Q

from gongjian.apps.cobuilding.models import TeaParty, TeaPartySeat, UnitOpinion
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.errors import NotFound


def list_parties(actor: Actor) -> OwnedQuerySet:
    """List the tea parties in sight, the latest first, with `seat_count` and `came_count`."""
    rows = TeaParty.objects.visible_to(actor).annotate(
        seat_count=Count("seats", distinct=True),
        came_count=Count("seats", filter=Q(seats__came=True), distinct=True),
    )
    return rows.order_by("-on", "-pk")


def get_party(actor: Actor, tea_party_id: int) -> TeaParty:
    """Return a tea party with the seats and opinions in the actor's sight; NotFound also for another's.

    `seen_seats` and `seen_opinions` are a unit's own alone; those of the one before are `previous.seen_opinions`.
    """
    opinions = UnitOpinion.objects.visible_to(actor).select_related("organisation", "owner")
    opinions = opinions.order_by("organisation__name", "pk")
    seats = TeaPartySeat.objects.visible_to(actor).select_related("organisation")
    rows = TeaParty.objects.visible_to(actor).select_related("previous", "report")
    rows = rows.prefetch_related(
        Prefetch("opinions", queryset=opinions, to_attr="seen_opinions"),
        Prefetch("seats", queryset=seats.order_by("organisation__name", "pk"), to_attr="seen_seats"),
        Prefetch("previous__opinions", queryset=opinions, to_attr="seen_opinions"),
    )
    found: TeaParty | None = rows.filter(pk=tea_party_id).one()
    if found is None:
        raise NotFound()
    return found


def get_seat(actor: Actor, seat_id: int) -> TeaPartySeat:
    """Return a seat with its party; NotFound also for another's."""
    rows = TeaPartySeat.objects.visible_to(actor).select_related("party", "organisation")
    found: TeaPartySeat | None = rows.filter(pk=seat_id).one()
    if found is None:
        raise NotFound()
    return found
