"""A desk goes from one shift to the next: what is open is handed over in writing, and taken by reading it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.matters.models import ShiftHandover, ShiftItem
from gongjian.apps.matters.selectors.shifts import HandedRow, get_shift, takers_at, to_hand_over
from gongjian.apps.matters.services.locking import written
from gongjian.apps.parties.services import Topic, notify, settle_topic
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed

NOTE_LIMIT = 300
WORDS_LIMIT = 1000
TAKER_LIMIT = 500


@transaction.atomic
def hand_over_shift(
    *,
    actor: Actor,
    place_code: str,
    taker_id: int,
    started_at: datetime,
    next_ends_at: datetime,
    words: str = "",
    notes: Mapping[int, str] | None = None,
    is_demo: bool = False,
) -> ShiftHandover:
    """Hand a desk over to the next person: what is open now, with a note on each matter that has one.

    Raises Invalid for times that are not in order or somebody who can't take it, Conflict while the last one waits.
    """
    actor.require(Right.MATTERS_DISPATCH, place_code)
    if actor.user_id is None:
        raise NotAllowed("交班的人要用自己的账号。")
    now = timezone.now()
    if not started_at < now < next_ends_at:
        raise Invalid("时间的先后不对：本班要在现在以前开始，下一班要在现在以后结束。")
    if taker_id not in {person.pk for person in takers_at(actor, place_code)}:
        raise Invalid("接班的人没有这里的派办权限，或者就是你自己。请另选一位。")
    waiting = ShiftHandover.objects.filter(place_code=place_code, giver_id=actor.user_id)
    if waiting.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True).exists():
        raise Conflict("你上一次交的班还没有人接。请先让对方接班，或者收回重交。")
    said = _short(words, WORDS_LIMIT, "总的交代")
    texts = {pk: _short(text, NOTE_LIMIT, "一件事的交代") for pk, text in (notes or {}).items()}
    rows = to_hand_over(place_code, next_ends_at)
    handover = ShiftHandover.objects.create(
        place_code=place_code,
        giver_id=actor.user_id,
        taker_id=taker_id,
        started_at=started_at,
        ended_at=now,
        next_ends_at=next_ends_at,
        words=said,
        is_demo=is_demo,
    )
    ShiftItem.objects.bulk_create(_item(handover, row, texts) for row in rows)
    audit.record(
        actor,
        "matters.shift_handed_over",
        handover,
        after={"taker_id": taker_id, "count": len(rows), "text": said},
    )
    sentence = f"{actor.name}交班给你：{len(rows)} 件，请看过以后接班"
    topic = Topic(_topic_key(handover), sentence.replace("{", "").replace("}", ""), _url(handover))
    notify([taker_id], sentence, _url(handover), place_code, topic=topic)
    return handover


@transaction.atomic
def take_shift(
    *, actor: Actor, handover_id: int, taken_ids: Collection[int], words: str = ""
) -> ShiftHandover:
    """Take a shift after reading it: what is not taken is named, with the reason in words.

    Raises NotAllowed for anybody but the taker, Conflict once it was taken or taken back.
    """
    handover = _locked(actor, handover_id)
    if handover.taker_id != actor.user_id:
        raise NotAllowed(f"这个班是交给{handover.taker}的，由他接。")
    items = list(handover.items.all())
    left = [item for item in items if item.pk not in taken_ids]
    said = _short(words, TAKER_LIMIT, "接班的话")
    if left and not said:
        raise Invalid(f"有 {len(left)} 件没有勾“接下”。请都勾上；确实接不了的，在下面写明为什么、由谁办。")
    for item in items:
        item.is_taken = item.pk in taken_ids
    ShiftItem.objects.bulk_update(items, ["is_taken"])
    handover.confirmed_at, handover.taker_words = timezone.now(), said
    handover.save(update_fields=["confirmed_at", "taker_words"])
    audit.record(
        actor,
        "matters.shift_taken",
        handover,
        after={"count": len(items) - len(left), "left": len(left), "text": said},
    )
    settle_topic(_topic_key(handover))
    told = f"，{len(left)} 件没有接：{said}" if left else ""
    sentence = f"{actor.name}已接班，{len(items) - len(left)} 件{told}"
    notify([handover.giver_id], sentence, _url(handover), handover.place_code)
    return handover


@transaction.atomic
def withdraw_shift(*, actor: Actor, handover_id: int, reason: str) -> ShiftHandover:
    """Take back a hand-over that nobody has taken, to give it anew."""
    handover = _locked(actor, handover_id)
    if handover.giver_id != actor.user_id:
        raise NotAllowed(f"这个班是{handover.giver}交的，由他收回。")
    text = written(reason, "请写明为什么收回，例如接班的人请假。")
    handover.withdrawn_at = timezone.now()
    handover.save(update_fields=["withdrawn_at"])
    audit.record(actor, "matters.shift_withdrawn", handover, after={"reason": text})
    settle_topic(_topic_key(handover))
    return handover


def _locked(actor: Actor, handover_id: int) -> ShiftHandover:
    found = get_shift(actor, handover_id)
    actor.require(Right.MATTERS_DISPATCH, found.place_code)
    rows = ShiftHandover.objects.select_for_update(no_key=True, of=("self",)).select_related("giver", "taker")
    handover: ShiftHandover = rows.get(pk=found.pk)
    if not handover.is_waiting:
        raise Conflict("这个班已经接过或者收回了。请刷新后再看。")
    return handover


def _item(handover: ShiftHandover, handed: HandedRow, notes: Mapping[int, str]) -> ShiftItem:
    matter = handed.row.matter
    return ShiftItem(
        handover=handover,
        matter=matter,
        group=handed.group,
        state=matter.state,
        due_at=matter.due_at,
        note=notes.get(matter.pk, ""),
    )


def _short(text: str, limit: int, what: str) -> str:
    said = text.strip()
    if len(said) > limit:
        raise Invalid(f"{what}写了 {len(said)} 字，最多 {limit} 字。请写短一些。")
    return said


def _url(handover: ShiftHandover) -> str:
    return reverse("matters:shift", args=[handover.pk])


def _topic_key(handover: ShiftHandover) -> str:
    return f"matters.shift:{handover.pk}"
