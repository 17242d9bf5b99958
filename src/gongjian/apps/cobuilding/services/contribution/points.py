"""Points spent and points that are over their last day. Hours are never touched here."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongjian.apps.cobuilding.choices import DeliveryStatus, EntryKind, Ledger
from gongjian.apps.cobuilding.models import Contributor, Delivery, LedgerEntry
from gongjian.apps.cobuilding.selectors.contribution import engine_entries
from gongjian.apps.cobuilding.services.contribution.entries import rejudge
from gongjian.apps.parties.models import Organisation
from gongjian.core import audit
from gongjian.core.access import SYSTEM, Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.engines.errors import EngineInputError
from gongjian.engines.ledger import check_spend, due_to_expire


@transaction.atomic
def spend_points(
    *,
    actor: Actor,
    place_code: str,
    organisation_id: int,
    points: int,
    words: str,
    contributor_id: int | None = None,
) -> LedgerEntry:
    """Spend points of a unit's account at a place, or of one of its people's; the community hands out what they are for.

    The account is locked, what is over its last day expires first. Raises Conflict where there are too few.
    """
    actor.require(Right.COBUILDING_MANAGE, place_code)
    if not words.strip():
        raise Invalid("请写明积分用在什么上。")
    _lock_account(organisation_id, contributor_id)
    today = timezone.localdate()
    rows = _account(place_code, organisation_id, contributor_id)
    _expire(rows, place_code, organisation_id, contributor_id, today)
    try:
        check_spend(engine_entries(rows), points, today)
    except EngineInputError as error:
        raise Conflict(str(error)) from error
    entry = _add(actor, place_code, organisation_id, contributor_id, EntryKind.SPEND, -points, words.strip())
    audit.record(actor, "cobuilding.points_spent", entry, after={"points": points, "words": words.strip()})
    return entry


def _lock_account(organisation_id: int, contributor_id: int | None) -> None:
    """Lock whose account it is, so that no two spend the same points."""
    if contributor_id is None:
        rows = Organisation.objects.filter(pk=organisation_id)
    else:
        rows = Contributor.objects.filter(pk=contributor_id, organisation_id=organisation_id)
    if rows.order_by("pk").select_for_update(no_key=True).first() is None:
        raise NotFound("没有找到这个账户。")


def _account(place_code: str, organisation_id: int, contributor_id: int | None) -> list[LedgerEntry]:
    whose = Q(contributor__isnull=True) if contributor_id is None else Q(contributor_id=contributor_id)
    rows = LedgerEntry.objects.filter(
        whose, place_code=place_code, organisation_id=organisation_id, ledger=Ledger.POINTS
    )
    return list(rows.order_by("on", "pk"))


def _add(
    actor: Actor,
    place_code: str,
    organisation_id: int,
    contributor_id: int | None,
    kind: EntryKind,
    amount: int,
    words: str,
) -> LedgerEntry:
    return LedgerEntry.objects.create(
        place_code=place_code,
        organisation_id=organisation_id,
        contributor_id=contributor_id,
        ledger=Ledger.POINTS,
        kind=kind,
        amount=amount,
        on=timezone.localdate(),
        words=words,
        made_by_id=actor.user_id,
        made_at=timezone.now(),
    )


def _expire(
    rows: list[LedgerEntry], place_code: str, organisation_id: int, contributor_id: int | None, today: date
) -> int:
    """Enter what is over its last day, and keep the new entry with the others; return how much."""
    due = due_to_expire(engine_entries(rows), today)
    if due:
        entry = _add(
            SYSTEM, place_code, organisation_id, contributor_id, EntryKind.EXPIRE, -due, "过了有效期"
        )
        audit.record(SYSTEM, "cobuilding.points_expired", entry, after={"points": due})
        rows.append(entry)
    return due


def expire_points(today: date | None = None) -> int:
    """Let points expire that are over their last day; return how many accounts lost any. Safe to repeat."""
    day = today or timezone.localdate()
    past = LedgerEntry.objects.filter(
        ledger=Ledger.POINTS, kind=EntryKind.EARN, lasts_until__lt=day, reversal__isnull=True
    )
    keys = past.order_by().values_list("place_code", "organisation_id", "contributor_id").distinct()
    return sum(_expire_account(place, unit, person, day) for place, unit, person in sorted(keys, key=str))


@transaction.atomic
def _expire_account(place_code: str, organisation_id: int, contributor_id: int | None, day: date) -> bool:
    _lock_account(organisation_id, contributor_id)
    rows = _account(place_code, organisation_id, contributor_id)
    return _expire(rows, place_code, organisation_id, contributor_id, day) > 0


@transaction.atomic
def rejudge_year(*, actor: Actor, place_code: str, year: int) -> int:
    """Judge the confirmed deliveries of a year again by the rules of their days; return how many entries are new."""
    actor.require(Right.COBUILDING_MANAGE, place_code)
    rows = Delivery.objects.within(place_code).filter(status=DeliveryStatus.CONFIRMED, on__year=year)
    found = rows.select_related("line__need", "line__agreement").order_by("pk")
    return sum(len(rejudge(actor, delivery)) for delivery in found)
