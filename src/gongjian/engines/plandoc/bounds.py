"""Bounds and intervals on scores, points, hours and shares.

A lower bound is closed unless 不含 says otherwise (90分以上 holds at 90); an upper bound with 以下,
不足 or 低于 is open unless 含; a span with a dash (85—94分) is closed on both sides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongjian.engines.plandoc.numerals import HAN_COUNT, PORTION, han_to_int, portion_percent, to_decimal

DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(?:\.\d{1,6})?"
HAN = "一二两三四五六七八九十"
N = rf"(?:{DIGITS}|{HAN_COUNT}{{1,4}})"
_U = r"(?P<unit>积分|分(?![钟之类工别公])|个?小时|%)"
_IN = r"(?P<{k}in>（含(?:本数)?）|含|（含[^）]{{0,6}}）)?"
_OUT = r"(?P<{k}out>（不含(?:本数)?）|不含|（不含[^）]{{0,8}}）)?"


def _edge(key: str) -> str:
    return (_OUT + _IN).replace("{k}", key).replace("{{", "{").replace("}}", "}")


_INTERVAL = re.compile(
    rf"(?P<low>{N})(?:积分|分|%|个?小时)?{_edge('a')}(?:及)?(?P<over>以上)?{_edge('c')}\s*(?P<join>[—～~-]{{1,2}}|至|到|、|，|且|且在|但|，但)?\s*(?P<under>不足|不到|未达到?|低于|小于|未满|不满)?(?P<high>{N}){_U}{_edge('b')}(?P<below>以下|以内|之间)?{_edge('d')}"
)
_LOWER = re.compile(
    rf"(?P<over>不低于|不少于|不小于|达到|达|(?<!不)超过|(?<!不)高于|(?<!不)大于|满|在|累计达到?)?\s*(?P<low>{N}){_U}{_edge('a')}(?P<up>及以上|或以上|以上)?{_edge('b')}"
)
_UPPER = re.compile(
    rf"(?P<under>(?<!不)低于|不足|不到|未达到?|达不到|(?<!不)少于|(?<!不)小于|不满|未满|不高于|不超过)\s*(?P<high>{N}){_U}{_edge('a')}|(?P<high2>{N})(?P<unit2>积分|分|%|个?小时){_edge('b')}(?P<down>及以下|以下|以内){_edge('c')}"
)
_BETWEEN = re.compile(
    rf"(?P<low>{DIGITS})(?:分|%|个?小时)?(?P<left>[≤<])(?P<what>[^，。；\d≤<]{{0,10}})(?P<right>[≤<])(?P<high>{DIGITS})(?P<unit>分|%|个?小时)?"
)
_SIGNED_PAIR = re.compile(
    rf"(?P<left>[≥>])(?P<low>{DIGITS})(?:分|%|个?小时)?(?:且|并且|并|、|至)?(?P<what>[^，。；\d≤<]{{0,6}})(?P<right>[≤<])(?P<high>{DIGITS})(?P<unit>分|%|个?小时)?"
)
_SIGNED = re.compile(rf"(?P<sign>[≥>≤<])\s?(?P<n>{DIGITS})(?P<unit>积分|分|%|个?小时)?(?![\d.])")
_PORTIONED = re.compile(
    rf"(?P<over>不低于|不少于|达到|达|超过|低于|不足|不到)?(?:{PORTION})(?P<edge>及以上|以上|及以下|以下|以内)?"
)
_LAG = re.compile(
    rf"(?:滞后|落后|延迟|逾期)[\u3400-\u9fff]{{0,8}}?(?P<over>超过|达到?|不超过|大于)?(?P<n>{N})(?P<unit>%|个百分点|天|日|个工作日|个月)(?P<edge>及以上|以上|以内|以下|（含）以内)?"
    rf"(?:[、，且但]?(?:不足|不到|低于|未达到?|少于)(?P<high>{N})(?:%|个百分点|天|日|个工作日|个月))?"
)
_MEASURED = re.compile("分|小时|%")
_COMPARED = re.compile("[≥>≤<]")
_RATE = re.compile(r"(?:率|度|比|比例|占比|比重|额|值|分)$")
_CHILDREN = re.compile(
    r"(?:的)?(?P<kids>(?!达|被?评|获|创|建|符合|被?命名|成为|为)[\u3400-\u9fff]{0,6}?(?:社区|小区|村|单位|家庭|网格|院落|楼栋|街道|项目|商户|企业|部门|户|点))?(?:都|均|全部)?"
    r"(?:达到了?|被?评为|被?评定为|被?认定为|获评|获得|创建?成为?|建成|符合|被?命名为|成为|为|达)?“?(?P<label>[\u3400-\u9fff]{2,8}?)”?"
    r"(?P<tail>的?(?:标准|要求|条件|称号|等次|以上)+(?:的)?|的|(?=，))(?=，|[\u3400-\u9fff“]|$)"
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One bound or interval on a score, rank, share or count, at its place in the text."""

    start: int
    end: int
    comparator: str
    value: Decimal | tuple[Decimal, Decimal]
    unit: str
    basis: str


def number(text: str) -> Decimal:
    """Return the value of digits or Chinese numerals."""
    return Decimal(text.replace(",", "")) if text[:1].isdigit() else Decimal(han_to_int(text) or 0)


def find_bounds(clause: str, offset: int) -> Iterator[Condition]:
    """Yield the bounds and intervals of a clause, the surest forms first."""
    lag = _LAG.search(clause)
    if lag:
        yield _lag(lag, offset)
    if _COMPARED.search(clause):
        for pattern in (_BETWEEN, _SIGNED_PAIR):
            yield from (_between(found, offset, clause) for found in pattern.finditer(clause))
        yield from (_signed(found, offset, clause) for found in _SIGNED.finditer(clause))
    if _MEASURED.search(clause):
        for pattern, reader in ((_INTERVAL, _interval), (_UPPER, _upper), (_LOWER, _lower)):
            yield from (c for c in (reader(f, offset, clause) for f in pattern.finditer(clause)) if c)
    if "成" in clause or "分之" in clause:
        yield from (c for c in (_portion(f, offset, clause) for f in _PORTIONED.finditer(clause)) if c)


def _basis(unit: str, before: str) -> tuple[str, str]:
    """Return unit and basis of a bound by its unit and the words before it."""
    if "小时" in unit:
        return "小时", "hours"
    if unit == "%":
        before = re.sub(r"^(?:（[一二三四五六七八九十\d]{1,3}）|[①-⑳]|\d{1,2}[.、])", "", before)
        what = re.sub(
            r"^.*[，。；：、（]|^(?:且|并|及|和|对)|(?:在|达到|达|保持在|控制在|为|均|不低于|超过|须|应|需)+$",
            "",
            before,
        )
        what = re.split(r"且|并且|同时", what)[-1]
        quoted = re.search(r"“([^”]{2,12})”[^”]{0,8}$", what)
        what = quoted[1] if quoted else re.sub(r"^(?:辖区内?|所辖|其中)(?=.{2})", "", what)
        what = re.sub(r"(?:占比|比例|所占比例|比率|的比例)(?:合计|之和)?$", "", what) or what
        return "%", f"share:{what.strip('“”的 ')}"
    if unit == "积分" or "积分" in before[-12:]:
        return "分", "points"
    return "分", "score"


def _bound(
    found: re.Match[str],
    offset: int,
    clause: str,
    comparator: str,
    value: Decimal | tuple[Decimal, Decimal],
    unit: str,
) -> Condition:
    """Build a condition; a share of children (所辖社区80%以上达到示范社区标准) takes in what they reach."""
    unit, basis = _basis(unit, clause[: found.start()])
    end = found.end()
    what = basis.removeprefix("share:")
    if unit == "%" and not (what and _RATE.search(what)):
        reached = _CHILDREN.match(clause, end)
        if reached and (what or reached["kids"]):
            basis = f"share:{reached['label']}"
            end = reached.end() - reached["tail"].endswith("的")
    return Condition(offset + found.start(), offset + end, comparator, value, unit, basis)


def _lag(found: re.Match[str], offset: int) -> Condition:
    if found["high"]:
        span = (number(found["n"]), number(found["high"]))
        comparator = "()" if found["over"] == "超过" else "[)"
        return Condition(offset + found.start(), offset + found.end(), comparator, span, found["unit"], "lag")
    comparator = ">="
    if found["over"] in ("超过", "大于"):
        comparator = ">"
    elif found["over"] == "不超过" or found["edge"] in ("以内", "（含）以内", "以下"):
        comparator = "<="
    return Condition(
        offset + found.start(), offset + found.end(), comparator, number(found["n"]), found["unit"], "lag"
    )


def _between(found: re.Match[str], offset: int, clause: str) -> Condition:
    comparator = ("[" if found["left"] in "≤≥" else "(") + ("]" if found["right"] == "≤" else ")")
    value = (number(found["low"]), number(found["high"]))
    return _bound(found, offset, clause + found["what"], comparator, value, found["unit"] or "分")


def _signed(found: re.Match[str], offset: int, clause: str) -> Condition:
    comparator = {"≥": ">=", "≤": "<="}.get(found["sign"], found["sign"])
    return _bound(found, offset, clause, comparator, number(found["n"]), found["unit"] or "分")


def _interval(found: re.Match[str], offset: int, clause: str) -> Condition | None:
    if found["join"] in ("、", "，") and not (found["over"] or found["under"]):
        return None
    if not (found["join"] or found["over"]):
        return None
    low, high = number(found["low"]), number(found["high"])
    if low >= high:
        return None
    low_open = bool(found["aout"] or found["cout"])
    high_closed = bool(found["bin"] or found["din"])
    high_open = bool(
        found["bout"] or found["dout"] or found["under"] or (found["below"] == "以下" and not high_closed)
    )
    if found["over"] and not high_closed:
        high_open = True
    comparator = ("(" if low_open else "[") + (")" if high_open else "]")
    return _bound(found, offset, clause, comparator, (low, high), found["unit"])


def _upper(found: re.Match[str], offset: int, clause: str) -> Condition:
    high = found["high"] or found["high2"]
    down = found["down"] or ""
    closed = bool(found["ain"] or found["bin"] or found["cin"]) or found["under"] in ("不高于", "不超过")
    closed = closed or down.endswith("以内") or down.startswith("及")
    comparator = "<=" if closed else "<"
    return _bound(found, offset, clause, comparator, number(high), found["unit"] or found["unit2"])


def _lower(found: re.Match[str], offset: int, clause: str) -> Condition | None:
    if not (found["over"] or found["up"]):
        return None
    strict = found["over"] in ("超过", "高于", "大于") or bool(found["aout"] or found["bout"])
    if found["over"] == "在" and not found["up"]:
        return None
    return _bound(found, offset, clause, ">" if strict else ">=", number(found["low"]), found["unit"])


def _portion(found: re.Match[str], offset: int, clause: str) -> Condition | None:
    over, edge = found["over"] or "", found["edge"] or ""
    if not (over or edge) or found["full"]:
        return None
    is_below = over in ("低于", "不足", "不到") or edge in ("以下", "以内", "及以下")
    comparator = "<" if is_below else ">" if over == "超过" else ">="
    if edge in ("以内", "及以下"):
        comparator = "<="
    return _bound(found, offset, clause, comparator, to_decimal(portion_percent(found)), "%")
