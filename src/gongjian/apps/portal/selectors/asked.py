"""Notices and questions that stand at a place: its own and those of the places above."""

from datetime import timedelta
from typing import cast

from django.db.models import QuerySet
from django.utils import timezone

from gongjian.apps.matters.models import Matter
from gongjian.apps.portal.models import Consultation, PublicNotice
from gongjian.apps.portal.selectors.places import PublicPlace
from gongjian.apps.portal.selectors.published import PublicMatter, shown
from gongjian.core.access import Actor, ancestors_of, prefix_range
from gongjian.core.errors import NotFound

MOST = 20
SHOWN_AFTER = timedelta(days=365)


def _at(place: PublicPlace) -> list[str]:
    return [*ancestors_of(place.code), place.code]


def list_notices(place: PublicPlace, limit: int = MOST) -> list[PublicNotice]:
    """List the notices that stand today."""
    today = timezone.localdate()
    rows = PublicNotice.objects.filter(place_code__in=_at(place), first_on__lte=today, last_on__gte=today)
    return list(rows[:limit])


def get_notice(place: PublicPlace, notice_id: int) -> PublicNotice:
    """Return a notice that stands today; NotFound otherwise."""
    found = next((row for row in list_notices(place, 1000) if row.pk == notice_id), None)
    if found is None:
        raise NotFound("没有这条通知，或者已经过期。")
    return found


def list_consultations(place: PublicPlace, limit: int = MOST) -> list[Consultation]:
    """List the questions that are open or ended within a year, the latest first."""
    today = timezone.localdate()
    rows = Consultation.objects.filter(
        place_code__in=_at(place), first_on__lte=today, last_on__gte=today - SHOWN_AFTER
    )
    return list(rows[:limit])


def get_consultation(place: PublicPlace, consultation_id: int) -> Consultation:
    """Return a question that began; NotFound otherwise."""
    rows = Consultation.objects.filter(place_code__in=_at(place), first_on__lte=timezone.localdate())
    row = rows.filter(pk=consultation_id).first()
    if row is None:
        raise NotFound("没有这次征集，或者还没有开始。")
    return row


def public_ideas(consultation: Consultation) -> tuple[int, list[PublicMatter]]:
    """Count the ideas that came to a question, and list those the desk published, with their answers."""
    came = Matter.objects.filter(pk__in=consultation.ideas.values("matter_id"))
    published = came.filter(is_published=True).select_related("matter_class").order_by("received_at")
    return came.count(), shown(published[:100])


def own_notices(actor: Actor, place_code: str) -> QuerySet[PublicNotice]:
    """List the notices of a place and below it, for those who write them."""
    rows: QuerySet[PublicNotice] = PublicNotice.objects.visible_to(actor).filter(
        prefix_range("place_code", place_code)
    )
    return rows


def own_consultations(actor: Actor, place_code: str) -> QuerySet[Consultation]:
    """List the questions of a place and below it, for those who ask them."""
    rows: QuerySet[Consultation] = Consultation.objects.visible_to(actor).filter(
        prefix_range("place_code", place_code)
    )
    return rows


def own_consultation(actor: Actor, consultation_id: int) -> Consultation:
    """Return a question for those who ask them; NotFound outside one's scope."""
    row = Consultation.objects.visible_to(actor).filter(pk=consultation_id).one()
    if row is None:
        raise NotFound()
    return cast(Consultation, row)
