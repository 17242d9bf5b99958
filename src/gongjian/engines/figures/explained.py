"""The exchange format with its reasons: what each item says in short, by which rule, from which words."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gongjian.engines.figures.model import Claim
from gongjian.engines.figures.schema import claim_to_schema, file_to_schema
from gongjian.engines.plandoc.revision.facts import day_words
from gongjian.engines.rule_words import rule_words

KINDS = (
    ("outline", "标题"),
    ("targets", "目标"),
    ("phases", "阶段"),
    ("tasks", "任务"),
    ("ratings", "评级条件"),
    ("rubric_items", "评分项"),
    ("groups", "领导小组"),
    ("quantities", "数量"),
    ("claims", "可复算的数"),
)
"""The lists of a document in the exchange format, in its order, with their names."""

_SIGNS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "=": "＝", "+=": "增加", "-=": "减少"}
_BASES = {
    "score": "得分",
    "points": "积分",
    "hours": "时长",
    "rank": "名次",
    "share": "占比",
    "count": "个数",
    "quota": "名额",
    "lag": "拖延",
}
_SEATS = {
    "leader": "组长",
    "deputy": "副组长",
    "member": "成员",
    "office": "办公室",
    "office_head": "办公室主任",
}
_ACTS = {"deduct": "扣", "add": "加", "veto": "否决"}
_CLAIMS = {
    "percentage_of": "占比",
    "growth": "增长",
    "difference": "相差",
    "sum": "合计",
    "per_capita": "平均",
}

Item = Mapping[str, Any]


def explain_text(text: str) -> dict[str, Any]:
    """Compile a text and return the exchange format with the reason of every item.

    Besides its fields each item, seat and rubric rule has `says` (its value in short), `rule_words` (what its
    rule looks for), `line` and `column` of its words, counted from 1. Operands of claims are quoted with their
    place; a phase, whose `start` and `end` are dates, has `offset` and `offset_end`.

    >>> compiled = explain_text("清淤方案\\n一、目标\\n清淤率达到90%。")
    >>> [target] = compiled["documents"][0]["targets"]
    >>> target["says"], target["rule_words"], target["line"], target["column"]
    ('清淤率 ≥ 90%', '讲目标的章节里写着的数', 3, 1)
    """
    compiled = file_to_schema(text, _with_operands)
    lines = _line_starts(text)
    for document in compiled["documents"]:
        document["line"] = _place(lines, document["start"])[0]
        for key, _ in KINDS:
            document[key] = [_explained(item, _SAYINGS[key], lines) for item in document[key]]
    return compiled


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset, both counted from 1.

    >>> line_and_column("甲乙\\n丙丁", 4)
    (2, 2)
    """
    return _place(_line_starts(text), offset)


def _line_starts(text: str) -> list[int]:
    return [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]


def _place(lines: Sequence[int], offset: int) -> tuple[int, int]:
    line = bisect_right(lines, offset)
    return line, offset - lines[line - 1] + 1


def _with_operands(claim: Claim) -> dict[str, Any]:
    """Write a claim with the words of its operands."""
    plain = claim_to_schema(claim)
    plain["operands"] = [
        {**written, "quote": one.quote, "start": one.start, "end": one.end}
        for written, one in zip(plain["operands"], claim.operands, strict=True)
    ]
    return plain


def _explained(item: Item, say: Callable[[Item], str], lines: Sequence[int]) -> dict[str, Any]:
    """Add to an item and to its parts what they say, by which rule and where."""
    line, column = _place(lines, item["offset"] if "offset" in item else item["start"])
    reasons = {"says": say(item), "rule_words": rule_words(item["rule"]), "line": line, "column": column}
    if "offset" in item:
        reasons["offset_end"] = item["offset"] + len(item["quote"])
    for key, say_part in (("rules", _rule), ("members", _member)):
        if key in item:
            reasons[key] = [_explained(part, say_part, lines) for part in item[key]]
    return {**item, **reasons}


def _number(value: Any, unit: str | None = None) -> str:
    return "" if value is None else f"{value}{unit or ''}"


def _sign(comparator: str) -> str:
    return _SIGNS.get(comparator, comparator)


def _joined(*parts: str) -> str:
    return "  ".join(part for part in parts if part)


def _outline(item: Item) -> str:
    return f"第{item['level']}级 {item['marker']} {item['heading']}".rstrip()


def _target(item: Item) -> str:
    wanted = f"{item['indicator']} {_sign(item['comparator'])} {_number(item['value'], item['unit'])}".strip()
    due = f"{day_words(item['deadline'])}前" if item["deadline"] else ""
    return _joined(wanted, due, f"范围：{item['scope']}" if item["scope"] else "")


def _phase(item: Item) -> str:
    begins, ends = (day_words(item[key]) or "未写明" for key in ("start", "end"))
    return _joined(item["name"], begins if begins == ends else f"{begins}至{ends}")


def _task(item: Item) -> str:
    who = [
        f"{label}：{'、'.join(item[key])}"
        for key, label in (("lead", "牵头"), ("support", "配合"))
        if item[key]
    ]
    under = f"在 {' '.join(item['path'])} 下" if item["path"] else ""
    return _joined(item["title"], *who, f"时限：{day_words(item['due'])}" if item["due"] else "", under)


def _rating(item: Item) -> str:
    kind, _, what = item["basis"].partition(":")
    basis = f"{_BASES.get(kind, kind)}（{what}）" if what else _BASES.get(kind, kind)
    whose = f"（{item['subject']}）" if item["subject"] else ""
    return f"{item['label']}{whose}：{basis} {_bound(item['comparator'], item['value'], item['unit'])}"


def _bound(comparator: str, value: Any, unit: str | None) -> str:
    """Write a bound, an interval as its two bounds: ≥ 80分、＜ 90分."""
    if not isinstance(value, list):
        return f"{_sign(comparator)} {_number(value, unit)}"
    low, high = value
    opens, closes = "≥＞"[comparator[0] == "("], "≤＜"[comparator[1] == ")"]
    return f"{opens} {_number(low, unit)}、{closes} {_number(high, unit)}"


def _rubric_item(item: Item) -> str:
    return _joined(item["title"], "" if item["full_marks"] is None else f"{_number(item['full_marks'])}分")


def _rule(item: Item) -> str:
    amount = "" if item["amount"] is None else f"{_number(item['amount'])}分"
    cap = "" if item["cap"] is None else f"最多{_number(item['cap'])}分"
    return _joined(f"{_ACTS.get(item['kind'], item['kind'])}{amount}", item["per"] or "", cap)


def _group(item: Item) -> str:
    return _joined(item["name"], f"{len(item['members'])} 人（单位）")


def _member(item: Item) -> str:
    return _joined(f"{_SEATS.get(item['role'], item['role'])}：{item['who']}", item["post"] or "")


def _quantity(item: Item) -> str:
    about = "约" if item["approx"] else ""
    return _joined(item["what"] or "", f"{about}{_number(item['value'], item['unit'])}")


def _claim(item: Item) -> str:
    kind = _CLAIMS.get(item["type"], item["type"])
    stated, computed = (_number(item[key], item["unit"]) for key in ("stated", "computed"))
    return f"{kind} {stated}，复算 {computed}，{'相符' if item['holds'] else '不相符'}"


_SAYINGS: Mapping[str, Callable[[Item], str]] = {
    "outline": _outline,
    "targets": _target,
    "phases": _phase,
    "tasks": _task,
    "ratings": _rating,
    "rubric_items": _rubric_item,
    "groups": _group,
    "quantities": _quantity,
    "claims": _claim,
}
