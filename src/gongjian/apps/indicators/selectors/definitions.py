"""Indicators that offices define: one, those that hold somewhere, and how the registry is to know them."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, cast

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from gongjian.apps.indicators.choices import Better, Counting, Side, ValueStatus
from gongjian.apps.indicators.models import IndicatorDefinition, IndicatorValue
from gongjian.apps.indicators.models.definitions import PREFIX
from gongjian.apps.places.selectors import codes_at_level
from gongjian.core.access import Actor, OwnedQuerySet, ancestors_of
from gongjian.core.errors import NotFound
from gongjian.core.figures import Period
from gongjian.core.registry import Indicator, RowView
from gongjian.core.request_context import read_once

UNCONFIRMED = "unconfirmed"
"""A parameter of defined indicators: count what still waits for confirmation too (the page says so)."""
Params = Mapping[str, Any]


def get_definition(actor: Actor, definition_id: int) -> IndicatorDefinition:
    """Return a definition that the actor may see, with its inputs."""
    rows = IndicatorDefinition.objects.visible_to(actor).prefetch_related("inputs")
    found = rows.filter(pk=definition_id).one()
    if found is None:
        raise NotFound
    return cast(IndicatorDefinition, found)


def definitions_at(actor: Actor, place_code: str) -> OwnedQuerySet:
    """List the definitions that hold at a place: its own and those of the places above it."""
    rows = IndicatorDefinition.objects.visible_to(actor).prefetch_related("inputs")
    return rows.filter(place_code__in=[*ancestors_of(place_code), place_code])


def formula_of(definition: IndicatorDefinition) -> str:
    """Write the formula in words: (甲＋乙) ÷ 丙 × 100%."""
    sides = {
        side: [one for one in definition.inputs.all() if one.side == side]
        for side in (Side.NUMERATOR, Side.DENOMINATOR)
    }
    if not sides[Side.DENOMINATOR]:
        return _side(sides[Side.NUMERATOR])
    text = f"{_bracketed(sides[Side.NUMERATOR])} ÷ {_bracketed(sides[Side.DENOMINATOR])}"
    return f"{text} × 100%" if definition.unit == "%" else text


def _bracketed(inputs: list[Any]) -> str:
    return f"（{_side(inputs)}）" if len(inputs) > 1 else _side(inputs)


def _side(inputs: list[Any]) -> str:
    text = ""
    for one in inputs:
        size = abs(one.factor)
        sign = "－" if one.factor < 0 else "＋" if text else ""
        text += sign + one.name + ("" if size == 1 else f"×{size.normalize():f}")
    return text


def read_book() -> Mapping[str, Indicator]:
    """Return all definitions as the registry knows them; one query a request for them and one for their inputs."""
    return cast(Mapping[str, Indicator], read_once("indicators.definitions", _read_all))


def _read_all() -> Mapping[str, Indicator]:
    return {key: as_indicator(row) for key, row in _read_rows().items()}


def _read_rows() -> Mapping[str, IndicatorDefinition]:
    """Read the definitions with their inputs, once a request."""
    return cast(Mapping[str, IndicatorDefinition], read_once("indicators.definition_rows", _rows_now))


def _rows_now() -> dict[str, IndicatorDefinition]:
    return {row.key: row for row in IndicatorDefinition.objects.prefetch_related("inputs")}


def own_definitions() -> Mapping[str, IndicatorDefinition]:
    """Return all definitions by key, read once a request; the caller keeps those that the actor may use."""
    return _read_rows()


def definition_of(key: str) -> IndicatorDefinition | None:
    """Return the definition behind a key of the registry, if an office made it."""
    return _read_rows().get(key) if key.startswith(PREFIX) else None


def as_indicator(row: IndicatorDefinition) -> Indicator:
    """Turn a definition into what the registry holds."""
    has_denominator = any(one.side == Side.DENOMINATOR for one in row.inputs.all())
    return Indicator(
        key=row.key,
        name=row.name,
        unit=row.unit,
        definition=f"{row.definition.rstrip('。')}。{formula_of(row)}",
        rows=_rows_of(row),
        view=_view_of(row),
        has_denominator=has_denominator,
        decimals=row.decimals,
        better=cast(Any, Better(row.better).value),
        ideal=None if row.ideal is None else Fraction(row.ideal),
        expected=_expected_of(row),
        param_names=(UNCONFIRMED,),
        source=row.source,
        owner_code=row.place_code,
    )


def counted(rows: QuerySet[IndicatorValue], params: Params) -> QuerySet[IndicatorValue]:
    """Keep what counts: confirmed values, or with `unconfirmed` those and the waiting ones in place of what they correct."""
    if not params.get(UNCONFIRMED):
        return rows.filter(status=ValueStatus.CONFIRMED)
    rows = rows.filter(status__in=(ValueStatus.CONFIRMED, ValueStatus.WAITING))
    return rows.exclude(corrections__status=ValueStatus.WAITING)


def _rows_of(row: IndicatorDefinition) -> Callable[[Period, Params], QuerySet[Any]]:
    def rows(period: Period, params: Params) -> QuerySet[Any]:
        values = counted(IndicatorValue.objects.filter(definition_id=row.pk), params)
        if row.counting == Counting.SUM:
            return values.filter(period_first_on__gte=period.first_on, period_last_on__lte=period.last_on)
        values = values.filter(period_last_on__range=(period.first_on, period.last_on))
        last = values.filter(place_code=OuterRef("place_code")).order_by("-period_last_on", "-pk")
        return values.filter(pk=Subquery(last.values("pk")[:1]))

    return rows


def _view_of(row: IndicatorDefinition) -> Callable[[Any], RowView]:
    def view(value: Any) -> RowView:
        parts = [value.note, "" if value.status == ValueStatus.CONFIRMED else value.get_status_display()]
        return RowView(
            label=f"{value.period.label}{row.name}",
            place_code=value.place_code,
            numerator=Fraction(value.numerator),
            denominator=None if value.denominator is None else Fraction(value.denominator),
            url=reverse("indicators:value", args=[value.pk]),
            note="　".join(str(part) for part in parts if part),
        )

    return view


def _expected_of(row: IndicatorDefinition) -> Callable[[str, Period, Params], Iterable[str]]:
    def expected(place_code: str, period: Period, params: Params) -> Iterable[str]:
        if not place_code.startswith(row.place_code) and not row.place_code.startswith(place_code):
            return ()
        return codes_at_level(max(place_code, row.place_code, key=len), row.level, period.last_on)

    return expected


def is_in_force(row: IndicatorDefinition, period: Period) -> bool:
    """Say whether a definition holds on the last day of a period."""
    started = row.valid_from is None or row.valid_from <= period.last_on
    return started and (row.valid_to is None or row.valid_to >= period.last_on)


def waiting_filter(prefixes: Iterable[str]) -> Q:
    """Match values whose level above lies within the prefixes: strictly below each of them."""
    found = Q(pk__in=[])
    for prefix in prefixes:
        found |= Q(place_code__startswith=prefix) & ~Q(place_code=prefix) if prefix else ~Q(place_code="")
    return found
