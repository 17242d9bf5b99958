"""Rubrics: scored items with full marks from headings, lines and tables, bonuses and vetoes."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from gongjian.engines.plandoc.model import RubricItem, RubricRule
from gongjian.engines.plandoc.outline import Node
from gongjian.engines.plandoc.reading import Reading, split_spans
from gongjian.engines.plandoc.scoring_rules import RuleFound, read_rules, read_vetoes
from gongjian.engines.plandoc.tables import Cell, Table

_MARKS = re.compile(
    r"[（，、：\s]?\s*(?:本项|满分|共计?|计|分值为?|标准分|总分|权重)?[：]?\s*(?P<n>\d+(?:\.\d+)?)\s*分(?P<close>[）。，：；\s]|$)"
)
_LINE_ITEM = re.compile(
    r"^(?P<title>[\u3400-\u9fff、“”]{2,20})\s*（(?:满分|共|计|分值)?[：]?(?P<n>\d+(?:\.\d+)?)分）",
    re.MULTILINE,
)
_SIGNED_DATE = re.compile(r"(?:20\d\d|二[〇零○][一二三四五六七八九〇零○]{2}) ?年.{1,8}日")
_SIGNATURE_LINES = 6
_BONUS = re.compile(r"加分|附加分|奖励分|减分|扣分项|倒扣")
_VETO_HEAD = re.compile(r"否决")
_SPEAKS_OF_POINTS = re.compile(r"[扣加减](?:除|减)?(?:\d|[一二三五十]分)|不得分|不计分")


@dataclass(frozen=True, slots=True)
class ItemFound:
    """A rubric item with the stretch of normalised text it covers."""

    title: str
    full_marks: Decimal | None
    rules: tuple[RuleFound, ...]
    start: int
    end: int
    rule: str


def _node_marks(reading: Reading, node: Node) -> tuple[Decimal, int] | None:
    """Return the marks written in or right behind a heading, and where they end."""
    text = reading.text
    tail = text[node.heading_end : min(node.line_end, node.heading_end + 16)]
    found = re.match(
        r"\s*[（：，]?(?:本项|满分|共计?|计|分值|标准分)?[：为]?\s*(\d+(?:\.\d+)?)\s*分\s*(?:[）。，：；]|$)",
        tail,
    )
    if found:
        return Decimal(found[1]), node.heading_end + found.end()
    inside = re.search(r"(?<![扣加得减积计记赋奖以第\d.])(\d+(?:\.\d+)?)分$", node.heading)
    if inside and not re.search(r"扣|加分|以上|满", node.heading):
        return Decimal(inside[1]), node.heading_end
    return None


def find_rubric(reading: Reading) -> tuple[ItemFound, ...]:
    """Return the rubric items of a document in order; a text without points has none."""
    body = reading.text[reading.start : reading.end]
    if not (_SPEAKS_OF_POINTS.search(body) or reading.frame.kind == "rubric"):
        return ()
    items = _table_items(reading) + _heading_items(reading)
    if not any(item.full_marks is not None for item in items):
        items += _line_items(reading, items)
    items += _special_sections(reading, items)
    items += _stray_rules(reading, items)
    return tuple(sorted(items, key=lambda item: item.start))


def _heading_items(reading: Reading) -> list[ItemFound]:
    marks = {i: m for i, node in enumerate(reading.outline.nodes) for m in [_node_marks(reading, node)] if m}
    above = {i for j in marks for i in reading.outline.nodes[j].path}
    items = []
    for i, (full, after) in marks.items():
        node = reading.outline.nodes[i]
        if i in above:
            continue
        title = re.sub(r"[（，：]?\d+(?:\.\d+)?分$", "", node.heading).strip("：，、（ ")
        rules = read_rules(reading.text, after, node.end, full)
        items.append(ItemFound(title, full, tuple(rules), node.start, node.end, "rubric:heading"))
    return items


def _line_items(reading: Reading, known: list[ItemFound]) -> list[ItemFound]:
    found = list(_LINE_ITEM.finditer(reading.text, reading.start, reading.end))
    items = []
    for i, match in enumerate(found):
        stop = found[i + 1].start() if i + 1 < len(found) else reading.end
        if any(item.start <= match.start() < item.end for item in known):
            continue
        full = Decimal(match["n"])
        rules = tuple(read_rules(reading.text, match.end(), stop, full))
        items.append(ItemFound(match["title"], full, rules, match.start(), stop, "rubric:line"))
    return items


def _table_items(reading: Reading) -> list[ItemFound]:
    items: list[ItemFound] = []
    for table in reading.tables:
        marks_at = table.column("标准分", "分值", "满分", "分数", "配分", "权重")
        rule_at = table.column(
            "评分标准", "评分细则", "扣分标准", "计分", "评分办法", "考核标准", "评分", "标准", "细则"
        )
        title_at = table.column(
            "考核内容", "考核项目", "考评内容", "评价内容", "评分项目", "检查内容", "项目", "指标", "内容"
        )
        if marks_at is None or title_at is None:
            continue
        for row in table.rows:
            item = _row_item(reading, row, title_at, marks_at, rule_at)
            if item and items and (items[-1].title, items[-1].full_marks) == (item.title, item.full_marks):
                items[-1] = replace(items[-1], rules=(*items[-1].rules, *item.rules), end=item.end)
            elif item:
                items.append(item)
        items.extend(_below_table(reading, table))
    return items


def _row_item(
    reading: Reading, row: tuple[Cell, ...], title_at: int, marks_at: int, rule_at: int | None
) -> ItemFound | None:
    if len(row) <= max(title_at, marks_at):
        return None
    full = re.fullmatch(r"(\d+(?:\.\d+)?)分?", row[marks_at].text)
    title = row[title_at].text
    if not full or not title or re.search(r"合计|总分|小计", title):
        return None
    amount = Decimal(full[1])
    rules: list[RuleFound] = []
    cells = [row[rule_at]] if rule_at is not None and rule_at < len(row) else list(row[marks_at + 1 :])
    for cell in cells:
        rules += read_rules(reading.text, cell.start, cell.end, amount)
    return ItemFound(title, amount, tuple(rules), row[0].start, row[-1].end, "rubric:table")


def _below_table(reading: Reading, table: Table) -> list[ItemFound]:
    """Read a veto label that closes a flattened table, with its triggers on the lines below."""
    tail = reading.text[table.end : table.end + 400]
    found = re.match(r"\s*(?:\d+\s+)?(?P<title>[^\n。，]{0,8}否决[^\n。，]{0,4})[\n\t]+", tail)
    if not found:
        return []
    start = table.end + found.end()
    stop = start
    for line in reading.text[start : reading.end].split("\n"):
        if re.search(r"标准：|一经|直接|取消|说明|^备注", line) or not line.strip():
            break
        stop += len(line) + 1
    rules = read_vetoes(reading.text, start, min(stop, reading.end), True)
    title = found["title"].strip()
    place = table.end + found.start("title")
    return (
        [ItemFound(title, None, tuple(rules), place, min(stop, reading.end), "rubric:veto")] if rules else []
    )


def _special_sections(reading: Reading, known: list[ItemFound]) -> list[ItemFound]:
    """Return bonus and veto sections without marks of their own."""
    items = []
    for i, node in enumerate(reading.outline.nodes):
        if reading.outline.children[i] or any(k.start <= node.start < k.end for k in known):
            continue
        title = node.heading
        above = "".join(reading.outline.nodes[j].heading for j in node.path)
        first_words = re.split(r"[。，：；]", reading.text[node.marker.end : node.line_end])[0]
        if _VETO_HEAD.search(title or first_words) and len(title or first_words) <= 16:
            rules = read_vetoes(reading.text, node.heading_end, min(node.end, _signed_at(reading)), True)
            rule = "rubric:veto"
        elif _BONUS.search(title) or _BONUS.search(above):
            rules = read_rules(reading.text, node.heading_end, node.end, None)
            rule = "rubric:bonus"
        else:
            continue
        if rules:
            name = title or node.marker.text
            items.append(ItemFound(name, None, tuple(rules), node.start, node.end, rule))
    return items


def _signed_at(reading: Reading) -> int:
    """Return where the closing signature begins: the date on the last line and the body above it."""
    at = reading.end
    for _ in range(_SIGNATURE_LINES):
        start = reading.text.rfind("\n", reading.start, at) + 1
        line = reading.text[start:at].strip()
        if line and not _SIGNED_DATE.fullmatch(line) and line != reading.frame.issuer:
            break
        at = max(start - 1, reading.start)
    return at


def _stray_rules(reading: Reading, known: list[ItemFound]) -> list[ItemFound]:
    """Return rules outside every item, in items named after the heading or article that holds them."""
    items: list[ItemFound] = []
    covered = sorted((item.start, item.end) for item in known)
    stretches = _uncovered(reading, covered)
    gathered: dict[tuple[str, int], list[RuleFound]] = {}
    for start, end in stretches:
        for a, b in reading.sentences(start, end):
            rules = [r for r in read_rules(reading.text, a, b, None) if r.amount is not None]
            for first, last in split_spans(reading.text, a, b, re.compile("；")):
                if not any(first <= rule.start < last for rule in rules):
                    rules += read_vetoes(reading.text, first, last, False)
            if rules:
                gathered.setdefault(_holder_name(reading, a), []).extend(rules)
    for (name, _), rules in gathered.items():
        items.append(ItemFound(name, None, tuple(rules), rules[0].start, rules[-1].end, "rubric:stray"))
    return items


def _holder_name(reading: Reading, offset: int) -> tuple[str, int]:
    holders = reading.outline.holders(offset)
    for index in reversed(holders):
        node = reading.outline.nodes[index]
        if node.marker.style == "part:条" and not node.heading:
            return node.marker.text.strip(), index
    for index in reversed(holders):
        heading = reading.outline.nodes[index].heading
        if heading and not _SPEAKS_OF_POINTS.search(heading):
            return heading, index
    return "其他", -1


def _uncovered(reading: Reading, covered: list[tuple[int, int]]) -> list[tuple[int, int]]:
    spans, at = [], reading.start
    for start, end in covered:
        if start > at:
            spans.append((at, start))
        at = max(at, end)
    if at < reading.end:
        spans.append((at, reading.end))
    return spans


def action_spans(reading: Reading, found: tuple[ItemFound, ...]) -> tuple[tuple[int, int], ...]:
    """Return the clauses in which rules act; what a rule refers back to (应达到80%) is not part of it."""
    spans = []
    for item in found:
        for rule in item.rules:
            comma = reading.text.rfind("，", rule.start, rule.end)
            spans.append((comma + 1 if comma > 0 else rule.start, rule.end))
    return tuple(spans)


def rubric_records(reading: Reading, found: tuple[ItemFound, ...]) -> tuple[RubricItem, ...]:
    """Turn found items into records with their place in the raw text."""
    records = []
    for item in found:
        a, b, quote = reading.raw_span(item.start, item.end)
        rules = tuple(_rule_record(reading, rule, item.rule) for rule in item.rules)
        records.append(
            RubricItem(
                quote=quote,
                start=a,
                end=b,
                rule=item.rule,
                confidence=0.9 if item.full_marks is not None else 0.7,
                title=item.title,
                full_marks=item.full_marks,
                rules=rules,
            )
        )
    return tuple(records)


def _rule_record(reading: Reading, rule: RuleFound, name: str) -> RubricRule:
    a, b, quote = reading.raw_span(rule.start, rule.end)
    return RubricRule(
        quote=quote,
        start=a,
        end=b,
        rule=f"{name}:{rule.kind}",
        confidence=0.8,
        kind=rule.kind,
        amount=rule.amount,
        unit=None if rule.kind == "veto" else "分",
        per=rule.per,
        cap=rule.cap,
    )
