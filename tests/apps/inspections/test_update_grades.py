"""Quotas and other conditions in a scheme, and grades that follow a changed sheet without rating the rest."""

from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import AdjustmentKind, RatingBasis, SheetStatus, TieRule
from gongjian.apps.inspections.models import Grade, ScoreSheet
from gongjian.apps.inspections.selectors import explaining, ratings
from gongjian.apps.inspections.selectors.grading import grade_round
from gongjian.apps.inspections.selectors.regrading import standing_of
from gongjian.apps.inspections.services import RatingSpec
from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place
from gongjian.core.access import SYSTEM
from gongjian.core.errors import Conflict
from gongjian.core.listing import page_of
from gongjian.core.models import AuditEntry
from tests.factories import CITY, COMMUNITIES, COUNTY, OTHER_STREET, STREET, make_place
from tests.inspection_factories import (
    COMMUNITY_RULES,
    END,
    SCHEME_RULES,
    labels,
    make_round,
    make_scheme,
    make_sheet,
    share_rules,
)

pytestmark = pytest.mark.usefixtures("places")
BEST = RatingSpec(Level.COMMUNITY, "优秀", RatingBasis.SCORE, Decimal(90))


def quota(at_least, within=Level.STREET, ties=TieRule.OUT, basis=RatingBasis.QUOTA):
    return RatingSpec(Level.COMMUNITY, "优秀", basis, Decimal(at_least), within_level=within, ties=ties)


def rate(row, scheme):
    return services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=scheme.pk)


def grade_of(row, code):
    return Grade.objects.select_related("scheme", "round").get(round=row, place_code=code, is_current=True)


def standing(row):
    found = Grade.objects.filter(round=row, is_current=True)
    return {grade.place_code: standing_of(grade) for grade in found}


def whole(row, scheme):
    scheme = ratings.get_scheme(SYSTEM, scheme.pk)
    return {grade.place_code: standing_of(grade) for grade in grade_round(row, scheme, END).grades}


@pytest.mark.parametrize(
    ("scores", "ties", "best"),
    [
        (("95", "93", "91"), TieRule.OUT, 1),
        (("95", "95", "91"), TieRule.OUT, 0),
        (("95", "95", "91"), TieRule.IN, 2),
        (("89.99", "90", "80"), TieRule.OUT, 1),
    ],
)
def test_at_most_a_share_of_the_communities_of_a_street_are_excellent(scores, ties, best):
    row = make_round()
    scheme = make_scheme(rules=(BEST, quota("34", ties=ties), *COMMUNITY_RULES))
    for code, score in zip(COMMUNITIES, scores, strict=True):
        make_sheet(row, code, score)

    rate(row, scheme)

    found = [labels(row, Level.COMMUNITY)[code] for code in COMMUNITIES]
    assert found.count("优秀") == best
    assert "" not in found, "a community cut by the quota goes on to the next grade"


def test_ties_are_broken_by_the_round_before():
    scheme = make_scheme(
        rules=(BEST, quota("1", ties=TieRule.SECOND, basis=RatingBasis.RANK), *COMMUNITY_RULES)
    )
    before = make_round(
        title="二月检查", starts_on=END.replace(month=2, day=1), ends_on=END.replace(month=2, day=20)
    )
    row = make_round()
    for code, score in zip(COMMUNITIES, ("80", "92", "81"), strict=True):
        make_sheet(before, code, score)
        make_sheet(row, code, "95")
    rate(before, scheme)

    rate(row, scheme)

    assert [labels(row, Level.COMMUNITY)[code] for code in COMMUNITIES] == ["示范", "优秀", "示范"]


def test_several_conditions_of_one_grade_all_have_to_hold():
    rules = (
        *COMMUNITY_RULES,
        RatingSpec(Level.STREET, "示范", RatingBasis.SHARE, Decimal(60), "示范", Level.COMMUNITY),
        RatingSpec(Level.STREET, "示范", RatingBasis.SCORE, Decimal("88.34")),
        RatingSpec(Level.STREET, "示范", RatingBasis.COUNT, Decimal(2), "示范", Level.COMMUNITY),
    )
    row, scheme = make_round(), make_scheme(rules=rules)
    for code, score in zip(COMMUNITIES, ("90", "90", "85"), strict=True):
        make_sheet(row, code, score)

    rate(row, scheme)

    grade = grade_of(row, STREET)
    assert (grade.label, grade.mean_score, grade.tallies) == ("", Decimal("88.33"), [[2, 3], [2, 3]])
    holds = [one.holds for one in explaining.standings_of(ratings.get_grade(SYSTEM, grade.pk))]
    assert holds == [True, False, True]


def test_people_may_be_counted_instead_of_communities():
    rules = (
        *COMMUNITY_RULES,
        RatingSpec(
            Level.STREET, "示范", RatingBasis.SHARE, Decimal(80), "示范", Level.COMMUNITY, is_weighted=True
        ),
    )
    row, scheme = make_round(), make_scheme(rules=rules)
    for code, score, people in zip(COMMUNITIES, ("95", "70", "70"), (4000, 1000, None), strict=True):
        Place.objects.filter(code=code).update(population=people)
        make_sheet(row, code, score)

    rate(row, scheme)

    assert (grade_of(row, STREET).label, grade_of(row, STREET).tallies) == ("示范", [[4000, 5000]])


def test_a_national_round_ends_in_one_grade_for_the_nation():
    rules = (
        *COMMUNITY_RULES,
        RatingSpec(Level.PROVINCE, "达标", RatingBasis.SHARE, Decimal(50), "达标", Level.COMMUNITY),
        RatingSpec(0, "达标", RatingBasis.SHARE, Decimal(50), "达标", Level.PROVINCE),
    )
    row, scheme = make_round("", title="全国检查"), make_scheme("", rules=rules)
    for code in COMMUNITIES:
        make_sheet(row, code, "85")

    rate(row, scheme)

    assert (grade_of(row, "").label, grade_of(row, "").met, grade_of(row, "").base) == ("达标", 1, 1)
    sheet = row.sheets.first()
    change(sheet, "10")
    assert standing(row) == whole(row, scheme)


def change(sheet: ScoreSheet, score, status=SheetStatus.SUBMITTED):
    sheet.score, sheet.status = None if score is None else Decimal(score), status
    sheet.save()
    return services.update_grades(actor=SYSTEM, sheets=[sheet])


def test_a_changed_sheet_touches_its_community_and_the_places_above_only():
    row, scheme = make_round(CITY, title="全市检查"), make_scheme(CITY, rules=SCHEME_RULES)
    for code in (*COMMUNITIES, f"{OTHER_STREET}001"):
        make_sheet(row, code, "91")
    rate(row, scheme)
    before = dict(Grade.objects.filter(is_current=True).values_list("place_code", "pk"))

    change(row.sheets.get(place_code=COMMUNITIES[0]), "70")

    after = dict(Grade.objects.filter(is_current=True).values_list("place_code", "pk"))
    assert {code for code in after if after[code] != before[code]} == {COMMUNITIES[0], STREET, COUNTY, CITY}
    assert standing(row) == whole(row, scheme)
    old = Grade.objects.get(pk=before[STREET])
    assert (old.is_current, old.superseded_at) == (False, grade_of(row, STREET).decided_at)
    assert (
        explaining.explain_share(SYSTEM, ratings.get_grade(SYSTEM, old.pk)).explanation.result.numerator == 3
    )


RICH_RULES = (
    BEST,
    quota("40", Level.COUNTY),
    quota("2", None, TieRule.IN, RatingBasis.RANK),
    *COMMUNITY_RULES,
    *share_rules(Level.STREET),
    RatingSpec(Level.STREET, "达标", RatingBasis.SCORE, Decimal(80), is_weighted=True),
    RatingSpec(Level.COUNTY, "示范", RatingBasis.COUNT, Decimal(1), "示范", Level.STREET),
    RatingSpec(Level.COUNTY, "示范", RatingBasis.RANK, Decimal(1), within_level=Level.CITY),
    RatingSpec(Level.CITY, "示范", RatingBasis.SHARE, Decimal(50), "示范", Level.COMMUNITY, is_weighted=True),
    RatingSpec(Level.CITY, "达标", RatingBasis.SHARE, Decimal(50), "达标", Level.COMMUNITY),
)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("counts_uninspected", [True, False])
def test_edits_one_by_one_equal_rating_the_whole_round_again(seed, counts_uninspected):
    rng = Random(seed)
    for number in range(4, 7):
        make_place(f"{STREET}{number:03d}", population=rng.choice((None, 100, 900)))
    make_place("510904001", "另区街道")
    make_place("510904001001", "另区社区", population=50)
    row = make_round(CITY, title="全市检查")
    scheme = make_scheme(CITY, rules=RICH_RULES, counts_uninspected=counts_uninspected)
    codes = list(Place.objects.filter(level=Level.COMMUNITY).values_list("code", flat=True))
    for code in codes[:-1]:
        make_sheet(row, code, rng.choice(("79.99", "80", "90", "95")))
    rate(row, scheme)
    for _ in range(6):
        sheet = rng.choice(list(row.sheets.order_by("pk")))
        status = SheetStatus.VOID if rng.random() < 0.3 else SheetStatus.SUBMITTED

        change(sheet, rng.choice(("79.99", "80", "89.99", "90", "95")), status)

        assert standing(row) == whole(row, scheme)


def test_an_adjusted_score_regrades_and_both_scores_stay_known():
    row, scheme = make_round(), make_scheme()
    for code in COMMUNITIES:
        make_sheet(row, code, "89")
    rate(row, scheme)
    first = grade_of(row, COMMUNITIES[0])

    services.adjust_score(
        actor=SYSTEM,
        sheet_id=row.sheets.get(place_code=COMMUNITIES[0]).pk,
        kind=AdjustmentKind.APPEAL,
        points=Decimal(2),
        reason="照片不是本社区",
        source_key="appeal:1",
    )

    grade = grade_of(row, COMMUNITIES[0])
    assert (grade.label, grade.score, grade.original_score, grade.cause) == ("示范", 91, 89, "申诉改了分")
    assert (grade_of(row, STREET).met, grade_of(row, STREET).cause) == (1, "申诉改了分")
    then = explaining.explain_score(SYSTEM, ratings.get_grade(SYSTEM, first.pk))
    now = explaining.explain_score(SYSTEM, ratings.get_grade(SYSTEM, grade.pk))
    assert (list(then.counted.values()), list(now.counted.values())) == ([89], [91])
    entry = AuditEntry.objects.get(action="inspections.grades_updated")
    assert f"{COMMUNITIES[0]}：达标→示范" in str(entry.after)


def test_sheets_that_came_after_the_rating_are_taken_in_without_the_rest():
    row, scheme = make_round(), make_scheme()
    make_sheet(row, COMMUNITIES[0], "95")
    rate(row, scheme)
    with pytest.raises(Conflict, match="没有评分表变过"):
        services.update_round(actor=SYSTEM, round_id=row.pk)
    late = make_sheet(row, COMMUNITIES[1], "92")
    ScoreSheet.objects.filter(pk=late.pk).update(
        submitted_at=grade_of(row, STREET).decided_at.replace(year=2030)
    )

    services.update_round(actor=SYSTEM, round_id=row.pk)

    assert grade_of(row, COMMUNITIES[1]).label == "示范"
    assert grade_of(row, COMMUNITIES[1]).cause == "评分表是后来交的"
    assert standing(row) == whole(row, scheme)


def test_a_change_costs_the_same_in_a_large_street():
    row, scheme = make_round(), make_scheme()
    for code in COMMUNITIES:
        make_sheet(row, code, "95")
    rate(row, scheme)
    with CaptureQueriesContext(connection) as small:
        change(row.sheets.first(), "70")
    for number in range(4, 60):
        make_place(f"{STREET}{number:03d}")
        make_sheet(row, f"{STREET}{number:03d}", "95")
    rate(row, scheme)

    with CaptureQueriesContext(connection) as large:
        change(row.sheets.first(), "75")

    assert len(large) == len(small) <= 40


def test_ranks_go_on_over_pages_and_equal_scores_share_one():
    row, scheme = make_round(), make_scheme()
    for number in range(4, 62):
        make_place(f"{STREET}{number:03d}")
    codes = Place.objects.filter(level=Level.COMMUNITY, code__startswith=STREET).values_list(
        "code", flat=True
    )
    for number, code in enumerate(sorted(codes)):
        make_sheet(row, code, str(95 - number // 3))
    rate(row, scheme)
    actor = SYSTEM
    ranked = ratings.ranked_grades(actor, row, scheme.pk, Level.COMMUNITY, "")
    values = [grade.value for grade in ranked]

    pages = [page_of(ranked, QueryDict(f"page={number}")) for number in (1, 2)]
    ranks = [[ratings.ranks_of(ranked, page)[grade.value] for grade in page.rows] for page in pages]

    assert ranks[0] + ranks[1] == [1 + sum(other > value for other in values) for value in values]


def test_what_is_not_inspected_is_counted_whole_and_named_in_part():
    row, scheme = make_round(), make_scheme()
    for number in range(4, 60):
        make_place(f"{STREET}{number:03d}")
    make_sheet(row, COMMUNITIES[0], "95")
    rate(row, scheme)

    first, count = ratings.unranked_grades(SYSTEM, row, scheme.pk, Level.COMMUNITY, STREET)
    ranked = ratings.ranked_grades(SYSTEM, row, scheme.pk, Level.COMMUNITY, STREET)

    assert (len(first), first[0].place_code, count) == (50, COMMUNITIES[1], 58)
    assert [grade.place_code for grade in ranked] == [COMMUNITIES[0]]
    assert ratings.unranked_grades(SYSTEM, row, scheme.pk, Level.COMMUNITY, COMMUNITIES[0]) == ([], 0)
