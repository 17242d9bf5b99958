"""The pages of findings: the whole chain by plain forms, 422 keeps what was typed, lists don't grow in queries."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongjian.apps.inspections import services
from gongjian.apps.inspections.models import Finding, RectificationOrder, Round, ScoreAdjustment, ScoreSheet
from gongjian.apps.parties.models import User
from gongjian.core.access import Role
from tests.apps.inspections.rectifying import on_march, order_all, submit
from tests.factories import COMMUNITIES, COUNTY, STREET, make_organisation, make_places, make_user
from tests.inspection_factories import make_round, photo_bytes

FIRST = COMMUNITIES[0]
pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    """A signed-in browser."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def row() -> Round:
    make_places()
    return make_round()


@pytest.fixture
def sheet(row: Round) -> ScoreSheet:
    inspector = make_user(Role.INSPECTOR, COUNTY).as_actor()
    return submit(inspector, row, FIRST, [("楼道堆物", "3"), ("混投", "4")])


def sent_photo() -> SimpleUploadedFile:
    """A photo as a browser sends it."""
    return SimpleUploadedFile("a.jpg", photo_bytes(), "image/jpeg")


def test_the_chain_from_order_to_effect_goes_by_plain_forms(row: Round, sheet: ScoreSheet) -> None:
    user = make_user()
    office, worker = client_of(user), client_of(make_user(Role.WORKER, FIRST))
    ids = list(Finding.objects.order_by("pk").values_list("pk", flat=True))
    with on_march(2):
        page = office.get(f"/inspections/orders/new/?round={row.pk}").content.decode()
        assert "向 1 个社区下达 1 份整改通知，共 2 处" in page
        office.post("/inspections/orders/new/", {"finding": ids, "words": "请整改"})
    order = RectificationOrder.objects.get()
    office = client_of(user)  # the first session ends overnight
    with on_march(3):
        assert worker.post(f"/inspections/orders/{order.pk}/acknowledge/").status_code == 302
        for pk in ids:
            worker.post(f"/inspections/findings/{pk}/answer/", {"words": "清走了", "photos": sent_photo()})
        for pk in ids:
            office.post(f"/inspections/findings/{pk}/check/", {"outcome": "passed"})
        answer = office.post(f"/inspections/rounds/{row.pk}/effects/", {"finding": ids})

    assert answer.status_code == 302
    order.refresh_from_db()
    assert order.status == "done"
    assert ScoreAdjustment.objects.count() == 2
    shown = client_of(user).get(f"/inspections/sheets/{sheet.pk}/").content.decode()
    assert '检查得分 <b class="num">96.96</b> 分 → 计分 <b class="num">98.48</b> 分' in shown
    worker = make_user(Role.WORKER, FIRST)
    chain = client_of(worker).get(f"/inspections/findings/{ids[0]}/").content.decode()
    assert "复查：整改好了" in chain and "3 × 50% = 1.5 分" in chain


def test_a_refused_answer_says_what_is_missing_and_keeps_the_words(row: Round, sheet: ScoreSheet) -> None:
    worker = client_of(make_user(Role.WORKER, FIRST))
    order_all(make_user().as_actor())
    pk = Finding.objects.order_by("pk")[0].pk

    answer = worker.post(f"/inspections/findings/{pk}/answer/", {"words": "清走了三处"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "至少交一张整改后的照片" in page and "清走了三处" in page


def test_a_refused_check_is_422_and_home_ground_shows_no_form(row: Round, sheet: ScoreSheet) -> None:
    office, street = make_user(), make_user(Role.OFFICE, STREET)
    (order,) = order_all(office.as_actor())
    finding = order.findings.order_by("pk")[0]
    services.answer_finding(
        actor=make_user(Role.WORKER, FIRST).as_actor(),
        finding_id=finding.pk,
        words="清走了",
        photos=[services.Upload("a.jpg", photo_bytes())],
    )

    answer = client_of(office).post(f"/inspections/findings/{finding.pk}/check/", {"outcome": "failed"})
    theirs = client_of(street).get(f"/inspections/findings/{finding.pk}/").content.decode()

    assert answer.status_code == 422 and "哪里没有整改好" in answer.content.decode()
    assert "归你所在的街道管" in theirs and "交复查结果" not in theirs


def test_a_unit_sees_its_own_order_and_no_other(row: Round, sheet: ScoreSheet) -> None:
    unit = make_organisation(STREET, "物业公司")
    contact = client_of(make_user(Role.UNIT_CONTACT, STREET, organisation=unit))
    first, second = Finding.objects.order_by("pk")
    office = make_user().as_actor()
    (own,) = services.issue_orders(actor=office, finding_ids=[first.pk], organisation_id=unit.pk)
    (other,) = services.issue_orders(actor=office, finding_ids=[second.pk])

    listed = contact.get("/inspections/orders/").content.decode()

    assert own.number in listed and other.number not in listed
    assert contact.get(f"/inspections/orders/{own.pk}/").status_code == 200
    assert contact.get(f"/inspections/orders/{other.pk}/").status_code == 404
    assert contact.get(f"/inspections/findings/{second.pk}/").status_code == 404
    assert contact.get("/inspections/findings/hot/").status_code == 403


def test_the_workbench_asks_the_community_to_sign_and_the_office_to_look_again(
    row: Round, sheet: ScoreSheet
) -> None:
    office, worker = make_user(), make_user(Role.WORKER, FIRST)
    order_all(office.as_actor())

    assert "签收演示1社区的整改通知" in client_of(worker).get("/").content.decode()
    for finding in Finding.objects.all():
        services.answer_finding(
            actor=worker.as_actor(),
            finding_id=finding.pk,
            words="清走了",
            photos=[services.Upload("a.jpg", photo_bytes())],
        )
    assert "复查演示1社区的整改" in client_of(office).get("/").content.decode()


def make_many(row: Round, number: int) -> None:
    """Findings in every state at the three communities, with positions."""
    Finding.objects.bulk_create(
        Finding(
            place_code=COMMUNITIES[n % 3],
            round=row,
            title=f"项目{n}",
            found_on=date(2026, 3, 5),
            latitude=Decimal("30.5") if n % 3 < 2 else None,
            longitude=Decimal("105.5") + n % 3 if n % 3 < 2 else None,
        )
        for n in range(number)
    )


@pytest.mark.parametrize(
    "address",
    [
        "findings/?view=all",
        "orders/?view=all",
        "findings/hot/?from=2026-03-01&to=2026-03-31",
        "findings/?view=unissued&round={round}",
    ],
)
def test_lists_cost_the_same_however_long(
    address: str, row: Round, sheet: ScoreSheet, django_assert_max_num_queries: object
) -> None:
    office = make_user()
    client = client_of(office)
    make_many(row, 70)
    order_all(office.as_actor())
    make_many(row, 60)

    client.get("/parties/me/")

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        answer = client.get(f"/inspections/{address}".format(round=row.pk))

    assert answer.status_code == 200


def test_the_map_draws_a_mark_for_every_place_with_a_position_and_lists_all(
    row: Round, sheet: ScoreSheet
) -> None:
    make_many(row, 30)
    page = (
        client_of(make_user())
        .get("/inspections/findings/hot/?from=2026-03-01&to=2026-03-31")
        .content.decode()
    )

    assert page.count('class="count"') == 2
    assert "演示1社区" in page and "没检查过，不比" in page
    assert "10 处没有位置" in page


def test_a_finding_is_recorded_by_hand(row: Round) -> None:
    inspector = client_of(make_user(Role.INSPECTOR, COUNTY))
    typed = {"place": FIRST, "title": "井盖缺失", "count": "1", "found_on": "2026-03-02"}

    assert inspector.post("/inspections/findings/new/", {**typed, "count": "0"}).status_code == 422
    assert inspector.post("/inspections/findings/new/", {**typed, "photos": sent_photo()}).status_code == 302
    assert Finding.objects.get().photos.count() == 1
