"""Numeric conditions for grades and sanctions: scores, hours, ranks, shares, counts, lags.

A lower bound is closed unless 不含 says otherwise (90分以上 holds at 90); an upper bound with 以下,
不足 or 低于 is open unless 含; a span with a dash (85—94分) is closed on both sides.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from gongjian.engines.plandoc.numerals import HAN_COUNT, han_to_int

_DIGITS = r"\d{1,12}(?:\.\d{1,6})?"
_N = rf"(?:{_DIGITS}|{HAN_COUNT}{{1,4}})"
_U = r"(?P<unit>积分|分|个?小时|%|小时)"
_IN = r"(?P<{k}in>（含(?:本数)?）|含|（含[^）]{{0,6}}）)?"
_OUT = r"(?P<{k}out>（不含(?:本数)?）|不含|（不含[^）]{{0,8}}）)?"


def _edge(key: str) -> str:
    return (_OUT + _IN).replace("{k}", key).replace("{{", "{").replace("}}", "}")


_INTERVAL = re.compile(
    rf"(?P<low>{_N})(?:积分|分|%|个?小时)?{_edge('a')}(?:及)?(?P<over>以上)?{_edge('c')}\s*(?P<join>[—～-]{{1,2}}|至|到|、|，|且|且在|但|，但)?\s*(?P<under>不足|不到|未达到?|低于|小于|未满|不满)?(?P<high>{_N}){_U}{_edge('b')}(?P<below>以下|以内|之间)?{_edge('d')}"
)
_LOWER = re.compile(
    rf"(?P<over>不低于|不少于|达到|达|超过|高于|大于|满|在|累计达到?|≥|>)?\s*(?P<low>{_N}){_U}{_edge('a')}(?P<up>及以上|或以上|以上)?{_edge('b')}"
)
_UPPER = re.compile(
    rf"(?P<under>低于|不足|不到|未达到?|少于|小于|不满|未满|不高于|不超过|≤|<)\s*(?P<high>{_N}){_U}{_edge('a')}|(?P<high2>{_N})(?P<unit2>积分|分|%|个?小时){_edge('b')}(?P<down>及以下|以下|以内){_edge('c')}"
)
_LAG = re.compile(
    rf"(?:滞后|落后|延迟|逾期)(?:于?(?:序时)?进度)?(?P<over>超过|达到?|不超过|大于)?(?P<n>{_N})(?P<unit>%|个百分点|天|日|个工作日|个月)(?P<edge>及以上|以上|以内|以下|（含）以内)?"
)
_RANK = re.compile(
    rf"(?:(?P<tail>后|末|倒数(?:后)?(?:第)?)|(?P<first>第)|(?P<top>前))(?P<n>{_N})(?P<unit>名|位|个|%)?"
)
_LAST = re.compile(r"(?P<what>(?:排名|得分|考核|综合)?(?:末位|垫底|最后一名|倒数第一))")
_STREAK = re.compile(
    rf"(?P<how>连续|累计|一年内|年内|全年|当年|季度内|年度内|出现|发生|有|受到|被|达到?|满|参加|参与)(?P<pre>[^，。；\d一二两三四五六七八九十]{{0,14}}?)(?P<over>超过|达到?|不少于|满|至少)?(?P<n>{_N})(?P<unit>个月|个季度|季度|次|年|起|个?周|天|日|件|篇|项|人次|名|人|户|册|本|场|期|处|届|封)(?P<up>及以上|或以上|以上|（含）以上)?(?P<what>[^，。；]{{0,20}})"
)
_STREAK_WORD = re.compile(r"连续|累计|一年内|年内|全年|当年|季度内|年度内|出现|发生|受到|被|满|参加|参与|有")
_AMOUNT = re.compile(
    r"(?P<what>[^，。；：、且并\d]{2,16}?)(?P<over>不少于|不低于|达到|达|超过|满|至少|累计)?"
    rf"(?P<n>{_DIGITS}|[一二两三四五六七八九十]{{1,8}})(?P<unit>%|册|本|次|小时|人次|人|名|户|件|项|场|年|个|篇|天|平方米|元|万元|起|处)(?P<up>及以上|或以上|以上|（含）以上)"
)
_LEAST = re.compile(
    rf"(?P<what>[^，。；：、且并\d]{{2,16}}?)(?P<over>不少于|不低于|超过|满|至少)(?P<n>{_DIGITS})(?P<unit>%|册|本|次|小时|人次|人|名|户|件|项|场|年|个|篇|天|平方米|起|处)"
)

COUNTABLE = re.compile(rf"\d|{HAN_COUNT}|末位|垫底|倒数")
"""What every condition holds: a number, or a word for the last place."""
_MEASURED = re.compile("分|小时|%")
_WITHIN = ("一年内", "年内", "全年", "当年", "季度内", "年度内")


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
    return Decimal(text) if text[:1].isdigit() else Decimal(han_to_int(text) or 0)


def _basis(unit: str, before: str) -> tuple[str, str]:
    """Return unit and basis of a bound by its unit and the words before it."""
    if "小时" in unit:
        return "小时", "hours"
    if unit == "%":
        what = re.sub(
            r"^.*[，。；：、]|^(?:且|并|及|和|对)|(?:在|达到|达|保持在|控制在|为|均|不低于|超过)+$",
            "",
            before,
        )
        what = re.split(r"且|并且|同时", what)[-1]
        what = re.sub(r"(?:占比|比例|所占比例|比率|的比例)$", "", what) or what
        what = re.sub(r"^(?:（[一二三四五六七八九十\d]{1,3}）|[①-⑳]|\d{1,2}[.、])", "", what)
        return "%", f"share:{what.strip('“”的 ')}"
    if unit == "积分" or "积分" in before[-12:]:
        return "分", "points"
    return "分", "score"


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
    unit, basis = _basis(found["unit"], clause[: found.start()])
    comparator = ("(" if low_open else "[") + (")" if high_open else "]")
    return Condition(offset + found.start(), offset + found.end(), comparator, (low, high), unit, basis)


def _upper(found: re.Match[str], offset: int, clause: str) -> Condition:
    high = found["high"] or found["high2"]
    closed = bool(found["ain"] or found["bin"] or found["cin"]) or found["under"] in ("不高于", "不超过", "≤")
    closed = closed or (found["down"] or "").endswith("以内") or (found["down"] or "").startswith("及")
    unit, basis = _basis(found["unit"] or found["unit2"], clause[: found.start()])
    return Condition(
        offset + found.start(), offset + found.end(), "<=" if closed else "<", number(high), unit, basis
    )


def _lower(found: re.Match[str], offset: int, clause: str) -> Condition | None:
    if not (found["over"] or found["up"]):
        return None
    strict = found["over"] in ("超过", "高于", "大于", ">") or bool(found["aout"] or found["bout"])
    if found["over"] == "在" and not found["up"]:
        return None
    unit, basis = _basis(found["unit"], clause[: found.start()])
    return Condition(
        offset + found.start(),
        offset + found.end(),
        ">" if strict else ">=",
        number(found["low"]),
        unit,
        basis,
    )


def _rank(found: re.Match[str], offset: int) -> Condition | None:
    unit = found["unit"] or ""
    if not unit and not (found["top"] or found["tail"]):
        return None
    if found["first"] and unit not in ("名", "位"):
        return None
    if not found["first"] and unit not in ("名", "位", "%", ""):
        return None
    comparator = "=" if found["first"] or (found["tail"] or "").endswith("第") else "<="
    basis = "rank:倒数" if found["tail"] else "rank"
    return Condition(
        offset + found.start(),
        offset + found.end(),
        comparator,
        number(found["n"]),
        "%" if unit == "%" else "名",
        basis,
    )


def _streak(found: re.Match[str], offset: int) -> Condition | None:
    how, what = found["how"], found["what"]
    if (
        how not in ("连续", "累计")
        and not (how in _WITHIN and found["unit"] == "次" and found["what"])
        and not found["up"]
        and not found["over"]
        and "被" not in how + found["pre"]
    ):
        return None
    unit = found["unit"]
    what = re.split(r"(?:的|，|由|予以|给予|进行|即)", what)[0]
    end = offset + found.end("unit") + len(found["up"] or "") + (len(what) if how == "连续" else 0)
    what = re.sub(r"^(?:被评为|评为|考核|获得?|未|出现|为|都|均|被)+(?=.{2})", "", what) if what else ""
    subject = what or re.sub(r"(?:被|受到|达|出现|发生)$", "", found["pre"]) or how
    if unit in ("个季度", "季度"):
        subject = "季度" + subject if "季度" not in subject else subject
        unit = "次"
    comparator = ">" if found["over"] == "超过" else ">="
    return Condition(offset + found.start(), end, comparator, number(found["n"]), unit, f"count:{subject}")


def find_conditions(clause: str, offset: int) -> list[Condition]:
    """Return the conditions of one clause in order; earlier kinds win where they overlap."""
    if not COUNTABLE.search(clause):
        return []
    found: list[Condition] = []
    lag = _LAG.search(clause)
    if lag:
        comparator = (
            ">"
            if lag["over"] in ("超过", "大于")
            else "<="
            if lag["edge"] in ("以内", "（含）以内", "以下")
            else ">="
        )
        if lag["over"] == "不超过":
            comparator = "<="
        found.append(
            Condition(
                offset + lag.start(), offset + lag.end(), comparator, number(lag["n"]), lag["unit"], "lag"
            )
        )
    for match in _STREAK_WORD.finditer(clause):
        streak = _STREAK.match(clause, match.start())
        condition = _streak(streak, offset) if streak else None
        if condition and streak and not re.match(r"分|%", streak["unit"]):
            _keep(found, condition)
            break
    is_measured = _MEASURED.search(clause) is not None
    for pattern, reader in ((_INTERVAL, _interval), (_UPPER, _upper), (_LOWER, _lower)):
        for match in pattern.finditer(clause) if is_measured else ():
            condition = reader(match, offset, clause)
            if condition:
                _keep(found, condition)
    for match in _RANK.finditer(clause):
        condition = _rank(match, offset)
        if condition:
            _keep(found, condition)
    for pattern in (_AMOUNT, _LEAST):
        for match in pattern.finditer(clause):
            if match["unit"] in ("%", "小时"):
                continue
            comparator = ">" if match["over"] == "超过" else ">="
            basis = "count:" + match["what"].strip("“”的 ")
            _keep(
                found,
                Condition(
                    offset + match.start("n"),
                    offset + match.end(),
                    comparator,
                    number(match["n"]),
                    match["unit"],
                    basis,
                ),
            )
    last = _LAST.search(clause)
    if last and not found:
        found.append(
            Condition(offset + last.start(), offset + last.end(), "=", Decimal(1), "名", "rank:倒数")
        )
    return sorted(found, key=lambda c: c.start)


def _keep(found: list[Condition], condition: Condition) -> None:
    if all(condition.end <= other.start or other.end <= condition.start for other in found):
        found.append(condition)
