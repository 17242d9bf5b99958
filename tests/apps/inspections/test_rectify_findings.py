"""From order to re-inspection: deadlines in working days, answers with photos, nobody checks his own work."""

from datetime import date
from decimal import Decimal

import pytest

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import CheckOutcome
from gongjian.apps.inspections.models import Extension, Finding, RectificationOrder, Round
from gongjian.apps.parties.models import Notice
from gongjian.core.access import SYSTEM, Actor, Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.models import AuditEntry, StoredFile
from tests.apps.inspections.rectifying import mend, on_march, order_all, photo, submit
from tests.factories import (
    COMMUNITIES,
    COUNTY,
    OTHER_COUNTY,
    STREET,
    make_actor,
    make_organisation,
    make_places,
)
from tests.inspection_factories import make_round

FIRST = COMMUNITIES[0]
pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Round:
    make_places()
    return make_round()


@pytest.fixture
def office(row: Round) -> Actor:
    return make_actor()


@pytest.fixture
def worker(row: Round) -> Actor:
    return make_actor(Role.WORKER, FIRST)


@pytest.fixture
def order(row: Round, office: Actor, worker: Actor) -> RectificationOrder:
    submit(make_actor(Role.INSPECTOR, COUNTY), row, FIRST, [("楼道堆物", "3")])
    with on_march(2):
        return order_all(office)[0]


def test_the_deadline_counts_working_days_by_what_was_found(row: Round, office: Actor) -> None:
    inspector = make_actor(Role.INSPECTOR, COUNTY)
    submit(inspector, row, FIRST, [("楼道堆物", "3"), ("混投", "1"), ("弄虚作假", "1")])

    with on_march(6):  # a Friday
        orders = order_all(office)

    assert [(one.workdays, one.due_on, one.findings.count()) for one in orders] == [
        (2, date(2026, 3, 10), 1),
        (5, date(2026, 3, 13), 2),
    ]
    assert set(Finding.objects.values_list("status", flat=True)) == {"ordered"}


def test_the_issuer_may_set_a_limit_of_his_own_and_a_finding_is_ordered_once(
    order: RectificationOrder, office: Actor
) -> None:
    finding = Finding.objects.get()

    with pytest.raises(Conflict, match="一处也没有下达"):
        services.issue_orders(actor=office, finding_ids=[finding.pk])

    services.withdraw_order(actor=office, order_id=order.pk, reason="时限要改")
    with on_march(2):
        (again,) = services.issue_orders(actor=office, finding_ids=[finding.pk], workdays=1)
    assert (again.due_on, again.basis) == (date(2026, 3, 3), "下达单位另定")


def test_nobody_orders_beside_his_own_place(row: Round) -> None:
    submit(make_actor(Role.INSPECTOR, COUNTY), row, FIRST, [("楼道堆物", "3")])

    with pytest.raises(NotFound):
        order_all(make_actor(Role.OFFICE, OTHER_COUNTY))
    with pytest.raises(NotFound):
        order_all(make_actor(Role.WORKER, FIRST))


def test_mended_in_time_and_passed_closes_the_order(
    order: RectificationOrder, office: Actor, worker: Actor
) -> None:
    finding = Finding.objects.get()
    with on_march(3):
        services.acknowledge_order(actor=worker, order_id=order.pk)
        mend(worker, finding)
    with on_march(4):
        services.check_finding(actor=office, finding_id=finding.pk, outcome=CheckOutcome.PASSED)

    finding.refresh_from_db()
    order.refresh_from_db()
    assert (finding.status, finding.mended_on, finding.is_in_time) == ("mended", date(2026, 3, 3), True)
    assert order.status == "done" and order.closed_at is not None
    acts = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))[-4:]
    assert acts == [
        f"inspections.{act}"
        for act in ("order_issued", "order_acknowledged", "finding_mended", "finding_checked")
    ]


def test_what_does_not_pass_comes_back_with_reason_photo_and_a_new_last_day(
    order: RectificationOrder, office: Actor, worker: Actor
) -> None:
    finding = Finding.objects.get()
    with on_march(9, 9):
        mend(worker, finding)  # signs for the order too
    partly = {"finding_id": finding.pk, "outcome": CheckOutcome.PARTLY, "reason": "二楼还有"}
    with on_march(9, 15):
        with pytest.raises(Invalid, match="照片"):
            services.check_finding(actor=office, **partly, left_count=Decimal(1))  # type: ignore[arg-type]
        with pytest.raises(Invalid, match="不超过查到的 3 处"):
            services.check_finding(actor=office, **partly, left_count=Decimal(4), photos=[photo(8)])  # type: ignore[arg-type]
        services.check_finding(actor=office, **partly, left_count=Decimal(3), photos=[photo(8)])  # type: ignore[arg-type]

    finding.refresh_from_db()
    order.refresh_from_db()
    assert (finding.status, finding.due_on) == ("redo", date(2026, 3, 12))
    assert (order.status, order.due_on, order.last_day) == ("redo", date(2026, 3, 9), date(2026, 3, 12))
    with on_march(10):
        mend(worker, finding)
        services.check_finding(actor=office, finding_id=finding.pk, outcome=CheckOutcome.PASSED)
    finding.refresh_from_db()
    assert finding.status == "mended" and not finding.is_in_time
    assert list(finding.mendings.values_list("outcome", flat=True)) == ["partly", "passed"]


@pytest.mark.parametrize(("day", "in_time"), [(6, True), (9, True), (10, False)])
def test_in_time_is_until_the_last_day_inclusive(
    order: RectificationOrder, office: Actor, worker: Actor, day: int, in_time: bool
) -> None:
    finding = Finding.objects.get()
    with on_march(day, 17):
        late_before = order.is_late(date(2026, 3, day))
        mend(worker, finding)
        services.check_finding(actor=office, finding_id=finding.pk, outcome=CheckOutcome.PASSED)

    finding.refresh_from_db()
    assert finding.is_in_time is in_time
    assert late_before is not in_time


def test_nobody_looks_again_at_his_own_work_or_home_ground(
    order: RectificationOrder, office: Actor, worker: Actor
) -> None:
    finding = Finding.objects.get()
    passed = {"finding_id": finding.pk, "outcome": CheckOutcome.PASSED}
    both = make_actor(Role.WORKER, COUNTY)
    mend(worker, finding)

    with pytest.raises(NotAllowed):
        services.check_finding(actor=both, **passed)  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="就是这个社区的人"):
        services.check_finding(actor=make_actor(Role.INSPECTOR, FIRST), **passed)  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="归你所在的街道管"):
        services.check_finding(actor=make_actor(Role.OFFICE, STREET), **passed)  # type: ignore[arg-type]
    services.check_finding(actor=make_actor(Role.INSPECTOR, COUNTY), **passed)  # type: ignore[arg-type]


def test_an_answer_needs_words_and_a_photo_and_the_right_person(
    order: RectificationOrder, office: Actor, worker: Actor
) -> None:
    finding = Finding.objects.get()

    with pytest.raises(Invalid, match="至少交一张"):
        services.answer_finding(actor=worker, finding_id=finding.pk, words="已清走", photos=[])
    with pytest.raises(NotAllowed):
        mend(office, finding)
    with pytest.raises(NotFound):
        mend(make_actor(Role.WORKER, COMMUNITIES[1]), finding)
    mend(worker, finding)
    with pytest.raises(Conflict):
        mend(worker, finding)


def test_a_unit_mends_its_own_order_and_sees_nothing_else(row: Round, office: Actor) -> None:
    inspector = make_actor(Role.INSPECTOR, COUNTY)
    submit(inspector, row, FIRST, [("弄虚作假", "1"), ("楼道堆物", "1")])
    unit = make_organisation(STREET, "物业公司")
    contact = make_actor(Role.UNIT_CONTACT, STREET, organisation=unit)
    veto = Finding.objects.get(is_veto=True)

    (order,) = services.issue_orders(actor=office, finding_ids=[veto.pk], organisation_id=unit.pk)

    assert list(Finding.objects.visible_to(contact)) == [veto]
    assert StoredFile.objects.visible_to(contact).count() == 1
    with pytest.raises(NotAllowed):
        mend(make_actor(Role.WORKER, FIRST), veto)
    mend(contact, veto)
    assert RectificationOrder.objects.visible_to(contact).get() == order


def test_more_time_is_granted_by_the_issuer_alone(
    order: RectificationOrder, office: Actor, worker: Actor
) -> None:
    ask = {"actor": worker, "order_id": order.pk, "reason": "等物业进场"}
    with on_march(4):
        with pytest.raises(Invalid, match="晚于现在的时限"):
            services.ask_extension(**ask, until_on=date(2026, 3, 9))  # type: ignore[arg-type]
        services.ask_extension(**ask, until_on=date(2026, 3, 16))  # type: ignore[arg-type]
        with pytest.raises(Conflict, match="还没有答复"):
            services.ask_extension(**ask, until_on=date(2026, 3, 17))  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        services.answer_extension(actor=make_actor(Role.OFFICE, STREET), order_id=order.pk, grants=True)

    services.answer_extension(actor=office, order_id=order.pk, grants=True)

    order.refresh_from_db()
    assert order.due_on == date(2026, 3, 16) == Finding.objects.get().due_on
    assert Extension.objects.get().is_granted is True


def test_late_orders_get_no_more_time(order: RectificationOrder, worker: Actor) -> None:
    with on_march(10), pytest.raises(Conflict, match="已经逾期"):
        services.ask_extension(actor=worker, order_id=order.pk, until_on=date(2026, 3, 20), reason="忙")


def test_both_sides_are_reminded_once_before_and_once_after_the_last_day(
    order: RectificationOrder, office: Actor, worker: Actor
) -> None:
    Notice.objects.all().delete()
    told = []
    for day in (5, 6, 6, 9, 10, 10, 11):
        with on_march(day):
            told.append(services.remind_of_deadlines())

    assert told == [0, 1, 0, 0, 2, 0, 0]
    assert Notice.objects.filter(user_id=worker.user_id).count() == 2
    assert Notice.objects.filter(user_id=office.user_id, sentence__contains="逾期").count() == 1


def test_a_withdrawn_order_leaves_what_is_mended_and_frees_the_rest(
    row: Round, office: Actor, worker: Actor
) -> None:
    submit(make_actor(Role.INSPECTOR, COUNTY), row, FIRST, [("楼道堆物", "3"), ("混投", "1")])
    (order,) = order_all(office)
    first, second = order.findings.order_by("pk")
    mend(worker, first)
    services.check_finding(actor=office, finding_id=first.pk, outcome=CheckOutcome.PASSED)

    services.withdraw_order(actor=office, order_id=order.pk, reason="下错了")

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status, second.order_id) == ("mended", "found", None)
    with pytest.raises(Conflict):
        services.withdraw_order(actor=SYSTEM, order_id=order.pk, reason="再来")
