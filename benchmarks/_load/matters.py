"""Matters of a year, in all their states, with their steps, parts and messages; written by bulk.

Four in five are over. Of those still open some are ticking: a reminder of theirs comes while the load runs.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from benchmarks._load.town import Town, address_of

AT_ONCE = 2_000
OPEN_SHARE = 5
YEAR_H = 365 * 24
OPEN_STATES = ("reported", "reported", "filed", "dispatched", "accepted", "accepted", "done", "checked")
WALKED = {
    "reported": ("reported",),
    "filed": ("reported", "filed"),
    "dispatched": ("reported", "filed", "dispatched"),
    "accepted": ("reported", "filed", "dispatched", "accepted"),
    "done": ("reported", "filed", "dispatched", "accepted", "acted"),
    "checked": ("reported", "filed", "dispatched", "accepted", "acted", "check_passed"),
    "closed": ("reported", "filed", "dispatched", "accepted", "acted", "check_passed", "answered"),
}
"""The steps behind a matter in each state."""
PARTS = {"dispatched": "pending", "accepted": "accepted", "done": "done", "checked": "done", "closed": "done"}
TICKING = ((48, 24, ()), (10, 8, ("1/2:handler",)), (4, 4, ("1/2:handler", "4/5:desk")))
"""Hours of the limit, hours of it gone when the next reminder comes, and the steps taken before."""
NOT_YET = timedelta(days=1)


def fill(town: Town, count: int, ticking: int, now: datetime, seed: int) -> list[int]:
    """Write so many matters; return the keys of those that tick, once `start_ticking` says when."""
    random_ = random.Random(seed)
    classes = _classes()
    made: list[tuple[int, str, datetime]] = []
    for begin in range(0, count, AT_ONCE):
        numbers = range(begin, min(begin + AT_ONCE, count))
        made += _write(town, [_row(town, number, now, random_, classes) for number in numbers])
    later = now + NOT_YET
    clocks = [_ticking_row(town, count + number, later, random_, classes) for number in range(ticking)]
    written = _write(town, clocks)
    _write_taken(written, now)
    _analyse()
    return [pk for pk, _state, _at in written]


def start_ticking(keys: Sequence[int], now: datetime, seconds: float) -> None:
    """Let the reminders of these matters come one after the other within so many seconds from now."""
    from django.db import transaction

    from gongjian.apps.matters.models import Matter

    with transaction.atomic():
        for place, matter in enumerate(Matter.objects.filter(pk__in=keys).order_by("pk")):
            assert matter.remind_at is not None
            shift = now + timedelta(seconds=seconds * place / len(keys)) - matter.remind_at
            matter.received_at += shift
            matter.started_at, matter.due_at = matter.started_at + shift, matter.due_at + shift
            matter.remind_at += shift
            matter.save(update_fields=["received_at", "started_at", "due_at", "remind_at"])


def _classes() -> list[Any]:
    from gongjian.apps.matters.models import MatterClass

    return list(MatterClass.objects.filter(place_code="", code__regex=r"^\d{4}$").order_by("kind", "code"))


def _row(town: Town, number: int, now: datetime, random_: random.Random, classes: list[Any]) -> Any:
    is_open = random_.randrange(OPEN_SHARE) == 0
    age_h = random_.randrange(24 * 40) if is_open else random_.randrange(24, YEAR_H)
    received = now - timedelta(hours=age_h, minutes=random_.randrange(60))
    due = received + timedelta(days=random_.choice((1, 3, 7, 15)))
    row = _matter(town, number, received, due, random_, classes)
    if is_open:
        row.state = random_.choice(OPEN_STATES)
        row.remind_at = due if due > now else None
    else:
        row.state, row.outcome = "closed", random_.choice(("solved", "solved", "unsolved"))
        row.closed_at = row.answered_at = min(now, received + timedelta(days=random_.randrange(1, 20)))
        row.answer = f"已派人到场处理完毕，并安排每天巡查，第 {number} 件。"
    row.filed_at = None if row.state == "reported" else received + timedelta(hours=2)
    return row


def _ticking_row(town: Town, number: int, now: datetime, random_: random.Random, classes: list[Any]) -> Any:
    limit_h, gone_h, _taken = TICKING[number % len(TICKING)]
    started = now - timedelta(hours=gone_h)
    row = _matter(town, number, started, started + timedelta(hours=limit_h), random_, classes)
    row.state, row.limit_amount, row.limit_unit = "accepted", limit_h, "clock_hours"
    row.filed_at, row.remind_at = started, now
    return row


def _matter(
    town: Town, number: int, received: datetime, due: datetime, random_: random.Random, classes: list[Any]
) -> Any:
    from gongjian.apps.matters.models import Matter

    chosen = random_.choice(classes)
    words = f"{chosen.plain or chosen.name}，在{address_of(number)}，已经好几天了，第 {number} 件。"
    return Matter(
        number=f"{received:%Y%m%d}-{number + 1:06d}",
        kind="report",
        source=random_.choice(("portal", "portal", "phone", "patrol")),
        matter_class=chosen,
        place_code=random_.choice(town.communities),
        address=address_of(number),
        latitude=round(30.4 + random_.random() / 5, 6),
        longitude=round(105.5 + random_.random() / 5, 6),
        title=words[:30],
        words=words,
        received_at=received,
        started_at=received,
        due_at=due,
        clock=1,
    )


def _write(town: Town, rows: list[Any]) -> list[tuple[int, str, datetime]]:
    """Write matters with what hangs on them."""
    from gongjian.apps.matters.models import Assignment, Matter, Message, Step

    rows = Matter.objects.bulk_create(rows)
    hour = timedelta(hours=1)
    _add(
        Step,
        rows,
        lambda row: [
            {"kind": kind, "at": row.received_at + at * hour, "is_public": True, "words": "基准"}
            for at, kind in enumerate(WALKED[row.state])
        ],
    )
    _add(
        Assignment,
        [row for row in rows if row.state in PARTS],
        lambda row: [
            {
                "organisation_id": town.unit_ids[row.pk % len(town.unit_ids)],
                "state": PARTS[row.state],
                "dispatched_at": row.received_at + 2 * hour,
                "due_at": row.due_at,
            }
        ],
    )
    said = {"kind": "reported", "words": "您反映的事已收到。"}
    _add(Message, rows, lambda row: [{**said, "at": row.received_at, "sent_at": row.received_at}])
    return [(row.pk, row.state, row.received_at) for row in rows]


def _add(model: Any, rows: Iterable[Any], fields: Callable[[Any], list[dict[str, Any]]]) -> None:
    model.objects.bulk_create(model(matter=row, **one) for row in rows for one in fields(row))


def _write_taken(written: list[tuple[int, str, datetime]], now: datetime) -> None:
    """Note the reminders that lie behind already; the hours of a matter's limit say which."""
    from gongjian.apps.matters.models import Matter, Reminder

    taken = {hours: steps for hours, _gone, steps in TICKING}
    rows = Matter.objects.filter(pk__in=[pk for pk, _state, _at in written]).values_list("pk", "limit_amount")
    Reminder.objects.bulk_create(
        Reminder(matter_id=pk, clock=1, step=step, at=now) for pk, hours in rows for step in taken[hours]
    )


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
