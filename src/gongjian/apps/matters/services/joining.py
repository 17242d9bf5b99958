"""Matters joined, taken apart, taken back."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from gongjian.apps.matters.choices import MatterState, Outcome, StepKind
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.selectors.hands import units_of
from gongjian.apps.matters.services.entries import add_step, named, tell_reporter, tell_unit
from gongjian.apps.matters.services.intake import WORDS_LIMIT, first_words
from gongjian.apps.matters.services.locking import at_desk, written
from gongjian.apps.matters.services.parts import end_parts
from gongjian.core import audit
from gongjian.core.access import Actor
from gongjian.core.errors import Conflict, Invalid

MOST_PARTS = 10


@transaction.atomic
def merge(*, actor: Actor, matter_id: int, into_id: int) -> Matter:
    """Join a matter to another that is about the same: it follows the other, whose answer goes to its reporter too.

    Raises Conflict for itself, or where the other follows a third.
    """
    if matter_id == into_id:
        raise Conflict("不能把一件事合并到它自己。")
    locked = {
        pk: at_desk(actor, pk, "gather" if pk == into_id else "merge") for pk in sorted((matter_id, into_id))
    }
    matter, into = locked[matter_id], locked[into_id]
    if matter.merged.exists():
        raise Conflict("已经有别的事合并到这一件，请反过来合并。")
    matter.merged_into = into
    matter.save(update_fields=["merged_into", "state"])
    into.me_too_count += 1 + matter.me_too_count
    into.save(update_fields=["me_too_count"])
    add_step(actor, matter, StepKind.MERGED, f"并入 {into.number}，一起办、一起答复", is_public=True)
    add_step(actor, into, StepKind.MERGED, f"并入 {matter.number}：{matter.title}")
    audit.record(actor, "matters.merged", matter, after={"into": into.number})
    tell_reporter(matter, StepKind.MERGED, f"您反映的事和 {into.number} 是同一件，一起办理，办好一起答复您。")
    return matter


@transaction.atomic
def split(*, actor: Actor, matter_id: int, words: Sequence[str]) -> list[Matter]:
    """Take a matter of several things apart: one new matter for each text, beside the one that stays.

    The new ones keep place, point, reporter and time of receipt, and count from the same start.
    """
    matter = at_desk(actor, matter_id, "split")
    texts = [written(text, "拆出来的每一件都要写清是什么事。", WORDS_LIMIT) for text in words]
    if not 1 <= len(texts) <= MOST_PARTS:
        raise Invalid(f"一次拆出 1 到 {MOST_PARTS} 件。")
    parts = [_part(actor, matter, text) for text in texts]
    numbers = "、".join(part.number for part in parts)
    add_step(actor, matter, StepKind.SPLIT, f"另立 {numbers}", is_public=True)
    audit.record(actor, "matters.split", matter, after={"parts": [part.number for part in parts]})
    tell_reporter(matter, StepKind.SPLIT, f"您反映的有几件事，另立 {numbers} 分别办理，都会答复您。")
    return parts


def _part(actor: Actor, matter: Matter, words: str) -> Matter:
    number = f"{matter.number}-{Matter.objects.filter(split_from=matter).count() + 1}"
    part: Matter = Matter.objects.get(pk=matter.pk)
    part.pk, part.id = None, None
    part._state.adding = True
    part.number, part.words, part.title = number, words, first_words(words)
    part.split_from, part.state, part.matter_class, part.standard = matter, MatterState.REPORTED, None, None
    part.contacted_at = None
    part.filed_at, part.source_number, part.me_too_count = None, "", 0
    part.save(force_insert=True)
    add_step(actor, part, StepKind.REPORTED, f"由 {matter.number} 拆出", is_public=True)
    return part


@transaction.atomic
def void(*, actor: Actor, matter_id: int, reason: str) -> Matter:
    """Take back a matter that should not be there (a test, a mistake); it keeps its number and its timeline.

    Raises Conflict while others are merged into it.
    """
    matter = at_desk(actor, matter_id, "void")
    text = written(reason, "请写明为什么作废。")
    if matter.merged.filter(state=MatterState.MERGED).exists():
        raise Conflict("有别的事合并在这一件里，不能作废。请照常办结。")
    for part in units_of(matter.pk, matter.cycle):
        if part.is_in_hand:
            part.matter = matter
            tell_unit(part, f"{named(matter)}作废，不用再办：{text}")
    end_parts(matter)
    matter.outcome, matter.reason, matter.closed_at = Outcome.VOID, text, timezone.now()
    matter.save(update_fields=["state", "outcome", "reason", "closed_at"])
    add_step(actor, matter, StepKind.VOIDED, text, is_public=True)
    audit.record(actor, "matters.voided", matter, after={"reason": text})
    tell_reporter(matter, StepKind.VOIDED, f"您反映的事作废：{text}")
    return matter
