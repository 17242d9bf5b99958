"""The addresses of one's own calendar."""

from gongjian.apps.parties.models import CalendarFeed
from gongjian.core.access import Actor, OwnedQuerySet


def list_feeds(actor: Actor) -> OwnedQuerySet:
    """List the actor's addresses that still open, the newest first."""
    return CalendarFeed.objects.visible_to(actor).filter(revoked_at__isnull=True).order_by("-made_at", "-pk")
