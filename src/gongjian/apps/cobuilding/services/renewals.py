"""What ends and goes on: entries past their last day, the next of what recurs, renewal of many at once each year."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.cobuilding.choices import (
    NEED_WAYS,
    RESOURCE_WAYS,
    NeedSource,
    NeedStatus,
    Recurrence,
    ResourceStatus,
    is_open,
    next_status,
)
from gongjian.apps.cobuilding.models import Need, Resource
from gongjian.apps.cobuilding.selectors.lists import RENEWAL_DAYS
from gongjian.apps.cobuilding.selectors.units import speaks_for
from gongjian.apps.cobuilding.services.entries import numbered, usual_expiry
from gongjian.apps.parties.models import Notice
from gongjian.apps.parties.selectors import people_with
from gongjian.apps.parties.services import Topic, notify
from gongjian.core import audit
from gongjian.core.access import SYSTEM, Actor, Right
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.rules import rule_value

AT_A_TIME = 2_000
"""So many rows of each kind a round looks after; the next round goes on."""
COPIED = (
    "place_code", "published_to", "category", "title", "detail", "quantity", "weekdays", "starts_at", "ends_at",
    "address", "latitude", "longitude", "qualifications", "recurrence", "is_demo",
)  # fmt: skip
"""What the next entry takes over from the one before."""
OWN: dict[Any, tuple[str, ...]] = {
    Need: ("for_whom", "people", "urgency"),
    Resource: ("organisation_id", "conditions", "reach_m", "is_by_desk"),
}
LIVE: dict[Any, tuple[str, ...]] = {
    Need: (NeedStatus.DRAFT, NeedStatus.OPEN, NeedStatus.RAISED),
    Resource: (ResourceStatus.DRAFT, ResourceStatus.OFFERED, ResourceStatus.PAUSED),
}


def keep_lists(today: date | None = None) -> int:
    """Make the next of what recurs, then end what is past its last day; return how many rows changed.

    Each row is its own transaction, so that nobody waits for all; safe to repeat and to run twice at once.
    """
    day = today or timezone.localdate()
    changed = 0
    for model in (Need, Resource):
        recurring = model.objects.filter(
            recurrence__in=(Recurrence.WEEKLY, Recurrence.MONTHLY),
            last_on__lt=day,
            expires_on__gte=day,
            renewal__isnull=True,
        ).exclude(status__in=("draft", "withdrawn"))
        changed += sum(_go_on(model, key, day) for key in _keys(recurring))
        past = model.objects.filter(status__in=LIVE[model], expires_on__lt=day)
        changed += sum(_expire(model, key, day) for key in _keys(past))
    return changed


def _keys(rows: Any) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME])


@transaction.atomic
def _expire(model: Any, key: int, today: date) -> bool:
    """End an entry that no longer holds."""
    row = model.objects.select_for_update(no_key=True).get(pk=key)
    if row.status not in LIVE[model] or row.expires_on >= today:
        return False
    _end(model, row)
    return True


def _end(model: Any, row: Any) -> None:
    row.status = next_status(NEED_WAYS if model is Need else RESOURCE_WAYS, "expire", row.status)
    row.save(update_fields=["status"])
    audit.record(SYSTEM, "cobuilding.expired", row, after={"status": row.status})


@transaction.atomic
def _go_on(model: Any, key: int, today: date) -> bool:
    """Enter the next week or month of what recurs as long as it holds; the turn that is over is asked for no more."""
    row = model.objects.select_for_update(no_key=True).get(pk=key)
    first_on, last_on = next_term(row, today)
    if first_on > row.expires_on or model.objects.filter(renewed_from=row).exists():
        return False
    _next(SYSTEM, row, first_on, last_on, row.expires_on)
    if row.status in LIVE[model]:
        _end(model, row)
    return True


def next_term(row: Need | Resource, today: date) -> tuple[date, date]:
    """Return the first and last day of the next turn of a recurring entry that isn't over yet."""
    first_on, last_on = row.first_on or today, row.last_on or today
    length, turns = last_on - first_on, 1
    while True:
        begins = _after(first_on, row.recurrence, turns)
        if begins + length >= today:
            return begins, begins + length
        turns += 1


def _after(day: date, recurrence: str, turns: int) -> date:
    """Go on by weeks, months or years; a day that a month lacks is its last one.

    >>> _after(date(2026, 1, 31), "monthly", 1), _after(date(2026, 1, 5), "weekly", 2)
    (datetime.date(2026, 2, 28), datetime.date(2026, 1, 19))
    """
    if recurrence == Recurrence.WEEKLY:
        return day + timedelta(days=7 * turns)
    months = day.month - 1 + (turns if recurrence == Recurrence.MONTHLY else 12 * turns)
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _next(
    actor: Actor, row: Any, first_on: date | None, last_on: date | None, expires_on: date
) -> Need | Resource:
    """Enter what follows an entry: the same again for other days."""
    model = type(row)
    values = {name: getattr(row, name) for name in (*COPIED, *OWN[model])}
    new = model(**values, renewed_from=row, first_on=first_on, last_on=last_on, expires_on=expires_on)
    new.made_by_id = actor.user_id
    if model is Need:
        new.source, new.source_words = NeedSource.RENEWED, row.number
    numbered(new)
    audit.record(
        actor, "cobuilding.renewed", new, after=audit.snapshot(new, "title", "quantity", "expires_on")
    )
    return new


@transaction.atomic
def renew(
    *, actor: Actor, model: type[Need] | type[Resource], keys: Sequence[int], expires_on: date | None = None
) -> int:
    """Enter many entries again for the coming year, each by its own days a year on; return how many.

    Those of seasons keep their season. Raises NotFound for another's, NotAllowed, Invalid (none chosen, the day
    has passed). Entries that were renewed already, withdrawn or drafts are passed over.
    """
    today = timezone.localdate()
    if expires_on is not None and expires_on <= today:
        raise Invalid("新的“有效到”要在今天以后。")
    if not keys:
        raise Invalid("没有选要续报的。请先在左边勾选。")
    rows = list(model.objects.visible_to(actor).filter(pk__in=keys).order_by("pk"))
    if len(rows) < len(set(keys)):
        raise NotFound()
    renewed = 0
    for row in rows:
        _require_owner(actor, row)
        locked: Any = model.objects.select_for_update(no_key=True).get(pk=row.pk)
        ways = NEED_WAYS if model is Need else RESOURCE_WAYS
        if not is_open(ways, "renew", locked.status) or model.objects.filter(renewed_from=locked).exists():
            continue
        _renew_one(actor, locked, today, expires_on or usual_expiry(row.place_code, today))
        renewed += 1
    return renewed


def _renew_one(actor: Actor, row: Any, today: date, until: date) -> None:
    """Enter one entry again: what is still running goes on after its last day; it ends as it would have."""
    is_running = row.status in LIVE[type(row)] and row.expires_on >= today
    if is_running and not (row.first_on and row.last_on):
        row.expires_on = max(row.expires_on, until)
        row.save(update_fields=["expires_on"])
        audit.record(actor, "cobuilding.prolonged", row, after=audit.snapshot(row, "expires_on"))
        return
    first_on = _after(row.first_on, Recurrence.YEARLY, 1) if row.first_on else None
    last_on = _after(row.last_on, Recurrence.YEARLY, 1) if row.last_on else None
    _next(actor, row, first_on, last_on, max(until, last_on or until))


def _require_owner(actor: Actor, row: Need | Resource) -> None:
    if isinstance(row, Resource) and speaks_for(actor, row.organisation_id):
        return
    actor.require(Right.COBUILDING_MANAGE, row.place_code)


def remind_renewals(today: date | None = None) -> int:
    """Tell owners once of each day on which something of theirs ends, ahead by the days of the rule; return how many were told."""
    day = today or timezone.localdate()
    until = day + timedelta(days=int(rule_value(RENEWAL_DAYS, on=day)))
    told = 0
    for model in (Need, Resource):
        ending = model.objects.filter(
            status__in=LIVE[model], expires_on__range=(day, until), renewal__isnull=True
        )
        counts: dict[tuple[str, int | None, date], int] = defaultdict(int)
        for row in ending:
            unit = row.organisation_id if isinstance(row, Resource) and not row.is_by_desk else None
            counts[row.place_code, unit, row.expires_on] += 1
        told += sum(_remind(model, *owner, count) for owner, count in counts.items())
    return told


def _remind(model: Any, place_code: str, unit: int | None, last_on: date, count: int) -> int:
    """Tell the owners once of a day: the topic of the notice says whether that was done."""
    slug, name = ("needs", "需求") if model is Need else ("resources", "资源")
    key = f"cobuilding.renew:{slug}:{place_code}:{unit or ''}:{last_on:%Y%m%d}"
    if Notice.objects.filter(topic=key).exists():
        return 0
    right = Right.COBUILDING_OFFER if unit else Right.COBUILDING_MANAGE
    people = [one.pk for one in people_with(right, place_code, unit)]
    url = reverse(f"cobuilding:{slug}") + "?view=expiring"
    sentence = f"{count} 条{name}到 {last_on.month}月{last_on.day}日为止，还要的请续报"
    topic = Topic(key, sentence, url)
    return len(notify(people, sentence, url, place_code, topic=topic, due_on=last_on))
