"""Conditions on ranks and on how often something happens: 前三名, 末位, 连续两年, 被通报3次以上."""

import re
from collections.abc import Iterator
from decimal import Decimal

from gongjian.engines.plandoc.bounds import DIGITS, HAN, Condition, N, number

_RANK = re.compile(
    rf"(?:(?P<tail>倒数(?:[后前第]|(?=[{HAN}\d]))|末[位尾]?|最?后)|(?P<first>第)|(?P<top>前))(?P<n>{N})(?P<unit>名|位|%)?(?![\d个届次者年月天日期季批步条项章节款周])"
)
_RANKED = re.compile(r"[名列居排序绩分]+(?:在|于|为|全\S|所在\S)?$")
_RANK_SPAN = re.compile(rf"第(?P<low>{N})名?[至到—～~-]{{1,2}}第?(?P<high>{N})[名位]")
_TOWARDS_END = re.compile(rf"(?P<tail>靠后|落后|靠前)的(?P<n>{N})[名个位家]")
_LAST = re.compile(
    r"(?:排名|得分|考核|综合)?(?:末位(?![淘制])|垫底|最后(?:一名|一位)|倒数第一|(?<=排名)最后|(?<=排在)最后)"
)
_STREAK = re.compile(
    rf"(?P<how>连续|累计|一年内|年内|全年|当年|季度内|年度内|出现|发生|有|受到|被|达到?|满|参加|参与)(?P<pre>[^，。；\d一二两三四五六七八九十]{{0,14}}?)(?P<over>超过|达到?|不少于|满|至少)?(?P<n>{N})(?P<unit>个月|个季度|季度|个?年度|次|年|起|个?周|天|日|件|篇|项|人次|名|人|户|册|本|场|期|处|届|封)(?P<up>及以上|或以上|以上|（含）以上)?(?P<what>[^，。；]{{0,20}})"
)
_STREAK_WORD = re.compile(r"连续|累计|一年内|年内|全年|当年|季度内|年度内|出现|发生|受到|被|满|参加|参与|有")
_WITHIN = ("一年内", "年内", "全年", "当年", "季度内", "年度内")
_UNITS = "册|本|次|人次|人|名|户|件|项|场|年|个|篇|天|平方米|台|套|座|家|栋|幢|条|亩|公里|吨|辆|株|只|组|期"
_AMOUNT = re.compile(
    r"(?P<what>[^，。；：、且并\d]{2,16}?)(?P<over>不少于|不低于|达到|达|超过|满|至少|累计)?"
    rf"(?P<n>{DIGITS}|[{HAN}]{{1,8}})(?P<unit>{_UNITS}|元|万元|起|处)(?:及以上|或以上|以上|（含）以上)"
)
_LEAST = re.compile(
    rf"(?P<what>[^，。；：、且并\d]{{2,16}}?)(?P<over>不少于|不低于|超过|满|至少)(?P<n>{DIGITS})(?P<unit>{_UNITS}|元|万元|起|处)"
)
_CASE = re.compile("[对凡将若如]")
_ASKED = re.compile("以上|不少于|不低于|超过|满|至少|少于|低于|不足|不到")
_FEWER = re.compile(
    rf"(?P<what>[^，。；：、且并\d]{{2,16}}?)(?:(?<!不)少于|(?<!不)低于|不足|不到)(?P<n>{DIGITS})(?P<unit>{_UNITS}|起|处|元|万元)(?!以上)"
)
_AMOUNT_SPAN = re.compile(
    rf"(?P<what>[^，。；：、且并\d]{{0,16}}?)(?P<low>{DIGITS})(?P<unit>{_UNITS}|元|万元|起|处)(?:及以上|以上)[、，且但]?"
    rf"(?:不足|不到|不满|低于|少于)(?P<high>{DIGITS})(?:{_UNITS}|元|万元|起|处)"
)
_SUMMED = ("人次", "人", "名", "户", "处", "册", "本", "个", "场", "期")
_BELONGS = re.compile(r"的|，|予以|给予|进行|由")


def find_streaks(clause: str, offset: int) -> Iterator[Condition]:
    """Yield the first condition on how often or how long running something happens."""
    for word in _STREAK_WORD.finditer(clause):
        found = _STREAK.match(clause, word.start())
        condition = _streak(found, offset, clause) if found else None
        if condition:
            yield condition
            return


def find_ranks(clause: str, offset: int) -> Iterator[Condition]:
    """Yield the conditions on a rank: 前三名, 后5位, 第一名, 排名前10%."""
    for found in _RANK_SPAN.finditer(clause):
        span = (number(found["low"]), number(found["high"]))
        yield Condition(offset + found.start(), offset + found.end(), "[]", span, "名", "rank")
    for found in _TOWARDS_END.finditer(clause):
        basis = "rank" if found["tail"] == "靠前" else "rank:倒数"
        yield Condition(offset + found.start(), offset + found.end(), "<=", number(found["n"]), "名", basis)
    for found in _RANK.finditer(clause):
        unit = found["unit"] or ""
        if not unit and not _RANKED.search(clause, max(0, found.start() - 8), found.start()):
            continue
        if found["first"] and unit == "%":
            continue
        comparator = "=" if found["first"] or (found["tail"] or "").endswith("第") else "<="
        basis = "rank:倒数" if found["tail"] else "rank"
        unit = "%" if unit == "%" else "名"
        yield Condition(
            offset + found.start(), offset + found.end(), comparator, number(found["n"]), unit, basis
        )


def find_amounts_asked(clause: str, offset: int) -> Iterator[Condition]:
    """Yield counts with a comparing word: 家庭藏书100册以上, 参加活动不少于6次."""
    if not _ASKED.search(clause):
        return
    for found in _AMOUNT_SPAN.finditer(clause):
        span = (number(found["low"]), number(found["high"]))
        basis = "count:" + found["what"].strip("“”的 ")
        yield Condition(offset + found.start("low"), offset + found.end(), "[)", span, found["unit"], basis)
    for found in _FEWER.finditer(clause):
        begin, end = offset + found.start("n"), offset + found.end()
        basis = "count:" + found["what"].strip("“”的 ")
        yield Condition(begin, end, "<", number(found["n"]), found["unit"], basis)
    for pattern in (_AMOUNT, _LEAST):
        for found in pattern.finditer(clause):
            comparator = ">" if found["over"] == "超过" else ">="
            basis = "count:" + found["what"].strip("“”的 ")
            begin, end = offset + found.start("n"), offset + found.end()
            yield Condition(begin, end, comparator, number(found["n"]), found["unit"], basis)


def find_last(clause: str, offset: int) -> Condition | None:
    """Return the condition of standing last: 末位, 垫底, 倒数第一."""
    last = _LAST.search(clause)
    if not last or not (_CASE.match(clause) or clause[last.end() : last.end() + 1] in ("的", "者")):
        return None
    return Condition(offset + last.start(), offset + last.end(), "=", Decimal(1), "名", "rank:倒数")


def _streak(found: re.Match[str], offset: int, clause: str) -> Condition | None:
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
    if how == "累计" and unit in _SUMMED and not (found["up"] or found["over"]):
        return None
    what = re.split(r"(?:的|，|由|予以|给予|进行|即)", what)[0]
    counted = found.end("unit") + len(found["up"] or "")
    follows = _BELONGS.match(clause, counted + len(what))
    end = counted + (len(what) if how == "连续" or follows else 0)
    what = re.sub("[“”]", "", what)
    what = (
        re.sub(r"^(?:[被获]?评[为定选]*|考核|列入|获得?|出现|为|都|均|被)+(?=.{2})", "", what) if what else ""
    )
    subject = what or re.sub(r"(?:被|受到|达|出现|发生|累计)+$", "", found["pre"]) or how
    if unit.endswith("年度"):
        unit = "年"
    if unit in ("个季度", "季度"):
        subject = "季度" + subject if "季度" not in subject else subject
        unit = "次"
    comparator = ">" if found["over"] == "超过" else ">="
    return Condition(
        offset + found.start(),
        offset + end,
        comparator,
        number(found["n"]),
        unit,
        "count:" + re.sub("[“”]", "", subject),
    )
