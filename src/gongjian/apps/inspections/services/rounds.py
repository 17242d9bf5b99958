"""Start and close rounds."""

from datetime import date

from django.db import transaction

from gongjian.apps.inspections.models import Round
from gongjian.apps.inspections.selectors.rubrics import get_version
from gongjian.apps.inspections.selectors.sheets import get_round
from gongjian.apps.places.choices import Level
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid


@transaction.atomic
def start_round(
    *,
    actor: Actor,
    place_code: str,
    title: str,
    version_id: int,
    starts_on: date,
    ends_on: date,
    is_demo: bool = False,
) -> Round:
    """Start an inspection of the places below `place_code` by a published version of its day.

    The version must belong to this place or one above it. Raises Invalid and Conflict with a sentence.
    """
    actor.require(Right.INSPECTIONS_MANAGE, place_code)
    version = get_version(actor, version_id)
    if len(place_code) >= Level.COMMUNITY:
        raise Invalid("一轮检查看的是下面的社区。请先切换到街道或更上一级。")
    if ends_on < starts_on:
        raise Invalid("截止日期早于开始日期。请改其中一个。")
    if not place_code.startswith(version.rubric.place_code):
        raise Conflict("这份标准是别的地方的，不能在这里用。请换一份。")
    if not version.is_published or version.effective_on is None or version.effective_on > starts_on:
        raise Conflict("这一版标准在检查开始那天还没有生效。请先发布，或换一版。")
    if Round.objects.filter(place_code=place_code, title=title, starts_on=starts_on).exists():
        raise Conflict(f"同一天开始的“{title}”已经有了。请换个名称，或接着做那一轮。")
    row = Round.objects.create(
        place_code=place_code,
        title=title,
        version=version,
        starts_on=starts_on,
        ends_on=ends_on,
        is_demo=is_demo,
    )
    audit.record(
        actor, "inspections.round_started", row, after=audit.snapshot(row, "title", "starts_on", "ends_on")
    )
    return row


@transaction.atomic
def close_round(*, actor: Actor, round_id: int) -> Round:
    """Close a round: no more sheets are opened or changed."""
    row = get_round(actor, round_id)
    actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    row = Round.objects.select_for_update().get(pk=row.pk)
    if row.is_closed:
        raise Conflict(f"“{row.title}”已经结束了。")
    row.is_closed = True
    row.save(update_fields=["is_closed"])
    audit.record(actor, "inspections.round_closed", row)
    return row
