"""Read honours: their rules, who holds them, and whom a round's grades would give them to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from gongjian.apps.inspections.choices import HonourKind
from gongjian.apps.inspections.models import Grade, Honour, HonourAward, RatingScheme, Round
from gongjian.apps.inspections.selectors.ratings import schemes_of_round
from gongjian.apps.places.choices import Level
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.errors import NotFound
from gongjian.engines.scoring import Cut, Quota, Ties, draw_line

NO_KEY = -1
VALUE_PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Winner:
    """One place that a round's grades give an honour to. `holds` says that it has it already."""

    grade: Grade
    value: Decimal
    holds: bool


@dataclass(frozen=True)
class Proposal:
    """What a round's grades would do with an honour: who gets it, who gives it up, where ties cut it.

    `without_tie` lists the groups in which equal results left a place unawarded, as the rule says.
    """

    scheme: RatingScheme
    winners: tuple[Winner, ...]
    leaving: tuple[HonourAward, ...]
    without_tie: tuple[Cut, ...]

    @property
    def arriving(self) -> list[Winner]:
        """The winners that don't hold it yet."""
        return [winner for winner in self.winners if not winner.holds]


def list_honours(actor: Actor) -> OwnedQuerySet:
    """List the rules of honours one may see, the newest of a title first."""
    return Honour.objects.visible_to(actor)


def get_honour(actor: Actor, honour_id: int) -> Honour:
    """Return one honour's rule."""
    found: Honour | None = list_honours(actor).filter(pk=honour_id).one()
    if found is None:
        raise NotFound()
    return found


def awards_of(actor: Actor, honour: Honour) -> OwnedQuerySet:
    """List the awards under all rules of an honour's title, the standing ones first, then the latest."""
    rows = HonourAward.objects.visible_to(actor).filter(
        honour__place_code=honour.place_code, honour__title=honour.title
    )
    return rows.select_related("round", "grade", "honour", "ended_by")


def standing_awards(actor: Actor, rules: Iterable[Honour]) -> list[HonourAward]:
    """List who holds the honours of these rules' titles, among the places one may see; one query."""
    titles = {row.title for row in rules}
    rows = HonourAward.objects.visible_to(actor).filter(honour__title__in=titles, ended_on__isnull=True)
    return list(rows.select_related("honour").order_by("place_code"))


def holders(honour: Honour) -> list[HonourAward]:
    """List the standing awards of an honour's title, whoever looks."""
    rows = HonourAward.objects.filter(
        honour__place_code=honour.place_code, honour__title=honour.title, ended_on__isnull=True
    )
    return list(rows.select_related("round", "honour").order_by("place_code"))


def get_award(actor: Actor, award_id: int) -> HonourAward:
    """Return one award."""
    rows = HonourAward.objects.visible_to(actor).select_related("honour", "round")
    found: HonourAward | None = rows.filter(pk=award_id).one()
    if found is None:
        raise NotFound()
    return found


def rounds_for(actor: Actor, honour: Honour) -> list[Round]:
    """List the rated rounds that an honour may be given by: over its place or above it, latest first."""
    rated = Grade.objects.filter(is_current=True, level=honour.level).within(honour.place_code)
    rows = Round.objects.visible_to(actor).filter(
        pk__in=rated.values("round_id"), ends_on__gte=honour.effective_on
    )
    return list(rows.order_by("-ends_on", "-pk")[:12])


def propose_awards(actor: Actor, honour: Honour, row: Round) -> Proposal:
    """Say whom the current grades of a round give an honour to, by its rule; nothing is written.

    Raises NotFound while the round is not rated.
    """
    schemes = schemes_of_round(actor, row.pk)
    if not schemes:
        raise NotFound("这一轮还没有评级，先评级再授旗。")
    grades = Grade.objects.filter(
        round=row, scheme=schemes[0], level=honour.level, is_current=True, is_vetoed=False
    ).within(honour.place_code)
    held = {award.place_code: award for award in holders(honour)}
    winners, cuts = _choose(honour, grades.order_by("place_code"))
    won = {grade.place_code for grade, _ in winners}
    is_moving = honour.kind == HonourKind.ROTATING
    return Proposal(
        scheme=schemes[0],
        winners=tuple(Winner(grade, value, grade.place_code in held) for grade, value in winners),
        leaving=tuple(award for code, award in held.items() if is_moving and code not in won),
        without_tie=tuple(cut for cut in cuts if cut.tied and cut.admitted < cut.places),
    )


def value_of(grade: Grade) -> Decimal | None:
    """Return what an honour compares: the score of a community, the share in per cent above; None for nothing."""
    if grade.level == Level.COMMUNITY:
        return grade.score
    return Decimal(grade.met or 0) * 100 / Decimal(grade.base) if grade.base else None


def _choose(honour: Honour, grades: Iterable[Grade]) -> tuple[list[tuple[Grade, Decimal]], list[Cut]]:
    """Keep the grades that meet the rule, cut by its quota group by group; best first within a group."""
    groups: dict[str, list[tuple[Grade, Decimal]]] = defaultdict(list)
    sizes: dict[str, int] = defaultdict(int)
    for grade in grades:
        group = grade.place_code[: honour.within or len(honour.place_code)]
        sizes[group] += 1
        value = value_of(grade)
        if value is not None and _meets(honour, grade, value):
            groups[group].append((grade, value))
    found, cuts = [], []
    for group, candidates in sorted(groups.items()):
        candidates.sort(key=lambda pair: -pair[1])
        if honour.most is not None:
            quota = Quota(honour.title, 1, most=honour.most, ties=Ties(honour.ties))
            cut = draw_line(quota, group, sizes[group], [(value, NO_KEY) for _, value in candidates])
            cuts.append(cut)
            candidates = [pair for pair in candidates if cut.admits((pair[1], NO_KEY))]
        found.extend(candidates)
    return found, cuts


def _meets(honour: Honour, grade: Grade, value: Decimal) -> bool:
    if honour.label and grade.label != honour.label:
        return False
    return honour.at_least is None or value >= honour.at_least
