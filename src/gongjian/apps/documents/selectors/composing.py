"""Sentences of composed documents: words with figures quoted between them, never numbers typed in.

Each piece looks first whether the registry has anything to read: what has no records is said in words or left out,
so that no sentence quotes 缺数据.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.models import Organisation
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import LEVEL_LENGTHS, Actor
from gongjian.core.errors import Invalid
from gongjian.core.figures import Figure, Period
from gongjian.core.registry import get_indicator, read_by_level, read_figure

BEST = 3
MOST_NAMED = 20
ISSUING = (
    OrganisationKind.RESIDENTS_COMMITTEE,
    OrganisationKind.STREET_OFFICE,
    OrganisationKind.DEPARTMENT,
    OrganisationKind.PARTY_BODY,
    OrganisationKind.OTHER,
)
"""Which bodies issue documents for a place, in this order."""


@dataclass(frozen=True)
class Source:
    """Where and when the records are read, and with which parameters."""

    place_code: str
    period: Period
    params: Mapping[str, Any]

    def has(self, key: str, **more: Any) -> bool:
        """Say whether a figure has anything to read."""
        return self.read(key, **more).value is not None

    def amount(self, key: str, **more: Any) -> Fraction:
        """Return the value of a figure, for choosing words; nothing to read is none."""
        return self.read(key, **more).value or Fraction(0)

    def read(self, key: str, **more: Any) -> Figure:
        """Read a figure with what of the parameters it knows."""
        return read_figure(
            key,
            place_code=self.place_code,
            period=self.period,
            params=_known(key, {**self.params, **more}),
            with_missing=False,
        )

    def by_place(self, key: str) -> list[tuple[str, Figure]]:
        """Read a figure of every place of the next level that has any, by code."""
        length = next((one for one in LEVEL_LENGTHS if one > len(self.place_code)), 15)
        found = read_by_level(
            key,
            place_code=self.place_code,
            code_length=length,
            period=self.period,
            params=_known(key, self.params),
        )
        return [(code, one) for code, one in found.items() if len(code) == length and one.value is not None]


def _known(key: str, params: Mapping[str, Any]) -> dict[str, Any]:
    names = get_indicator(key).all_param_names
    return {name: value for name, value in params.items() if name in names}


def quoted(key: str, options: Mapping[str, object] | None = None) -> str:
    """Write the place of a figure in the text: {{名称;选项=值}}."""
    asked = "".join(f";{name}={value}" for name, value in (options or {}).items())
    return f"{{{{{get_indicator(key).name}{asked}}}}}"


def told(source: Source, parts: Iterable[tuple[str, str]], otherwise: str = "", **more: Any) -> str:
    """Write one sentence of (words, indicator key) pairs that have something to read; else the other sentence."""
    said = [f"{words}{quoted(key, more)}" for words, key in parts if source.has(key, **more)]
    return f"{'，'.join(said)}。" if said else otherwise


def ranked(source: Source, key: str, words: str) -> str:
    """Name the first few places by a figure, each with the figure quoted; nobody with zero, nobody when all are equal.

    Ties with the last one named are named too, unless they are too many to name.
    """
    rows = source.by_place(key)
    ordered = sorted((row for row in rows if row[1].value), key=lambda row: (-(row[1].value or 0), row[0]))
    if not ordered or (len(ordered) > 1 and len(ordered) == len(rows) and _all_equal(ordered)):
        return ""
    least = ordered[min(BEST, len(ordered)) - 1][1].value or 0
    named = [row for row in ordered if (row[1].value or 0) >= least]
    named = ordered[:BEST] if len(named) > MOST_NAMED else named
    names = names_of([code for code, _one in named])
    said = (f"{names.get(code, code)}{quoted(key, {'地方': code})}" for code, _one in named)
    return f"{words}{'、'.join(said)}。"


def _all_equal(rows: Sequence[tuple[str, Figure]]) -> bool:
    return len({figure.value for _code, figure in rows}) == 1


def usual_issuer(actor: Actor, place_code: str, wanted: Sequence[int | None]) -> Organisation:
    """Return who issues for a place: the first of the wanted units that is of it, else the first of `ISSUING` kinds.

    Raises Invalid where none of them is registered; a unit resident there issues nothing for the place.
    """
    rows = Organisation.objects.visible_to(actor).filter(place_code=place_code, is_active=True).order_by("pk")
    units: dict[int, Organisation] = {unit.pk: unit for unit in rows}
    found = [units[pk] for pk in wanted if pk in units]
    usual = [unit for kind in ISSUING for unit in units.values() if unit.kind == kind]
    unit = next(iter([*found, *usual]), None)
    if unit is None:
        name = names_of([place_code]).get(place_code, "本地")
        raise Invalid(f"{name}还没有登记单位，不知道由谁制发。请先在“单位”里登记。")
    return unit
