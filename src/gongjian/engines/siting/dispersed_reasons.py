"""Why a parcel got so many homes or none, read off the plan: every sentence is true of it by itself."""

from fractions import Fraction

import numpy as np

from gongjian.engines.siting.dispersed_instance import Instance, Whole, why_out
from gongjian.engines.siting.dispersed_rows import Of, Row, rows_of, total
from gongjian.engines.siting.dispersed_words import say_limit


def explain(instance: Instance, homes: Whole | None, *, is_proven: bool = False) -> dict[str, str]:
    """Say of every parcel why it is out, chosen or not chosen; without a plan, only what is out."""
    found = {parcel.key: f"不能用：{why}" for parcel in instance.problem.parcels if (why := why_out(parcel))}
    if homes is not None:
        reasons = _Reasons(instance, homes, is_proven)
        for place, parcel in enumerate(instance.parcels):
            found[parcel.key] = reasons.chosen(place) if homes[place] else reasons.not_chosen(place)
    return dict(sorted(found.items()))


class _Reasons:
    def __init__(self, instance: Instance, homes: Whole, is_proven: bool) -> None:
        self.instance, self.homes, self.is_proven = instance, homes, is_proven
        self.upper: list[list[tuple[Row, int]]] = [[] for _ in instance.parcels]
        """For each parcel the rows that could stop it, with what is used of each."""
        self.lower: list[list[tuple[Row, int]]] = [[] for _ in instance.parcels]
        """For each parcel the rows that need it, streets last."""
        rows = rows_of(instance)
        for row in sorted(rows, key=lambda one: one.limits[0].of == Of.STREET_LEAST):
            if row.low is not None:
                used = total(row, homes)
                for place in row.columns:
                    self.lower[place].append((row, used))
        for row in rows:
            if row.high is not None and len(row.limits) == 1 and row.limits[0].of != Of.SPREAD:
                used = total(row, homes)
                for place in row.columns:
                    self.upper[place].append((row, used))
        self.barred: list[list[tuple[int, int]]] = [[] for _ in instance.parcels]
        """For each parcel the distance and number of those that it can't be opened beside."""
        for (one, other), metres in zip(instance.barred.tolist(), instance.barred_m.tolist(), strict=True):
            self.barred[one].append((metres, other))
            self.barred[other].append((metres, one))

    def chosen(self, place: int) -> str:
        """Say why so many homes: what keeps it from more, and what from fewer."""
        instance, count = self.instance, int(self.homes[place])
        head = f"选，{count} 套，每套出行 {instance.travel_m[place]} 米。"
        stop = "已到这块地最多的套数" if count == instance.most[place] else self._stop(place, 1, 0)
        more = f"不再多，因为{stop}。" if stop else "再多只增加出行或造价。"
        if count == instance.least[place]:
            return head + more + "开了就不能更少。"
        need = self._need(place)
        return head + more + (f"少一套就不满足“{need}”。" if need else "")

    def not_chosen(self, place: int) -> str:
        """Say why none: dearer than all chosen of its street, or what stops it, or that an exchange does not pay."""
        instance = self.instance
        said = f"不选，每套出行 {instance.travel_m[place]} 米。"
        mates = np.flatnonzero((instance.street == instance.street[place]) & (self.homes > 0)).tolist()
        points = self._points_a_home(place, int(instance.most[place]))
        dearest = max(mates, key=lambda mate: self._points_a_home(mate, int(self.homes[mate])), default=None)
        if dearest is None:
            return said + "本街道不需要新建。" if not self._street_least(place) else said + self._no_gain()
        if points >= self._points_a_home(dearest, int(self.homes[dearest])):
            name = instance.parcels[dearest].key
            return (
                said
                + f"摊到每套，比本街道选中的都不便宜（其中最贵的是 {name}，每套出行 {instance.travel_m[dearest]} 米）。"
            )
        barred = [pair for pair in self.barred[place] if self.homes[pair[1]]]
        if barred:
            return said + self._too_near(*min(barred))
        stop = self._stop(place, int(instance.least[place]), 1)
        return said + (f"最少要 {instance.least[place]} 套，而{stop}。" if stop else self._no_gain())

    def _points_a_home(self, place: int, count: int) -> Fraction:
        return int(self.instance.x_points[place]) + Fraction(int(self.instance.z_points[place]), count)

    def _street_least(self, place: int) -> int:
        return self.instance.problem.streets[int(self.instance.street[place])].least

    def _no_gain(self) -> str:
        if self.is_proven:
            return "换上它，整个方案不会更好。"
        return "没有找到换上它更好的方案。"

    def _too_near(self, metres: int, other: int) -> str:
        rules = self.instance.problem.rules
        return (
            f"离选中的 {self.instance.parcels[other].key} {metres} 米："
            f"超过一簇的 {rules.cluster_m} 米，又不到 {rules.spread_m} 米。"
        )

    def _need(self, place: int) -> str:
        """Name the first limit that one home fewer here would break."""
        tight = (row for row, used in self.lower[place] if row.low is not None and used <= row.low)
        row = next(tight, None)
        return say_limit(self.instance.problem, row.limits[0]) if row is not None else ""

    def _stop(self, place: int, more: int, opening: int) -> str:
        """Name the first limit that `more` homes here would break."""
        for row, used in self.upper[place]:
            at = int(np.flatnonzero(row.columns == place)[0])
            added = int(row.x_part[at]) * more + int(row.z_part[at]) * opening
            if row.high is not None and added and used + added > row.high:
                return self._say_stop(row, used)
        return ""

    def _say_stop(self, row: Row, used: int) -> str:
        limit = row.limits[0]
        if limit.of != Of.CAP:
            return f"“{say_limit(self.instance.problem, limit)}”已满"
        members = [self.instance.parcels[place].key for place in row.columns if self.homes[place]]
        shown = "、".join(members[:4]) + ("等" if len(members) > 4 else "")
        return f"附近一簇（{shown}）已有 {used} 套，至多 {self.instance.problem.rules.cluster_cap} 套"
