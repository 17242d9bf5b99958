"""Share a quantity among receivers: exact, whole units where the total is whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gongjian.apps.places.models import Place
from gongjian.apps.programmes.choices import SplitMethod
from gongjian.core.errors import Invalid
from gongjian.engines.allocation.apportion import apportion

HUNDREDTHS = 100


@dataclass(frozen=True)
class Receiver:
    """Who is given a part: a place, or a unit at a place. A pilot goes first."""

    place_code: str
    organisation_id: int | None = None
    is_pilot: bool = field(default=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Split:
    """How to share: `numbers` are the weights given, `amounts` the parts written by hand, by task id."""

    method: SplitMethod = SplitMethod.EQUAL
    numbers: Mapping[Receiver, int] = field(default_factory=dict)
    amounts: Mapping[int, Mapping[Receiver, Decimal]] = field(default_factory=dict)


def weights_of(split: Split, receivers: Sequence[Receiver], names: Mapping[str, str]) -> dict[Receiver, int]:
    """Return a whole weight per receiver. Raises Invalid naming the receiver whose number is unknown."""
    if split.method == SplitMethod.NUMBERS:
        return {receiver: _given_weight(split, receiver, names) for receiver in receivers}
    if split.method in (SplitMethod.POPULATION, SplitMethod.HOUSEHOLDS):
        return _register_weights(split.method, receivers, names)
    return dict.fromkeys(receivers, 1)


def _given_weight(split: Split, receiver: Receiver, names: Mapping[str, str]) -> int:
    number = split.numbers.get(receiver)
    if number is None or number < 0:
        raise Invalid(f"{names.get(receiver.place_code, receiver.place_code)}还没有填分配用的数，请补上。")
    return number


def _register_weights(
    method: SplitMethod, receivers: Sequence[Receiver], names: Mapping[str, str]
) -> dict[Receiver, int]:
    codes = [receiver.place_code for receiver in receivers]
    found = dict(Place.objects.filter(code__in=codes).current().values_list("code", method.value))
    for code in codes:
        if found.get(code) is None:
            raise Invalid(
                f"{names.get(code, code)}没有登记{'户数' if method == SplitMethod.HOUSEHOLDS else '常住人口'}，"
                "请先在“地方和单位”里补上，或换一种分法。"
            )
    return {receiver: int(found[receiver.place_code]) for receiver in receivers}


def share_out(total: Decimal, weights: Sequence[int]) -> tuple[Decimal, ...]:
    """Share a total by weights so that the parts add up to it exactly.

    A whole total is shared in whole units, any other in hundredths.

    >>> share_out(Decimal(10), [1, 1, 1]), share_out(Decimal("0.05"), [1, 1])
    ((Decimal('4'), Decimal('3'), Decimal('3')), (Decimal('0.03'), Decimal('0.02')))
    """
    if not weights:
        return ()
    scale = 1 if total == total.to_integral_value() else HUNDREDTHS
    return tuple(Decimal(part) / scale for part in apportion(int(total * scale), weights))
