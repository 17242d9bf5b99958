"""Work out what a hand-down gives: to whom, of what, how much, by when. Nothing is written here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from gongjian.apps.parties.models import Organisation
from gongjian.apps.places.models import Place
from gongjian.apps.programmes.choices import SplitMethod
from gongjian.apps.programmes.models import Assignment, Task
from gongjian.apps.programmes.selectors.leaves import GONE
from gongjian.apps.programmes.services.amounts import bare
from gongjian.apps.programmes.services.split import Receiver, Split, share_out, weights_of
from gongjian.core.errors import Conflict, Invalid


@dataclass(frozen=True)
class Source:
    """What is handed down: a task at its programme's place, or an assignment at its own."""

    task: Task
    parent: Assignment | None

    @property
    def place_code(self) -> str:
        """The giver's place."""
        return self.parent.place_code if self.parent else self.task.programme.place_code

    @property
    def quantity(self) -> Decimal | None:
        """What there is to give; None when the task counts nothing."""
        return self.parent.quantity if self.parent else self.task.quantity

    @property
    def due_on(self) -> date | None:
        """The day by which the giver needs it."""
        return self.parent.due_on if self.parent else self.task.due_on


@dataclass(frozen=True)
class Part:
    """One part to be given: of what, to whom, how much (None where the task counts nothing)."""

    source: Source
    receiver: Receiver
    amount: Decimal | None
    due_on: date | None


@dataclass(frozen=True)
class Plan:
    """What a hand-down will do, in parts."""

    parts: tuple[Part, ...]
    kept: int
    skipped: int
    names: Mapping[str, str]

    @property
    def task_count(self) -> int:
        """How many tasks are given."""
        return len({part.source.task.pk for part in self.parts})

    @property
    def receiver_count(self) -> int:
        """How many places and units receive."""
        return len({part.receiver for part in self.parts})


def plan_parts(
    sources: Sequence[Source],
    receivers: Sequence[Receiver],
    split: Split,
    due_on: date | None,
    pilots_only: bool,
) -> Plan:
    """Check the receivers and part each source among them; raises Invalid or Conflict with a sentence."""
    names = _checked_names(sources, receivers, pilots_only)
    needs_split = split.method != SplitMethod.HAND and any(source.quantity is not None for source in sources)
    weights = weights_of(split, receivers, names) if needs_split else {}
    live = _live_parts(sources, receivers)
    parts: list[Part] = []
    kept = skipped = 0
    for source in sources:
        standing = live[source.task.pk]
        _refuse_foreign(source, standing, receivers, names)
        own = {Receiver(row.place_code, row.organisation_id): row for row in standing if _is_of(row, source)}
        kept += sum(receiver in own for receiver in receivers)
        day = _due_on(source, due_on)
        for receiver, amount in _amounts(source, receivers, own, weights, split, names, pilots_only).items():
            if pilots_only and not receiver.is_pilot:
                continue
            if amount == 0:
                skipped += 1
            else:
                parts.append(Part(source, receiver, amount, day))
    return Plan(tuple(parts), kept, skipped, names)


def _checked_names(
    sources: Sequence[Source], receivers: Sequence[Receiver], pilots_only: bool
) -> dict[str, str]:
    """Check the receivers and return the names of their places. Two queries."""
    if not receivers:
        raise Invalid("还没有选接收的地方或单位，请至少选一个。")
    if len(set(receivers)) != len(receivers):
        raise Invalid("有接收的地方或单位选了两次，请去掉重复的。")
    if pilots_only and not any(receiver.is_pilot for receiver in receivers):
        raise Invalid("说好先试点，但还没有选试点，请至少选一个试点。")
    codes = {receiver.place_code for receiver in receivers}
    names = dict(Place.objects.filter(code__in=codes).current().values_list("code", "name"))
    for code in sorted(codes):
        if code not in names:
            raise Invalid(f"代码 {code} 的地方不存在或已撤并，请重新选。")
    check_units(receivers)
    for source in sources:
        for receiver in receivers:
            _check_below(source, receiver, names)
    return names


def check_units(receivers: Sequence[Receiver]) -> None:
    """Refuse a unit that is gone, or that belongs neither to the receiver's place nor above or below it."""
    wanted = {receiver.organisation_id for receiver in receivers if receiver.organisation_id}
    rows = Organisation.objects.filter(pk__in=wanted, is_active=True) if wanted else ()
    homes = {unit.pk: unit.place_code for unit in rows}
    for receiver in receivers:
        if receiver.organisation_id is None:
            continue
        home = homes.get(receiver.organisation_id)
        if home is None or not (home.startswith(receiver.place_code) or receiver.place_code.startswith(home)):
            raise Invalid("有接收单位已不在单位名录里，或不属于这个地方，请重新选。")


def _check_below(source: Source, receiver: Receiver, names: Mapping[str, str]) -> None:
    above = source.place_code
    is_below = receiver.place_code.startswith(above)
    is_itself = receiver.place_code == above and receiver.organisation_id is None
    if not is_below or (is_itself and source.parent is not None):
        raise Invalid(
            f"{names[receiver.place_code]}不在下达单位的下面，不能接收“{source.task}”。请选下级地方或单位。"
        )


def _live_parts(
    sources: Sequence[Source], receivers: Sequence[Receiver]
) -> defaultdict[int, list[Assignment]]:
    """Read, in one query, what stands of these tasks: parts of these sources, and anything these receivers hold."""
    parents = [source.parent.pk for source in sources if source.parent]
    own = Q(parent_id__in=parents) if parents else Q(parent__isnull=True)
    held = Q(place_code__in={receiver.place_code for receiver in receivers})
    found: defaultdict[int, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.filter(own | held, task_id__in=[source.task.pk for source in sources]).exclude(
        status__in=GONE
    )
    for part in rows:
        found[part.task_id].append(part)
    return found


def _is_of(part: Assignment, source: Source) -> bool:
    return part.parent_id == (source.parent.pk if source.parent else None)


def _refuse_foreign(
    source: Source, parts: Sequence[Assignment], receivers: Sequence[Receiver], names: Mapping[str, str]
) -> None:
    """Refuse receivers who hold the task from somebody else."""
    foreign = {Receiver(part.place_code, part.organisation_id) for part in parts if not _is_of(part, source)}
    for receiver in receivers:
        if receiver in foreign:
            raise Conflict(
                f"{names[receiver.place_code]}已从别处接收“{source.task}”，请先作废那一份或不选这里。"
            )


def _amounts(
    source: Source,
    receivers: Sequence[Receiver],
    own: Mapping[Receiver, Assignment],
    weights: Mapping[Receiver, int],
    split: Split,
    names: Mapping[str, str],
    pilots_only: bool,
) -> dict[Receiver, Decimal | None]:
    """Return the part of each receiver who has none yet; None where the task counts nothing."""
    fresh = [receiver for receiver in receivers if receiver not in own]
    if source.quantity is None:
        return dict.fromkeys(fresh, None)
    left = source.quantity - sum((part.quantity or Decimal(0) for part in own.values()), Decimal(0))
    if split.method == SplitMethod.HAND:
        return _amounts_by_hand(source, fresh, own, split, names, left, pilots_only)
    if not fresh:
        return {}
    shares = [weights[receiver] for receiver in fresh]
    if not any(shares):
        raise Invalid(f"“{source.task}”各方分配用的数都是 0，没法分。请至少给一方填上。")
    return dict(zip(fresh, share_out(left, shares), strict=True))


def _amounts_by_hand(
    source: Source,
    fresh: Sequence[Receiver],
    own: Mapping[Receiver, Assignment],
    split: Split,
    names: Mapping[str, str],
    left: Decimal,
    pilots_only: bool,
) -> dict[Receiver, Decimal | None]:
    given = split.amounts.get(source.task.pk, {})
    for receiver, part in own.items():
        if receiver in given and given[receiver] != part.quantity:
            raise Conflict(
                f"{names.get(receiver.place_code, receiver.place_code)}的“{source.task}”已下达 {bare(part.quantity or Decimal(0))}，"
                f"不能改成 {bare(given[receiver])}。要改请先作废那一份。"
            )
    missing = [receiver for receiver in fresh if receiver not in given and not pilots_only]
    if missing:
        raise Invalid(f"“{source.task}”还没有给{names[missing[0].place_code]}填数，请补上；没有就填 0。")
    amounts: dict[Receiver, Decimal | None] = {
        receiver: given[receiver] for receiver in fresh if receiver in given
    }
    if any(amount is None or amount < 0 for amount in amounts.values()):
        raise Invalid(f"“{source.task}”有一方的数是负数，请改正。")
    total = sum((amount for amount in amounts.values() if amount), Decimal(0))
    if total > left or (total != left and not pilots_only):
        gap = total - left
        word = f"多 {bare(gap)}" if gap > 0 else f"少 {bare(-gap)}"
        raise Invalid(
            f"“{source.task}”要分 {bare(left)}{source.task.unit}，各方合计 {bare(total)}，{word}。请改到相等。"
        )
    return amounts


def _due_on(source: Source, due_on: date | None) -> date | None:
    if due_on and source.due_on and due_on > source.due_on:
        raise Invalid(
            f"“{source.task}”要在 {source.due_on.isoformat()} 前完成，下级的时限 {due_on.isoformat()} 比它晚。请改早。"
        )
    return due_on or source.due_on
