"""The figures that an analysis will quote first, beside those of the period before."""

from dataclasses import dataclass

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
    def parts(self) -> tuple[Figure, Figure]:
        """Now and before, for the template."""
        return self.now, self.before

    @property
    def exact_now(self) -> object:
        """What is compared: a ratio of a rate, a count."""
        return _exact(self.now)

    @property
    def exact_before(self) -> object:
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


def _exact(figure: Figure) -> object:
    if figure.value is None or figure.denominator is None:
        return figure.value
    return figure.value / 100
