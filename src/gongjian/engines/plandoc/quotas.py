"""Quotas: caps on the share that may get a grade (优秀等次比例不超过参评总数的20%)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongjian.engines.plandoc.bounds import Condition
from gongjian.engines.plandoc.numerals import ARABIC, PORTION, is_number, portion_percent, to_decimal
from gongjian.engines.plandoc.verdicts import GRADED, clean_label

_SHARE = rf"(?:(?P<n>{ARABIC})%|{PORTION})"
_CAP = re.compile(
    rf"(?P<over>不得?超过|控制在|不得超过|不高于|不多于|不得高于|不突破|占(?!比))(?P<of>(?![^，。；\d]{{0,16}}(?:超过|控制在|高于|多于))[^，。；\d成]{{0,16}}?){_SHARE}(?P<within>以内|之内|以下|左右|范围内)?"
)
_BY_RATE = re.compile(
    rf"(?:按照?|以)(?P<over>不超过|不高于)?(?P<of>[^，。；\d成]{{0,16}}?){_SHARE}(?P<within>以内)?的?(?:比例|名额)(?:[^，。；]{{0,6}}?(?:评选|评定|确定|推荐|产生|评出|授予|评为|命名)(?:出|为)?(?P<label>“[^”]{{1,12}}”|[\u3400-\u9fffA-E]{{1,10}})?)?"
)
_ANY_SHARE = re.compile("%|成|分之|半")
_COUNTED = "人数|比例|名额|数量|数|占比|总数|比重|率|面"
_SURE = re.compile(rf"“[^”]{{1,12}}”|{GRADED}|获奖|最美[\u3400-\u9fff]{{1,4}}|红旗[\u3400-\u9fff]{{0,4}}")


@dataclass(frozen=True, slots=True)
class Quota:
    """A label, who it is shared out among, and the share as a condition."""

    label: str
    subject: str | None
    condition: Condition


def find_quotas(text: str, start: int, end: int, known: set[str]) -> Iterator[Quota]:
    """Yield the quotas of a sentence; `known` are the grades met so far."""
    if not _ANY_SHARE.search(text, start, end):
        return
    for found in _CAP.finditer(text, start, end):
        if not is_number(found["n"] or ""):
            continue
        before = re.split(r"[，。；：（]", text[max(start, found.start() - 60) : found.start()])
        head = before[-1]
        named = _labelled(head, known)
        if (
            not named
            and len(before) > 1
            and re.fullmatch(rf"(?:[\u3400-\u9fff]{{0,2}}人)?(?:{_COUNTED})", head)
        ):
            named = _labelled(before[-2], known, last=True)
        closed = found["over"] != "占" or found["within"] in ("以内", "之内", "以下", "范围内")
        if named and closed:
            label, what = named
            yield Quota(
                label, _subject(what, found["of"]), _condition(found, found.start() - len(head), closed)
            )
    if "比例" in text[start:end] or "名额" in text[start:end]:
        for found in _BY_RATE.finditer(text, start, end):
            if not is_number(found["n"] or ""):
                continue
            closed = bool(found["over"] or found["within"])
            head = re.split(r"[，。；：（]", text[max(start, found.start() - 40) : found.start()])[-1]
            named = _labelled(head, known, last=True)
            label = clean_label(re.split(r"[的等]", found["label"] or "")[0]) or (named[0] if named else "")
            if label:
                yield Quota(label, _subject("", found["of"]), _condition(found, found.start(), closed))


def _labelled(head: str, known: set[str], last: bool = False) -> tuple[str, str] | None:
    """Return the grade a head names and what of it is counted: 五星级项目数 is 五星级 and 项目数.

    `last` when the head is a clause that speaks of the grade, and what is counted follows it.
    """
    written = max((k for k in known if k in head), key=len, default="")
    sure = _SURE.search(head)
    if not written and not sure:
        return None
    if written and not (sure and sure[0].startswith("“")):
        begin, end = head.index(written), head.index(written) + len(written)
    elif sure:
        begin, end = sure.span()
        grown = re.match(r"(?:[\u3400-\u9fff]{2,4}?(?=等次|等级|称号))?", head[end:])
        end += len(grown[0]) if grown and begin == 0 else 0
    what = re.sub(r"^”?(?:等次|等级|档次|称号)?的?", "", head[end:])
    if len(what) > 20:
        return None
    if last:
        return clean_label(head[begin:end]), ""
    return clean_label(head[begin:end]), re.sub(r"(?:一般|原则上|应|须|要)$", "", what)


def _subject(what: str, of: str) -> str | None:
    among = re.sub(r"的$", "", of).strip()
    if len(re.sub(r"参评|参加考核|总数|总量|数|的", "", among)) > 1:
        return among
    if what and not re.fullmatch(rf"(?:等次)?(?:{_COUNTED})?", what):
        return re.sub(r"(?:比例|占比|名额)$", "", what)
    return among or None


def _condition(found: re.Match[str], start: int, closed: bool) -> Condition:
    share = Decimal(found["n"].replace(",", "")) if found["n"] else to_decimal(portion_percent(found))
    return Condition(start, found.end(), "<=" if closed else "=", share, "%", "quota")
