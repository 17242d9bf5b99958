"""Grades at the boundaries, and who counts: missing, merged, zero, vetoed, averaged, returned."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import RatingBasis, SheetStatus
from gongjian.apps.inspections.models import Grade
from gongjian.apps.inspections.selectors import explaining, ratings
from gongjian.apps.inspections.services import RatingSpec
from gongjian.apps.places.choices import Change, Level
from gongjian.apps.places.models import Place, Succession
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.figures import Period
from gongjian.core.registry import read_by_level, read_figure, rows_behind
from tests.factories import (
    CITY,
    COMMUNITIES,
    COUNTY,
    OTHER_COUNTY,
    OTHER_STREET,
    STREET,
    make_actor,
    make_place,
    make_user,
)
from tests.inspection_factories import (
    COMMUNITY_RULES,
    END,
    ITEMS,
    SCHEME_RULES,
    labels,
    make_round,
    make_scheme,
    make_sheet,
    make_version,
    share_rules,
)

pytestmark = pytest.mark.usefixtures("places")
NEXT_DOOR = f"{OTHER_STREET}001"
YEAR = Period.year(2026)


def rate(row, scheme, rated_on=None):
    return services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=scheme.pk, rated_on=rated_on)


def grade_of(row, code):
    return Grade.objects.get(round=row, place_code=code, is_current=True)


def merge(old, new, on):
    Place.objects.filter(code=old).update(valid_to=date.fromordinal(on.toordinal() - 1))
    Succession.objects.create(predecessor_code=old, successor_code=new, kind=Change.MERGE, on=on)


@pytest.mark.parametrize(
    ("score", "label"),
    [("0", ""), ("79.99", ""), ("80", "达标"), ("89.99", "达标"), ("90", "示范"), ("100", "示范")],
)
def test_a_community_is_graded_at_the_boundary_of_its_score(score, label):
    row, scheme = make_round(), make_scheme()
    make_sheet(row, COMMUNITIES[0], score)

    rate(row, scheme)

    assert grade_of(row, COMMUNITIES[0]).label == label
    assert grade_of(row, COMMUNITIES[0]).score == Decimal(score)


@pytest.mark.parametrize(("good", "label"), [(799, ""), (800, "示范")])
def test_a_street_is_graded_at_the_boundary_of_the_share(good, label):
    row, scheme = make_round(), make_scheme()
    Place.objects.filter(level=Level.COMMUNITY).delete()
    codes = [f"{STREET}{number:03d}" for number in range(1000)]
    Place.objects.bulk_create(
        Place(code=code, name=code, level=Level.COMMUNITY, parent_code=STREET) for code in codes
    )
    for number, code in enumerate(codes):
        make_sheet(row, code, "90" if number < good else "0")

    with CaptureQueriesContext(connection) as queries:
        rate(row, scheme)

    street = grade_of(row, STREET)
    assert (street.met, street.base, street.label) == (good, 1000, label)
    assert len([query for query in queries if query["sql"].startswith("SELECT")]) < 20


@pytest.mark.parametrize(("good", "label"), [(7, ""), (8, "示范")])
def test_eight_of_ten_make_a_demonstration_street(good, label):
    row, scheme = make_round(), make_scheme()
    for number in range(4, 11):
        make_place(f"{STREET}{number:03d}")
    for number in range(1, 11):
        make_sheet(row, f"{STREET}{number:03d}", "90" if number <= good else "79.99")

    rate(row, scheme)

    assert labels(row, Level.STREET)[STREET] == label


def test_a_community_without_a_sheet_counts_as_not_met_and_is_not_zero():
    row, scheme = make_round(), make_scheme()
    for code in COMMUNITIES[:2]:
        make_sheet(row, code, "95")

    rate(row, scheme)

    assert grade_of(row, COMMUNITIES[2]).score is None
    assert (grade_of(row, STREET).met, grade_of(row, STREET).base) == (2, 3)


def test_a_round_over_picked_communities_grades_only_those_and_the_places_above_them():
    row, scheme = make_round(), make_scheme()
    services.choose_places(actor=SYSTEM, round_id=row.pk, shown=COMMUNITIES, chosen=COMMUNITIES[:2])
    make_sheet(row, COMMUNITIES[0], "95")

    rate(row, scheme)

    graded = Grade.objects.filter(round=row, level=Level.COMMUNITY).values_list("place_code", flat=True)
    assert sorted(graded) == sorted(COMMUNITIES[:2])
    assert (grade_of(row, STREET).met, grade_of(row, STREET).base) == (1, 2)
    assert not Grade.objects.filter(round=row, place_code=OTHER_STREET).exists()
    explained = explaining.explain_share(SYSTEM, grade_of(row, STREET))
    assert sorted(child.key for child in explained.children) == sorted(COMMUNITIES[:2])


def test_a_picked_community_that_merged_is_graded_as_its_successor():
    row, scheme = make_round(), make_scheme()
    services.choose_places(actor=SYSTEM, round_id=row.pk, shown=COMMUNITIES, chosen=COMMUNITIES[:1])
    make_sheet(row, COMMUNITIES[0], "95")
    merge(COMMUNITIES[0], COMMUNITIES[1], date(2026, 3, 20))

    rate(row, scheme)

    assert grade_of(row, COMMUNITIES[1]).score == Decimal(95)
    assert (grade_of(row, STREET).met, grade_of(row, STREET).base) == (1, 1)


def test_a_scheme_may_leave_the_uninspected_out():
    row, scheme = make_round(), make_scheme(counts_uninspected=False)
    for code in COMMUNITIES[:2]:
        make_sheet(row, code, "95")

    rate(row, scheme)

    assert (grade_of(row, STREET).met, grade_of(row, STREET).base) == (2, 2)
    assert labels(row, Level.STREET)[STREET] == "示范"
    assert grade_of(row, OTHER_STREET).base == 0
    assert labels(row, Level.STREET)[OTHER_STREET] == ""


def test_zero_points_are_a_score():
    row, scheme = make_round(), make_scheme()
    make_sheet(row, COMMUNITIES[0], "0")

    rate(row, scheme)

    assert grade_of(row, COMMUNITIES[0]).score == 0
    figure = read_figure("inspections.inspected", place_code=STREET, period=YEAR)
    assert (figure.numerator, figure.missing) == (1, COMMUNITIES[1:])
    assert read_figure("inspections.mean_score", place_code=STREET, period=YEAR).value == 0


def test_a_community_merged_in_mid_year_is_counted_once_by_its_successor():
    row, scheme = make_round(), make_scheme()
    merge(COMMUNITIES[2], COMMUNITIES[1], date(2026, 3, 15))
    for code in COMMUNITIES:
        make_sheet(row, code, "95")

    rate(row, scheme)

    assert (grade_of(row, STREET).met, grade_of(row, STREET).base) == (2, 2)
    assert COMMUNITIES[2] not in labels(row, Level.COMMUNITY)


def test_the_sheet_of_an_ended_community_counts_for_a_successor_without_its_own():
    row, scheme = make_round(), make_scheme()
    merge(COMMUNITIES[2], COMMUNITIES[1], date(2026, 3, 10))
    merge(COMMUNITIES[1], COMMUNITIES[0], date(2026, 3, 20))
    sheet = make_sheet(row, COMMUNITIES[2], "91")

    rate(row, scheme)

    assert grade_of(row, COMMUNITIES[0]).score == 91
    explained = explaining.explain_score(SYSTEM, grade_of(row, COMMUNITIES[0]))
    assert [marked.sheet.pk for marked in explained.sheets] == [sheet.pk]


def test_a_successors_own_sheet_is_not_mixed_with_the_ended_ones():
    row, scheme = make_round(), make_scheme()
    merge(COMMUNITIES[2], COMMUNITIES[1], date(2026, 3, 10))
    make_sheet(row, COMMUNITIES[2], "50")
    make_sheet(row, COMMUNITIES[1], "91")

    rate(row, scheme)

    assert grade_of(row, COMMUNITIES[1]).score == 91


def test_a_community_that_merges_after_the_rating_day_still_counts():
    row, scheme = make_round(), make_scheme()
    merge(COMMUNITIES[2], COMMUNITIES[1], date(2026, 6, 1))

    rate(row, scheme)

    assert grade_of(row, STREET).base == 3


def test_a_community_founded_later_does_not_count():
    row, scheme = make_round(), make_scheme()
    make_place(f"{STREET}009", valid_from=date(2026, 4, 1))

    rate(row, scheme)

    assert grade_of(row, STREET).base == 3


def test_a_community_renamed_in_mid_year_is_one_community():
    row, scheme = make_round(), make_scheme()
    Place.objects.filter(code=COMMUNITIES[0]).update(valid_to=date(2026, 3, 9))
    make_place(COMMUNITIES[0], "新名社区", valid_from=date(2026, 3, 10))
    Succession.objects.create(
        predecessor_code=COMMUNITIES[0],
        successor_code=COMMUNITIES[0],
        kind=Change.RENAME,
        on=date(2026, 3, 10),
    )
    make_sheet(row, COMMUNITIES[0], "95")

    rate(row, scheme)

    assert (grade_of(row, STREET).met, grade_of(row, STREET).base) == (1, 3)


@pytest.mark.parametrize(
    ("scores", "mean", "label"),
    [
        (("89.99", "90"), "89.99", "达标"),
        (("89.99", "90", "90"), "89.99", "达标"),
        (("89.99", "90.01"), "90.00", "示范"),
        (("79.99", "80"), "79.99", ""),
    ],
)
def test_the_sheets_of_several_inspectors_are_averaged_and_never_rounded_up(scores, mean, label):
    row, scheme = make_round(), make_scheme()
    for score in scores:
        make_sheet(row, COMMUNITIES[0], score)

    rate(row, scheme)

    assert (grade_of(row, COMMUNITIES[0]).score, grade_of(row, COMMUNITIES[0]).label) == (
        Decimal(mean),
        label,
    )


def test_a_veto_of_one_sheet_bars_the_grade_and_leaves_the_score():
    row, scheme = make_round(), make_scheme()
    make_sheet(row, COMMUNITIES[0], "99")
    make_sheet(row, COMMUNITIES[0], "97", is_vetoed=True)

    rate(row, scheme)

    grade = grade_of(row, COMMUNITIES[0])
    assert (grade.score, grade.label, grade.is_vetoed) == (98, "", True)


@pytest.mark.parametrize("status", [SheetStatus.DRAFT, SheetStatus.RETURNED, SheetStatus.VOID])
def test_a_sheet_that_is_not_submitted_does_not_count(status):
    row, scheme = make_round(), make_scheme()
    make_sheet(row, COMMUNITIES[0], "95", status=status)

    rate(row, scheme)

    assert grade_of(row, COMMUNITIES[0]).score is None


def test_rating_again_keeps_the_earlier_grades():
    row, scheme = make_round(), make_scheme()
    sheet = make_sheet(row, COMMUNITIES[0], "95")
    rate(row, scheme)
    services.void_sheet(actor=SYSTEM, sheet_id=sheet.pk, reason="评错了地方")

    rate(row, scheme)

    history = Grade.objects.filter(round=row, place_code=COMMUNITIES[0]).order_by("pk")
    assert [(grade.label, grade.is_current) for grade in history] == [("示范", False), ("", True)]


def test_history_can_be_rated_again_under_the_scheme_of_its_day():
    row = make_round()
    old = make_scheme(title="老办法")
    stricter = (
        RatingSpec(Level.COMMUNITY, "示范", RatingBasis.SCORE, Decimal(95)),
        RatingSpec(Level.COMMUNITY, "达标", RatingBasis.SCORE, Decimal(85)),
    )
    new = make_scheme(title="新办法", rules=stricter, effective_on=date(2026, 3, 20))
    make_sheet(row, COMMUNITIES[0], "92")
    rate(row, new)

    rate(row, old, date(2026, 3, 10))

    assert ratings.scheme_on(SYSTEM, row, date(2026, 3, 19)) == old
    assert ratings.scheme_on(SYSTEM, row, date(2026, 3, 20)) == new
    found = Grade.objects.filter(place_code=COMMUNITIES[0], is_current=True)
    assert {grade.scheme_id: grade.label for grade in found} == {old.pk: "示范", new.pk: "达标"}
    for params in ({}, {"round": row.pk}):
        figure = read_figure(
            "inspections.demonstration_communities", place_code=COUNTY, period=YEAR, params=params
        )
        assert figure.value == 0, "rating again under an older scheme changes no figure, and none is a zero"


def test_sheets_keep_the_rubric_version_of_their_day():
    version = make_version()
    row = make_round(version=version)
    later = services.add_version(actor=SYSTEM, rubric_id=version.rubric_id, items=ITEMS[:1])
    services.publish_version(actor=SYSTEM, version_id=later.pk, effective_on=date(2026, 3, 15))

    sheet = services.open_sheet(
        actor=make_actor(Role.INSPECTOR), round_id=row.pk, place_code=COMMUNITIES[0], inspected_on=END
    )

    assert sheet.version == version


def test_a_scheme_not_yet_in_force_is_refused():
    row, scheme = make_round(), make_scheme(effective_on=date(2026, 4, 1))

    with pytest.raises(Conflict, match="起生效"):
        rate(row, scheme)


def test_a_scheme_of_a_place_below_or_beside_is_refused():
    row = make_round()
    beside = make_scheme(OTHER_COUNTY)

    with pytest.raises(Conflict, match="别的地方"):
        rate(row, beside)


def test_shares_may_count_streets():
    row = make_round(CITY, title="全市检查")
    rules = (*COMMUNITY_RULES, *share_rules(Level.STREET), *share_rules(Level.CITY, Level.STREET))
    scheme = make_scheme(CITY, rules=rules)
    for code in COMMUNITIES:
        make_sheet(row, code, "90")

    rate(row, scheme)

    assert (grade_of(row, CITY).met, grade_of(row, CITY).base) == (1, 2)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ((), "没有一条规则"),
        (
            (RatingSpec(Level.COMMUNITY, "示范", RatingBasis.SHARE, Decimal(80), "示范", Level.COMMUNITY),),
            "按下级占比",
        ),
        ((*COMMUNITY_RULES, RatingSpec(Level.COMMUNITY, "示范", RatingBasis.QUOTA, Decimal(0))), "大于 0"),
        ((*COMMUNITY_RULES, RatingSpec(Level.COMMUNITY, "示范", RatingBasis.RANK, Decimal("1.5"))), "整数"),
        ((*COMMUNITY_RULES, RatingSpec(0, "示范", RatingBasis.QUOTA, Decimal(20))), "只有一个"),
        (share_rules(Level.STREET), "没有评这个等次"),
        ((*COMMUNITY_RULES, COMMUNITY_RULES[0]), "评同一个等次"),
        ((*COMMUNITY_RULES, *share_rules(Level.STREET, Level.COUNTY)), "比它低"),
    ],
)
def test_a_scheme_that_cannot_be_applied_is_refused(rules, words):
    with pytest.raises(Invalid, match=words):
        make_scheme(rules=rules)


def test_only_those_who_decide_there_may_rate():
    row, scheme = make_round(), make_scheme()

    with pytest.raises(NotAllowed):
        services.rate_round(actor=make_actor(Role.OFFICE, STREET), round_id=row.pk, scheme_id=scheme.pk)
    with pytest.raises(NotFound):
        services.rate_round(actor=make_actor(Role.OFFICE, OTHER_COUNTY), round_id=row.pk, scheme_id=scheme.pk)


KEYS = (
    "inspections.qualified_share",
    "inspections.demonstration_share",
    "inspections.demonstration_communities",
    "inspections.inspected",
    "inspections.mean_score",
)


@pytest.mark.parametrize("key", KEYS)
def test_every_level_adds_up_to_the_rows_behind_it(key):
    row = make_round(CITY, title="全市检查")
    scheme = make_scheme(CITY, rules=SCHEME_RULES)
    for code, score in zip((*COMMUNITIES, NEXT_DOOR), ("95", "79.99", "0", "90"), strict=True):
        make_sheet(row, code, score)
    rate(row, scheme)

    whole = read_figure(key, place_code=CITY, period=YEAR)
    for length in (Level.COUNTY, Level.STREET, Level.COMMUNITY):
        parts = read_by_level(key, place_code=CITY, code_length=length, period=YEAR)
        assert sum(part.numerator for part in parts.values()) == whole.numerator
        if whole.denominator is not None:
            assert sum(part.denominator for part in parts.values()) == whole.denominator
        for code, part in parts.items():
            behind = rows_behind(key, place_code=code, period=YEAR)
            assert part.numerator == behind.order_by().aggregate(total=Sum("numerator"))["total"]
            assert part.row_count == behind.count()


def test_a_year_counts_a_merged_community_once():
    scheme = make_scheme()
    march = make_round()
    for code in COMMUNITIES:
        make_sheet(march, code, "95")
    rate(march, scheme)
    merge(COMMUNITIES[2], COMMUNITIES[1], date(2026, 5, 1))
    june = make_round(title="六月检查", starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 30))
    for code in COMMUNITIES[:2]:
        make_sheet(june, code, "85")
    rate(june, scheme)

    figure = read_figure("inspections.qualified_share", place_code=STREET, period=YEAR)
    of_march = read_figure(
        "inspections.qualified_share", place_code=STREET, period=YEAR, params={"round": march.pk}
    )

    assert (figure.numerator, figure.denominator) == (2, 2)
    assert (of_march.numerator, of_march.denominator) == (3, 3)


def test_a_figure_lists_the_communities_without_a_sheet():
    row, scheme = make_round(), make_scheme()
    make_sheet(row, COMMUNITIES[0], "95")
    rate(row, scheme)

    figure = read_figure("inspections.inspected", place_code=COUNTY, period=Period.parse("2026-Q1"))

    assert (figure.numerator, figure.missing) == (1, (COMMUNITIES[1], COMMUNITIES[2], NEXT_DOOR))


def test_an_explanation_names_who_blocks_and_closes_the_gap():
    row, scheme = make_round(), make_scheme()
    for code, score in zip(COMMUNITIES, ("95", "89.4", "97"), strict=True):
        make_sheet(row, code, score)
    rate(row, scheme)
    grade = ratings.get_grade(SYSTEM, grade_of(row, STREET).pk)

    explained = explaining.explain_share(make_user().as_actor(), grade)

    assert explained.explanation.headline == "达标，离示范差 1 个社区"
    assert [blocker.child.key for blocker in explained.explanation.nearest] == [COMMUNITIES[1]]
    assert explained.explanation.nearest[0].gap == Decimal("0.6")
