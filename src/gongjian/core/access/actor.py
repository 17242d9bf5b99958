"""Who acts: a person with grants, or the system itself."""

from dataclasses import dataclass, field, replace
from typing import Any

from gongjian.core.access.codes import ancestors_of
from gongjian.core.access.rights import RIGHTS, SECOND_FACTOR_ROLES, SEPARATED_ROLES, Right, Role
from gongjian.core.errors import NotAllowed


@dataclass(frozen=True)
class Grant:
    """One role over a place and all below it, or over one unit's own rows (`unit_id`).

    `place_code` is the prefix ("" is the whole nation). With `unit_id`, it is the unit's place
    and opens only what is shared with places below its owner, not the place's rows.
    `acting_for_id` is the absent person whose role this is, while one stands in for him.
    """

    role: Role
    place_code: str = ""
    unit_id: int | None = None
    acting_for_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with grants, or the system itself (`user_id` None).

    `unread` counts the notices for the bell as of the moment the grants were read. `within` is what a token
    is good for: rights beyond it are not held, whatever the grants say.
    """

    user_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    home_place_code: str = ""
    home_unit_id: int | None = None
    acting_for_id: int | None = None
    is_system: bool = False
    within: frozenset[Right] | None = None
    unread: int = field(default=0, compare=False)
    _cache: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def _holding(self, right: Right) -> tuple[Grant, ...]:
        if right not in self._cache:
            is_open = self.within is None or right in self.within
            self._cache[right] = tuple(
                grant for grant in self.grants if is_open and right in RIGHTS[grant.role]
            )
        held: tuple[Grant, ...] = self._cache[right]
        return held

    def can(self, right: Right, place_code: str | None = None, unit_id: int | None = None) -> bool:
        """Say whether the actor holds `right` (anywhere, or for that place or unit)."""
        if self.is_system:
            return True
        held = self._holding(right)
        if place_code is None and unit_id is None:
            return bool(held)
        return any(_opens(grant, place_code, unit_id) for grant in held)

    def narrowed(self, rights: frozenset[Right], place_code: str = "") -> "Actor":
        """Return the same person within these rights, and within one place of those granted.

        The unit of a person who belongs above that place is left out, since its work lies beyond it.
        """
        kept = tuple(grant for held in self.grants if (grant := _inside(held, place_code)) is not None)
        unit_id = self.home_unit_id if self.home_place_code.startswith(place_code) else None
        return replace(self, grants=kept, home_unit_id=unit_id, within=rights, _cache={})

    def require(self, right: Right, place_code: str | None = None, unit_id: int | None = None) -> None:
        """Raise NotAllowed unless `can`; remember for the audit trail for whom the right is used."""
        if not self.can(right, place_code, unit_id):
            raise NotAllowed("你没有这项权限。需要时请找本单位的安全管理员授权。")
        used = [grant for grant in self._holding(right) if _opens(grant, place_code, unit_id)]
        is_own = not used or any(grant.acting_for_id is None for grant in used)
        self._cache["acting_for"] = None if is_own else used[0].acting_for_id

    @property
    def acts_for_id(self) -> int | None:
        """The absent person from whom alone the right last required comes (stand-in), if any."""
        return self.acting_for_id or self._cache.get("acting_for")

    def place_prefixes(self, right: Right) -> tuple[str, ...]:
        """List the places (shortest prefixes only) over which the actor holds `right`."""
        if self.is_system:
            return ("",)
        codes = sorted({grant.place_code for grant in self._holding(right) if grant.unit_id is None})
        kept: list[str] = []
        for code in codes:
            if not kept or not code.startswith(kept[-1]):
                kept.append(code)
        return tuple(kept)

    def unit_ids(self, right: Right) -> tuple[int, ...]:
        """List the units whose own rows the actor may reach with `right`."""
        return tuple(sorted({grant.unit_id for grant in self._holding(right) if grant.unit_id is not None}))

    def ancestor_codes(self, right: Right) -> tuple[str, ...]:
        """List the codes of all places above (and at) those of `place_prefixes` and of the units."""
        found: set[str] = set()
        for grant in self._holding(right):
            found.update(ancestors_of(grant.place_code))
            found.add(grant.place_code)
        return tuple(sorted(found))

    @property
    def needs_second_factor(self) -> bool:
        """Wide rights: any of the three administrators, or a leading role at county level or above."""
        return any(
            grant.role in SEPARATED_ROLES
            or (grant.role in SECOND_FACTOR_ROLES and len(grant.place_code) <= 6)
            for grant in self.grants
            if grant.unit_id is None
        )


def _inside(grant: Grant, place_code: str) -> Grant | None:
    """Return what a grant opens inside a place, None where it opens nothing there."""
    if grant.place_code.startswith(place_code):
        return grant
    if grant.unit_id is None and place_code.startswith(grant.place_code):
        return replace(grant, place_code=place_code)
    return None


def _opens(grant: Grant, place_code: str | None, unit_id: int | None) -> bool:
    """Say whether a grant reaches a place or a unit; naming neither asks for the right anywhere."""
    if place_code is None and unit_id is None:
        return True
    if grant.unit_id is not None:
        return grant.unit_id == unit_id
    return place_code is not None and place_code.startswith(grant.place_code)


SYSTEM = Actor(user_id=None, name="系统", is_system=True)
"""Commands and jobs that no person started."""
