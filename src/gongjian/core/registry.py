"""The one registry of figures. Each app registers its indicators in its `indicators.py`.

An indicator names rows: a queryset in which every row carries its `numerator` (and `denominator`
for shares and means) and a `place_code`. The value is the sum of numerators over the sum of
denominators at any level, so parts always add up to the whole, and the rows behind a figure are
exactly the rows that were added.

Every indicator also knows the parameter `area`: the number of a functional area, a named set of
places (architecture, decision 1). A figure of a place and an area adds up what lies in both, so the
figure of the area is the one read at its owner, and no area opens rows beyond a person's places.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from django.db import models
from django.db.models import Count, F, Sum
from django.db.models.functions import Length, Substr
from django.utils import timezone

from gongjian.core.access import Actor, Right, any_prefix
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.figures import Figure, Period

AREA = "area"
"""A parameter that every indicator knows: the number of a functional area."""
ABOVE = "above"
"""A parameter that every indicator knows: of a place, only the records whose code is shorter than so many digits."""


@dataclass(frozen=True)
class RowView:
    """How one row behind a figure is shown: what it is, where, what it adds, where it opens."""

    label: str
    place_code: str
    numerator: Fraction
    denominator: Fraction | None
    url: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One definition: (key, name, unit, numerator, denominator, source query).

    `rows(period, params)` returns a queryset annotated with `numerator`, for shares and means also
    `denominator`, and with the column `place_code_field`. `view(row)` shows one row.
    `expected(place_code, period, params)` lists the codes that should have rows, if that is known.
    The sums of `numerator` are divided by `scale`: money is added up in whole cents. `ideal` is what a
    figure should come close to when that is `better`. `owner_code` is the place that defined it, if one did.
    """

    key: str
    name: str
    unit: str
    definition: str
    rows: Callable[[Period, Mapping[str, Any]], models.QuerySet[Any]]
    view: Callable[[Any], RowView]
    has_denominator: bool = False
    decimals: int = 0
    place_code_field: str = "place_code"
    better: Literal["higher", "lower", "toward", "none"] = "higher"
    ideal: Fraction | None = None
    source: str = ""
    owner_code: str = ""
    scale: int = 1
    expected: Callable[[str, Period, Mapping[str, Any]], Iterable[str]] | None = None
    param_names: Sequence[str] = ()
    select_related: Sequence[str] = field(default_factory=tuple)

    @property
    def all_param_names(self) -> tuple[str, ...]:
        """Its own parameters and those that every indicator knows."""
        return (*self.param_names, AREA, ABOVE)


@dataclass(frozen=True)
class IndicatorBook:
    """Definitions that people write: their keys begin with `prefix`, and `read` returns those of now by key."""

    prefix: str
    read: Callable[[], Mapping[str, Indicator]]


@dataclass(frozen=True)
class Param:
    """What a parameter of indicators is called, and what a person may choose for it at a place."""

    name: str
    label: str
    choices: Callable[[Actor, str], Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class AreaBook:
    """How areas are looked up: the codes that make one up, and its name (the app that keeps areas registers it)."""

    codes: Callable[[int], Sequence[str]]
    name: Callable[[int], str]


@dataclass(frozen=True)
class Goal:
    """A value that somebody has set for a figure: in words, and how the figure stands to it, with its mark.

    `value` in the indicator's own unit, `due_on` and `is_least` (else at most) are there when it can be forecast.
    """

    label: str
    text: str
    url: str
    word: str
    kind: str
    value: Fraction | None = None
    due_on: date | None = None
    is_least: bool = True


GoalSource = Callable[[Actor, Figure], Sequence[Goal]]

_indicators: dict[str, Indicator] = {}
_books: list[IndicatorBook] = []
_goal_sources: list[GoalSource] = []
_goal_lists: list[Callable[[Actor, str], Mapping[str, Sequence[str]]]] = []
_params: dict[str, Param] = {}
_area_books: list[AreaBook] = []


def register(indicator: Indicator) -> Indicator:
    """Add an indicator at start-up; a key belongs to one definition."""
    if indicator.key in _indicators:
        raise ValueError(f"indicator {indicator.key} is registered twice")
    _indicators[indicator.key] = indicator
    return indicator


def get_indicator(key: str) -> Indicator:
    """Return the definition; NotFound for an unknown key."""
    found = _indicators.get(key)
    for book in _books if found is None else ():
        found = book.read().get(key) if key.startswith(book.prefix) else found
    if found is None:
        raise NotFound(f"没有名为“{key}”的指标。")
    return found


def list_indicators(at: str | None = None) -> tuple[Indicator, ...]:
    """List all definitions by key; `at` a place those that it, or one above it, defined, and everybody's."""
    found = dict(_indicators)
    for book in _books:
        found.update(book.read())
    return tuple(found[key] for key in sorted(found) if at is None or at.startswith(found[key].owner_code))


def may_use(actor: Actor, indicator: Indicator) -> bool:
    """Say whether a definition holds at one of the actor's places: made there, below or above."""
    code = indicator.owner_code
    return (
        not code
        or actor.can(Right.INDICATORS_VIEW, code)
        or code in actor.ancestor_codes(Right.INDICATORS_VIEW)
    )


def register_book(book: IndicatorBook) -> None:
    """Say where definitions that people write are read."""
    _books.append(book)


def register_param(param: Param) -> Param:
    """Say how people choose a parameter (the app that owns its rows does so)."""
    _params[param.name] = param
    return param


def list_params() -> tuple[Param, ...]:
    """List the parameters that people can choose by name."""
    return tuple(_params[name] for name in sorted(_params))


def register_area_book(book: AreaBook) -> AreaBook:
    """Say where areas are looked up."""
    _area_books[:] = [book]
    return book


def area_name(params: Mapping[str, Any]) -> str:
    """Return the name of the area that the parameters name; empty when they name none."""
    return _area_books[0].name(int(params[AREA])) if params.get(AREA) else ""


def prefixes_of(place_code: str, params: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the prefixes that a figure is read over: the place, or what of the area lies in it.

    Raises NotFound for an area that does not exist and Invalid for what can't be one.
    """
    if not params.get(AREA):
        return (place_code,)
    if not str(params[AREA]).isdecimal():
        raise Invalid("功能区的编号读不懂。请从页面上的链接打开。")
    codes = _area_books[0].codes(int(params[AREA]))
    return tuple(max(code, place_code) for code in codes if _meet(code, place_code))


def _meet(one: str, other: str) -> bool:
    """Say whether one of two places lies in the other (the longer code is then the greater one)."""
    return one.startswith(other) or other.startswith(one)


def register_goals(source: GoalSource) -> None:
    """Add an app's goals: the registry stands below the apps that set them."""
    _goal_sources.append(source)


def register_goal_list(source: Callable[[Actor, str], Mapping[str, Sequence[str]]]) -> None:
    """Add how an app names all its goals at a place by indicator, for the catalogue."""
    _goal_lists.append(source)


def goal_texts(actor: Actor, place_code: str) -> dict[str, list[str]]:
    """Name by indicator what is wanted of it at a place."""
    found: dict[str, list[str]] = {}
    for source in _goal_lists:
        for key, texts in source(actor, place_code).items():
            found.setdefault(key, []).extend(texts)
    return found


def list_goals(actor: Actor, figure: Figure) -> list[Goal]:
    """List what a figure is to reach, as far as the actor may see who set it."""
    return [goal for source in _goal_sources for goal in source(actor, figure)]


def rows_behind(
    key: str, *, place_code: str, period: Period, params: Mapping[str, Any] | None = None
) -> models.QuerySet[Any]:
    """Return exactly the rows that `read_figure` adds up, annotated, in stable order."""
    indicator = get_indicator(key)
    rows = _rows_in(indicator, prefixes_of(place_code, params or {}), period, params or {})
    if indicator.select_related:
        rows = rows.select_related(*indicator.select_related)
    return rows.order_by(indicator.place_code_field, "pk")


def _rows_in(
    indicator: Indicator, prefixes: Sequence[str], period: Period, params: Mapping[str, Any]
) -> models.QuerySet[Any]:
    rows = indicator.rows(period, params).filter(any_prefix(indicator.place_code_field, prefixes))
    if length := params.get(ABOVE):
        rows = rows.annotate(place_digits=Length(indicator.place_code_field))
        rows = rows.filter(place_digits__lt=int(length))
    return rows


def read_figure(
    key: str,
    *,
    place_code: str,
    period: Period,
    params: Mapping[str, Any] | None = None,
    with_missing: bool = True,
) -> Figure:
    """Read one figure now, for a place with all below it, or for what of an area lies there."""
    indicator, params = get_indicator(key), params or {}
    prefixes = prefixes_of(place_code, params)
    rows = _rows_in(indicator, prefixes, period, params).order_by()
    sums = {"row_count_": Count("pk"), **_sums(indicator)}
    if not with_missing or indicator.expected is None:
        return _figure(indicator, place_code, period, params, rows.aggregate(**sums), ())
    by_place = list(rows.values(code_=F(indicator.place_code_field)).annotate(**sums))
    totals = {name: sum(row[name] or 0 for row in by_place) for name in sums}
    present = {row["code_"] for row in by_place}
    expected = [code for prefix in prefixes for code in indicator.expected(prefix, period, params)]
    missing = tuple(code for code in expected if code not in present)
    return _figure(indicator, place_code, period, params, totals, missing)


def read_by_level(
    key: str, *, place_code: str, code_length: int, period: Period, params: Mapping[str, Any] | None = None
) -> dict[str, Figure]:
    """Read the figure of every place of one level below `place_code` in a single query."""
    indicator = get_indicator(key)
    rows = (
        rows_behind(key, place_code=place_code, period=period, params=params)
        .order_by()
        .values(part_=Substr(indicator.place_code_field, 1, code_length))
        .annotate(row_count_=Count("pk"), **_sums(indicator))
        .order_by("part_")
    )
    return {row["part_"]: _figure(indicator, row["part_"], period, params or {}, row, ()) for row in rows}


def _sums(indicator: Indicator) -> dict[str, Sum]:
    sums = {"numerator_": Sum("numerator")}
    if indicator.has_denominator:
        sums["denominator_"] = Sum("denominator")
    return sums


def _figure(
    indicator: Indicator,
    place_code: str,
    period: Period,
    params: Mapping[str, Any],
    totals: Mapping[str, Any],
    missing: tuple[str, ...],
) -> Figure:
    denominator = totals.get("denominator_")
    return Figure(
        indicator_key=indicator.key,
        name=indicator.name,
        unit=indicator.unit,
        decimals=indicator.decimals,
        place_code=place_code,
        period=period,
        numerator=Fraction(totals["numerator_"] or 0) / indicator.scale,
        denominator=Fraction(denominator or 0) if indicator.has_denominator else None,
        row_count=totals["row_count_"],
        read_at=timezone.now(),
        missing=missing,
        params=dict(params),
    )
