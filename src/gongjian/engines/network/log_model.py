"""What a log of past cases is made of, and what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongjian.engines.errors import EngineInputError
from gongjian.engines.network.model import Step
from gongjian.engines.network.past import Past
from gongjian.engines.network.spread import Spread


@dataclass(frozen=True)
class Visit:
    """One time at one step; without `ended_on` it is still open, without `handed_on` it went on when it ended.

    Raises EngineInputError for days in the wrong order.
    """

    case: str
    step: str
    started_on: date
    ended_on: date | None = None
    handed_on: date | None = None

    def __post_init__(self) -> None:
        where = f"“{self.case}”的环节“{self.step}”"
        if self.ended_on is None and self.handed_on is not None:
            raise EngineInputError(f"{where}写了交出日 {self.handed_on}，没写办结日，请补上。")
        if self.ended_on is not None and self.ended_on < self.started_on:
            raise EngineInputError(f"{where}办结日 {self.ended_on} 早于开始日 {self.started_on}，请改正。")
        if self.ended_on is not None and self.handed_on is not None and self.handed_on < self.ended_on:
            raise EngineInputError(f"{where}交出日 {self.handed_on} 早于办结日 {self.ended_on}，请改正。")


Case = dict[str, list[Visit]]
"""The finished visits of one case, by step, in order of time."""


@dataclass(frozen=True)
class Spent:
    """The days of one finished visit, and by how many working days it passed its limit. `away` is None the first time."""

    step: Step
    case: str
    work: int
    tray: int
    desk: int
    away: int | None
    over: int


@dataclass(frozen=True)
class Place:
    """A step or an owner: working days of its visits, of which `late` passed the limit by `over_days` in all.

    `tray` is before work on it began, `desk` after it was done. `lost_days` = over + tray + desk, by which bottlenecks rank.
    `returns` visits were not the first of their case; it had been away `away_days` in all, which nobody here lost.
    """

    key: str
    owner: str
    n: int
    work: Spread
    tray: Spread
    desk: Spread
    late: int
    over_days: int
    returns: int
    away_days: int

    @property
    def lost_days(self) -> int:
        """Working days that neither law nor work needed."""
        return self.over_days + self.tray.total + self.desk.total


@dataclass(frozen=True)
class CaseTime:
    """One finished case: days = work + desk + tray + away along the chain of steps that fixed its end."""

    case: str
    first_on: date
    last_on: date
    days: int
    work: int
    desk: int
    tray: int
    away: int
    chain: tuple[str, ...]


@dataclass(frozen=True)
class LogReport:
    """Steps and owners, those that lost most days first; cases by name; how many visits were still open.

    `early` names what stands out of order: (case, step, the step before that had not ended once when it began), where the step may
    not run beside it. Such cases are counted all the same; either the dates or the chain are wrong.
    """

    steps: tuple[Place, ...]
    owners: tuple[Place, ...]
    cases: tuple[CaseTime, ...]
    open_visits: int
    past: Mapping[str, Past]
    early: tuple[tuple[str, str, str], ...] = ()

    @property
    def waiting_share(self) -> tuple[int, int]:
        """Days that cases lay waiting along their chains, and all their days."""
        return sum(case.desk + case.tray for case in self.cases), sum(case.days for case in self.cases)
