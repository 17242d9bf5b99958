"""From compiled passages to the values that cards show; all values are JSON-ready."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gongjian.apps.places.choices import Level
from gongjian.apps.plans.choices import ItemKind
from gongjian.engines.plandoc import CompiledDocument
from gongjian.engines.plandoc.model import Evidence, Group, Phase, Rating, Target, Task

UNIT_LENGTH = 120
_MARKER = re.compile(r"^(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|\d+[.．、])")
_COMMUNITY_WORDS = "社区|居委会|村|院落|小区"
_ABOVE: tuple[tuple[str, Level], ...] = (
    ("街道|乡镇|镇|乡", Level.STREET),
    ("城区|区县|市区|区|县", Level.COUNTY),
)


@dataclass(frozen=True)
class Passage:
    """One recognised passage: its kind, its words and its values."""

    kind: ItemKind
    evidence: Evidence
    values: dict[str, Any]


def passages_of(document: CompiledDocument) -> list[Passage]:
    """List what was recognised, in the order of the text."""
    found: list[Passage] = []
    for kind, items, values in _KINDS:
        found += [Passage(kind, item, values(item)) for item in items(document)]
    return sorted(found, key=lambda passage: (passage.evidence.start, passage.evidence.end))


def unit_names(passages: Iterable[dict[str, Any]]) -> list[str]:
    """List the unit names in the values of tasks, each once, in order."""
    names = (name for values in passages for name in (*values.get("lead", ()), *values.get("support", ())))
    return list(dict.fromkeys(name for name in names if name))


def _number(value: Decimal | tuple[Decimal, Decimal] | None) -> Any:
    if isinstance(value, tuple):
        return [str(part) for part in value]
    return None if value is None else str(value)


def _target(item: Target) -> dict[str, Any]:
    return {
        "indicator": item.indicator,
        "comparator": item.comparator,
        "value": _number(item.value),
        "unit": item.unit or "",
        "deadline": item.deadline or "",
        "scope": item.scope or "",
        "place_code": "",
        "indicator_key": "",
    }


def _phase(item: Phase) -> dict[str, Any]:
    return {"name": item.name, "begins": item.begins or "", "ends": item.ends or ""}


def _task(item: Task) -> dict[str, Any]:
    return {
        "title": item.title,
        "path": list(item.path),
        "lead": [name[:UNIT_LENGTH] for name in item.lead],
        "support": [name[:UNIT_LENGTH] for name in item.support],
        "due": item.due or "",
        "quantity": "",
        "unit": "",
    }


def _rating(item: Rating) -> dict[str, Any]:
    return {
        "label": item.label,
        "subject": item.subject or "",
        "comparator": item.comparator,
        "value": _number(item.value),
        "unit": item.unit or "",
        "basis": _plain_basis(item.basis),
        "levels": levels_of(f"{item.subject or ''} {item.label}", item.basis),
    }


def _plain_basis(basis: str) -> str:
    """Leave out the marker of a heading that stands before the grade: share:（二）示范社区 → share:示范社区."""
    kind, colon, words = basis.partition(":")
    return f"{kind}{colon}{_MARKER.sub('', words)}"


def levels_of(words: str, basis: str) -> list[int]:
    """List the levels of places that a condition rates; a share rates what stands above the communities.

    >>> levels_of("区县 示范城区或示范街道", "share:示范社区"), levels_of("示范社区", "score")
    ([9, 6], [12])
    """
    rest = re.sub(_COMMUNITY_WORDS, " ", words)
    above = [int(level) for pattern, level in _ABOVE if re.search(pattern, rest)]
    if basis == "score":
        return [int(Level.COMMUNITY)] if rest != words or not above else []
    return above


def _group(item: Group) -> dict[str, Any]:
    return {
        "name": item.name,
        "members": [
            {"who": member.who, "role": member.role, "post": member.post or ""} for member in item.members
        ],
    }


_KINDS: tuple[tuple[ItemKind, Callable[[CompiledDocument], Any], Callable[[Any], dict[str, Any]]], ...] = (
    (ItemKind.TARGET, lambda document: document.targets, _target),
    (ItemKind.PHASE, lambda document: document.phases, _phase),
    (ItemKind.TASK, lambda document: document.tasks, _task),
    (ItemKind.RATING, lambda document: document.ratings, _rating),
    (ItemKind.GROUP, lambda document: document.groups, _group),
)
EMPTY_VALUES: dict[str, dict[str, Any]] = {
    ItemKind.TARGET: {
        "indicator": "",
        "comparator": ">=",
        "value": None,
        "unit": "",
        "deadline": "",
        "scope": "",
        "place_code": "",
        "indicator_key": "",
    },
    ItemKind.PHASE: {"name": "", "begins": "", "ends": ""},
    ItemKind.TASK: {
        "title": "",
        "path": [],
        "lead": [],
        "support": [],
        "due": "",
        "quantity": "",
        "unit": "",
    },
    ItemKind.RATING: {
        "label": "",
        "subject": "",
        "comparator": ">=",
        "value": None,
        "unit": "分",
        "basis": "score",
        "levels": [],
    },
    ItemKind.GROUP: {"name": "", "members": []},
}
NAMING_FIELD = {
    ItemKind.TARGET: "indicator",
    ItemKind.PHASE: "name",
    ItemKind.TASK: "title",
    ItemKind.RATING: "label",
    ItemKind.GROUP: "name",
}
"""The field that a passage selected by hand fills first."""
