"""Reads of hearings: one with its panel, who may be drawn, what was announced."""

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from gongjian.apps.hearings.choices import HearingStatus, SeatGroup, SeatStatus
from gongjian.apps.hearings.models import AidApplication, Hearing, Seat
from gongjian.apps.hearings.selectors.applications import household_of
from gongjian.apps.hearings.selectors.rules import days_of
from gongjian.apps.parties.choices import ResidentGroup
from gongjian.apps.parties.models import Resident
from gongjian.apps.parties.selectors import who_steps_aside
from gongjian.core.access import Actor
from gongjian.core.errors import NotFound
from gongjian.engines import draw as engine
from gongjian.engines.masking import mask_name

EARLIER = "earlier"
"""The ground of who sat in an earlier panel of the same application."""


def get_hearing(actor: Actor, hearing_id: int) -> Hearing:
    """Return a hearing with its application and seats in the order drawn; NotFound also for another's."""
    seats = Seat.objects.select_related("resident").order_by("order")
    rows = Hearing.objects.visible_to(actor).select_related("application__head", "published_by", "typed_by")
    found: Hearing | None = (
        rows.prefetch_related(Prefetch("seats", queryset=seats)).filter(pk=hearing_id).one()
    )
    if found is None:
        raise NotFound()
    return found


def seats_of(hearing: Hearing, *statuses: SeatStatus) -> list[Seat]:
    """List the seats of a loaded hearing with one of the statuses."""
    return [seat for seat in hearing.seats.all() if seat.status in statuses]


def pool_for(application: AidApplication) -> tuple[list[engine.Entry], dict[str, str]]:
    """List who may be drawn for an application, and who may not with the ground.

    The pool is the community's panelists; relatives, disputants and the household step aside, and so does
    everybody who sat in an earlier panel on the same application.
    """
    people = list(
        Resident.objects.filter(place_code=application.place_code, is_active=True, is_panelist=True)
    )
    excluded = {str(who): ground for who, ground in barred(application, [one.pk for one in people]).items()}
    entries = [
        engine.place_entry(str(one.pk), group_of(one), mask_name(one.name))
        for one in people
        if str(one.pk) not in excluded
    ]
    return entries, excluded


def group_of(resident: Resident) -> str:
    """Return the part of the panel that somebody is drawn for."""
    is_representative = resident.group == ResidentGroup.REPRESENTATIVE
    return (SeatGroup.REPRESENTATIVE if is_representative else SeatGroup.OTHER).value


def barred(application: AidApplication, people: Sequence[int]) -> dict[int, str]:
    """Tell who of `people` may not judge an application, with the ground, as known at this moment."""
    steps = days_of("kin_steps", application.place_code, timezone.localdate())
    aside = who_steps_aside(people, household_of(application), kin_steps=steps)
    found: dict[int, str] = {who: ground.value for who, ground in aside.items()}
    earlier = Seat.objects.filter(
        hearing__application=application, hearing__status=HearingStatus.COUNTED, resident__in=people
    ).exclude(status=SeatStatus.RESERVE)
    for who in earlier.values_list("resident_id", flat=True):
        found.setdefault(who, EARLIER)
    return found


def announced(hearing: Hearing) -> engine.Announcement:
    """Rebuild what was announced from the stored lines."""
    terms = engine.Terms(
        f"{hearing}评议小组", hearing.source, hearing.salt, tuple(sorted(hearing.take.items()))
    )
    parts = [line.split("\t") for line in hearing.lines]
    return engine.Announcement.of(
        terms, [engine.Entry(key, stratum, label, tuple(bars.split())) for key, stratum, label, bars in parts]
    )


def draw_certificate(hearing: Hearing) -> str:
    """Write the certificate of a drawn panel; names are masked as everywhere."""
    if hearing.result is None or hearing.published_at is None or hearing.typed_at is None:
        raise NotFound("还没有证书：评议小组还没有抽。")
    result = engine.Result(hearing.result["seed"], tuple(hearing.result["drawn"]))
    drawing = engine.Drawing(announced(hearing), hearing.public_number, result, ())
    names = (hearing.witnesses or "").replace("，", "、").split("、")
    return engine.certificate_text(
        drawing,
        published_at=timezone.localtime(hearing.published_at).isoformat(),
        typed_at=timezone.localtime(hearing.typed_at).isoformat(),
        typed_by=mask_name(hearing.typed_by.full_name) if hearing.typed_by else "",
        witnesses="、".join(mask_name(name) for name in names if name),
    )


def tally_certificate(hearing: Hearing) -> str:
    """Return the certificate of a finished count."""
    if not hearing.certificate:
        raise NotFound("还没有证书：还没有计票。")
    return hearing.certificate


def reasons_of(hearing: Hearing) -> list[str]:
    """List the reasons given for 'not agreed', in no voter's order."""
    rows: list[Any] = json.loads(hearing.reasons) if hearing.reasons else []
    return [str(reason) for _, reason in rows]
