"""The words around an amount: its clause, what stands before and after it, and cleaned noun phrases."""

import re
from dataclasses import dataclass

from gongjian.engines.plandoc.quantities import Amount
from gongjian.engines.plandoc.reading import Reading

_MEMORY = 600  # characters of one paragraph that are looked over, back or ahead
_LEFT = "，。；：！？\n\t|（）【】〔〕―"
_RIGHT = re.compile(r"[，。；：！？、\n\t|（）【】〔〕]")
_PART_MARK = re.compile("[，；。]")
_LIST_MARK = re.compile(r"[、和及与]")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The clause of an amount: `before` and `after` are its words on either side."""

    start: int
    end: int
    before: str
    after: str
    sentence_start: int


def surroundings(reading: Reading, amount: Amount, previous: Amount | None) -> Surroundings:
    """Return the words around an amount; in a list of amounts (甲3个、乙5个) each has its own."""
    key = (amount.start, amount.end, previous.end if previous else -1)
    known = reading.around.get(key)
    if known is None:
        known = reading.around[key] = _surroundings(reading, amount, previous)
    return known


def _surroundings(reading: Reading, amount: Amount, previous: Amount | None) -> Surroundings:
    text = reading.text
    near = max(reading.start, amount.start - _MEMORY)
    line_start = max(text.rfind("\n", near, amount.start) + 1, near)
    start = _clause_start(text, line_start, amount.start)
    for node in _markers_before(reading, start, amount.start):
        start = max(start, node)
    if previous and previous.end > start and previous.end <= amount.start:
        mark = _LIST_MARK.search(text, previous.end, amount.start)
        if mark and not _PART_MARK.search(text, previous.end, mark.start()):
            start = mark.end()
    far = min(reading.end, amount.end + _MEMORY)
    closing = _RIGHT.search(text, amount.end, far)
    end = closing.start() if closing else far
    cell = reading.cells.at(amount.start) if reading.tables else None
    if cell:
        start, end = max(start, cell.start), min(end, cell.end)
    sentence = max(text.rfind("。", line_start, amount.start) + 1, line_start)
    cell = reading.cells.at(amount.start) if reading.grids else None
    if cell is not None:
        start, end, sentence = max(start, cell.start), min(end, cell.end), max(sentence, cell.start)
    return Surroundings(start, end, text[start : amount.start], text[amount.end : end], sentence)


def _clause_start(text: str, floor: int, offset: int) -> int:
    """Return where the clause begins: after the last mark that is not inside a closed bracket."""
    at = offset
    depth = 0
    while at > floor:
        char = text[at - 1]
        if char in "）】〕":
            depth += 1
        elif char in "（【〔" and depth:
            depth -= 1
        elif depth == 0 and (char in _LEFT or (char == "—" and text[at - 2 : at] == "——")):
            return at
        at -= 1
        if offset - at > 120:
            return at
    return floor


def _markers_before(reading: Reading, start: int, offset: int) -> list[int]:
    holders = reading.outline.holders(offset)
    return [reading.outline.nodes[holders[-1]].marker.end] if holders else []


_TIME_WORDS = re.compile(
    r"(?:汛前|节前|入冬前)|(?:每(?:年|季度?|半?月|周|日|天)(?:第[一二三四五1-5]个?(?:周|星期)(?:的?周?[一二三四五六日天])?)?(?![\u3400-\u9fff]?均))|(?:[一二三四五六两\d]年(?:内|间|来)|\d+天内)|(?:到|至|截至|在|于|力争)?(?:(?:19|20)\d\d年度?|今年|本年度?|去年|上年|明年|目前|现在|当前|年内|全年|年底|本月|上月|同期|(?:\d{1,2}[-—～至])?\d{1,2}月(?:份|底|\d{1,2}日)?|第?[一二三四]季度|上半年|下半年)+(?:底|末)?(?:之?前|以来)?"
)
_LEADING = re.compile(
    r"^(?:[，、：；\s“]|[一二三四五六七八九十]是|其中|同时|此外|另外|并且|以及|力争|争取|确保|努力|实现|要|应(?!急|对|届|用|答)当?|须|将|共计?|累计|总计|合计|全部|已经?|现有|现|拟|计划|预计|约|近|且|并|和|及|则|均|还|又|再|也|仅|只|先后|做到|为|对|有|使|让|把|的|在(?!建|职|册|岗|校|读)|由|于|本月共?|一共|分别|总共)+"
)
_TRAILING = re.compile(
    r"(?:[，、：；\s“（]|基本|不得|不少于|不低于|不小于|不超过|不高于|不大于|不多于|至少|最少|最多|达到|达|提高到|提升到|提高至|提升至|上升到|上升至|增加到|增至|增长到|升至|回升至|恢复到|保持在?|稳定在|维持在|控制在|压缩到|压缩至|降到|降至|降低到|降低至|下降到|下降至|减少到|减少至|减至|缩短到|缩短至|压减至|突破|超过|超|大于|高于|低于|少于|不足|提高|提升|增长|上升|下降|减少|压减|降低|缩短|增加|扩大到|扩大至|约为?|近|共计?|累计|总计|合计|为|有|是|仅|只|了|的|在|要|应|将|须|均|各|(?<![实应签])到|至|由|从|占|同比|环比|较去年同期|较上年|比去年|比上年|较|(?<!占)比|每|平均|分别|各有|逾|力争|确保|实现)+$"
)


_HALF_BRACKET = re.compile(r"（[^）]*$|^[^（]*）")
_BEHIND = re.compile(r"^(?:（含）|（不含）|及?以上|及?以下|以内|左右|多|余|的)+")
_NOUN_STOP = re.compile(r"[，。；：、（）\s\d]|以上|以下")
_CHANGES = re.compile("增加|增长|减少|下降|上升|提高|降低|提升|扩大|调整|压减|的$")
_QUOTES = str.maketrans("", "", "“”《》")


def strip_words(phrase: str) -> str:
    """Take dates, connectives and comparing words off a phrase so that the thing itself remains."""
    bare = phrase
    for _ in range(3):
        stripped = _LEADING.sub("", _TRAILING.sub("", _TIME_WORDS.sub("", bare)))
        if stripped == bare:
            break
        bare = stripped
    return _HALF_BRACKET.sub("", bare).translate(_QUOTES).strip(" 的，、：")


def noun_after(after: str) -> str:
    """Return the noun that directly follows an amount: 46个|院落的整治任务."""
    bare = _NOUN_STOP.split(_BEHIND.sub("", after), maxsplit=1)[0]
    if _CHANGES.match(bare):
        return ""
    return bare.strip("“”的 ")
