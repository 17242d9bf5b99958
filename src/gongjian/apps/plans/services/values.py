"""Hold what comes from a form or a program to the shape of its kind, field by field."""

from collections.abc import Callable, Mapping
from typing import Any

from gongjian.apps.parties.choices import GroupRole
from gongjian.apps.places.choices import Level
from gongjian.apps.plans.choices import ItemKind
from gongjian.apps.plans.services.reading import EMPTY_VALUES, UNIT_LENGTH
from gongjian.core.errors import Invalid
from gongjian.core.registry import list_indicators

TEXT_LENGTH = 200
_COMPARATORS = {
    ItemKind.TARGET: frozenset({">=", "<=", ">", "<", "+=", "-=", "="}),
    ItemKind.RATING: frozenset({">=", "<=", ">", "<", "=", "[]", "[)", "(]", "()"}),
}


def clean_values(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of `values` that the kind has, each in its shape. Raises Invalid with a sentence."""
    known = EMPTY_VALUES[kind]
    found = {name: _CLEANERS.get(name, _text)(values[name]) for name in known if name in values}
    if "comparator" in found and found["comparator"] not in _COMPARATORS[ItemKind(kind)]:
        raise Invalid(f"比较方式“{found['comparator']}”认不出。请选不低于、不超过等。")
    key = found.get("indicator_key")
    if key and key not in {indicator.key for indicator in list_indicators()}:
        raise Invalid("没有这个指标。请从指标库里重新选。")
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str | int | float):
        raise Invalid("有一栏填的不是文字。请改后再存。")
    return " ".join(str(value).split())[:TEXT_LENGTH]


def _number(value: Any) -> Any:
    if isinstance(value, list | tuple):
        if len(value) != 2:
            raise Invalid("区间要有两个数：从多少到多少。")
        return [_text(part) for part in value]
    return None if value is None or value == "" else _text(value)


def _names(value: Any) -> list[str]:
    if not isinstance(value, list | tuple):
        raise Invalid("单位要一个一个列出来。")
    return list(dict.fromkeys(name[:UNIT_LENGTH] for name in map(_text, value) if name))


def _levels(value: Any) -> list[int]:
    if not isinstance(value, list | tuple) or not all(str(level).isdigit() for level in value):
        raise Invalid("评级的对象要选社区、街道乡镇或区县。")
    wanted = {int(level) for level in value}
    if wanted - set(Level.values):
        raise Invalid("没有这一级地方。请选社区、街道乡镇或区县。")
    return sorted(wanted, reverse=True)


def _members(value: Any) -> list[dict[str, str]]:
    if not isinstance(value, list | tuple):
        raise Invalid("成员要一个一个列出来。")
    found = []
    for member in value:
        who, role = _text(member.get("who", "")), _text(member.get("role", GroupRole.MEMBER.value))
        if role not in GroupRole.values:
            raise Invalid(f"“{who}”的职务认不出。请选组长、副组长、成员或办公室。")
        if who:
            found.append({"who": who, "role": role, "post": _text(member.get("post") or "")})
    return found


_CLEANERS: dict[str, Callable[[Any], Any]] = {
    "value": _number,
    "lead": _names,
    "support": _names,
    "path": lambda value: [_text(part) for part in value],
    "levels": _levels,
    "members": _members,
}
