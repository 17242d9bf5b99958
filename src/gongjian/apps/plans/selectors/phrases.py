"""Say a passage in one line, as its closed card shows it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjian.apps.plans.choices import ItemKind
from gongjian.apps.programmes.choices import Comparator

BETWEEN = {"[)", "[]", "(]", "()"}
_EVERY: dict[str, Any] = {
    "every:day": gettext_lazy("每天"),
    "every:week": gettext_lazy("每周"),
    "every:month": gettext_lazy("每月"),
    "every:month:end": gettext_lazy("每月底"),
    "every:quarter": gettext_lazy("每季"),
    "every:quarter:end": gettext_lazy("每季末"),
    "every:quarter:1": gettext_lazy("每季一次"),
    "every:half-year": gettext_lazy("每半年"),
    "every:year": gettext_lazy("每年"),
    "every:year:12": gettext_lazy("每年底"),
}
EVERY_CHOICES = tuple(_EVERY.items())


def name_of(values: Mapping[str, Any]) -> str:
    """Return what a passage is called, whatever its kind."""
    for field in ("title", "indicator", "name", "label"):
        if values.get(field):
            return str(values[field])
    return ""


def detail_of(kind: str, values: Mapping[str, Any]) -> str:
    """Return the second line of a card."""
    return " · ".join(part for part in _DETAILS[ItemKind(kind)](values) if part)


def day_words(text: str) -> str:
    """Write an ISO date, month or recurrence as a person would: 2026-09-30 → 2026年9月30日."""
    if text.startswith("every:"):
        return str(_EVERY.get(text) or _EVERY.get(":".join(text.split(":")[:2]), text))
    parts = text.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) not in (2, 3):
        return text
    year, month = f"{parts[0]}年", f"{int(parts[1])}月"
    return f"{year}{month}{int(parts[2])}日" if len(parts) == 3 else f"{year}{month}"


def before_words(text: str) -> str:
    """Write by when: 2026年9月30日前, 2026年9月底前; a recurrence as it is; nothing for nothing."""
    if not text or text.startswith("every:"):
        return day_words(text) if text else ""
    form = _("%(day)s前") if text.count("-") == 2 else _("%(day)s底前")
    return form % {"day": day_words(text)}


def amount_words(values: Mapping[str, Any]) -> str:
    """Write the comparison of a target or a rating: 不低于 80%, 80 分至不足 90 分."""
    value, unit = values.get("value"), values.get("unit") or ""
    if isinstance(value, list):
        opening, closing = values["comparator"]
        above, below = "超过" if opening == "(" else "", "不足" if closing == ")" else ""
        return f"{above}{value[0]}{unit}至{below}{value[1]}{unit}"
    if value in (None, ""):
        return _("没有数值")
    words = dict(Comparator.choices).get(values["comparator"], values["comparator"])
    return f"{words} {value}{unit}"


def _target(values: Mapping[str, Any]) -> list[str]:
    return [amount_words(values), before_words(values.get("deadline", "")), values.get("scope", "")]


def _phase(values: Mapping[str, Any]) -> list[str]:
    begins, ends = values.get("begins"), values.get("ends")
    return [
        _("%(begins)s至%(ends)s")
        % {
            "begins": day_words(begins) if begins else _("开始未定"),
            "ends": day_words(ends) if ends else _("结束未定"),
        }
    ]


def _task(values: Mapping[str, Any]) -> list[str]:
    return [
        values["lead"] and _("牵头 %(units)s") % {"units": "、".join(values["lead"])},
        values["support"] and _("配合 %(units)s") % {"units": "、".join(values["support"])},
        before_words(values.get("due", "")),
        f"{values['quantity']}{values.get('unit', '')}" if values.get("quantity") else "",
    ]


def _rating(values: Mapping[str, Any]) -> list[str]:
    basis, _colon, of_words = str(values.get("basis", "")).partition(":")
    what = {"score": _("得分"), "share": _("%(label)s占比") % {"label": of_words}}.get(
        basis, of_words or basis
    )
    return [f"{what} {amount_words(values)}", values.get("subject", "")]


def _group(values: Mapping[str, Any]) -> list[str]:
    leaders = "、".join(member["who"] for member in values["members"] if member["role"] == "leader")
    return [
        leaders and _("组长 %(names)s") % {"names": leaders},
        _("%(count)s 个职务") % {"count": len(values["members"])},
    ]


_DETAILS = {
    ItemKind.TARGET: _target,
    ItemKind.PHASE: _phase,
    ItemKind.TASK: _task,
    ItemKind.RATING: _rating,
    ItemKind.GROUP: _group,
}
