"""Where a target stands: read through the registry only, said in the office's words."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.places.selectors import area_label, names_of
from gongjian.apps.programmes.choices import Comparator
from gongjian.apps.programmes.models import Target, TaskTarget
from gongjian.core.access import Actor
from gongjian.core.errors import NotFound
from gongjian.core.figures import Figure, Period, round_half_up
from gongjian.core.registry import get_indicator, read_figure

UPWARD = (Comparator.AT_LEAST, Comparator.MORE, Comparator.EXACT, Comparator.RISE)
RELATIVE = (Comparator.RISE, Comparator.FALL)


@dataclass(frozen=True)
class TargetReading:
    """A target with its figure of now.

    `reached` is what is compared with the target's value (for a rise or fall, the change since the
    base); None when it can't be known. `word` is the state as shown, `kind` the status word of its mark.
    """

    target: Target
    figure: Figure | None
    reached: Fraction | None
    word: str
    kind: str
    tone: str
    late_days: int | None = None

    @property
    def is_met(self) -> bool:
        """Whether the target is reached."""
        return self.kind == "已达目标"

    @property
    def is_share(self) -> bool:
        """Whether the target is a per cent."""
        return "%" in self.target.unit

    @property
    def ratio(self) -> Fraction | None:
        """The length of the bar, 0 to 100."""
        if self.reached is None:
            return None
        if self.is_share:
            return self.reached
        value = Fraction(self.target.value)
        return min(Fraction(100), self.reached / value * 100) if value > 0 else None

    @property
    def target_ratio(self) -> Fraction:
        """Where the tick of the target stands on the bar."""
        return Fraction(self.target.value) if self.is_share else Fraction(100)

    @property
    def change_kind(self) -> str:
        """How the change since the base is told: points for rates, per cent for quantities."""
        return "points" if self.figure is not None and self.figure.unit == "%" else "quantity"

    @property
    def now_ratio(self) -> Fraction | None:
        """The value for telling the change: rates as ratios."""
        value = self.figure.value if self.figure else None
        return None if value is None else value / (100 if self.change_kind == "points" else 1)

    @property
    def base_ratio(self) -> Fraction | None:
        """The base for telling the change: rates as ratios."""
        base = self.target.base_value
        return None if base is None else Fraction(base) / (100 if self.change_kind == "points" else 1)


def period_of_target(target: Target) -> Period:
    """Return the programme's own span, else its year."""
    programme = target.programme
    year = Period.year(programme.year)
    return Period(programme.starts_on or year.first_on, programme.ends_on or year.last_on)


def get_target(actor: Actor, target_id: int) -> Target:
    """Return a target with its programme and the tasks that serve it."""
    shares = Prefetch("task_shares", TaskTarget.objects.select_related("task"))
    target = (
        Target.objects.visible_to(actor)
        .filter(pk=target_id)
        .select_related("programme")
        .prefetch_related(shares)
        .first()
    )
    if target is None:
        raise NotFound()
    return target


def where_of(target: Target) -> str:
    """Name the place or the functional area that a target is set for; empty when it is for the whole programme."""
    if target.area_id is not None:
        return area_label(target.area_id)
    return names_of([target.place_code]).get(target.place_code, "") if target.place_code else ""


def read_target(target: Target) -> TargetReading:
    """Read a target's figure now and say where it stands."""
    if not target.indicator_key:
        return TargetReading(target, None, None, _("未绑定指标"), "缺数据", "")
    figure = read_figure(
        target.indicator_key,
        place_code=target.place_code or target.programme.place_code,
        period=period_of_target(target),
        params=target.indicator_params,
    )
    return judge(target, figure, timezone.localdate())


def judge(target: Target, figure: Figure, today: date) -> TargetReading:
    """Compare a figure with its target: met, a gap, a forecast delay, or no data."""
    reached = _reached(target, figure)
    if reached is None:
        word = _("缺基数") if figure.value is not None else _("缺数据")
        return TargetReading(target, figure, None, word, "缺数据", "")
    if _is_met(target, reached):
        return TargetReading(target, figure, reached, _("已达目标"), "已达目标", "ok")
    late = _days_late(target, figure, reached, today)
    if late:
        return TargetReading(
            target, figure, reached, _("预计迟 %(n)d 天") % {"n": late}, "预计迟", "warn", late
        )
    return TargetReading(target, figure, reached, _gap(target, figure, reached), "差", "warn")


def _reached(target: Target, figure: Figure) -> Fraction | None:
    if figure.value is None or target.comparator not in RELATIVE:
        return figure.value
    if target.base_value is None:
        return None
    base = Fraction(target.base_value)
    moved = figure.value - base if target.comparator == Comparator.RISE else base - figure.value
    is_relative = "%" in target.unit and figure.unit != "%"
    if not is_relative:
        return moved
    return moved / base * 100 if base else None


def _is_met(target: Target, reached: Fraction) -> bool:
    value = Fraction(target.value)
    if target.comparator == Comparator.MORE:
        return reached > value
    if target.comparator == Comparator.LESS:
        return reached < value
    if target.comparator == Comparator.AT_MOST:
        return reached <= value
    return reached >= value


def _gap(target: Target, figure: Figure, reached: Fraction) -> str:
    value = Fraction(target.value)
    if target.comparator in (Comparator.AT_MOST, Comparator.LESS):
        return _("超 %(gap)s") % {"gap": _amount(reached - value, target)}
    if target.comparator not in RELATIVE and _counts_rows(figure):
        assert figure.denominator is not None
        needed = value / 100 * figure.denominator
        whole = math.floor(needed) + 1 if target.comparator == Comparator.MORE else math.ceil(needed)
        return _("差 %(n)d 个") % {"n": whole - figure.numerator}
    return _("差 %(gap)s") % {"gap": _amount(value - reached, target)}


def _counts_rows(figure: Figure) -> bool:
    """Whether the share counts things one by one (37 of 42 communities), so that a gap is a number of them."""
    return figure.unit == "%" and figure.denominator == figure.row_count and figure.numerator.denominator == 1


def _amount(gap: Fraction, target: Target) -> str:
    if "%" in target.unit:
        return _("%(n)s 个百分点") % {"n": round_half_up(gap, 1)}
    decimals = 0 if gap.denominator == 1 else 2
    return f"{round_half_up(gap, decimals):,} {target.unit}".strip()


def _days_late(target: Target, figure: Figure, reached: Fraction, today: date) -> int | None:
    """Go on at the pace so far: by how many days would a count miss its day? None where pace says nothing."""
    period = period_of_target(target)
    is_count = figure.denominator is None and target.comparator in (Comparator.AT_LEAST, Comparator.MORE)
    if not is_count or target.deadline_on is None or reached <= 0 or today >= target.deadline_on:
        return None
    elapsed = (today - period.first_on).days
    if elapsed <= 0:
        return None
    needed = math.ceil(elapsed * Fraction(target.value) / reached)
    return max(0, (period.first_on + timedelta(days=needed) - target.deadline_on).days) or None


def target_text(target: Target) -> str:
    """Write the goal itself, e.g. 不低于 80%."""
    value = target.value.normalize() if target.value else Decimal(0)
    return f"{target.get_comparator_display()} {value:f}{target.unit}"


def indicator_name(target: Target) -> str:
    """Name the indicator that the target is bound to; empty when it is not bound."""
    return get_indicator(target.indicator_key).name if target.indicator_key else ""
