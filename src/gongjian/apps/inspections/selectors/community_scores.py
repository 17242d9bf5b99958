"""The scores of communities in a round: whose sheets count for whom, and their mean.

A community that merged by the rating day is left out; its sheets count for the community that stands for it, if
that one has none of its own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gongjian.apps.inspections.choices import SheetStatus
from gongjian.apps.inspections.models import Round, ScoreSheet
from gongjian.apps.inspections.selectors.engine import stand_ins
from gongjian.engines import scoring

SCORE_PLACES = 2
Arrows = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class CommunityScore:
    """What a community's sheets come to: counted, and as they were before decisions adjusted them.

    A veto bars all grades (`is_vetoed`), or those in `barred`.
    """

    score: Decimal | None = None
    original: Decimal | None = None
    is_vetoed: bool = False
    sheet_ids: tuple[int, ...] = ()
    barred: frozenset[str] = frozenset()


def scores_of_round(row: Round, standing: Collection[str], arrows: Arrows) -> dict[str, CommunityScore]:
    """Score the communities that stand and have sheets; one query."""
    rows = ScoreSheet.objects.filter(round=row, status=SheetStatus.SUBMITTED, score__isnull=False)
    own: dict[str, list[ScoreSheet]] = defaultdict(list)
    fields = ("pk", "place_code", "score", "adjusted_score", "is_vetoed", "bars", "round_id")
    for sheet in rows.only(*fields).order_by("place_code", "pk"):
        own[sheet.place_code].append(sheet)
    return {code: score_of_sheets(sheets) for code, sheets in _hand_on(own, set(standing), arrows).items()}


def scores_of_places(row: Round, codes: Iterable[str], arrows: Arrows) -> dict[str, CommunityScore]:
    """Score some standing communities by their sheets and those of the places they stand for; one query."""
    wanted = set(codes)
    gone = {code for code in arrows if stand_ins(code, arrows) & wanted}
    rows = ScoreSheet.objects.filter(round=row, status=SheetStatus.SUBMITTED, score__isnull=False)
    own: dict[str, list[ScoreSheet]] = defaultdict(list)
    for sheet in rows.filter(place_code__in=wanted | gone).order_by("place_code", "pk"):
        own[sheet.place_code].append(sheet)
    handed = _hand_on(own, wanted, arrows)
    return {code: score_of_sheets(handed.get(code, ())) for code in wanted}


def _hand_on(
    own: Mapping[str, list[ScoreSheet]], standing: set[str], arrows: Arrows
) -> dict[str, list[ScoreSheet]]:
    found = {code: list(sheets) for code, sheets in own.items() if code in standing}
    for code in sorted(own.keys() - standing):
        for successor in (stand_ins(code, arrows) & standing) - own.keys():
            found.setdefault(successor, []).extend(own[code])
    return found


def score_of_sheets(sheets: Sequence[ScoreSheet]) -> CommunityScore:
    """Average counted and original scores; any veto stands. Nothing without a sheet."""
    if not sheets:
        return CommunityScore()
    return CommunityScore(
        score=mean_score([sheet.counted_score for sheet in sheets]),
        original=mean_score([sheet.score for sheet in sheets]),
        is_vetoed=any(sheet.is_vetoed for sheet in sheets),
        sheet_ids=tuple(sheet.pk for sheet in sheets),
        barred=frozenset(label for sheet in sheets for label in barred_labels(sheet.bars)),
    )


def barred_labels(bars: str) -> list[str]:
    """Return the labels that a sheet's vetoes bar."""
    return [label for label in bars.split("、") if label]


def mean_score(scores: Sequence[Decimal | None]) -> Decimal:
    """Average scores to two places, cut and never rounded up: so 89.995 stays below 90, as the exact mean is."""
    total = sum((Fraction(score or 0) for score in scores), Fraction(0))
    return scoring.round_down(total / len(scores), SCORE_PLACES)
