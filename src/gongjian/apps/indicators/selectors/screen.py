"""What a large screen shows: five blocks of figures of one place, no person in any of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from gongjian.apps.indicators.choices import ProjectStatus
from gongjian.apps.indicators.models import Project, Screen
from gongjian.apps.indicators.selectors.board import Board, read_board, usual_period
from gongjian.core.access import Actor, OwnedQuerySet, Right
from gongjian.core.errors import NotFound
from gongjian.core.figures import Figure, Period
from gongjian.core.registry import Goal, list_goals_of, list_indicators, read_figure
from gongjian.core.rules import rule_value

OVERDUE = "programmes.late"
"""What is overdue now, if the app that counts it is there."""
SHOWN_PROJECTS = 4
SHOWN_RANKS = 8


@dataclass(frozen=True)
class Rate:
    """One figure with what is wanted of it."""

    figure: Figure
    goal: Goal | None


@dataclass(frozen=True)
class ScreenView:
    """The five blocks, and when they were read."""

    screen: Screen
    place_name: str
    read_at: datetime
    stale_minutes: int
    overdue: Figure | None
    rates: tuple[Rate, ...]
    board: Board
    finished: tuple[Project, ...]


def list_screens(actor: Actor, place_code: str) -> OwnedQuerySet:
    """List the screens at and below a place, newest first."""
    return Screen.objects.visible_to(actor).within(place_code).order_by("-made_at", "-pk")


def read_screen(actor: Actor, screen: Screen, place_name: str) -> ScreenView:
    """Read all blocks of a screen now, as the viewer that its link is."""
    if not actor.can(Right.INDICATORS_VIEW, screen.place_code):
        raise NotFound
    today, code = timezone.localdate(), screen.place_code
    known = {row.key for row in list_indicators(code)}
    main_key = screen.main_key if screen.main_key in known else next(iter(sorted(known)))
    board = read_board(actor, main_key, code, usual_period(main_key, today))
    return ScreenView(
        screen=screen,
        place_name=place_name,
        read_at=timezone.now(),
        stale_minutes=int(rule_value("screens.stale_minutes", on=today, place_code=code)),
        overdue=_figure(OVERDUE, code, Period.year(today.year)) if OVERDUE in known else None,
        rates=_rates(actor, board, [key for key in screen.keys if key in known], today),
        board=board,
        finished=tuple(_finished(actor, code, today)),
    )


def _figure(key: str, place_code: str, period: Period) -> Figure:
    return read_figure(key, place_code=place_code, period=period, with_missing=False)


def _rates(actor: Actor, board: Board, keys: Sequence[str], today: date) -> tuple[Rate, ...]:
    """Read the figures beside the board with what is wanted of them; the board's own is read already."""
    figures = [
        board.now
        if key == board.indicator.key
        else _figure(key, board.now.place_code, usual_period(key, today))
        for key in keys
    ]
    goals = list_goals_of(actor, figures)
    return tuple(
        Rate(figure, next(iter(wanted), None)) for figure, wanted in zip(figures, goals, strict=True)
    )


def _finished(actor: Actor, place_code: str, today: date) -> OwnedQuerySet:
    """List the projects finished last, within a year."""
    rows = Project.objects.visible_to(actor).within(place_code)
    rows = rows.filter(status=ProjectStatus.DONE, ends_on__range=(today - timedelta(days=365), today))
    return rows.order_by("-ends_on", "name")[:SHOWN_PROJECTS]
