import pytest

from gongjian.apps.indicators import selectors, services
from gongjian.apps.indicators.models import IndicatorValue
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.figures import Period
from gongjian.core.models import AuditEntry
from gongjian.core.registry import read_figure
from tests.apps.indicators.builders import make_definition, make_value, value_spec
from tests.factories import CITY, COUNTY, OTHER_COUNTY, make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


@pytest.fixture
def definition():
    return make_definition()


@pytest.fixture
def county():
    return make_actor(Role.OFFICE, COUNTY)


@pytest.fixture
def city():
    return make_actor(Role.OFFICE, CITY)


def read(definition, **params):
    period = Period.year(2026)
    return read_figure(definition.key, place_code=COUNTY, period=period, params=params).value


def enter(actor, definition, *amounts, **more):
    return services.enter_value(actor=actor, spec=value_spec(definition, *amounts, **more))


def test_a_value_counts_once_the_level_above_has_confirmed_it(definition, county, city):
    value = enter(county, definition, "300", "30", "1000")
    assert (read(definition), read(definition, unconfirmed="1")) == (None, 33)

    services.answer_value(actor=city, value_id=value.pk, confirm=True)

    assert read(definition) == 33
    acts = AuditEntry.objects.filter(action__startswith="indicators.value").order_by("pk")
    assert [entry.action for entry in acts] == ["indicators.value_entered", "indicators.value_confirmed"]


def test_sent_back_with_a_reason_it_is_entered_again_in_the_same_row(definition, county, city):
    value = enter(county, definition, "300", "30", "1000")
    with pytest.raises(Invalid, match="理由"):
        services.answer_value(actor=city, value_id=value.pk, confirm=False, reason=" ")
    services.answer_value(actor=city, value_id=value.pk, confirm=False, reason="附属绿地漏了两个小区")

    again = enter(county, definition, "300", "50", "1000")

    assert (again.pk, again.status, again.reason) == (value.pk, "waiting", "")
    assert read(definition) is None


def test_a_correction_counts_only_when_confirmed_and_keeps_the_old_one(definition, county, city):
    old = make_value(definition, "300", "30", "1000")
    new = enter(county, definition, "200", "30", "1000")
    assert (new.replaces_id, read(definition), read(definition, unconfirmed="1")) == (old.pk, 33, 23)

    services.answer_value(actor=city, value_id=new.pk, confirm=True)

    assert read(definition) == 23
    statuses = dict(IndicatorValue.objects.values_list("pk", "status"))
    assert statuses == {old.pk: "replaced", new.pk: "confirmed"}
    assert [row.pk for row in selectors.history_of(city, new)] == [new.pk, old.pk]


def test_who_may_confirm(definition, county, city):
    value = enter(county, definition, "300", "30", "1000")
    for actor in (county, make_actor(Role.WORKER, CITY), make_actor(Role.LEADER, CITY)):
        with pytest.raises(NotAllowed):
            services.answer_value(actor=actor, value_id=value.pk, confirm=True)
    with pytest.raises(NotFound):
        services.answer_value(actor=make_actor(Role.OFFICE, OTHER_COUNTY), value_id=value.pk, confirm=True)

    own = enter(city, definition, "300", "30", "1000", place_code=OTHER_COUNTY)
    with pytest.raises(Conflict, match="另一位同事"):
        services.answer_value(actor=city, value_id=own.pk, confirm=True)
    services.answer_value(actor=make_actor(Role.OFFICE, CITY), value_id=own.pk, confirm=True)
    with pytest.raises(Conflict, match="已确认"):
        services.answer_value(
            actor=make_actor(Role.OFFICE, CITY), value_id=own.pk, confirm=False, reason="错"
        )


def test_who_may_enter(definition):
    enter(make_actor(Role.WORKER, COUNTY), definition, "300", "30", "1000")
    for actor in (make_actor(Role.VIEWER, COUNTY), make_actor(Role.OFFICE, OTHER_COUNTY)):
        with pytest.raises(NotAllowed):
            enter(actor, definition, "300", "30", "1000")


@pytest.mark.parametrize(
    ("amounts", "more", "words"),
    [
        (("300", "30", "0"), {}, "分母要大于零"),
        (("300", "30", "1000"), {"period": "2026"}, "按季度填"),
        (("300", "30", "1000"), {"period": "2036-Q1"}, "还没有到"),
        (("300", "30", "1000"), {"place_code": CITY}, "不是这一级"),
        (("300", "30.12345", "1000"), {}, "小数超过 4 位"),
        (("1e15", "30", "1000"), {}, "太大"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words_and_nothing_is_kept(
    definition, city, amounts, more, words
):
    with pytest.raises(Invalid, match=words):
        enter(city, definition, *amounts, **more)

    assert not IndicatorValue.objects.exists()


def test_what_waits_for_me_leaves_out_my_own_and_my_own_level(definition, county, city):
    mine = enter(city, definition, "1", "0", "10", place_code=OTHER_COUNTY)
    theirs = enter(county, definition, "1", "0", "10")

    waiting = selectors.list_values(city, CITY, status=selectors.MINE_TO_CONFIRM)
    assert list(waiting) == [theirs]
    assert list(selectors.list_values(county, COUNTY, status=selectors.MINE_TO_CONFIRM)) == []
    with pytest.raises(Conflict):
        services.confirm_values(actor=city, value_ids=[theirs.pk, mine.pk])
    assert not IndicatorValue.objects.filter(status="confirmed").exists()
