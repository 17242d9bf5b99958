"""Tea parties as entries of a person's own calendar."""

from datetime import date

from django.urls import reverse

from gongjian.apps.cobuilding.models import TeaParty
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, Right
from gongjian.engines.worktime.ical import CalendarEvent

MOST_PARTIES = 100


def list_entries(actor: Actor, first: date, last: date) -> list[CalendarEvent]:
    """List the tea parties in sight from a day to a day; two queries."""
    if not actor.can(Right.COBUILDING_VIEW):
        return []
    rows = TeaParty.objects.visible_to(actor).filter(on__range=(first, last))
    parties = list(rows.order_by("on", "pk")[:MOST_PARTIES])
    names = names_of({party.place_code for party in parties}) if parties else {}
    return [
        CalendarEvent(
            uid=f"tea-party-{party.pk}",
            on=party.on,
            title=f"{names.get(party.place_code, '')}{party}",
            starts_at=party.starts_at,
            where=party.venue,
            url=reverse("cobuilding:tea_party", args=[party.pk]),
            changed_at=party.changed_at,
        )
        for party in parties
    ]
