"""What a phone says of itself: which rounds it took along, and what is still on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongjian.apps.inspections.models import Phone, Round, TakenRound
from gongjian.apps.inspections.services.moments import moment
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Invalid

NAME_LENGTH = 80
MOST_ROUNDS, MOST_SHEETS = 50, 500


@dataclass(frozen=True)
class SheetWord:
    """What a phone says of one sheet."""

    place: str
    answered: int
    total: int
    waiting_operations: int
    waiting_photos: int
    changed_at: datetime | None


@dataclass(frozen=True)
class RoundWord:
    """What a phone says of one round it took along."""

    round_id: int
    taken_at: datetime | None
    sheets: Sequence[SheetWord]


def parse_words(rows: Any) -> tuple[RoundWord, ...]:
    """Read what a phone says of its rounds. Raises Invalid."""
    try:
        return tuple(_round_word(row) for row in rows[:MOST_ROUNDS])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Invalid("手机发来的情况读不懂。请更新手机上的页面。") from error


def _round_word(row: Any) -> RoundWord:
    sheets = tuple(_sheet_word(sheet) for sheet in row.get("sheets", [])[:MOST_SHEETS])
    return RoundWord(_number(row["round"]), _moment(row.get("taken_at")), sheets)


def _sheet_word(row: Any) -> SheetWord:
    place = str(row["place"])
    if not (place.isascii() and place.isdigit() and len(place) <= 15):
        raise ValueError(place)
    names = ("answered", "total", "waiting_operations", "waiting_photos")
    answered, total, operations, photos = (_number(row.get(name) or 0) for name in names)
    return SheetWord(place, answered, total, operations, photos, _moment(row.get("changed_at")))


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**31:
        raise ValueError(value)
    return value


def _moment(text: Any) -> datetime | None:
    return moment(text) if text else None


@transaction.atomic
def meet_phone(*, actor: Actor, device: str, name: str) -> Phone:
    """Return the row of one's own phone, made when it is new."""
    now, name = timezone.now(), name[:NAME_LENGTH]
    phone, is_new = Phone.objects.get_or_create(
        user_id=actor.user_id or 0, device=device, defaults={"name": name, "last_seen_at": now}
    )
    if is_new:
        audit.record(actor, "inspections.phone_met", phone, place_code=actor.home_place_code)
    elif phone.name != name and name:
        phone.name = name
        phone.save(update_fields=["name"])
    return phone


@transaction.atomic
def hear_phone(
    *, actor: Actor, device: str, name: str, rounds: Sequence[RoundWord], storage: Mapping[str, Any]
) -> Phone:
    """Keep the last word of one's own phone; rounds one may not see are left out, those put away go.

    This is a word about the phone, several times an hour, and no record: it leaves no line in the trail.
    """
    phone = meet_phone(actor=actor, device=device, name=name)
    now = timezone.now()
    Phone.objects.filter(pk=phone.pk).update(last_seen_at=now, storage=dict(storage))
    said = {word.round_id: word for word in rounds}
    visible = set(Round.objects.visible_to(actor).filter(pk__in=said).values_list("pk", flat=True))
    TakenRound.objects.filter(phone=phone).exclude(round__in=visible).delete()
    for round_id in sorted(visible):
        word = said[round_id]
        TakenRound.objects.update_or_create(
            phone=phone,
            round_id=round_id,
            defaults={
                "taken_at": word.taken_at,
                "said_at": now,
                "sheets": [_plain(sheet) for sheet in word.sheets],
                "waiting_operations": sum(sheet.waiting_operations for sheet in word.sheets),
                "waiting_photos": sum(sheet.waiting_photos for sheet in word.sheets),
            },
        )
    return phone


def _plain(sheet: SheetWord) -> dict[str, Any]:
    return {
        "place": sheet.place,
        "answered": sheet.answered,
        "total": sheet.total,
        "waiting_operations": sheet.waiting_operations,
        "waiting_photos": sheet.waiting_photos,
        "changed_at": sheet.changed_at.isoformat() if sheet.changed_at else None,
    }
