"""What an approval chain is made of, and what is said about it."""

from dataclasses import dataclass
from datetime import date

from gongjian.engines.errors import EngineInputError
from gongjian.engines.worktime import LimitUnit

DAY_UNITS = (LimitUnit.WORKING_DAYS, LimitUnit.NATURAL_DAYS)


@dataclass(frozen=True)
class Step:
    """One approval: who decides it within how many days, and which steps it waits for.

    `days` are counted in `unit` from the day after the papers came in; 0 is a milestone. `hand_over_days` are
    working days until the next step has the papers. In the green channel the step need not wait for the steps of
    `beside`, which are among `after`; putting it in parallel costs `parallel_cost`. It may be cut to
    `shortest_days` (None: not at all) at `cost_per_day` a day. Costs are whole numbers of any one unit.
    Raises EngineInputError for negative numbers and for what contradicts itself.
    """

    key: str
    owner: str
    days: int
    after: tuple[str, ...] = ()
    unit: LimitUnit = LimitUnit.WORKING_DAYS
    name: str = ""
    hand_over_days: int = 0
    beside: tuple[str, ...] = ()
    parallel_cost: int = 1
    shortest_days: int | None = None
    cost_per_day: int = 1

    def __post_init__(self) -> None:
        numbers = {
            "天数": self.days,
            "交接天数": self.hand_over_days,
            "并联代价": self.parallel_cost,
            "最短天数": self.least_days,
            "每天代价": self.cost_per_day,
        }
        for word, number in numbers.items():
            if not isinstance(number, int):
                raise EngineInputError(f"环节{self.label}的{word}是 {number}，要填整数，请改正。")
            if number < 0:
                raise EngineInputError(f"环节{self.label}的{word}是 {number}，不能小于 0，请改正。")
        if self.unit not in DAY_UNITS:
            raise EngineInputError(f"环节{self.label}的时限要按工作日或自然日算，请改正。")
        if self.least_days > self.days:
            raise EngineInputError(
                f"环节{self.label}最短 {self.least_days} 天，比时限 {self.days} 天还长，请改正。"
            )
        if stray := [key for key in self.beside if key not in self.after]:
            raise EngineInputError(f"环节{self.label}写着可与“{stray[0]}”并联，但它不是前置环节，请改正。")

    @property
    def label(self) -> str:
        """Name the step for people."""
        return f"“{self.name or self.key}”"

    @property
    def least_days(self) -> int:
        """The fewest days it may take."""
        return self.days if self.shortest_days is None else self.shortest_days


@dataclass(frozen=True)
class Timed:
    """When one step runs if nobody is late: dates are working days, papers come in on a start and go out on an end.

    `slack_days` working days may be lost before the whole ends later, `free_slack_days` before any other step starts
    later. `is_critical`: the end of the whole is fixed by a chain that this step is on.
    """

    step: Step
    starts_on: date
    ends_on: date
    latest_start_on: date
    latest_end_on: date
    slack_days: int
    free_slack_days: int
    is_critical: bool


@dataclass(frozen=True)
class Schedule:
    """Every step in order of its start, and the chains that fix the end.

    `days` are working days from start to end. `critical` lists at most as many chains as were asked for, `chains` says
    how many there are. `is_provisional`: a year on the way has no published holidays yet.
    """

    asked_on: date
    starts_on: date
    ends_on: date
    days: int
    rows: tuple[Timed, ...]
    critical: tuple[tuple[str, ...], ...]
    chains: int
    is_provisional: bool

    def of(self, key: str) -> Timed:
        """Return the row of one step. Raises EngineInputError when there is none."""
        for row in self.rows:
            if row.step.key == key:
                return row
        raise EngineInputError(f"没有环节“{key}”，请检查编号。")
