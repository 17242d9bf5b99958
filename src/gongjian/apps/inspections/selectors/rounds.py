"""Which places a round looks at, who is to see which, and who may know it beforehand."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from gongjian.apps.inspections.choices import PlaceChoice, SheetStatus
from gongjian.apps.inspections.models import Round, RoundPlace, ScoreSheet, Visit
from gongjian.apps.places.models import PlaceQuerySet
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.errors import NotFound
from gongjian.core.rules import rule_value

LEAD_DAYS = "inspections.unannounced_lead_days"


def knows_ahead(actor: Actor, row: Round) -> bool:
    """Say whether the actor organises the round: the inspected learn of an unannounced visit when it is over."""
    return actor.can(Right.INSPECTIONS_MANAGE, row.place_code)


def visits_of(actor: Actor, round_id: int) -> OwnedQuerySet:
    """List one's own standing visits of a round, the nearest day first."""
    rows = Visit.objects.reachable_by(actor, Right.INSPECTIONS_SCORE)
    return rows.filter(round_id=round_id, inspector_id=actor.user_id, withdrawn_on__isnull=True)


def open_visits_of(actor: Actor, row: Round) -> OwnedQuerySet:
    """List one's own standing visits that one may know of today: of an unannounced round only those near."""
    rows = visits_of(actor, row.pk)
    return rows if row.is_announced else rows.filter(_is_near(row))


def _is_near(row: Round) -> Q:
    last = last_day_known(row.place_code)
    return Q(planned_on__isnull=True) | Q(planned_on__lte=last)


def last_day_known(place_code: str) -> date:
    """Return the last planned day of which inspectors of an unannounced round know today."""
    today = timezone.localdate()
    return today + timedelta(days=rule_value(LEAD_DAYS, on=today, place_code=place_code))


def has_visits(row: Round) -> bool:
    """Say whether it is settled who sees which place of a round."""
    return Visit.objects.filter(round=row, withdrawn_on__isnull=True).exists()


def may_see(actor: Actor, row: Round, place_code: str) -> bool:
    """Say whether a person may inspect a place of a round: anybody while no visits are settled, then those sent.

    The organiser may always. A round that looks at some communities only looks at no other.
    """
    chosen = RoundPlace.objects.filter(round=row, place_code=place_code)
    if row.choice != PlaceChoice.ALL and not chosen.exists():
        return False
    if knows_ahead(actor, row) or not has_visits(row):
        return True
    return open_visits_of(actor, row).filter(place_code=place_code).exists()


def standing_visits(actor: Actor, row: Round) -> OwnedQuerySet:
    """List the standing visits of a round that the actor may know of.

    The organiser sees all, an inspector his own, the inspected theirs: of an unannounced round only once the place was seen.
    """
    rows = Visit.objects.visible_to(actor).filter(round=row, withdrawn_on__isnull=True)
    is_inspected = actor.can(Right.RATINGS_VIEW)
    if not knows_ahead(actor, row) and not (row.is_announced and is_inspected):
        known = Q(pk__in=open_visits_of(actor, row).order_by().values("pk"))
        if is_inspected:
            sheets = ScoreSheet.objects.filter(round=row, place_code=OuterRef("place_code"))
            known |= Q(Exists(sheets.filter(status=SheetStatus.SUBMITTED)))
        rows = rows.filter(known)
    return rows.select_related("inspector").order_by("planned_on", "place_code", "pk")


def get_visit(actor: Actor, visit_id: int) -> Visit:
    """Return a standing visit of a round that the actor organises."""
    rows = Visit.objects.reachable_by(actor, Right.INSPECTIONS_MANAGE).select_related("round", "inspector")
    visit = rows.filter(pk=visit_id, withdrawn_on__isnull=True).order_by("pk").first()
    if visit is None or not knows_ahead(actor, visit.round):
        raise NotFound()
    return visit


def looked_at(actor: Actor, row: Round, places: PlaceQuerySet) -> PlaceQuerySet:
    """Keep the communities that a round looks at, as far as the actor may know it."""
    found = places
    if row.choice != PlaceChoice.ALL:
        found = found.filter(Exists(RoundPlace.objects.filter(round=row, place_code=OuterRef("code"))))
    if row.is_announced or knows_ahead(actor, row):
        return found
    is_inspector = not actor.can(Right.RATINGS_VIEW)
    if not is_inspector or has_visits(row):
        seen = ScoreSheet.objects.filter(round=row, place_code=OuterRef("code"), status=SheetStatus.SUBMITTED)
        own = open_visits_of(actor, row).filter(place_code=OuterRef("code")).order_by()
        found = found.filter(Exists(seen) | Exists(own))
    return found


def chosen_codes(row: Round) -> QuerySet[RoundPlace, str]:
    """List the codes of the communities that were picked or drawn for a round."""
    return RoundPlace.objects.filter(round=row).order_by("place_code").values_list("place_code", flat=True)
