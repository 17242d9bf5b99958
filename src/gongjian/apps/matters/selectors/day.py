"""The desk's day: what needs doing now, in the order in which it presses, with where it is listed."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongjian.apps.documents.choices import DocumentStatus
from gongjian.apps.matters.selectors.analysis import list_analyses
from gongjian.apps.matters.selectors.matters import (
    ListAsked,
    list_matters,
    view_condition,
)
from gongjian.apps.matters.selectors.shifts import list_shifts
from gongjian.core.access import Actor
from gongjian.core.listing import counts_of

LINES: tuple[tuple[str, str | Promise, str], ...] = (
    ("danger", _("有生命危险"), "bad"),
    ("contact", _("过了时间没联系反映人"), "bad"),
    ("late", _("逾期没办结"), "bad"),
    ("today", _("今天到期"), "warn"),
    ("returned", _("承办单位退回，要重派"), "warn"),
    ("new", _("要受理、派办"), ""),
    ("checking", _("办好了，等核查"), ""),
    ("answering", _("核查过，等答复"), ""),
    ("low", _("评价不好，看要不要重办"), "warn"),
)
"""Views of the list in order, how each is called, its colour."""


@dataclass(frozen=True)
class DayLine:
    """One kind of work: how many (counted no further than lists are), where they are listed."""

    label: str | Promise
    count: int
    url: str
    tone: str = ""


def desk_day(actor: Actor, place_code: str, now: datetime) -> list[DayLine]:
    """List what waits at a place; four queries. Kinds of which there is none are left out."""
    rows = list_matters(actor, ListAsked(place_code=place_code))
    counts = counts_of({view: rows.filter(view_condition(actor, view, now)) for view, _label, _tone in LINES})
    address = reverse("matters:matters")
    lines = [DayLine(label, counts[view], f"{address}?view={view}", tone) for view, label, tone in LINES]
    waiting = list_shifts(actor, place_code).filter(confirmed_at__isnull=True, withdrawn_at__isnull=True)
    drafts = list_analyses(actor, place_code).filter(document__status=DocumentStatus.DRAFT)
    lines += [
        DayLine(_("交班等接"), waiting.count(), reverse("matters:shifts")),
        DayLine(_("分析初稿要改"), drafts.count(), reverse("matters:analyses")),
    ]
    return [line for line in lines if line.count]
