"""Numbers for the eye (design §6): rounded once, half up, from exact values; missing is said in words."""

from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.translation import gettext as _

from gongjian.core.figures import round_half_up
from gongjian.core.listing import COUNT_BOUND
from gongjian.engines.quoting import Kind, measure_change

register = template.Library()
Exact = Decimal | Fraction | int | float


def _exact(value: Exact) -> Fraction:
    """Take floats by their shortest decimal writing, so that 0.1 means one tenth."""
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


@register.filter
def money(cents: int | None) -> str:
    """Write whole cents as yuan to the cent.

    >>> money(123450)
    '1,234.50'
    """
    if cents is None:
        return _("未报")
    return f"{Decimal(cents) / 100:,.2f}"


@register.filter
def hours(minutes: int | None) -> str:
    """Write whole minutes as hours to the tenth.

    >>> hours(150), hours(-90)
    ('2.5', '-1.5')
    """
    if minutes is None:
        return _("未报")
    return f"{round_half_up(Fraction(minutes, 60), 1):,}"


@register.filter
def num(value: Exact | None, decimals: int | None = None) -> str:
    """Write a number with thousands separated; `decimals` fixes the places.

    >>> num(3218), num(Decimal("88.65"), 1)
    ('3,218', '88.7')
    """
    if value is None or value == "":
        return _("未报")
    if decimals is None and not isinstance(value, (Fraction, float)):
        return f"{value:,}"
    return f"{round_half_up(_exact(value), 1 if decimals is None else decimals):,}"


@register.filter
def counted(count: int) -> str:
    """Write how many rows a list has, which is counted no further than one past COUNT_BOUND.

    >>> counted(10_000), counted(10_001)
    ('10,000', '1万以上')
    """
    return _("1万以上") if count > COUNT_BOUND else f"{count:,}"


@register.filter
def pct(ratio: Exact | None, decimals: int = 1) -> str:
    """Write a ratio as per cent.

    >>> pct(Fraction(37, 42))
    '88.1%'
    """
    if ratio is None:
        return _("未报")
    return f"{round_half_up(_exact(ratio) * 100, decimals):,}%"


@register.filter
def ratio100(ratio: Exact | None) -> Decimal | None:
    """Turn a ratio into 0 to 100 with two places, for lengths; None stays None."""
    return None if ratio is None else round_half_up(_exact(ratio) * 100, 2)


@register.simple_tag
def change(
    now: Exact | None, before: Exact | None, unit: str = "", kind: str = "quantity", decimals: int = 1
) -> str:
    """Say how a value moved (design §6).

    kind "quantity" gives per cent of `before`; "points" takes ratios and gives percentage points with so many
    decimals; "score" gives 分.
    A base of zero has no per cent; a missing side can't be compared and gives "—".

    >>> change(34, 27, "处"), change(6, 0, "处"), change(5, 5)
    ('增 25.9%', '从 0 增到 6 处', '持平')
    """
    if now is None or before is None:
        return "—"
    is_amount = kind == "quantity"
    moved = measure_change(_exact(now), _exact(before), Kind.AMOUNT if is_amount else Kind.MEAN)
    if moved.by == 0:
        return _("持平")
    if not is_amount:
        size = round_half_up(abs(moved.by) * (100 if kind == "points" else 1), decimals)
        return f"{'↑' if moved.by > 0 else '↓'} {size} {_('个百分点') if kind == 'points' else _('分')}"
    if moved.percent is None:
        return (
            _("从 0 增到 %(now)s %(unit)s") % {"now": num(now), "unit": unit}
            if moved.by > 0
            else f"{num(now)} {unit}"
        )
    word = _("增") if moved.by > 0 else _("减")
    return f"{word} {round_half_up(abs(moved.percent), 1)}%"
