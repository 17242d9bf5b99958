"""Match the unit names of a plan to organisations, or to every place of a level (各街道)."""

import re
from collections.abc import Iterable

from gongjian.apps.parties.selectors import match_organisations
from gongjian.apps.places.choices import Level
from gongjian.apps.plans.models import Plan, PlanUnit

_COLLECTIVES: tuple[tuple[str, Level], ...] = (
    (r"社区|村|居委会|村委会|居民委员会|小区|村(?:居|\(社区\)|（社区）)", Level.COMMUNITY),
    (
        r"街道|街道办|街道办事处|镇|乡镇|镇街|街镇|街道(?:\(乡镇\)|（乡镇）)|镇\(街道\)|镇（街道）",
        Level.STREET,
    ),
    (r"区县|县区|区|县|县\(区\)|县（区）|区\(县\)|区（县）|县\(市、区\)|县（市、区）|市县", Level.COUNTY),
)
_TAIL = r"(?:人民政府|政府|民政局|民政部门|党工委|党委|管委会|主要负责人|负责人)?"


def collective_level(name: str) -> Level | None:
    """Say which level a collective name means; None for the name of one body.

    >>> collective_level("各街道（乡镇）"), collective_level("区城管局")
    (<Level.STREET: 9>, None)
    """
    if not name.startswith(("各", "所有", "全市各", "全区各", "辖区各")):
        return None
    rest = re.sub(r"^(?:全市|全区|辖区)?(?:各|所有)", "", name)
    for pattern, level in _COLLECTIVES:
        if re.fullmatch(f"(?:{pattern}){_TAIL}", rest):
            return level
    return None


def match_units(plan: Plan, names: Iterable[str]) -> None:
    """Add the names that are new and match each: one clear body, a level, or suggestions to choose from."""
    known = set(plan.units.values_list("name", flat=True))
    rows = []
    for name in dict.fromkeys(names):
        if name in known:
            continue
        level = collective_level(name)
        found = [] if level else match_organisations(name, plan.place_code)
        rows.append(
            PlanUnit(
                plan=plan,
                name=name[:120],
                collective_level=level,
                organisation=found[0] if len(found) == 1 else None,
                suggestions=[[row.pk, row.name] for row in found[:5]],
            )
        )
    PlanUnit.objects.bulk_create(rows)


def forget_unused(plan: Plan, names: Iterable[str]) -> None:
    """Drop names that no task uses any more."""
    plan.units.exclude(name__in=list(names)).delete()
