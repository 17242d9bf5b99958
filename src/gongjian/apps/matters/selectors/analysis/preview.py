"""The figures that an analysis will quote first, beside those of the period before."""

from dataclasses import dataclass
from fractions import Fraction

from gongjian.apps.indicators.selectors import figure_url
from gongjian.core.figures import Figure, Period
from gongjian.core.registry import read_figure

SHOWN = (
    "received",
    "closed",
    "open",
    "overdue",
    "response_rate",
    "closed_in_time_rate",
    "rated",
    "reopened",
    "handed_back",
)


@dataclass(frozen=True)
class PreviewRow:
    """One figure now and before; `url` opens its rows."""

    now: Figure
    before: Figure
    url: str

    @property
    def kind(self) -> str:
        """How its change is said: rates by points, counts by per cent."""
        return "points" if self.now.denominator is not None else "quantity"

    @property
    def exact_now(self) -> Fraction | int | None:
        """What is compared: the ratio of a rate, a count."""
        return _exact(self.now)

    @property
    def exact_before(self) -> Fraction | int | None:
        """The same of the period before."""
        return _exact(self.before)


def preview_figures(place_code: str, period: Period) -> list[PreviewRow]:
    """Read the first figures of an analysis and those of the period before; two queries each."""
    found = []
    for key in SHOWN:
        now, before = (
            read_figure(f"matters.{key}", place_code=place_code, period=one)
            for one in (period, period.previous())
        )
        found.append(PreviewRow(now, before, figure_url(now)))
    return found


def _exact(figure: Figure) -> Fraction | int | None:
    if figure.value is None:
        return None
    return int(figure.value) if figure.denominator is None else figure.value / 100
