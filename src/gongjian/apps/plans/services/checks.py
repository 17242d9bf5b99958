"""What a plan still lacks before it can run, in sentences tied to the passage."""

from decimal import Decimal, InvalidOperation
from typing import Any

from gongjian.apps.plans.choices import ItemKind
from gongjian.apps.plans.services.dates import RECURRENCE, first_day, is_date, is_recurrence, last_day


def problems_of(kind: str, values: dict[str, Any]) -> list[str]:
    """List what one item lacks or has wrong; an empty list means it can run."""
    return list(_CHECKS[ItemKind(kind)](values))


def is_number(value: Any) -> bool:
    """Say whether a value reads as a finite decimal number."""
    try:
        return Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False


def _check_target(values: dict[str, Any]) -> list[str]:
    found = []
    if not values.get("indicator", "").strip():
        found.append("目标没有写是什么指标")
    if not is_number(values.get("value")):
        found.append("目标没有数值，写一个数")
    if values.get("deadline") and not is_date(values["deadline"]):
        found.append("目标的时限不是日期，写成 2026-12-31 或 2026-12")
    return found


def _check_phase(values: dict[str, Any]) -> list[str]:
    found = [] if values.get("name", "").strip() else ["阶段没有名称"]
    for field, word in (("begins", "开始"), ("ends", "结束")):
        if not values.get(field):
            found.append(f"阶段没有{word}时间")
        elif not is_date(values[field]):
            found.append(f"阶段的{word}时间不是日期，写成 2026-03-01 或 2026-03")
    if found:
        return found
    begins, ends = first_day(values["begins"]), last_day(values["ends"])
    if begins and ends and begins > ends:
        found.append("阶段的开始晚于结束")
    return found


def _check_task(values: dict[str, Any]) -> list[str]:
    found = [] if values.get("title", "").strip() else ["任务没有名称"]
    if not values.get("lead"):
        found.append("任务没有责任单位")
    due = values.get("due", "")
    if due.startswith(RECURRENCE) and not is_recurrence(due):
        found.append("任务的周期认不出，选每天、每周、每月、每季、每半年或每年")
    elif due and not due.startswith(RECURRENCE) and not is_date(due):
        found.append("任务的时限不是日期，写成 2026-03-31 或 2026-03")
    if values.get("quantity") and not is_number(values["quantity"]):
        found.append("任务的数量不是数")
    return found


def _check_rating(values: dict[str, Any]) -> list[str]:
    found = [] if values.get("label", "").strip() else ["评级没有等次"]
    value = values.get("value")
    bounds = value if isinstance(value, list) else [value]
    if not bounds or not all(is_number(bound) for bound in bounds):
        return [*found, "评级没有分数或占比"]
    if len(bounds) == 2 and Decimal(str(bounds[0])) >= Decimal(str(bounds[1])):
        found.append("评级的下限不低于上限")
    if values.get("basis", "").startswith("share") and not 0 <= Decimal(str(bounds[0])) <= 100:
        found.append("评级的占比要在 0 到 100% 之间")
    return found


def _check_group(values: dict[str, Any]) -> list[str]:
    found = [] if values.get("name", "").strip() else ["组织没有名称"]
    if not values.get("members"):
        found.append("组织没有成员")
    return found


_CHECKS = {
    ItemKind.TARGET: _check_target,
    ItemKind.PHASE: _check_phase,
    ItemKind.TASK: _check_task,
    ItemKind.RATING: _check_rating,
    ItemKind.GROUP: _check_group,
}
