"""What the rest of a document tells about its ratings: who is rated, which rate is meant, where grades meet."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from gongjian.engines.plandoc.bounds import Condition
from gongjian.engines.plandoc.reading import Reading
from gongjian.engines.plandoc.verdicts import RATED, shared_noun, subject_of_graded

NEAR = 40
"""How many characters apart two ratings of one list may stand."""
_RATED_IN_TITLE = re.compile(
    rf"(?P<who>{RATED})(?:服务|工作|质量|信用|绩效|年度|季度|月度|日常|星级|积分)*(?:考核|考评|评定|评选|评比|评价|认定|测评)"
)
_OPENING = 200
_SCORE_WORD = re.compile("得分|总分|考核|评分|成绩")
_BARE_COUNTS = ("count:累计", "count:连续")


@dataclass(frozen=True, slots=True)
class RatingFound:
    """A rating with its place in the normalised text."""

    label: str
    subject: str | None
    condition: Condition
    start: int
    end: int
    named: bool = True


def name_rates(text: str, found: list[RatingFound]) -> list[RatingFound]:
    """Give a bound without a rate of its own (低于60%的) that of the one before, and points (积分) likewise."""
    named: list[RatingFound] = []
    for rating in found:
        before = named[-1].condition if named else None
        condition = rating.condition
        goes_on = before is not None and 0 <= condition.start - before.end < NEAR
        if before and condition.basis == "share:" and before.basis.startswith("share:"):
            rating = replace(rating, condition=replace(condition, basis=before.basis))
        elif (
            before
            and goes_on
            and (before.basis, condition.basis) == ("points", "score")
            and not _SCORE_WORD.search(text, before.end, condition.start)
        ):
            rating = replace(rating, condition=replace(condition, basis="points"))
        elif (
            before
            and goes_on
            and condition.basis.startswith("count:")
            and before.basis.startswith(condition.basis)
        ):
            rating = replace(rating, condition=replace(condition, basis=before.basis))
        elif condition.basis in _BARE_COUNTS:
            of = before.basis if before and goes_on and before.basis.startswith("count:") else None
            rating = replace(
                rating, condition=replace(condition, basis=of or _counted(text, condition.start))
            )
        named.append(rating)
    return named


def _counted(text: str, start: int) -> str:
    """Return what a bare 累计3次 counts: the case told in the clause before."""
    clauses = re.split("[，。；：\n]", text[max(0, start - 40) : start].rstrip("，；"))
    return "count:" + (clauses[-1].split("的")[0] or "次数")


def name_subjects(reading: Reading, found: list[RatingFound]) -> list[RatingFound]:
    """Tell who is rated where the sentence did not: a noun the grades share, or who is said to hold one."""
    labels = [rating.label for rating in found]
    opening = reading.frame.title or reading.text[reading.start : reading.start + _OPENING]
    shared = dict(shared_noun(labels, opening))
    named = [replace(r, subject=shared[r.label]) if not r.named and r.label in shared else r for r in found]
    if all(rating.subject for rating in named):
        return named
    known = Counter(
        rating.subject for rating in named if rating.subject and rating.condition.basis != "quota"
    )
    usual = subject_of_graded(reading.text, reading.start, reading.end, labels)
    usual = usual or (known.most_common(1)[0][0] if known else None)
    return [rating if rating.subject else replace(rating, subject=usual) for rating in named]


def default_subject(reading: Reading) -> str | None:
    """Return who is rated according to the section on 考核对象, else by a word of the title."""
    for node in reading.outline.nodes:
        if re.search(r"(?:考核|考评|评定|评价|参评|评选|适用)(?:对象|范围)", node.heading):
            who = re.findall(
                rf"(?:\d+个|各|全部|所有)?(?:{RATED})", reading.text[node.heading_end : node.end]
            )
            counted = [w for w in who if not re.match(RATED, w)]
            if who:
                return re.sub(r"^(?:\d+个|各|全部|所有)", "", (counted or who[-1:])[0])
    title = reading.frame.title or ""
    rated = _RATED_IN_TITLE.search(title)
    if rated and rated["who"] != "物业":
        return rated["who"]
    who = re.findall(r"物业|小区|社区|街道|院落|(?<![农乡])村|企业|家庭|志愿者|网格员|楼栋|单位", title)
    return ("物业项目" if who[-1] == "物业" else who[-1]) if who else None


def close_bounds(found: list[RatingFound]) -> list[RatingFound]:
    """Open an interval at the top where another grade begins at the same value."""
    starts = set()
    for rating in found:
        value = rating.condition.value
        if rating.condition.comparator in (">=", "[]", "[)"):
            starts.add((value[0] if isinstance(value, tuple) else value, rating.condition.basis))
    result = []
    for rating in found:
        condition = rating.condition
        closed = condition.comparator in ("[]", "(]") and isinstance(condition.value, tuple)
        if closed and isinstance(condition.value, tuple) and (condition.value[1], condition.basis) in starts:
            opened = condition.comparator[0] + ")"
            rating = replace(rating, condition=replace(condition, comparator=opened))
        result.append(rating)
    return result
