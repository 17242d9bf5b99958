"""Reads of a person's own notices."""

from django.db.models import F

from gongjian.apps.parties.models import Notice
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.errors import NotFound

BELL_SHOWN = 8


def unread_notices(actor: Actor, limit: int = BELL_SHOWN) -> list[Notice]:
    """List the first notices the person has not read: by deadline, those without one after, latest first."""
    rows = Notice.objects.visible_to(actor).filter(read_at__isnull=True)
    return list(rows.order_by(F("due_on").asc(nulls_last=True), "-created_at", "-pk")[:limit])


def count_unread(actor: Actor) -> int:
    """Count the notices the person has not read, up to 100 (the bell shows 99+)."""
    return Notice.objects.visible_to(actor).filter(read_at__isnull=True).order_by()[:100].count()


def list_notices(actor: Actor) -> OwnedQuerySet:
    """List the person's notices, latest first."""
    return Notice.objects.visible_to(actor)


def get_notice(actor: Actor, notice_id: int) -> Notice:
    """Return one of the person's own notices."""
    found: Notice | None = Notice.objects.visible_to(actor).filter(pk=notice_id).one()
    if found is None:
        raise NotFound()
    return found
