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
from fractions import Fraction
from typing import Any, Literal

from django.db import models

from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.figures import Period

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
    figure should come close to when that is `better`. `empty_is_zero` says that no row is a count of nothing,
    since nobody owes what is counted, as nobody owes a complaint. `owner_code` is the place that defined it.
    """

    key: str
    name: str
    unit: str
    definition: str
    rows: Callable[[Period, Mapping[str, Any]], models.QuerySet[Any]]
    view: Callable[[Any], RowView]
    has_denominator: bool = False
    empty_is_zero: bool = False
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


_indicators: dict[str, Indicator] = {}
_books: list[IndicatorBook] = []
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
