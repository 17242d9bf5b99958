"""What the entries of both lists share: what is stated of one, its checks, its number, its publication."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import uuid4

from django.utils import timezone

from gongjian.apps.cobuilding.choices import Recurrence, catalogue
from gongjian.apps.cobuilding.models import Agreement, Need, Project, Resource
from gongjian.apps.cobuilding.services.points import checked_point
from gongjian.apps.places.selectors import get_place
from gongjian.core.access import ancestors_of
from gongjian.core.errors import Invalid
from gongjian.core.rules import rule_value

MOST_DAYS = "cobuilding.entry_max_days"
MOST_QUANTITY = 100_000_000
STREET = 9
CITY = 4
PREFIXES = {Need: "XQ", Resource: "ZY", Project: "XM", Agreement: "XY"}
"""What numbers begin with: 需求, 资源, 项目, 协议."""
YEAR_ENDS_SOON = 60
Numbered = TypeVar("Numbered", Need, Resource, Project, Agreement)


@dataclass(frozen=True, kw_only=True)
class EntrySpec:
    """What an entry of either list states; `expires_on` None: to its last day, else to the end of the
    year, or of the next where that is near; never longer than the rule lets it.

    `published_to` is the place whose people see it, itself or one above (None: its owners alone). Days are
    inclusive, hours of one day, `weekdays` ISO digits. Latitude and longitude are WGS-84 degrees.
    """

    place_code: str
    category: str
    title: str
    quantity: int
    published_to: str | None = None
    detail: str = ""
    first_on: date | None = None
    last_on: date | None = None
    weekdays: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    address: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    qualifications: tuple[str, ...] = ()
    recurrence: str = Recurrence.ONCE
    expires_on: date | None = None
    is_draft: bool = False
    is_demo: bool = False


STATED = tuple(one.name for one in fields(EntrySpec) if one.name not in ("is_draft", "is_demo"))
"""The columns that a specification states."""


def end_of_year(today: date) -> date:
    """Return the last day an entry holds unless it says otherwise: of this year, of the next where that is near.

    >>> end_of_year(date(2026, 3, 1)), end_of_year(date(2026, 11, 26))
    (datetime.date(2026, 12, 31), datetime.date(2027, 12, 31))
    """
    last = date(today.year, 12, 31)
    return last if (last - today).days >= YEAR_ENDS_SOON else date(today.year + 1, 12, 31)


def usual_expiry(place_code: str, today: date, last_on: date | None = None) -> date:
    """Return the day until which an entry holds unless it says otherwise, never longer than the rule lets it.

    `last_on`, the last day of what happens once, comes before the end of the year.
    """
    return min(last_on or end_of_year(today), today + _most_days(place_code, today))


def _most_days(place_code: str, today: date) -> timedelta:
    return timedelta(days=int(rule_value(MOST_DAYS, on=today, place_code=place_code)))


def checked(spec: EntrySpec, today: date) -> dict[str, Any]:
    """Return the columns of an entry as they are stored; Invalid with a sentence for what can't be taken."""
    _check_place(spec)
    _check_what(spec)
    _check_when(spec)
    once = spec.last_on if spec.recurrence == Recurrence.ONCE else None
    expires_on = spec.expires_on or usual_expiry(spec.place_code, today, once)
    _check_expiry(spec, expires_on, today)
    stated = {name: getattr(spec, name) for name in STATED}
    latitude, longitude = checked_point(spec.latitude, spec.longitude)
    return stated | {
        "title": spec.title.strip(),
        "detail": spec.detail.strip(),
        "address": spec.address.strip(),
        "weekdays": "".join(sorted(set(spec.weekdays))),
        "qualifications": list(spec.qualifications),
        "expires_on": expires_on,
        "latitude": latitude,
        "longitude": longitude,
    }


def _check_place(spec: EntrySpec) -> None:
    if get_place(spec.place_code).valid_to is not None or len(spec.place_code) < STREET:
        raise Invalid("请选到街道或社区，这样才知道是哪里的。")
    check_publication(spec.place_code, spec.published_to)
    checked_point(spec.latitude, spec.longitude)


def check_publication(place_code: str, published_to: str | None) -> None:
    """Refuse a publication to another place than one's own or one above it, or beyond the city."""
    if published_to is None:
        return
    wide = [code for code in (*ancestors_of(place_code), place_code) if len(code) >= CITY]
    if published_to not in wide:
        raise Invalid("公布范围要是本地方，或者它上面的街道、区县、市。")


def _check_what(spec: EntrySpec) -> None:
    category = catalogue().categories.get(spec.category)
    if category is None or category.is_retired:
        raise Invalid("没有这个类别。请从类别表里选。")
    if not spec.title.strip():
        raise Invalid("没有写名称。请用一句话写要什么、给什么。")
    if not 1 <= spec.quantity <= MOST_QUANTITY:
        raise Invalid(f"数量要在 1 到 {MOST_QUANTITY:,} {category.unit}之间。")
    if unknown := set(spec.qualifications) - catalogue().qualifications.keys():
        raise Invalid(f"没有这样的资质：{'、'.join(sorted(unknown))}。请从资质表里选。")


def _check_when(spec: EntrySpec) -> None:
    if spec.first_on and spec.last_on and spec.last_on < spec.first_on:
        raise Invalid("“到哪天止”早于“从哪天起”。请核对两个日期。")
    if set(spec.weekdays) - set("1234567"):
        raise Invalid("星期只能是一到日。请重新选。")
    if spec.starts_at and spec.ends_at and spec.ends_at <= spec.starts_at:
        raise Invalid("“到几点”不晚于“从几点”。跨夜的请分成两条。")
    if spec.recurrence in (Recurrence.WEEKLY, Recurrence.MONTHLY) and not (spec.first_on and spec.last_on):
        raise Invalid("每周、每月的要写第一次从哪天起、到哪天止，后面的按它推。")


def _check_expiry(spec: EntrySpec, expires_on: date, today: date) -> None:
    if expires_on < today:
        raise Invalid("“有效到”已经过了。请填今天或以后。")
    most = _most_days(spec.place_code, today)
    if expires_on > today + most:
        raise Invalid(f"最多有效 {most.days} 天，到期可以一次续报。请把“有效到”改早。")
    if spec.first_on and spec.first_on > expires_on:
        raise Invalid("“从哪天起”在“有效到”以后，永远用不上。请核对。")


def numbered(row: Numbered) -> Numbered:
    """Save a new row and give it its number, e.g. XQ2026-000012."""
    row.number = uuid4().hex
    row.save(force_insert=True)
    row.number = f"{PREFIXES[type(row)]}{timezone.localdate().year}-{row.pk:06d}"
    row.save(update_fields=["number"])
    return row


def fill(row: Need | Resource, values: Mapping[str, Any]) -> None:
    """Write the columns of an entry."""
    for name, value in values.items():
        setattr(row, name, value)
