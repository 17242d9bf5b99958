"""Start, change and close rounds; their places and teams."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from gongjian.apps.inspections.choices import PlaceChoice
from gongjian.apps.inspections.models import Round, RoundPlace, RoundTeam
from gongjian.apps.inspections.selectors.rubrics import get_version
from gongjian.apps.inspections.selectors.sheets import get_round
from gongjian.apps.places.choices import Level
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid

MOST_VISITS = 5
CHANGED = ("title", "starts_on", "ends_on", "visits_per_place", "is_announced")


@transaction.atomic
def start_round(
    *,
    actor: Actor,
    place_code: str,
    title: str,
    version_id: int,
    starts_on: date,
    ends_on: date,
    visits_per_place: int = 1,
    is_announced: bool = True,
    is_demo: bool = False,
) -> Round:
    """Start an inspection of the places below `place_code` by a published version of its day.

    The version must belong to this place or one above it. Raises Invalid and Conflict with a sentence.
    """
    actor.require(Right.INSPECTIONS_MANAGE, place_code)
    version = get_version(actor, version_id)
    if len(place_code) >= Level.COMMUNITY:
        raise Invalid("一轮检查看的是下面的社区。请先切换到街道或更上一级。")
    _check_days(starts_on, ends_on, visits_per_place)
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
        visits_per_place=visits_per_place,
        is_announced=is_announced,
        is_demo=is_demo,
    )
    audit.record(
        actor, "inspections.round_started", row, after=audit.snapshot(row, "title", "starts_on", "ends_on")
    )
    return row


def _check_days(starts_on: date, ends_on: date, visits_per_place: int) -> None:
    if ends_on < starts_on:
        raise Invalid("截止日期早于开始日期。请改其中一个。")
    if not 1 <= visits_per_place <= MOST_VISITS:
        raise Invalid(f"每个社区由 1 到 {MOST_VISITS} 人看。请改人数。")


@transaction.atomic
def change_round(
    *,
    actor: Actor,
    round_id: int,
    title: str,
    starts_on: date,
    ends_on: date,
    visits_per_place: int,
    is_announced: bool,
) -> Round:
    """Change a round before its first sheet; visits that are settled keep their day."""
    row = _changeable(actor, round_id)
    _check_days(starts_on, ends_on, visits_per_place)
    if row.version.effective_on is None or row.version.effective_on > starts_on:
        raise Conflict("这一版标准在检查开始那天还没有生效。请把开始日期改晚。")
    same = Round.objects.filter(place_code=row.place_code, title=title, starts_on=starts_on)
    if same.exclude(pk=row.pk).exists():
        raise Conflict(f"同一天开始的“{title}”已经有了。请换个名称。")
    before = audit.snapshot(row, *CHANGED)
    row.title, row.starts_on, row.ends_on = title, starts_on, ends_on
    row.visits_per_place, row.is_announced = visits_per_place, is_announced
    row.save(update_fields=[*CHANGED])
    audit.record(actor, "inspections.round_changed", row, before=before, after=audit.snapshot(row, *CHANGED))
    return row


@transaction.atomic
def choose_places(*, actor: Actor, round_id: int, shown: Collection[str], chosen: Collection[str]) -> Round:
    """Pick the communities of a round page by page: of those shown, the chosen are looked at, the others are not.

    A round over all communities becomes one over the picked with the first choice.
    """
    row = _changeable(actor, round_id)
    inside = {code for code in shown if code.startswith(row.place_code)}
    RoundPlace.objects.filter(round=row, place_code__in=inside - set(chosen)).delete()
    held = set(RoundPlace.objects.filter(round=row).values_list("place_code", flat=True))
    fresh = [RoundPlace(round=row, place_code=code) for code in sorted(inside & set(chosen) - held)]
    RoundPlace.objects.bulk_create(fresh)
    row.choice = PlaceChoice.PICKED
    row.save(update_fields=["choice"])
    audit.record(actor, "inspections.round_places", row, after={"chosen": len(held) + len(fresh)})
    return row


@transaction.atomic
def look_at_all(*, actor: Actor, round_id: int) -> Round:
    """Let a round look at all communities below its place again."""
    row = _changeable(actor, round_id)
    RoundPlace.objects.filter(round=row).delete()
    row.choice = PlaceChoice.ALL
    row.save(update_fields=["choice"])
    audit.record(actor, "inspections.round_places", row, after={"choice": row.choice})
    return row


@transaction.atomic
def save_team(
    *, actor: Actor, round_id: int, name: str, lead_id: int, member_ids: Collection[int]
) -> RoundTeam:
    """Make a team of a round or change the one of this name; nobody is in two teams. The lead is a member."""
    row = get_round(actor, round_id)
    actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    members = {*member_ids, lead_id}
    others = RoundTeam.objects.filter(round=row).exclude(name=name)
    taken = others.filter(members__in=members).order_by("name").first()
    if taken is not None:
        raise Conflict(f"有人已经在“{taken.name}”里。一个人只在一个组。")
    team, _made = RoundTeam.objects.update_or_create(round=row, name=name, defaults={"lead_id": lead_id})
    team.members.set(members)
    audit.record(actor, "inspections.team_saved", row, after={"team": name, "members": sorted(members)})
    return team


@transaction.atomic
def remove_team(*, actor: Actor, round_id: int, team_id: int) -> None:
    """Dissolve a team; visits that were settled stay."""
    row = get_round(actor, round_id)
    actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    RoundTeam.objects.filter(round=row, pk=team_id).delete()
    audit.record(actor, "inspections.team_removed", row, before={"team": team_id})


def _changeable(actor: Actor, round_id: int) -> Round:
    row = get_round(actor, round_id)
    actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    locked: Round = Round.objects.select_for_update(no_key=True).select_related("version").get(pk=row.pk)
    if locked.is_closed or locked.sheets.exists():
        raise Conflict(f"“{locked.title}”已经开了评分表或已经结束，不能再改。")
    return locked


@transaction.atomic
def close_round(*, actor: Actor, round_id: int) -> Round:
    """Close a round: no more sheets are opened or changed."""
    row = get_round(actor, round_id)
    actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    row = Round.objects.select_for_update(no_key=True).get(pk=row.pk)
    if row.is_closed:
        raise Conflict(f"“{row.title}”已经结束了。")
    row.is_closed = True
    row.save(update_fields=["is_closed"])
    audit.record(actor, "inspections.round_closed", row)
    return row
