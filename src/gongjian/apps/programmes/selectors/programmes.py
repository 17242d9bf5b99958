"""Programmes as lists, heads and search hits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.places.selectors import names_of
from gongjian.apps.programmes.choices import ProgrammeStatus
from gongjian.apps.programmes.models import Assignment, Phase, Programme, Task
from gongjian.apps.programmes.selectors.deadlines import DayRules, DuePeriod
from gongjian.apps.programmes.selectors.debts import overdue
from gongjian.apps.programmes.selectors.leaves import (
    Tally,
    count_missing,
    live_leaves,
    of_kind,
    sum_leaves,
)
from gongjian.core.access import Actor, Right
from gongjian.core.errors import NotFound
from gongjian.core.figures import Period
from gongjian.core.listing import ListPage, page_of
from gongjian.core.search import SearchHit, find_rows


@dataclass(frozen=True)
class ProgrammeRow:
    """One programme in a list, with the sums of what the actor sees of it."""

    programme: Programme
    place_name: str
    tally: Tally


def get_programme(actor: Actor, programme_id: int) -> Programme:
    """Return a programme the actor may see, with its lead; NotFound for any other."""
    programme = (
        Programme.objects.visible_to(actor)
        .filter(pk=programme_id)
        .select_related("lead_organisation")
        .first()
    )
    if programme is None:
        raise NotFound()
    return programme


def list_programmes(actor: Actor, params: QueryDict) -> tuple[ListPage, list[ProgrammeRow]]:
    """Cut one page of programmes by year, status and words, each with its sums. Five queries."""
    rows = Programme.objects.visible_to(actor).select_related("lead_organisation")
    year = params.get("year") or ""
    if year.isascii() and year.isdigit():
        rows = rows.filter(year=int(year))
    if params.get("status") in ProgrammeStatus.values:
        rows = rows.filter(status=params["status"])
    if words := params.get("q", "").strip():
        rows = rows.filter(title__icontains=words)
    page = page_of(rows, params)
    tallies = _tallies_of(actor, [row.pk for row in page.rows])
    names = names_of({row.place_code for row in page.rows})
    return page, [
        ProgrammeRow(row, names.get(row.place_code, row.place_code), tallies.get(row.pk, Tally()))
        for row in page.rows
    ]


def _tallies_of(actor: Actor, programme_ids: list[int]) -> dict[int, Tally]:
    today = timezone.localdate()
    rows = live_leaves(Assignment.objects.visible_to(actor)).filter(task__programme__in=programme_ids)
    parts = sum_leaves(rows, today, missing_this_year(today), "task__programme")
    return {key[0]: part.tally for key, part in parts.items()}


def missing_this_year(today: date, place_code: str = "") -> Combinable:
    """Count on each leaf the reports missing since January, whichever period its programme reports by."""
    due = _ended_this_year(today, place_code)
    return _sum_kinds({kind: overdue(periods, today) for kind, periods in due.items()})


def owed_this_year(today: date, place_code: str = "") -> Combinable:
    """Count on each leaf the reports owed since January and not in, those still in time too."""
    return _sum_kinds(_ended_this_year(today, place_code))


def _ended_this_year(today: date, place_code: str) -> dict[str, Sequence[DuePeriod]]:
    rules = DayRules()
    first_on = Period.year(today.year).first_on
    return {kind: rules.due_periods(kind, first_on, place_code, today) for kind in ("month", "quarter")}


def _sum_kinds(due: Mapping[str, Sequence[DuePeriod]]) -> Combinable:
    return count_missing(due["month"], of_kind("month")) + count_missing(due["quarter"], of_kind("quarter"))


def list_years(actor: Actor) -> list[int]:
    """List the years that have programmes, newest first."""
    years = Programme.objects.visible_to(actor).order_by("-year").values_list("year", flat=True)
    return list(years.distinct()[:12])


def current_phase(phases: list[Phase], today: date) -> Phase | None:
    """Return the phase that holds today."""
    return next(
        (
            phase
            for phase in phases
            if phase.starts_on and phase.ends_on and phase.starts_on <= today <= phase.ends_on
        ),
        None,
    )


def search(actor: Actor, text: str, limit: int = 20) -> list[SearchHit]:
    """Find programmes and tasks by a part of their name or its initials."""
    words = text.strip()
    if not words or not actor.can(Right.PROGRAMMES_VIEW):
        return []
    programmes = find_rows(Programme.objects.visible_to(actor), words, limit, "title", "theme")
    hits = [
        SearchHit(
            _("行动"),
            row.title,
            _("%(year)d 年") % {"year": row.year},
            reverse("programmes:programme", args=[row.pk]),
        )
        for row in programmes
    ]
    if len(hits) < limit:
        rows = Task.objects.visible_to(actor).select_related("programme")
        tasks = find_rows(rows, words, limit - len(hits), "title")
        hits += [
            SearchHit(_("任务"), row.title, row.programme.title, reverse("programmes:task", args=[row.pk]))
            for row in tasks
        ]
    return hits
