"""Sum a rubric's sections: marks kept, additions under the section's ceiling, and what a weight makes of them.

added_s = min(sum(added_i), cap_s)
r_s     = sum_i v_i * (full_i - lost_i) / full_i / sum_i v_i     over the items with marks
worth_s = w_s * r_s
Items weigh v_i = their weight, or else their full marks: r_s is then marks kept / full marks.
If no section has a weight, all items with marks are weighed together, and r counts 100 per cent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gongjian.engines.scoring.item_scores import ItemScore
from gongjian.engines.scoring.lines import ZERO, least
from gongjian.engines.scoring.parts import Item, Section
from gongjian.engines.scoring.rubric import Rubric


@dataclass(frozen=True)
class SectionScore:
    """One section of a sheet. `added` is after its ceiling; `share` is r_s and `worth` w_s * r_s, if weighted."""

    key: str
    title: str
    is_bonus: bool
    weight: Decimal | None
    full: Decimal
    deducted: Decimal
    raw_added: Decimal
    added: Decimal
    share: Fraction | None
    worth: Fraction | None

    @property
    def points(self) -> Decimal:
        """Return the marks kept, with the additions that count."""
        return self.full - self.deducted + self.added


def score_sections(rubric: Rubric, scores: Sequence[ItemScore]) -> tuple[SectionScore, ...]:
    """Sum the items of every section, in the order of the rubric."""
    by_key = {score.key: score for score in scores}
    return tuple(_score_section(section, items, by_key) for section, items in rubric.parts())


def weighted_marks(rubric: Rubric, scores: Sequence[ItemScore]) -> Fraction:
    """Return what the weights make of the marks kept, in per cent of the full marks, exactly."""
    by_key = {score.key: score for score in scores}
    if all(section.weight is None for section in rubric.sections):
        return 100 * (_share(rubric.items, by_key) or Fraction(0))
    worths = (_score_section(section, items, by_key).worth for section, items in rubric.parts())
    return sum((worth for worth in worths if worth is not None), Fraction(0))


def _score_section(section: Section, items: Sequence[Item], scores: Mapping[str, ItemScore]) -> SectionScore:
    held = [scores[item.key] for item in items]
    raw_added = sum((score.added for score in held), ZERO)
    share = None if section.weight is None else _share(items, scores)
    return SectionScore(
        key=section.key,
        title=section.title,
        is_bonus=section.is_bonus,
        weight=section.weight,
        full=sum((score.full for score in held), ZERO),
        deducted=sum((score.deducted for score in held), ZERO),
        raw_added=raw_added,
        added=least(raw_added, section.cap),
        share=share,
        worth=None if share is None or section.weight is None else Fraction(section.weight) * share,
    )


def _share(items: Sequence[Item], scores: Mapping[str, ItemScore]) -> Fraction | None:
    marked = [item for item in items if item.full_marks > 0]
    if not marked:
        return None
    weights = [Fraction(item.full_marks if item.weight is None else item.weight) for item in marked]
    kept = [scores[item.key] for item in marked]
    earned = (
        weight * Fraction(score.full - score.deducted) / Fraction(score.full)
        for weight, score in zip(weights, kept, strict=True)
    )
    return sum(earned, Fraction(0)) / sum(weights)
