"""Ratings at their boundaries, by the services and as the pages say it (Must show 4 of the Spine)."""

import re
from datetime import date
from decimal import Decimal

import pytest

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import RatingBasis
from gongjian.apps.inspections.models import Grade, RatingScheme, Round, ScoreSheet
from gongjian.apps.inspections.services import RatingSpec
from gongjian.apps.places.choices import Change, Level
from gongjian.apps.places.models import Place, Succession
from gongjian.core.access import SYSTEM, Role
from gongjian.core.rules import load_first_versions
from tests.factories import CITY, COMMUNITIES, COUNTY, OTHER_STREET, STREET, make_place, make_user
from tests.inspection_factories import (
    COMMUNITY_RULES,
    SCHEME_RULES,
    labels,
    make_round,
    make_scheme,
    make_sheet,
    share_rules,
)

pytestmark = pytest.mark.usefixtures("places")
STRICTER = (
    RatingSpec(Level.COMMUNITY, "示范", RatingBasis.SCORE, Decimal(95)),
    RatingSpec(Level.COMMUNITY, "达标", RatingBasis.SCORE, Decimal(85)),
    *share_rules(Level.STREET),
)


@pytest.fixture
def office(sign_in):
    load_first_versions()
    return sign_in(make_user(Role.OFFICE, COUNTY))


def rate_in_browser(client, row: Round, scheme: RatingScheme) -> None:
    """Rate as a person does: try, then decide."""
    address = f"/inspections/rounds/{row.pk}/rate/"
    chosen = {"scheme": scheme.pk, "rated_on": row.ends_on.isoformat()}
    assert client.get(address, chosen).status_code == 200
    assert client.post(address, chosen).status_code == 302


def grade_of(row: Round, code: str) -> Grade:
    return Grade.objects.get(round=row, place_code=code, is_current=True)


def page_of(client, row: Round, code: str) -> str:
    """The text of the page that explains a grade."""
    return words(client.get(f"/inspections/grades/{grade_of(row, code).pk}/"))


def words(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def fill_street(count: int, good: int) -> Round:
    """A round over a street of `count` communities, of which the first `good` are demonstration ones."""
    row = make_round()
    Place.objects.filter(level=Level.COMMUNITY).delete()
    codes = [f"{STREET}{number:03d}" for number in range(count)]
    level, parent = Level.COMMUNITY, STREET
    Place.objects.bulk_create(Place(code=c, name=c, level=level, parent_code=parent) for c in codes)
    sheets = (
        ScoreSheet(
            round=row,
            version=row.version,
            place_code=code,
            inspected_on=row.starts_on,
            status="submitted",
            score=Decimal(90) if number < good else Decimal("89.99"),
        )
        for number, code in enumerate(codes)
    )
    ScoreSheet.objects.bulk_create(sheets)
    return row


@pytest.mark.parametrize(
    ("score", "label", "sentence"),
    [
        ("79.99", "", "不达标，离达标差 0.01 分"),
        ("80", "达标", "达标，离示范差 10 分"),
        ("89.99", "达标", "达标，离示范差 0.01 分"),
        ("90", "示范", "演示1社区：示范"),
        ("0", "", "不达标，离达标差 80 分"),
    ],
)
def test_a_score_at_the_boundary_and_what_its_page_says(office, score, label, sentence):
    row, scheme = make_round(), make_scheme()
    make_sheet(row, COMMUNITIES[0], score)

    rate_in_browser(office, row, scheme)

    assert grade_of(row, COMMUNITIES[0]).label == label
    assert sentence in page_of(office, row, COMMUNITIES[0])


@pytest.mark.parametrize(
    ("count", "good", "label", "sentence"),
    [
        (1000, 799, "", "占 79.9%，要 80%，也就是 800 个"),
        (1000, 800, "示范", "占 80.0%，要 80%，也就是 800 个"),
        (5, 4, "示范", "占 80.0%，要 80%，也就是 4 个"),
        (5, 3, "", "离示范差 1 个社区"),
    ],
)
def test_a_share_at_the_boundary_and_what_its_page_says(office, count, good, label, sentence):
    row = fill_street(count, good)
    scheme = make_scheme(rules=(*COMMUNITY_RULES[:1], share_rules(Level.STREET)[0]))

    rate_in_browser(office, row, scheme)

    street = grade_of(row, STREET)
    assert (street.met, street.base, street.label) == (good, count, label)
    assert sentence in page_of(office, row, STREET)


def test_a_share_just_below_the_line_is_never_written_as_if_it_reached_it(office):
    row = fill_street(999, 799)
    threshold = (RatingSpec(Level.STREET, "示范", RatingBasis.SHARE, Decimal(80), "示范", Level.COMMUNITY),)
    scheme = make_scheme(rules=(*COMMUNITY_RULES, *threshold))

    rate_in_browser(office, row, scheme)

    assert grade_of(row, STREET).label == ""
    ranking = words(office.get(f"/inspections/rounds/{row.pk}/ranking/?level=9"))
    for text in (page_of(office, row, STREET), ranking):
        assert "79.98%" in text
        assert "80.0%" not in text


def test_a_community_without_a_sheet_is_named_and_is_not_zero(office):
    row, scheme = make_round(), make_scheme()
    for code in COMMUNITIES[:2]:
        make_sheet(row, code, "95")

    rate_in_browser(office, row, scheme)

    assert grade_of(row, COMMUNITIES[2]).score is None
    assert "未检，没有评级" in page_of(office, row, COMMUNITIES[2])
    assert "1 个社区未检，按没有达到算：演示3社区" in page_of(office, row, STREET)
    assert "2 个未检，不排名" in words(office.get(f"/inspections/rounds/{row.pk}/ranking/?level=12"))


def test_a_community_merged_in_mid_year_is_counted_once_and_named(office):
    row, scheme = make_round(), make_scheme()
    Place.objects.filter(code=COMMUNITIES[2]).update(valid_to=date(2026, 3, 14))
    arrow = {"predecessor_code": COMMUNITIES[2], "kind": Change.MERGE, "on": date(2026, 3, 15)}
    Succession.objects.create(successor_code=COMMUNITIES[1], **arrow)
    for code in COMMUNITIES:
        make_sheet(row, code, "95")

    rate_in_browser(office, row, scheme)

    assert (grade_of(row, STREET).met, grade_of(row, STREET).base) == (2, 2)
    assert "演示3社区已撤并，由演示2社区算一次" in page_of(office, row, STREET)


def test_the_parts_of_a_community_split_in_mid_year_take_its_sheet_until_they_have_their_own(office):
    row, scheme = make_round(), make_scheme()
    Place.objects.filter(code=COMMUNITIES[2]).update(valid_to=date(2026, 3, 14))
    parts = [f"{STREET}011", f"{STREET}012"]
    for code in parts:
        make_place(code, f"新设{code[-2:]}社区", valid_from=date(2026, 3, 15))
        arrow = {"predecessor_code": COMMUNITIES[2], "kind": Change.SPLIT, "on": date(2026, 3, 15)}
        Succession.objects.create(successor_code=code, **arrow)
    make_sheet(row, COMMUNITIES[2], "91")
    make_sheet(row, parts[1], "70")

    rate_in_browser(office, row, scheme)

    assert [grade_of(row, code).score for code in parts] == [91, 70]
    assert grade_of(row, STREET).base == 4
    assert "撤并前的社区" in page_of(office, row, parts[0])
    text = page_of(office, row, STREET)
    assert "演示3社区已撤并，由新设11社区、新设12社区算一次" in text


def test_a_place_without_children_gets_no_grade_and_stands_in_nobodys_way(sign_in):
    load_first_versions()
    client = sign_in(make_user(Role.OFFICE, CITY))
    row = make_round(CITY, title="全市检查")
    rules = (*COMMUNITY_RULES, *share_rules(Level.STREET), *share_rules(Level.CITY, Level.STREET))
    scheme = make_scheme(CITY, rules=rules)
    make_place(f"{COUNTY}009", "空街道")
    for code in (*COMMUNITIES, f"{OTHER_STREET}001"):
        make_sheet(row, code, "90")

    rate_in_browser(client, row, scheme)

    assert f"{COUNTY}009" not in labels(row, Level.STREET)
    assert (grade_of(row, CITY).met, grade_of(row, CITY).base) == (2, 2)
    assert "1 个街道没有可评的，不算进分母：空街道" in page_of(client, row, CITY)


def test_a_veto_bars_the_grade_and_both_pages_say_so(office):
    row, scheme = make_round(), make_scheme()
    make_sheet(row, COMMUNITIES[0], "97", is_vetoed=True)

    rate_in_browser(office, row, scheme)

    assert "一票否决，没有评级" in page_of(office, row, COMMUNITIES[0])
    assert "演示1社区 97 分，分数够了，但没有评上" in page_of(office, row, STREET)


def test_the_sheets_of_two_inspectors_are_both_shown_with_their_mean(office):
    row, scheme = make_round(), make_scheme()
    for name, score in (("甲", "89.99"), ("乙", "90")):
        inspector = make_user(Role.INSPECTOR, COUNTY, full_name=f"检查员{name}")
        make_sheet(row, COMMUNITIES[0], score, inspector=inspector)

    rate_in_browser(office, row, scheme)

    text = page_of(office, row, COMMUNITIES[0])
    assert (grade_of(row, COMMUNITIES[0]).score, grade_of(row, COMMUNITIES[0]).label) == (
        Decimal("89.99"),
        "达标",
    )
    for part in ("检查员甲", "检查员乙", "几张表的平均", "不进位"):
        assert part in text


def test_a_sheet_voided_after_rating_is_noticed_until_it_is_rated_again(office):
    row, scheme = make_round(), make_scheme()
    sheet = make_sheet(row, COMMUNITIES[0], "95")
    rate_in_browser(office, row, scheme)
    office.post(f"/inspections/sheets/{sheet.pk}/void/", {"reason": "走错了地方"})

    assert grade_of(row, COMMUNITIES[0]).label == "示范"
    assert "又退回或作废了" in page_of(office, row, COMMUNITIES[0])
    assert "评级以后又变了 1 张表" in words(office.get("/inspections/ratings/"))
    trial = words(office.get(f"/inspections/rounds/{row.pk}/rate/"))
    assert "1 个地方的等次会变" in trial

    rate_in_browser(office, row, scheme)

    assert grade_of(row, COMMUNITIES[0]).score is None
    assert "又变了" not in words(office.get("/inspections/ratings/"))


def test_rating_under_another_version_lists_every_difference_before_it_is_decided(office):
    row = make_round()
    old = make_scheme(title="老办法")
    for code, score in zip(COMMUNITIES, ("96", "92", "82"), strict=True):
        make_sheet(row, code, score)
    rate_in_browser(office, row, old)
    new = make_scheme(title="新办法", rules=STRICTER, effective_on=date(2026, 3, 20))

    page = office.get(f"/inspections/rounds/{row.pk}/rate/", {"scheme": new.pk, "rated_on": row.ends_on})

    before_after = {
        row["name"]: (row["before"] and row["before"].label, row["after"] and row["after"].label)
        for row in page.context["changed"]
        if row["is_regraded"]
    }
    assert before_after["演示2社区"] == ("示范", "达标")
    assert before_after["演示3社区"] == ("达标", "")
    assert "演示1社区" not in before_after
    assert Grade.objects.filter(scheme=new).count() == 0, "trying changes nothing"

    rate_in_browser(office, row, new)
    assert "没有变化" in words(
        office.get(f"/inspections/rounds/{row.pk}/rate/", {"scheme": new.pk, "rated_on": row.ends_on})
    )
    assert Grade.objects.get(scheme=new, place_code=COMMUNITIES[1]).label == "达标"
    assert Grade.objects.get(scheme=old, place_code=COMMUNITIES[1], is_current=True).label == "示范"


def test_what_if_shows_how_the_grade_would_turn_and_keeps_nothing(office):
    row, scheme = make_round(), make_scheme(rules=SCHEME_RULES)
    for code, score in zip(COMMUNITIES, ("95", "89.99", "97"), strict=True):
        make_sheet(row, code, score)
    services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=scheme.pk)
    address = f"/inspections/grades/{grade_of(row, STREET).pk}/"

    at_line = words(office.get(address, {"suppose": COMMUNITIES[1], "score": "90"}))
    below = words(office.get(address, {"suppose": COMMUNITIES[1], "score": "89.995"}))
    nearest = words(office.get(address, {"suppose": "nearest"}))
    empty = words(office.get(address, {"suppose": COMMUNITIES[1], "score": ""}))

    assert "等级：达标 → 示范" in at_line
    assert "89.99 分，达标 → 90 分，示范" in at_line
    assert "等级：" not in below, "three decimals are refused with a sentence"
    assert "等级：达标 → 示范" in nearest
    assert "填要试算的分数" in empty
    assert grade_of(row, STREET).label == "达标"


def test_the_page_names_the_communities_whose_people_nobody_registered(office):
    row = make_round()
    by_people = RatingSpec(
        Level.STREET, "示范", RatingBasis.SHARE, Decimal(80), "示范", Level.COMMUNITY, is_weighted=True
    )
    scheme = make_scheme(rules=(*COMMUNITY_RULES, by_people))
    Place.objects.filter(code__in=COMMUNITIES[:2]).update(population=1000)
    for code in COMMUNITIES:
        make_sheet(row, code, "95")

    rate_in_browser(office, row, scheme)

    assert grade_of(row, STREET).base == 2000
    text = page_of(office, row, STREET)
    assert "1 个社区没有登记常住人口，没有算进去，也不当成零：演示3社区" in text
