"""Rubrics: scored items with full marks from headings, lines and tables, bonuses and vetoes."""

import re
from collections.abc import Iterator
from decimal import Decimal

from gongjian.engines.plandoc.model import RubricItem, RubricRule
from gongjian.engines.plandoc.outline import Node
from gongjian.engines.plandoc.reading import Reading, split_spans
from gongjian.engines.plandoc.rubric_item import ItemFound, TitledMarks, titled_marks
from gongjian.engines.plandoc.rubric_tables import table_items, veto_lines_end
from gongjian.engines.plandoc.scoring_rules import (
    RuleFound,
    cap_whole,
    read_cases,
    read_rules,
    read_vetoes,
    speaks_of_points,
)
from gongjian.engines.plandoc.spans import Spans

_CAPPED = re.compile(r"最多|最高|累计|上限|封顶|不超过|至多|为限")
_TRIGGER = re.compile(r"的$|的，|^(?:被|获|受|未|发生|因|对|凡|每|经)")
_LABEL_LINE = re.compile(
    r"^[ 【]*(?P<title>(?:附加|加分|奖励|减分|扣分|倒扣|(?:一票)?否决)(?:分|项|项目|分项|因素|情形|事项)?)[】]?(?:[：]|（[^）\n]*）[：]?|[ ]*$)",
    re.MULTILINE,
)
_LISTS_CASES = re.compile(r"(?:下列|以下|如下)[^：\n]{0,40}：\s*$")
_LISTED = re.compile(r"\s*(?:（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.、）]|[①-⑳●-])")
_THIS_ITEM = re.compile("[本该此][项条款]")
_EARNED = re.compile(
    r"\s*(?P<title>[^，。；：（\n\d]{2,24})[，。：（][^；\n扣加减]{0,80}?[得记计](?:满分)?(?P<n>\d{1,3}(?:\.\d)?)分(?![值数以])"
)
_NAME = r"(?:(?![扣加减得记计每])[\u3400-\u9fff]){2,16}"
_CHAINED = re.compile(rf"(?P<title>{_NAME})（?(?P<n>\d{{1,3}})分")
_CHAIN_LINK = re.compile(rf"\d{{1,3}}分）?[、，](?={_NAME}（?\d{{1,3}}分)")
_CHAIN_REACH = 20
_INNER = re.compile(
    r"(?:（\d{1,2}）|[①-⑳]|(?<=[；。])\d{1,2}[.、）])\s*(?P<title>[^（，。；：\n]{2,24})（(?P<n>\d{1,3}(?:\.\d)?)分[），：；]"
)
_BEGINS = re.compile(r"(?:^|(?<=[\n。；：]))(?=[\u3400-\u9fff“])")
_GRADES_BEHIND = re.compile(r"\s*(?:（?(?:含|不含)|及?以上|以下|[—～~至-]|[的为])")
_SIGNED_DATE = re.compile(r"(?:20\d\d|二[〇零○][一二三四五六七八九〇零○]{2}) ?年.{1,8}日")
_SIGNATURE_LINES = 6
_SHORT_HEADING = 16
_BONUS = re.compile(r"加分|附加分|奖励分|减分|扣分项|倒扣")
_VETO_HEAD = re.compile(r"否决")
_LISTS_VETOES = re.compile(r"(?:下列|以下|如下)[^。；\n]{0,30}否决[^。；\n]{0,24}：")
_SPEAKS_OF_POINTS = re.compile(r"[扣加减](?:除|减)?(?:\d|[一二三五十]分)|不得分|不计分")


def _node_marks(reading: Reading, node: Node) -> TitledMarks | None:
    """Return title and marks written in or right behind a heading, and where they end."""
    text = reading.text
    begun = titled_marks(text, node.marker.end, min(node.line_end, node.marker.end + 60))
    if begun and _GRADES_BEHIND.match(text, begun.end):
        return None
    if begun:
        return begun
    tail = text[node.heading_end : min(node.line_end, node.heading_end + 16)]
    found = re.match(
        r"\s*[（：，【]?(?:本项|满分|共计?|计|分值|标准分)?[：为]?\s*(\d+(?:\.\d+)?)\s*分\s*(?:[）】。，：；]|$)",
        tail,
    )
    if not found:
        return _earned_marks(reading, node)
    if not node.heading or _SPEAKS_OF_POINTS.search(node.heading):
        return None
    return TitledMarks(
        node.heading.strip("：，、（ "), Decimal(found[1]), node.start, node.heading_end + found.end()
    )


def _earned_marks(reading: Reading, node: Node) -> TitledMarks | None:
    """Return the marks that a requirement earns before deductions begin: 街巷整洁的得20分，每处扣1分."""
    found = _EARNED.match(reading.text, node.marker.end, node.end)
    if not found or "扣" not in reading.text[found.end() : node.end] or speaks_of_points(found["title"]):
        return None
    return TitledMarks(found["title"].strip(), Decimal(found["n"]), node.start, found.end())


def find_rubric(reading: Reading) -> tuple[ItemFound, ...]:
    """Return the rubric items of a document in order; a text without points has none."""
    body = reading.text[reading.start : reading.end]
    if not (_SPEAKS_OF_POINTS.search(body) or reading.frame.kind == "rubric" or "一票否决" in body):
        return ()
    items = table_items(reading)
    items += _heading_items(reading, items)
    if not any(item.full_marks is not None for item in items):
        items += _line_items(reading, items)
    items += _special_sections(reading, items)
    items += _stray_rules(reading, items)
    return tuple(sorted(items, key=lambda item: item.start))


def _heading_items(reading: Reading, known: list[ItemFound]) -> list[ItemFound]:
    marks = {i: m for i, node in enumerate(reading.outline.nodes) for m in [_node_marks(reading, node)] if m}
    if not marks:
        marks = _declared_marks(reading)
    above = {i for j in marks for i in reading.outline.nodes[j].path}
    covered = Spans((item.start, item.end) for item in known)
    items: list[ItemFound] = []
    for i, titled in marks.items():
        node = reading.outline.nodes[i]
        if i in above or covered.covers(node.start):
            continue
        label = _LABEL_LINE.search(reading.text, titled.end, node.end)
        end = label.start() if label else node.end
        inner = _inner_items(reading.text, titled, end)
        if inner:
            items.extend(inner)
            continue
        rules = read_rules(reading.text, titled.end, end, titled.marks, titled.title)
        items.append(ItemFound(titled.title, titled.marks, tuple(rules), node.start, end, "rubric:heading"))
    return items


def _declared_marks(reading: Reading) -> dict[int, TitledMarks]:
    """Return the headings whose marks a list elsewhere gives: 其中：机械作业40分、人工保洁60分."""
    given: dict[str, Decimal] = {}
    for link in _CHAIN_LINK.finditer(reading.text, reading.start, reading.end):
        begin = max(
            reading.text.rfind("。", reading.start, link.start()),
            reading.text.rfind("\n", reading.start, link.start()),
        )
        for found in _CHAINED.finditer(
            reading.text, max(begin + 1, link.start() - _CHAIN_REACH), link.end() + _CHAIN_REACH
        ):
            given[re.sub("^.*(?:其中|包括|为)", "", found["title"])] = Decimal(found["n"])
    nodes = enumerate(reading.outline.nodes) if given else ()
    marks = {
        i: TitledMarks(node.heading, given[node.heading], node.start, node.heading_end)
        for i, node in nodes
        if node.heading in given
    }
    return marks if len(marks) > 1 else {}


def _inner_items(text: str, titled: TitledMarks, end: int) -> list[ItemFound]:
    """Return the items numbered inside a heading's text whose marks add up to its own."""
    found = list(_INNER.finditer(text, titled.end, end))
    if len(found) < 2 or sum(Decimal(f["n"]) for f in found) != titled.marks:
        return []
    items = []
    for i, item in enumerate(found):
        stop = found[i + 1].start() if i + 1 < len(found) else end
        marks = Decimal(item["n"])
        rules = tuple(read_rules(text, item.end(), stop, marks, item["title"]))
        items.append(ItemFound(item["title"], marks, rules, item.start(), stop, "rubric:heading"))
    return items


def _line_items(reading: Reading, known: list[ItemFound]) -> list[ItemFound]:
    """Return the items that begin a line or sentence without a marker: 道路保洁（25分）。…"""
    covered = Spans((item.start, item.end) for item in known)
    found = []
    for begun in _BEGINS.finditer(reading.text, reading.start, reading.end):
        titled = titled_marks(reading.text, begun.end(), min(begun.end() + 60, reading.end))
        while (
            titled and not covered.covers(titled.start) and not _GRADES_BEHIND.match(reading.text, titled.end)
        ):
            found.append(titled)
            titled = titled_marks(reading.text, titled.end + 1, min(titled.end + 60, reading.end))
    items = []
    for i, titled in enumerate(found):
        stop = found[i + 1].start if i + 1 < len(found) else reading.end
        if reading.text[titled.end : titled.end + 1] == "，":
            sentence = reading.text.find("。", titled.end, stop)
            stop = sentence + 1 if sentence > 0 else stop
        rules = tuple(read_rules(reading.text, titled.end, stop, titled.marks, titled.title))
        items.append(ItemFound(titled.title, titled.marks, rules, titled.start, stop, "rubric:line"))
    return items


def _special_sections(reading: Reading, known: list[ItemFound]) -> list[ItemFound]:
    """Return bonus and veto sections without marks of their own."""
    items = [item for item in _labelled_lines(reading) if not _inside(item, known)]
    covered = Spans((item.start, item.end) for item in [*known, *items])
    signed = _signed_at(reading)
    for i, node in enumerate(reading.outline.nodes):
        if covered.covers(node.start):
            continue
        title = node.heading
        above = "".join(reading.outline.nodes[j].heading for j in node.path)
        first_words = re.split(r"[。，：；]", reading.text[node.marker.end : node.line_end])[0]
        rules = _declared_vetoes(reading, i, title or first_words, min(node.end, signed))
        rule = "rubric:veto"
        bonus = _BONUS.search(title) or (_BONUS.search(above) and not _is_trigger(title))
        if not rules and not reading.outline.children[i] and bonus:
            rules = read_rules(reading.text, node.heading_end, node.end, None)
            rule = "rubric:bonus"
        if rules and not (items and items[-1].start <= node.start < items[-1].end):
            name = title or node.marker.text
            items.append(ItemFound(name, None, tuple(rules), node.start, node.end, rule))
    return items


def _inside(item: ItemFound, known: list[ItemFound]) -> bool:
    return any(k.start <= item.start < k.end for k in known)


def _labelled_lines(reading: Reading) -> Iterator[ItemFound]:
    """Yield the bonuses and vetoes below a line that only names them: 附加分：."""
    starts = {node.start for node in reading.outline.nodes}
    for found in _LABEL_LINE.finditer(reading.text, reading.start, reading.end):
        if found.start() in starts or reading.table_at(found.start()):
            continue
        stop = _next_node(reading, found.end())
        begin = found.end()
        if "否决" in found["title"]:
            stop = min(stop, veto_lines_end(reading.text, begin, stop))
            rules = read_vetoes(reading.text, begin, stop, True)
        else:
            rules = cap_whole(read_rules(reading.text, begin, stop, None), found[0])
        if rules:
            kind = "rubric:veto" if "否决" in found["title"] else "rubric:bonus"
            yield ItemFound(found["title"], None, tuple(rules), found.start("title"), stop, kind)


def _next_node(reading: Reading, offset: int) -> int:
    """Return where the stretch behind a label ends: at the next heading of the outermost levels or label."""
    following = _LABEL_LINE.search(reading.text, offset, reading.end)
    limit = min(following.start() if following else reading.end, _signed_at(reading))
    tops = (node.start for node in reading.outline.nodes if node.level == 1 and node.start >= offset)
    return min(min(tops, default=limit), limit)


def _is_trigger(heading: str) -> bool:
    """Tell whether a heading is the case a rule is about (被媒体曝光的) and no name of an item."""
    return bool(_TRIGGER.search(heading)) or speaks_of_points(heading)


def _declared_vetoes(reading: Reading, index: int, title: str, end: int) -> list[RuleFound]:
    """Return the vetoes of a node whose heading or first sentence (有下列情形之一的，一票否决：) declares them."""
    node = reading.outline.nodes[index]
    begin = node.heading_end
    if _LISTS_VETOES.search(reading.text, node.marker.end, node.line_end):
        begin = reading.text.find("：", node.marker.end, node.line_end) + 1
    elif not _VETO_HEAD.search(title) or _BONUS.search(title) or len(title) > _SHORT_HEADING:
        return []
    elif reading.text[begin : node.line_end].strip("。：； ") and not reading.outline.children[index]:
        end = min(end, node.line_end)
    rules: list[RuleFound] = []
    for child in (reading.outline.nodes[i] for i in reading.outline.children[index]):
        rules += read_vetoes(reading.text, begin, min(child.start, end), True)
        begin = child.marker.end
    return rules + read_vetoes(reading.text, begin, end, True)


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
    gathered: dict[tuple[str, int], list[RuleFound]] = {}
    declared: RuleFound | None = None
    for start, end in _uncovered(reading, covered):
        for a, b in reading.sentences(start, end):
            rules = [r for r in read_rules(reading.text, a, b, None) if r.amount is not None]
            for first, last in split_spans(reading.text, a, b, re.compile("；")):
                if not any(first <= rule.start < last for rule in rules):
                    rules += read_vetoes(reading.text, first, last, False)
            if declared and not rules and _LISTED.match(reading.text, a, b):
                rules = read_cases(reading.text, a, b, declared)
            elif rules and _LISTS_CASES.search(reading.text, a, b):
                declared, rules = rules[-1], []
            else:
                declared = None
            if rules or (gathered and _CAPPED.search(reading.text, a, b)):
                held = gathered.setdefault(_holder_name(reading, a), [])
                held.extend(rules)
                apart = _own_start(reading, a) if _THIS_ITEM.search(reading.text, a, b) else reading.start
                mine = [rule for rule in held if rule.start >= apart]
                held[len(held) - len(mine) :] = cap_whole(mine, reading.text[a:b])
    for (name, index), rules in gathered.items():
        if not rules:
            continue
        node = reading.outline.nodes[index] if index >= 0 else None
        if node:
            rules = cap_whole(rules, reading.text[node.marker.end : node.line_end])
        items.append(ItemFound(name, None, tuple(rules), rules[0].start, rules[-1].end, "rubric:stray"))
    return items


def _own_start(reading: Reading, offset: int) -> int:
    """Return where the innermost heading around an offset begins: what 本项 speaks of."""
    holders = reading.outline.holders(offset)
    return reading.outline.nodes[holders[-1]].start if holders else reading.start


def _holder_name(reading: Reading, offset: int) -> tuple[str, int]:
    holders = reading.outline.holders(offset)
    for index in reversed(holders):
        node = reading.outline.nodes[index]
        if node.marker.style == "part:条" and not node.heading:
            return node.marker.text.strip(), index
    for index in reversed(holders):
        heading = reading.outline.nodes[index].heading
        if heading and not _is_trigger(heading):
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
