"""Changes with a day: what ends, what starts, what is kept, what is refused."""

from datetime import date

import pytest
from django.utils import timezone

from gongjian.apps.places import selectors
from gongjian.apps.places.models import Place, Succession
from gongjian.apps.places.services import (
    NewPlace,
    add_place,
    create_area,
    end_area,
    merge_places,
    recode_place,
    rename_place,
    set_members,
    split_place,
)
from gongjian.core.access import SYSTEM, Role, any_prefix
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.models import AuditEntry
from tests.factories import (
    CITY,
    COMMUNITIES,
    COUNTY,
    OTHER_COUNTY,
    OTHER_STREET,
    STREET,
    make_actor,
    make_place,
)

pytestmark = pytest.mark.usefixtures("places")
DAY, EVE = date(2026, 7, 1), date(2026, 6, 30)


def _arrows() -> list[tuple[str, str, str]]:
    rows = Succession.objects.order_by("predecessor_code", "successor_code")
    return [(row.predecessor_code, row.successor_code, row.kind) for row in rows]


def test_a_rename_keeps_the_name_of_the_day_and_is_audited():
    rename_place(actor=SYSTEM, code=STREET, name="新名街道", on=DAY, citation="批复")

    assert [selectors.name_on(STREET, day) for day in (EVE, DAY)] == ["南津路街道", "新名街道"]
    assert selectors.current_code(STREET, DAY) == STREET
    assert _arrows() == [(STREET, STREET, "rename")]
    assert AuditEntry.objects.get().action == "places.place_renamed"


def test_a_rename_carries_what_is_known_of_the_place_over():
    Place.objects.filter(code=STREET).update(population=8000, is_demo=True, urban_rural_code="111")

    new = rename_place(actor=SYSTEM, code=STREET, name="新名街道", on=DAY)

    assert (new.population, new.is_demo, new.urban_rural_code) == (8000, True, "111")


def test_a_change_on_the_first_day_of_a_place_is_refused_and_on_the_next_day_allowed():
    rename_place(actor=SYSTEM, code=STREET, name="新名街道", on=EVE)

    with pytest.raises(Conflict, match="变动的日期要比这一天晚"):
        rename_place(actor=SYSTEM, code=STREET, name="再改街道", on=EVE)
    rename_place(actor=SYSTEM, code=STREET, name="再改街道", on=DAY)


def test_a_change_of_tomorrow_is_refused_and_of_today_allowed():
    today = timezone.localdate()

    with pytest.raises(Invalid, match="不能晚于今天"):
        rename_place(actor=SYSTEM, code=STREET, name="新", on=date.fromordinal(today.toordinal() + 1))
    rename_place(actor=SYSTEM, code=STREET, name="新", on=today)


def test_recoding_moves_the_whole_tree():
    recode_place(actor=SYSTEM, code=STREET, new_code=f"{COUNTY}009", on=DAY)

    assert selectors.codes_at_level(COUNTY, 12) == [
        f"{OTHER_STREET}001",
        *(f"{COUNTY}00900{n}" for n in (1, 2, 3)),
    ]
    assert selectors.current_code(COMMUNITIES[0], DAY) == f"{COUNTY}009001"
    assert selectors.current_code(COMMUNITIES[0], EVE) == COMMUNITIES[0]
    assert Place.objects.get(code=f"{COUNTY}009001").parent_code == f"{COUNTY}009"


def test_merging_into_one_of_them_ends_the_others():
    merge_places(actor=SYSTEM, codes=COMMUNITIES, into=NewPlace(COMMUNITIES[0], "演示1社区"), on=DAY)

    assert selectors.codes_at_level(STREET, 12) == [COMMUNITIES[0]]
    assert selectors.codes_at_level(STREET, 12, on=EVE) == list(COMMUNITIES)
    assert [selectors.current_code(code, DAY) for code in COMMUNITIES] == [COMMUNITIES[0]] * 3


def test_merging_into_a_new_code_or_name():
    merge_places(actor=SYSTEM, codes=COMMUNITIES[:2], into=NewPlace(f"{STREET}010", "合并社区"), on=DAY)
    merge_places(
        actor=SYSTEM,
        codes=[COMMUNITIES[2], f"{STREET}010"],
        into=NewPlace(COMMUNITIES[2], "大合并社区"),
        on=date(2026, 7, 2),
    )

    assert selectors.current_code(COMMUNITIES[0], date(2026, 7, 2)) == COMMUNITIES[2]
    assert selectors.get_place(COMMUNITIES[2]).name == "大合并社区"


def test_merging_streets_wants_a_new_code_for_every_community_that_would_lose_its_street():
    into = NewPlace(STREET, "南津路街道")
    with pytest.raises(Conflict, match="没有写它的新代码"):
        merge_places(actor=SYSTEM, codes=[STREET, OTHER_STREET], into=into, on=DAY)
    assert selectors.get_place(OTHER_STREET).is_current
    assert AuditEntry.objects.count() == 0

    moves = {f"{OTHER_STREET}001": f"{STREET}004"}
    merge_places(actor=SYSTEM, codes=[STREET, OTHER_STREET], into=into, on=DAY, moves=moves)

    assert selectors.get_place(f"{STREET}004").name == "邻街社区"
    assert selectors.current_code(f"{OTHER_STREET}001", DAY) == f"{STREET}004"


@pytest.mark.parametrize("codes", [[STREET], [STREET, STREET], [STREET, COMMUNITIES[0]]])
def test_a_merge_of_one_or_of_two_levels_is_refused(codes):
    with pytest.raises(Invalid):
        merge_places(actor=SYSTEM, codes=codes, into=NewPlace(STREET, "南津路街道"), on=DAY)


def test_splitting_ends_the_place_or_lets_it_go_on():
    parts = [NewPlace(f"{STREET}011", "东社区"), NewPlace(f"{STREET}012", "西社区")]
    split_place(actor=SYSTEM, code=COMMUNITIES[0], parts=parts, on=DAY)
    split_place(
        actor=SYSTEM,
        code=COMMUNITIES[1],
        parts=[NewPlace(COMMUNITIES[1], "演示2社区"), NewPlace(f"{STREET}013", "北社区")],
        on=DAY,
    )

    assert selectors.current_code(COMMUNITIES[0], DAY) is None
    assert selectors.current_code(COMMUNITIES[1], DAY) == COMMUNITIES[1]
    assert (COMMUNITIES[1], f"{STREET}013", "split") in _arrows()


def test_a_code_in_use_a_wrong_level_and_a_missing_parent_are_refused():
    with pytest.raises(Conflict, match="已有地方在用"):
        add_place(actor=SYSTEM, code=STREET, name="重复")
    with pytest.raises(Invalid, match="同一级"):
        recode_place(actor=SYSTEM, code=STREET, new_code=f"{COUNTY}0090", on=DAY)
    with pytest.raises(Invalid, match="上级"):
        add_place(actor=SYSTEM, code="999999", name="没有上级")


def test_a_place_is_changed_only_by_those_who_manage_it():
    with pytest.raises(NotFound):
        rename_place(actor=make_actor(Role.OFFICE, OTHER_COUNTY), code=STREET, name="抢改", on=DAY)
    with pytest.raises(NotFound):
        rename_place(actor=make_actor(Role.VIEWER, COUNTY), code=STREET, name="乱改", on=DAY)
    with pytest.raises(NotAllowed):
        add_place(actor=make_actor(Role.OFFICE, OTHER_COUNTY), code=f"{STREET}099", name="插队")


def test_a_functional_area_is_a_scope():
    area = create_area(
        actor=SYSTEM, place_code=CITY, name="园区", member_codes=[COMMUNITIES[0], OTHER_COUNTY]
    )

    codes = selectors.area_codes(area.pk)

    assert codes == (COMMUNITIES[0], OTHER_COUNTY)
    assert Place.objects.filter(any_prefix("code", codes)).count() == 2
    set_members(actor=SYSTEM, area_id=area.pk, member_codes=[STREET, COMMUNITIES[0]])
    assert selectors.area_codes(area.pk) == (STREET,)
    end_area(actor=SYSTEM, area_id=area.pk, last_on=EVE)
    assert selectors.areas_containing(SYSTEM, COMMUNITIES[0]) == []
    assert AuditEntry.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "codes"), [("", [STREET]), ("空", []), ("界外", ["51"]), ("没有", [f"{CITY}99"])]
)
def test_an_area_without_a_name_or_with_wrong_members_is_refused(name, codes):
    with pytest.raises(Invalid):
        create_area(actor=SYSTEM, place_code=CITY, name=name, member_codes=codes)


def test_an_area_belongs_to_those_who_manage_its_place():
    area = create_area(actor=SYSTEM, place_code=CITY, name="园区", member_codes=[STREET])

    with pytest.raises(Conflict, match="已有一个叫"):
        create_area(actor=SYSTEM, place_code=CITY, name="园区", member_codes=[STREET])
    with pytest.raises(NotFound):
        set_members(actor=make_actor(Role.OFFICE, COUNTY), area_id=area.pk, member_codes=[STREET])


@pytest.mark.parametrize("target", [f"{OTHER_COUNTY}001", f"{OTHER_COUNTY}900"])
def test_a_split_or_a_move_never_lands_in_a_county_that_is_not_ones_own(target):
    office = make_actor(Role.OFFICE, COUNTY)
    parts = [NewPlace(STREET, ""), NewPlace(target, "越界街道")]

    with pytest.raises(NotAllowed):
        split_place(actor=office, code=STREET, parts=parts, on=DAY)

    assert not Place.objects.filter(code=target).exists()


def test_a_child_is_not_moved_below_a_street_of_the_county_beside():
    make_place(f"{OTHER_COUNTY}001", "邻区街道")
    parts = [NewPlace(STREET, ""), NewPlace(f"{COUNTY}009", "新街道")]
    moves = {COMMUNITIES[0]: f"{OTHER_COUNTY}001009"}

    with pytest.raises(NotAllowed):
        split_place(actor=make_actor(Role.OFFICE, COUNTY), code=STREET, parts=parts, on=DAY, moves=moves)

    assert Place.objects.get(code=COMMUNITIES[0]).is_current


def test_a_mistyped_old_code_among_the_moves_is_named():
    parts = [NewPlace(STREET, ""), NewPlace(f"{COUNTY}009", "新街道")]

    with pytest.raises(Invalid, match=f"{OTHER_STREET}001 不是南津路街道的直接下级"):
        split_place(
            actor=SYSTEM,
            code=STREET,
            parts=parts,
            on=DAY,
            moves={f"{OTHER_STREET}001": f"{COUNTY}009001"},
        )
