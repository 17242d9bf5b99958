"""A hearing is called: who may be drawn is listed, the list's hash published, the panel drawn, reserves move up."""

import secrets
from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gongjian.apps.hearings.choices import AidStatus, HearingCause, HearingStatus, SeatGroup, SeatStatus
from gongjian.apps.hearings.models import AidApplication, Hearing, Seat
from gongjian.apps.hearings.selectors import (
    announced,
    barred,
    days_of,
    least_representatives,
    panel_rule,
    pool_for,
    seats_of,
)
from gongjian.apps.hearings.services.steps import managed_application, managed_hearing, take_step
from gongjian.core import audit, ballots
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines import draw as engine
from gongjian.engines.errors import EngineInputError


@transaction.atomic
def call_hearing(
    *,
    actor: Actor,
    application_id: int,
    source: str,
    size: int,
    representatives: int,
    cause_words: str = "",
) -> Hearing:
    """Call the next hearing on an application and list who may be drawn; nothing is published yet.

    After a counted one, the next needs a cause in words and nobody of the earlier panel can be drawn.
    Raises Invalid when the size is below the local rule or the pool too small.
    """
    application = managed_application(actor, application_id)
    today = timezone.localdate()
    number = 1 + application.hearings.filter(status=HearingStatus.COUNTED).count()
    cause = _cause(application, number)
    if cause != HearingCause.FIRST and not cause_words.strip():
        raise Invalid("再次评议要写明为什么，例如申请人申诉的理由。")
    _refuse_late_appeal(application)
    take_step(application, AidStatus.HEARING)
    rule = panel_rule(application.place_code, today)
    _refuse_small(rule["size"], least_representatives(rule, size), size, representatives, rule["citation"])
    entries, excluded = pool_for(application)
    hearing = Hearing(
        application=application,
        number=number,
        cause=cause,
        cause_words=cause_words.strip(),
        rule=rule,
        size=size,
        representatives=representatives,
        source=source.strip(),
        salt=secrets.token_hex(16),
        take=_take(entries, size, representatives, days_of("reserves", application.place_code, today)),
        lines=[entry.line for entry in entries],
        excluded=excluded,
        vote_key=ballots.make_key(),
    )
    _announcement(hearing)
    application.save(update_fields=["status"])
    hearing.save()
    audit.record(
        actor,
        "hearings.called",
        hearing,
        after={"size": size, "representatives": representatives, "excluded": len(excluded), "cause": cause},
    )
    return hearing


def _cause(application: AidApplication, number: int) -> HearingCause:
    if number == 1:
        return HearingCause.FIRST
    is_objection = application.postings.filter(objections__is_upheld=True).exists()
    return HearingCause.OBJECTION if is_objection else HearingCause.APPEAL


def _refuse_late_appeal(application: AidApplication) -> None:
    if application.status != AidStatus.REFUSED or application.decided_on is None:
        return
    days = days_of("appeal_days", application.place_code, application.decided_on)
    if timezone.localdate() > application.decided_on + timedelta(days=days):
        raise Conflict(f"决定已经过了 {days} 天，不能再次评议。情况有变化的，请重新申请。")


def _refuse_small(
    least: int, least_representatives_: int, size: int, representatives: int, citation: str
) -> None:
    if size < least:
        raise Invalid(f"评议小组要有 {least} 人以上（{citation}）。请改人数。")
    if not least_representatives_ <= representatives <= size:
        raise Invalid(
            f"{size} 人的小组里，居民代表要有 {least_representatives_} 人以上、不超过 {size} 人（{citation}）。请改人数。"
        )


def _take(entries: list[engine.Entry], size: int, representatives: int, reserves: int) -> dict[str, int]:
    """Return how many of each part are drawn, reserves included as far as the pool goes."""
    held = Counter(entry.stratum for entry in entries)
    wanted = {SeatGroup.REPRESENTATIVE: representatives, SeatGroup.OTHER: size - representatives}
    for group, count in wanted.items():
        if held[group] < count:
            raise Invalid(
                f"能抽的{group.label}只有 {held[group]} 人，要抽 {count} 人。"
                "请先登记更多评议员，或者改人数；要回避的人不能抽。"
            )
    return {group.value: min(held[group], count + reserves) for group, count in wanted.items() if count}


def _announcement(hearing: Hearing) -> engine.Announcement:
    try:
        return announced(hearing)
    except EngineInputError as refusal:
        raise Invalid(str(refusal)) from refusal


@transaction.atomic
def publish_list(*, actor: Actor, hearing_id: int) -> Hearing:
    """Publish the hash of the list: from now on nobody can be put on it or taken off."""
    hearing = managed_hearing(actor, hearing_id, HearingStatus.LISTED)
    hearing.hash, hearing.published_at = _announcement(hearing).hash, timezone.now()
    hearing.published_by_id, hearing.status = actor.user_id, HearingStatus.PUBLISHED
    hearing.save(update_fields=["hash", "published_at", "published_by", "status"])
    audit.record(actor, "hearings.list_published", hearing, after={"hash": hearing.hash})
    return hearing


@transaction.atomic
def draw_panel(*, actor: Actor, hearing_id: int, number: str, witnesses: str = "") -> Hearing:
    """Draw the panel with the public number, which is typed once; who has become kin since steps aside at once."""
    hearing = managed_hearing(actor, hearing_id, HearingStatus.PUBLISHED)
    try:
        drawing = engine.draw(announced(hearing), number)
    except EngineInputError as refusal:
        raise Invalid(str(refusal)) from refusal
    hearing.public_number, hearing.witnesses = drawing.entropy, witnesses.strip()
    hearing.typed_at, hearing.typed_by_id = timezone.now(), actor.user_id
    hearing.result = {"seed": drawing.result.seed, "drawn": list(drawing.result.drawn)}
    hearing.status = HearingStatus.DRAWN
    hearing.save(update_fields=["public_number", "witnesses", "typed_at", "typed_by", "result", "status"])
    _seat(hearing)
    audit.record(
        actor,
        "hearings.panel_drawn",
        hearing,
        after={"number": hearing.public_number, "seed": drawing.result.seed},
    )
    step_aside_when_barred(hearing)
    return hearing


def _seat(hearing: Hearing) -> None:
    """Seat the first drawn of each part, the others in reserve, in the order of the draw."""
    assert hearing.result is not None
    groups = {key: group for key, group, *_ in (line.split("\t") for line in hearing.lines)}
    left = {
        SeatGroup.REPRESENTATIVE.value: hearing.representatives,
        SeatGroup.OTHER.value: hearing.size - hearing.representatives,
    }
    seats = []
    for order, key in enumerate(hearing.result["drawn"]):
        is_seated = left[groups[key]] > 0
        left[groups[key]] -= is_seated
        status = SeatStatus.SEATED if is_seated else SeatStatus.RESERVE
        seats.append(
            Seat(hearing=hearing, resident_id=int(key), group=groups[key], order=order, status=status)
        )
    Seat.objects.bulk_create(seats)


@transaction.atomic
def recuse(*, actor: Actor, hearing_id: int, seat_id: int, reason: str) -> Seat:
    """Let a member of the panel step aside for a reason he declares; the next reserve of his part moves up."""
    hearing = managed_hearing(actor, hearing_id, HearingStatus.DRAWN, HearingStatus.NOTICED)
    if not reason.strip():
        raise Invalid("请写明回避的原因，例如与申请人是亲戚。")
    seat = next((one for one in seats_of(hearing, SeatStatus.SEATED) if one.pk == seat_id), None)
    if seat is None:
        raise Conflict("这个人不在评议小组里，或者已经回避了。")
    _step_aside(hearing, seat, reason.strip())
    audit.record(actor, "hearings.recused", hearing, after={"seat": seat.order + 1, "reason": reason.strip()})
    return seat


def step_aside_when_barred(hearing: Hearing) -> list[Seat]:
    """Let everybody step aside who, by what is known now, may not judge; return who did."""
    stood: list[Seat] = []
    while True:
        seats = list(
            Seat.objects.filter(hearing=hearing).exclude(status=SeatStatus.RECUSED).order_by("order")
        )
        found = barred(hearing.application, [seat.resident_id for seat in seats])
        hit = [seat for seat in seats if seat.resident_id in found]
        if not hit:
            return stood
        for seat in hit:
            _step_aside(hearing, seat, found[seat.resident_id])
        stood += hit


def _step_aside(hearing: Hearing, seat: Seat, reason: str) -> None:
    was_seated = seat.status == SeatStatus.SEATED
    seat.status, seat.recused_for, seat.is_present = SeatStatus.RECUSED, reason, False
    seat.save(update_fields=["status", "recused_for", "is_present"])
    if not was_seated:
        return
    reserves = Seat.objects.filter(hearing=hearing, status=SeatStatus.RESERVE, group=seat.group)
    following = reserves.order_by("order").first()
    if following is not None:
        following.status = SeatStatus.SEATED
        following.save(update_fields=["status"])


@transaction.atomic
def void_hearing(*, actor: Actor, hearing_id: int, reason: str) -> Hearing:
    """Give up a hearing that could not be held; the application waits for another. One with votes stays."""
    hearing = managed_hearing(actor, hearing_id)
    if hearing.is_over:
        raise Conflict("这次评议已经结束，不能作废。")
    if not reason.strip():
        raise Invalid("请写明为什么作废，例如到会人数不够。")
    ballots.give_up(hearing.vote_key)
    hearing.status, hearing.void_reason = HearingStatus.VOID, reason.strip()
    hearing.save(update_fields=["status", "void_reason"])
    application = hearing.application
    take_step(application, AidStatus.CHECKED)
    application.save(update_fields=["status"])
    audit.record(actor, "hearings.voided", hearing, after={"reason": reason.strip()})
    return hearing
