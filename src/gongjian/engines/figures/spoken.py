"""Small counts in words (九个社区, 三处) as figures: operands that only words tell.

The compiler reads single numerals as words, most being parts of phrases (两个维护, 三个方面). Here they count
where a paragraph holds a share, a rest or a total that no figure in digits gives.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from gongjian.engines.figures.context import Paragraph, figures_in
from gongjian.engines.plandoc.numerals import DIGITS
from gongjian.engines.plandoc.quantities import Amount, base_unit

_SPOKEN = re.compile(
    r"(?<![第一二两三四五六七八九十百千万零几数每各之近\d])(?P<n>[二两三四五六七八九])(?P<unit>个|处|件|项|名|户|家|场|次|条|座|起|所|辆|台|支|栋|株|宗|例|批|间|人)"
    r"(?!月|方面|环节|维护|确立|自信|意识|阶段|层面|字|百|千|年|工作日|小时|百分点|人次|次方)"
)
_CUES = re.compile(r"[占率共]|合计|其余|其中|剩余|分别|还有|未")


def with_spoken_counts(paragraph: Paragraph) -> Paragraph | None:
    """Return the paragraph with its counts in words among the figures, None when it has none or nothing to give."""
    reading = paragraph.reading
    if not _CUES.search(reading.text, paragraph.start, paragraph.end):
        return None
    spoken = list(_spoken(paragraph))
    if not spoken:
        return None
    amounts = sorted([*(f.amount for f in paragraph.figures), *spoken], key=lambda a: a.start)
    return replace(paragraph, figures=figures_in(reading, amounts))


def _spoken(paragraph: Paragraph) -> Iterator[Amount]:
    taken = {f.amount.start for f in paragraph.figures}
    for found in _SPOKEN.finditer(paragraph.reading.text, paragraph.start, paragraph.end):
        if found.start() not in taken:
            unit, _ = base_unit(found["unit"])
            value = Fraction(DIGITS[found["n"]])
            yield Amount(
                found.start(), found.end(), value, unit, "count", Fraction(1), False, found["unit"], True
            )
