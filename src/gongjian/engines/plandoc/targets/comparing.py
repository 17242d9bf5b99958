"""Comparing words around an amount: 不少于, 达到, 控制在…以内, 提高…个百分点, and the sign they give it.

A word of rising or falling with 到 or 至 sets a level (提高到, 压减至); without it, a change (提高, 压减).
"""

import re
from dataclasses import dataclass

from gongjian.engines.plandoc.quantities import Amount

_RISE = "提高|提升|增加|增长|上升|扩大|递增|回升|拓展|(?<!新)增|升|提|多"
_FALL = "下降|减少|压减|降低|缩短|缩减|压缩|削减|压降|下调|减|降|压|缩"
_NOT = "不(?:得|能|应|可|会)?"
_AT_LEAST = rf"{_NOT}(?:少于|低于|小于|短于)|至少|最少|最低|起码|达到或超过|≥"
_AT_MOST = rf"{_NOT}(?:超过|高于|大于|多于|长于|超出|突破)|至多|最多|最高|≤"
_CAPPED = rf"(?:控制|限制|限定|控|严控)(?:在|到|为|至)|(?:{_FALL})(?:到|至|为|在)"
_UP_TO = rf"达到?了?|(?:{_RISE})(?:到|至|为)|恢复[到至]|覆盖|完成率|占到"
_ABOVE = "突破|超过|超出|超|大于|高于|多于|高出|＞|>"
_BELOW = "低于|少于|小于|短于|＜|<"
_HOLD = "保持在?|稳定在?|维持在?|巩固在|确保|实现|力争|争取"
_YEAR = r"(?:20\d\d年(?:底|末)?的?)?"
_BETWEEN = rf"(?:约|了|近|为|全部|{_YEAR}|每[\u3400-\u9fff]{{1,3}})?"
COMPARING = re.compile(
    rf"(?:(?P<ge>{_AT_LEAST})|(?P<most>{_AT_MOST})|(?P<le>{_CAPPED})|(?P<to>{_UP_TO})|(?P<gt>{_ABOVE})"
    rf"|(?P<lt>{_BELOW})|(?P<less>{_FALL})|(?P<more>{_RISE})|(?P<hold>{_HOLD})){_BETWEEN}[“ ]?$"
)
"""The comparing word right before an amount; the name of the group is its kind."""
_EARLIER_LIMIT = re.compile(
    rf"(?:(?P<ge>{_AT_LEAST})|(?P<most>{_AT_MOST})|(?P<gt>{_ABOVE}))[\u3400-\u9fff“”]{{0,8}}$"
)
_VERB_FIRST = re.compile(
    r"^(?:[，、：\s]|力争|争取|确保|努力|实现|年内|全年|将|要|应|再|并|逐步|有效|大幅)*"
    r"(?:(?P<less>下降|减少|压减|降低|缩短|缩减|压缩|削减|压降)|(?P<more>提高|提升|增加|扩大))"
    r"[\u3400-\u9fff“”]{2,}?(?P<level>[到至])?(?:约|近)?$"
)
"""A verb of change with its object between it and the amount: 压减会议|20场, 降低投诉率至|5%."""
_RATE_NAME = re.compile("[率度比]$")
AFTER_AMOUNT = re.compile(
    r"^\s*(?:（(?P<inc>含)(?:本数)?）|（(?P<exc>不含)）)?(?P<up>[及或]?以上)?(?P<inside>以内|之内|内)?(?P<down>[及或]?以下)?"
)
"""The comparing word right behind an amount."""
_SIGNS = {"ge": ">=", "most": "<=", "le": "<=", "gt": ">", "lt": "<", "to": ">="}
_CHANGES = {"less": "-=", "more": "+="}
_PORTION_SIGNS = {"减半": "-=", "翻番": "+=", "翻一番": "+=", "翻两番": "+="}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sign of an amount, and whether a comparing word gave it."""

    sign: str
    explicit: bool


def compare(before: str, after: str, amount: Amount, written: str) -> Comparison:
    """Return how a target compares with an amount, by the words before and after it in its clause."""
    if written in _PORTION_SIGNS:
        return Comparison(_PORTION_SIGNS[written], explicit=True)
    word = COMPARING.search(before)
    kind = word.lastgroup if word else None
    earlier = _EARLIER_LIMIT.search(before) if kind is None else None
    if earlier:
        return Comparison(_SIGNS[earlier.lastgroup or "ge"], explicit=True)
    if kind in _CHANGES:
        return Comparison(_CHANGES[kind], explicit=True)
    if kind in ("ge", "most", "gt", "lt"):
        return Comparison(_SIGNS[kind], explicit=True)
    behind = _behind(after)
    if word and kind == "le":
        is_cap = word["le"][0] in "控限严"
        return Comparison("<" if behind == "<" and not is_cap else "<=", explicit=True)
    verb = _VERB_FIRST.search(before) if kind is None else None
    if verb and verb["level"]:
        return Comparison(behind or ("<=" if verb["less"] else ">="), explicit=True)
    if verb and _is_change(verb, amount):
        return Comparison(_CHANGES[verb.lastgroup or "more"], explicit=True)
    if behind:
        return Comparison(behind, explicit=True)
    if kind == "to":
        return Comparison(">=", explicit=True)
    return Comparison("=", explicit=kind == "hold")


def _is_change(verb: re.Match[str], amount: Amount) -> bool:
    """Tell whether the object of a verb changes by the amount: not 提高覆盖率|90%, which is its level."""
    if amount.kind in ("percent", "portion") and verb["more"]:
        return not _RATE_NAME.search(verb[0])
    return amount.kind in ("percent", "portion", "points", "count")


def _behind(after: str) -> str | None:
    """Return the sign of the comparing word behind an amount."""
    tail = AFTER_AMOUNT.match(after)
    if not tail:
        return None
    if tail["down"]:
        closed = bool(tail["inc"]) or tail["down"][0] in "及或"
        return "<=" if closed else "<"
    if tail["inside"]:
        return "<="
    return ">=" if tail["up"] else None


def has_limit(before: str) -> bool:
    """Tell whether a limit stands before an amount, perhaps with its verb: 至少|打造, 不超过."""
    word = COMPARING.search(before)
    return bool((word and word.lastgroup in ("ge", "most")) or _EARLIER_LIMIT.search(before))
