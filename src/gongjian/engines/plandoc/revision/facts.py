"""Read the items of a document as fields that can be held against each other, whatever their kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gongjian.engines.plandoc.model import (
    CompiledDocument,
    Evidence,
    Group,
    Member,
    OutlineItem,
    Phase,
    Rating,
    RubricItem,
    RubricRule,
    Target,
    Task,
    Value,
)
from gongjian.engines.plandoc.revision import model
from gongjian.engines.plandoc.revision.likeness import Item, grams, plain
from gongjian.engines.plandoc.revision.wording import own_words

_COMPARATORS = {
    ">=": "不低于",
    "<=": "不超过",
    ">": "超过",
    "<": "低于",
    "+=": "提高",
    "-=": "下降",
    "=": "等于",
}
_EVERY = {
    "day": "每天",
    "week": "每周",
    "month": "每月",
    "quarter": "每季度",
    "half-year": "每半年",
    "year": "每年",
}
_ROLES = {
    "leader": "组长",
    "deputy": "副组长",
    "member": "成员",
    "office": "办公室",
    "office_head": "办公室主任",
}
_RULES = {"deduct": "扣分", "add": "加分", "veto": "否决"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of an item: `same` decides whether it differs, `words` show it."""

    field: str
    label: str
    aspect: str
    words: str
    same: Any


@dataclass(frozen=True, slots=True)
class Subject:
    """One item of a document, ready to be paired and compared; `parts` are seats of a group, rules of a rubric."""

    name: str
    evidence: Evidence
    item: Item
    facts: tuple[Fact, ...]
    section: str = ""
    parts: tuple["Subject", ...] = ()


def subjects_of(document: CompiledDocument) -> Iterator[tuple[str, list[Subject]]]:
    """Yield each kind with its items in the order of the document."""
    sections = _sections(document)
    tasks = [_task(task, section) for task, section in zip(document.tasks, sections, strict=True)]
    yield model.TARGET, [_target(target) for target in document.targets]
    yield model.PHASE, [_phase(phase) for phase in document.phases]
    yield model.TASK, tasks
    yield model.RATING, [_rating(rating) for rating in document.ratings]
    yield model.RUBRIC, [_rubric_item(item) for item in document.rubric_items]
    yield model.GROUP, [_group(group) for group in document.groups]


def day_words(day: str | None) -> str:
    """Write an ISO date, month or recurrence as a document would; nothing for None.

    >>> day_words("2026-09-30"), day_words("2026-06"), day_words("every:month:05"), day_words("every:quarter:end")
    ('2026年9月30日', '2026年6月', '每月5日', '每季度末')
    """
    if not day:
        return ""
    if day.startswith("every:"):
        _, each, *rest = day.split(":")
        return _EVERY.get(each, each) + (_day_of(each, rest[0]) if rest else "")
    parts = [int(part) for part in day.split("-") if part.isdigit()]
    return "".join(f"{number}{mark}" for number, mark in zip(parts, "年月日", strict=False)) or day


def _day_of(each: str, which: str) -> str:
    """Write the day within a period that recurs: the end of it, or the day of a month."""
    if which == "end":
        return "末"
    return f"{int(which)}日" if each == "month" and which.isdigit() else ""


def number_words(value: Value, unit: str | None = "") -> str:
    """Write a number without needless zeros, or the two ends of an interval.

    >>> from decimal import Decimal
    >>> number_words(Decimal("90.0"), "%"), number_words((Decimal(80), Decimal(90)), "分")
    ('90%', '80—90分')
    """
    if value is None:
        return ""
    ends = value if isinstance(value, tuple) else (value,)
    return "—".join(f"{end.normalize():f}" for end in ends) + (unit or "")


def _words(field: str, label: str, words: str | None, aspect: str = "words") -> Fact:
    return Fact(field, label, aspect, words or "", plain(words or ""))


def _number(field: str, label: str, value: Value, unit: str | None) -> Fact:
    return Fact(field, label, "value", number_words(value, unit), value)


def _day(field: str, label: str, day: str | None) -> Fact:
    return Fact(field, label, "date", day_words(day), day)


def _bodies(field: str, label: str, names: Sequence[str]) -> Fact:
    return Fact(field, label, "body", "、".join(names), frozenset(names))


def _comparator(comparator: str) -> Fact:
    return Fact("comparator", "比较方式", "condition", _COMPARATORS.get(comparator, comparator), comparator)


def _subject(
    name: str,
    evidence: Evidence,
    facts: Sequence[Fact],
    agree: Sequence[str] = (),
    is_known_by_facts: bool = False,
    **more: Any,
) -> Subject:
    """Build a subject; the facts named in `agree` speak for two items being the same."""
    parts: tuple[Subject, ...] = more.get("parts", ())
    says = tuple(f"{fact.field}={fact.words}" for fact in facts)
    key = (
        *says,
        plain(evidence.quote),
        *(word for part in parts for word in part.item.key),
        more.get("section", ""),
    )
    shared = tuple(fact.words for fact in facts if fact.field in agree)
    known = is_known_by_facts and all(shared)
    words = grams(more.pop("own_words", evidence.quote))
    item = Item(key, grams(name), words, shared, known)
    return Subject(name, evidence, item, tuple(facts), **more)


def _target(target: Target) -> Subject:
    facts = (
        _words("indicator", "名称", target.indicator),
        _comparator(target.comparator),
        _number("value", "目标值", target.value, target.unit),
        Fact("unit", "单位", "unit", target.unit or "", target.unit),
        _day("deadline", "时限", target.deadline),
        _words("scope", "范围", target.scope, "condition"),
    )
    return _subject(target.indicator, target, facts, ("value", "unit", "deadline"), True)


def _phase(phase: Phase) -> Subject:
    facts = (
        _words("name", "名称", phase.name),
        _day("begins", "开始", phase.begins),
        _day("ends", "结束", phase.ends),
    )
    return _subject(phase.name, phase, facts, ("begins", "ends"), True)


def _task(task: Task, section: str) -> Subject:
    facts = (
        _words("title", "名称", task.title),
        _day("due", "完成时限", task.due),
        _bodies("lead", "牵头单位", task.lead),
        _bodies("support", "配合单位", task.support),
    )
    words = own_words(task.quote, (*task.lead, *task.support))
    return _subject(task.title, task, facts, ("due", "lead", "support"), section=section, own_words=words)


def _rating(rating: Rating) -> Subject:
    facts = (
        _words("label", "等次", rating.label),
        _words("subject", "评谁", rating.subject, "condition"),
        _comparator(rating.comparator),
        _number("value", "条件", rating.value, rating.unit),
        Fact("unit", "单位", "unit", rating.unit or "", rating.unit),
        Fact("basis", "按什么评", "condition", rating.basis, rating.basis),
    )
    return _subject(rating.label, rating, facts, ("subject", "comparator", "basis", "value"))


def _rubric_item(item: RubricItem) -> Subject:
    facts = (_words("title", "名称", item.title), _number("full_marks", "满分", item.full_marks, "分"))
    return _subject(item.title, item, facts, ("full_marks",), parts=tuple(_rule(rule) for rule in item.rules))


def _rule(rule: RubricRule) -> Subject:
    facts = (
        Fact("kind", "性质", "condition", _RULES.get(rule.kind, rule.kind), rule.kind),
        _number("amount", "分值", rule.amount, "分"),
        _number("cap", "上限", rule.cap, "分"),
        _words("per", "怎么算", rule.per, "condition"),
    )
    return _subject(rule.quote, rule, facts, ("kind", "amount"))


def _group(group: Group) -> Subject:
    parts = tuple(_member(member) for member in group.members)
    return _subject(group.name, group, (_words("name", "名称", group.name),), parts=parts)


def _member(member: Member) -> Subject:
    role = _ROLES.get(member.role, member.role)
    facts = (
        _words("who", "人选", member.who, "body"),
        Fact("role", "职务", "body", role, member.role),
        _words("post", "本职", member.post, "body"),
    )
    return _subject(member.who, member, facts, ("role", "post"))


def _sections(document: CompiledDocument) -> list[str]:
    """Return for each task the heading it stands under, empty when it stands under none."""
    above: list[OutlineItem] = []
    at = 0
    headings = sorted(document.outline, key=lambda heading: heading.start)
    places = sorted(range(len(document.tasks)), key=lambda n: document.tasks[n].start)
    named = dict.fromkeys(places, "")
    for place in places:
        start = document.tasks[place].start
        while at < len(headings) and headings[at].start <= start:
            above = [heading for heading in above if heading.level < headings[at].level] + [headings[at]]
            at += 1
        outer = [heading for heading in above if heading.start < start]
        named[place] = outer[-1].heading if outer else ""
    return [named[place] for place in range(len(document.tasks))]
