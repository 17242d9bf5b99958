"""A problem by positions, less what was agreed: what the plan and the counting of undertakings both start from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongjian.engines.matching.eligibility import Pair
from gongjian.engines.matching.model import Problem


@dataclass(frozen=True)
class Frame:
    """A problem by positions: what is left after the agreements that stand (`agreed`, quantity by (need, resource))."""

    problem: Problem
    pairs: tuple[Pair, ...]
    agreed: Mapping[tuple[int, int], int]

    @property
    def communities(self) -> list[str]:
        """The communities in the order of their first need."""
        return list(dict.fromkeys(need.community for need in self.problem.needs))

    @property
    def units(self) -> list[str]:
        """The units in the order of their first resource."""
        return list(dict.fromkeys(resource.unit for resource in self.problem.resources))

    @property
    def ceilings(self) -> list[int | None]:
        """How many new undertakings each unit may take on; None for no limit."""
        limits = {unit.key: unit.ceiling for unit in self.problem.units}
        used = dict.fromkeys(self.units, 0)
        for _, resource in self.agreed:
            used[self.problem.resources[resource].unit] += 1
        return [None if (limit := limits.get(unit)) is None else limit - used[unit] for unit in self.units]

    @property
    def quantities(self) -> list[int]:
        """What each need still asks for."""
        left = [need.quantity for need in self.problem.needs]
        for (need, _), amount in self.agreed.items():
            left[need] -= amount
        return left

    @property
    def capacities(self) -> list[int]:
        """What each resource can still give."""
        left = [resource.capacity for resource in self.problem.resources]
        for (_, resource), amount in self.agreed.items():
            left[resource] -= amount
        return left

    def of_communities(self, amounts: Sequence[int]) -> list[int]:
        """Add up amounts of needs by community."""
        sums = dict.fromkeys(self.communities, 0)
        for need, amount in zip(self.problem.needs, amounts, strict=True):
            sums[need.community] += amount
        return list(sums.values())

    @property
    def counted(self) -> set[int]:
        """The units whose undertakings are not simply the units of flow: with a ceiling and needs of more than one."""
        place = {name: index for index, name in enumerate(self.units)}
        ceilings, quantities = self.ceilings, self.quantities
        owners = [(place[self.problem.resources[pair.resource].unit], pair) for pair in self.pairs]
        return {
            unit for unit, pair in owners
            if ceilings[unit] is not None and (quantities[pair.need] > 1 or (pair.need, pair.resource) in self.agreed)
        }  # fmt: skip
