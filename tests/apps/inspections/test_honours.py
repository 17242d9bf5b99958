"""The rotating flag and names: given by rule, moved by results, recalled with a reason, with their history."""

from datetime import date
from decimal import Decimal

import pytest

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import AdjustmentKind, HonourKind, HonourTies
from gongjian.apps.inspections.models import HonourAward, ScoreAdjustment, ScoreSheet
from gongjian.apps.inspections.services.adjustments import adjust_scores
from gongjian.apps.places.choices import Level
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from gongjian.core.rules import load_first_versions
from tests.factories import COMMUNITIES, COUNTY, STREET, make_user
from tests.inspection_factories import make_round, make_scheme, make_sheet, make_version

pytestmark = pytest.mark.usefixtures("places")
FIRST, SECOND, THIRD = COMMUNITIES


@pytest.fixture
def office():
    load_first_versions()
    return make_user(Role.OFFICE, COUNTY).as_actor()


def make_honour(office, **fields):
    defaults = {
        "place_code": COUNTY,
        "title": "流动红旗",
        "kind": HonourKind.ROTATING,
        "level": Level.COMMUNITY,
        "within": Level.STREET,
        "most": 1,
        "effective_on": date(2026, 1, 1),
        "citation": "测试",
    }
    return services.create_honour(actor=office, **defaults | fields)


def rated(title: str, month: int, scores: dict[str, str], scheme=None):
    version = make_version(title=f"{title}标准")
    row = make_round(
        title=title, version=version, starts_on=date(2026, month, 1), ends_on=date(2026, month, 28)
    )
    for code, score in scores.items():
        make_sheet(row, code, score)
    scheme = scheme or make_scheme()
    services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=scheme.pk)
    return row, scheme


def holding() -> set[str]:
    return set(HonourAward.objects.filter(ended_on__isnull=True).values_list("place_code", flat=True))


def test_the_flag_moves_with_the_result_and_its_history_stays(office):
    honour = make_honour(office)
    march, scheme = rated("三月", 3, {FIRST: "95", SECOND: "90", THIRD: "85"})
    services.award_honour(actor=office, honour_id=honour.pk, round_id=march.pk, awarded_on=date(2026, 4, 1))
    assert holding() == {FIRST}
    june, _ = rated("六月", 6, {FIRST: "91", SECOND: "92", THIRD: "85"}, scheme)

    services.award_honour(actor=office, honour_id=honour.pk, round_id=june.pk, awarded_on=date(2026, 7, 1))

    assert holding() == {SECOND}
    assert HonourAward.objects.get(place_code=FIRST).end == "moved"


def test_a_place_that_wins_again_keeps_the_flag_since_the_first_day(office):
    honour = make_honour(office)
    march, scheme = rated("三月", 3, {FIRST: "95", SECOND: "90"})
    services.award_honour(actor=office, honour_id=honour.pk, round_id=march.pk, awarded_on=date(2026, 4, 1))
    june, _ = rated("六月", 6, {FIRST: "96", SECOND: "92"}, scheme)

    services.award_honour(actor=office, honour_id=honour.pk, round_id=june.pk, awarded_on=date(2026, 7, 1))

    now = HonourAward.objects.get(ended_on__isnull=True)
    assert (now.place_code, now.round, now.held_since) == (FIRST, june, date(2026, 4, 1))
    assert HonourAward.objects.get(round=march).end == "kept"


@pytest.mark.parametrize(("ties", "winners"), [(HonourTies.OUT, set()), (HonourTies.IN, {FIRST, SECOND})])
def test_equal_scores_at_the_last_place_are_all_in_or_all_out_as_the_rule_says(office, ties, winners):
    honour = make_honour(office, ties=ties)
    row, _ = rated("三月", 3, {FIRST: "90", SECOND: "90", THIRD: "85"})

    services.award_honour(actor=office, honour_id=honour.pk, round_id=row.pk)

    assert holding() == winners


@pytest.mark.parametrize(("score", "gets"), [("89.99", False), ("90", True), ("90.01", True)])
def test_a_label_and_a_least_result_are_asked_for(office, score, gets):
    honour = make_honour(office, label="示范", at_least=Decimal(90))
    row, _ = rated("三月", 3, {FIRST: score})

    services.award_honour(actor=office, honour_id=honour.pk, round_id=row.pk)

    assert bool(holding()) is gets


def test_names_stay_until_they_are_recalled_with_a_reason(office):
    honour = make_honour(
        office, kind=HonourKind.NAMING, title="示范社区", most=None, label="示范", within=None
    )
    march, scheme = rated("三月", 3, {FIRST: "95", SECOND: "92"})
    services.award_honour(actor=office, honour_id=honour.pk, round_id=march.pk)
    june, _ = rated("六月", 6, {FIRST: "70", THIRD: "93"}, scheme)
    services.award_honour(actor=office, honour_id=honour.pk, round_id=june.pk)
    assert holding() == {FIRST, SECOND, THIRD}
    award = HonourAward.objects.get(place_code=FIRST)

    with pytest.raises(Invalid, match="原因"):
        services.recall_award(actor=office, award_id=award.pk, reason="")
    services.recall_award(actor=office, award_id=award.pk, reason="复查不达标")

    assert holding() == {SECOND, THIRD}
    award.refresh_from_db()
    assert (award.end, award.end_reason) == ("recalled", "复查不达标")
    with pytest.raises(Conflict):
        services.recall_award(actor=office, award_id=award.pk, reason="再收")


def test_an_earlier_round_cannot_take_back_what_a_later_one_gave(office):
    honour = make_honour(office)
    march, scheme = rated("三月", 3, {FIRST: "95"})
    june, _ = rated("六月", 6, {SECOND: "95"}, scheme)
    services.award_honour(actor=office, honour_id=honour.pk, round_id=june.pk)

    with pytest.raises(Conflict, match="更早的一轮"):
        services.award_honour(actor=office, honour_id=honour.pk, round_id=march.pk)


def test_streets_win_by_their_share(office):
    honour = make_honour(office, level=Level.STREET, within=None)
    row, _ = rated("三月", 3, {FIRST: "95", SECOND: "92", THIRD: "91"})

    services.award_honour(actor=office, honour_id=honour.pk, round_id=row.pk)

    award = HonourAward.objects.get()
    assert (award.place_code, award.value) == (STREET, Decimal(100))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"most": None}, "最多几个"),
        ({"level": Level.COUNTY}, "以下"),
        ({"kind": HonourKind.NAMING, "most": None}, "凭什么"),
    ],
)
def test_a_rule_that_could_give_nothing_or_everything_is_refused(office, fields, words):
    with pytest.raises(Invalid, match=words):
        make_honour(office, **fields)


def test_pages_show_the_rule_the_holders_and_the_list_for_the_ceremony(office, sign_in):
    honour = make_honour(office)
    row, _ = rated("三月", 3, {FIRST: "95", SECOND: "90"})
    client = sign_in(make_user(Role.OFFICE, COUNTY))

    page = client.get(f"/inspections/honours/{honour.pk}/").content.decode()
    assert "每个街道的社区里，按结果取前 1 个，同分都不算" in page and "按“三月”授" in page
    assert client.post(f"/inspections/honours/{honour.pk}/rounds/{row.pk}/award/").status_code == 302
    ceremony = f"/inspections/honours/{honour.pk}/rounds/{row.pk}/"
    assert "授旗名单，1 个" in client.get(ceremony).content.decode()
    assert client.get(f"{ceremony}?form=xlsx").content[:2] == b"PK"
    assert "流动红旗" in client.get("/inspections/honours/").content.decode()
    worker = sign_in(make_user(Role.WORKER, FIRST))
    assert worker.get(f"/inspections/honours/{honour.pk}/").status_code == 200
    assert worker.post(f"/inspections/honours/{honour.pk}/rounds/{row.pk}/award/").status_code == 403


def test_a_form_asks_again_with_what_was_typed(sign_in):
    load_first_versions()
    client = sign_in(make_user(Role.OFFICE, COUNTY))

    answer = client.post(
        "/inspections/honours/new/", {"title": "卫生红旗", "kind": "rotating", "level": "12"}
    )

    assert answer.status_code == 422 and "卫生红旗" in answer.content.decode()


def test_only_those_who_rate_write_rules(office):
    with pytest.raises(NotAllowed):
        make_honour(make_user(Role.WORKER, FIRST).as_actor())


def test_the_flag_follows_what_several_decisions_at_once_do_to_the_grades(office):
    honour = make_honour(office)
    march, _ = rated("三月", 3, {FIRST: "95", SECOND: "90", THIRD: "85"})
    services.award_honour(actor=office, honour_id=honour.pk, round_id=march.pk)
    rows = [
        ScoreAdjustment(
            sheet=ScoreSheet.objects.get(round=march, place_code=code),
            kind=AdjustmentKind.RECTIFIED,
            points=Decimal(points),
            reason="整改复查",
            source_key=f"finding:{number}",
        )
        for number, (code, points) in enumerate([(FIRST, "-2"), (SECOND, "4")])
    ]

    adjust_scores(actor=office, rows=rows)

    assert holding() == {SECOND}
    assert "2 处" in HonourAward.objects.get(place_code=SECOND).cause
