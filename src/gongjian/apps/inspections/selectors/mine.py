"""What waits for a person in inspections, and what a search finds."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.inspections.choices import NATION, SheetStatus
from gongjian.apps.inspections.models import Grade, RatingScheme, Round, Rubric, ScoreSheet, Visit
from gongjian.apps.inspections.selectors.on_phones import open_fields_of, waiting_for_desk
from gongjian.apps.inspections.selectors.rounds import last_day_known
from gongjian.apps.inspections.selectors.sheets import OPEN_STATES
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import name_beside
from gongjian.core.access import Actor, Right, Role
from gongjian.core.search import SearchHit, find_rows

MOST_ROWS = 60
MOST_VISITS = 8
ENDING_DAYS = 7
RATING_DAYS = 366


@dataclass(frozen=True)
class WaitingItem:
    """One thing to do: verb and object, where it comes from, by when, and a reason when it came back."""

    kind: str
    label: str
    source: str
    due_on: date | None
    url: str
    verb: str
    reason: str = ""


def open_items(actor: Actor) -> list[WaitingItem]:
    """List one's unfinished and returned sheets, rounds to visit, to close and to rate; two queries.

    The nearest deadline comes first. A round asks its inspectors to visit while it runs, those who
    manage it to close it when it ends soon or has ended, and those who decide ratings once it is closed.
    """
    if actor.user_id is None or not actor.can(Right.INSPECTIONS_VIEW):
        return []
    rows = list(_rounds_with_sheets(actor)[:MOST_ROWS])
    items = [_sheet_item(row) for row in rows if row.sheet_id and not row.is_closed]
    visits = _own_visits(actor)
    items += [_visit_item(visit) for visit in visits if not visit.has_sheet][:MOST_VISITS]
    settled = {visit.round_id for visit in visits}
    for row in {row.pk: row for row in rows}.values():
        items += _round_items(actor, row, is_settled=row.pk in settled)
    return sorted(items, key=lambda item: (item.due_on is None, item.due_on or date.max, item.label))


def _rounds_with_sheets(actor: Actor) -> QuerySet[Any]:
    """Read the rounds that may ask something, once for each of one's own open sheets in them."""
    own = FilteredRelation(
        "sheets", condition=Q(sheets__inspector_id=actor.user_id, sheets__status__in=OPEN_STATES)
    )
    handed_in = ScoreSheet.objects.filter(
        round=OuterRef("pk"), inspector_id=actor.user_id, status=SheetStatus.SUBMITTED
    )
    counted = handed_in.order_by().values("round").annotate(count=Count("pk")).values("count")
    year_ago = timezone.localdate() - timedelta(days=RATING_DAYS)
    return (
        Round.objects.visible_to(actor)
        .annotate(
            own=own,
            is_rated=Exists(Grade.objects.filter(round=OuterRef("pk"), is_current=True)),
        )
        .filter(Q(is_closed=False) | Q(is_rated=False, ends_on__gte=year_ago))
        .annotate(
            sheet_id=F("own__pk"),
            sheet_status=F("own__status"),
            sheet_place=name_beside("own__place_code"),
            sheet_reason=F("own__return_reason"),
            sheet_fields=open_fields_of("sheet_id"),
            **waiting_for_desk(),
            handed_in=Subquery(counted),
        )
        .order_by("ends_on", "pk", "own__pk")
    )


def _sheet_item(row: Any) -> WaitingItem:
    if row.sheet_fields:
        return WaitingItem(
            kind="有冲突",
            label=_("选定%(place)s评分表里两边不一样的 %(n)d 处")
            % {"place": row.sheet_place or "", "n": row.sheet_fields},
            source=row.title,
            due_on=row.ends_on,
            url=reverse("inspections:conflicts", args=[row.sheet_id]),
            verb=_("逐处选"),
        )
    is_returned = row.sheet_status == SheetStatus.RETURNED
    label = _("改好%(place)s的评分表") if is_returned else _("评完%(place)s的评分表")
    return WaitingItem(
        kind="退回" if is_returned else "进行中",
        label=label % {"place": row.sheet_place or ""},
        source=row.title,
        due_on=row.ends_on,
        url=reverse("inspections:sheet", args=[row.sheet_id]),
        verb=_("接着评"),
        reason=row.sheet_reason or "",
    )


def _own_visits(actor: Actor) -> list[Any]:
    """Read one's standing visits of open rounds, the nearest day first; those of unannounced rounds once one may know."""
    own = ScoreSheet.objects.filter(
        round=OuterRef("round"), place_code=OuterRef("place_code"), inspector_id=actor.user_id
    ).exclude(status=SheetStatus.VOID)
    rows = Visit.objects.filter(
        inspector_id=actor.user_id, withdrawn_on__isnull=True, round__is_closed=False
    ).annotate(has_sheet=Exists(own), place_name=name_beside("place_code"))
    found = list(rows.select_related("round").order_by("planned_on", "place_code"))
    return [visit for visit in found if visit.round.is_announced or _is_known(visit)]


def _is_known(visit: Visit) -> bool:
    return visit.planned_on is None or visit.planned_on <= last_day_known(visit.round.place_code)


def _visit_item(visit: Any) -> WaitingItem:
    return WaitingItem(
        kind="未开始",
        label=_("去%(place)s检查") % {"place": visit.place_name or visit.place_code},
        source=visit.round.title,
        due_on=visit.planned_on or visit.round.ends_on,
        url=f"{reverse('inspections:round_visits', args=[visit.round_id])}?inspector={visit.inspector_id}",
        verb=_("去评分"),
    )


def _round_items(actor: Actor, row: Any, *, is_settled: bool) -> list[WaitingItem]:
    manages = actor.can(Right.INSPECTIONS_MANAGE, row.place_code)
    if row.is_closed:
        if actor.can(Right.RATINGS_DECIDE, row.place_code):
            return [
                _round_item(row, "待核查", _("给“%(title)s”评级"), _("检查已收尾，还没评级"), _("去评级"))
            ]
        return []
    waiting = row.open_fields + row.refused
    if manages and waiting:
        label = _("处理“%(title)s”手机传来的 %(n)d 条")
        from_phones = _round_item(row, "有冲突", label, _("检查"), _("去处理"), page="phones", n=waiting)
        return [from_phones, *_running_items(actor, row, is_settled)]
    return _running_items(actor, row, is_settled)


def _running_items(actor: Actor, row: Any, is_settled: bool) -> list[WaitingItem]:
    today = timezone.localdate()
    manages = actor.can(Right.INSPECTIONS_MANAGE, row.place_code)
    if manages and row.ends_on <= today + timedelta(days=ENDING_DAYS):
        return [_round_item(row, "进行中", _("收齐“%(title)s”的评分表"), _("检查"), _("看还缺谁"))]
    roams = _is_inspector(actor, row.place_code) and not is_settled
    if roams and not manages and row.starts_on <= today:
        done = _("检查 · 已交 %(n)d 份") % {"n": row.handed_in or 0}
        return [_round_item(row, "进行中", _("去“%(title)s”还没到的社区"), done, _("选社区"))]
    return []


def _is_inspector(actor: Actor, place_code: str) -> bool:
    """Say whether the actor was made an inspector in (a part of) a round; an office may score too, but need not."""
    return any(
        grant.role == Role.INSPECTOR
        and (place_code.startswith(grant.place_code) or grant.place_code.startswith(place_code))
        for grant in actor.grants
    )


def _round_item(
    row: Any, kind: str, label: str, source: str, verb: str, page: str = "round", n: int = 0
) -> WaitingItem:
    return WaitingItem(
        kind=kind,
        label=label % {"title": row.title, "n": n},
        source=source,
        due_on=None if row.is_closed else row.ends_on,
        url=reverse(f"inspections:{page}", args=[row.pk]),
        verb=verb,
    )


def search(actor: Actor, text: str, limit: int = 8) -> list[SearchHit]:
    """Find rounds, rubrics and rating schemes by name or its initials; three queries."""
    wanted = text.strip()
    if not wanted or not actor.can(Right.INSPECTIONS_VIEW):
        return []
    rounds = find_rows(Round.objects.visible_to(actor), wanted, limit, "title")
    rubrics = find_rows(Rubric.objects.visible_to(actor), wanted, limit, "title")
    schemes = find_rows(RatingScheme.objects.visible_to(actor), wanted, limit, "title")
    hits = [
        SearchHit("检查", row.title, f"{row.starts_on} 至 {row.ends_on}", _url("round", row))
        for row in rounds
    ]
    hits += [SearchHit("评分标准", row.title, row.place_code, _url("rubric", row)) for row in rubrics]
    hits += [
        SearchHit("评级办法", row.title, f"{row.effective_on} 起", _url("scheme", row)) for row in schemes
    ]
    return hits[:limit]


def _url(name: str, row: Round | Rubric | RatingScheme) -> str:
    return reverse(f"inspections:{name}", args=[row.pk])


def level_word(level: int) -> str:
    """The word for places of a level on pages: 社区、街道、区县."""
    if level == NATION:
        return "全国"
    words = {Level.COMMUNITY: "社区", Level.STREET: "街道（镇）", Level.COUNTY: "区县", Level.CITY: "市"}
    return words.get(Level(level), str(Level(level).label))


def open_sheets_of(user_id: int) -> list[tuple[ScoreSheet, str, str]]:
    """List a person's unfinished sheets with a label and an address. One query."""
    rows = ScoreSheet.objects.filter(
        inspector_id=user_id, status__in=OPEN_STATES, round__is_closed=False
    ).annotate(place_name=name_beside("place_code"))
    return [
        (sheet, _at(sheet), reverse("inspections:sheet", args=[sheet.pk]))
        for sheet in rows.select_related("round")
    ]


def visits_to_make(user_id: int) -> list[tuple[Visit, str, str]]:
    """List a person's visits not yet begun, with a label and an address; for the hand-over of his work. One query."""
    begun = ScoreSheet.objects.filter(
        round=OuterRef("round"), place_code=OuterRef("place_code"), inspector_id=user_id
    ).exclude(status=SheetStatus.VOID)
    rows = (
        Visit.objects.filter(inspector_id=user_id, withdrawn_on__isnull=True, round__is_closed=False)
        .exclude(Exists(begun))
        .annotate(place_name=name_beside("place_code"))
    )
    return [
        (visit, _at(visit), reverse("inspections:round_visits", args=[visit.round_id]))
        for visit in rows.select_related("round")
    ]


def _at(row: Any) -> str:
    """Name the round and the place of a sheet or a visit."""
    return f"{row.round.title} {row.place_name or row.place_code}"
