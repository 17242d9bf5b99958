"""A community fund at the public door: a project proposed, the result told to the cent, nothing of who proposed or voted."""

from decimal import Decimal

import pytest
from django.test import Client

from gongjian.apps.councils.choices.budgets import WishSource, WishStatus
from gongjian.apps.councils.models import Fund, Wish
from gongjian.apps.councils.services import budgets as services
from gongjian.apps.portal.models import Door
from gongjian.core.access import Actor, Role
from gongjian.engines.tally import check_fund_certificate
from gongjian.readers import read_sheet
from tests.factories import make_actor
from tests.fund_factories import COMMUNITY, make_counted, make_fund, make_wish

HERE = f"/p/{COMMUNITY}/funds/"
FILLED = {
    "title": "小广场座椅",
    "where": "小广场",
    "what": "老人没有地方坐",
    "phone": "13800000000",
    "agreed": "on",
}


@pytest.fixture
def worker(door: Door) -> Actor:
    return make_actor(Role.WORKER, COMMUNITY)


def test_a_resident_proposes_a_project(worker: Actor, client: Client) -> None:
    fund = make_fund(worker)

    answer = client.post(f"{HERE}{fund.pk}/", FILLED)

    assert "已经交给社区" in answer.content.decode()
    wish = Wish.objects.get(fund=fund)
    assert (wish.source, wish.contact) == (WishSource.DOOR, "13800000000")


@pytest.mark.parametrize("missing", ["title", "where", "what", "agreed"])
def test_what_lacks_is_asked_for_with_all_kept(worker: Actor, client: Client, missing: str) -> None:
    fund = make_fund(worker)

    answer = client.post(
        f"{HERE}{fund.pk}/", {name: text for name, text in FILLED.items() if name != missing}
    )

    assert answer.status_code == 422
    assert not Wish.objects.exists()


def test_a_program_is_thanked_and_dropped(worker: Actor, client: Client) -> None:
    fund = make_fund(worker)

    assert client.post(f"{HERE}{fund.pk}/", {**FILLED, "website": "x"}).status_code == 200
    assert not Wish.objects.exists()


def test_a_project_is_shown_once_the_desk_has_judged_it_and_who_proposed_it_never(
    worker: Actor, client: Client
) -> None:
    fund = make_fund(worker)
    waiting = make_wish(worker, fund, "没看过的", proposer="周大姐", contact="13800000000")
    declined = make_wish(worker, fund, "不能做的", proposer="周大姐", contact="13800000000")
    services.decline_wish(actor=worker, wish_id=declined.pk, verdict="归市政管")

    page = client.get(f"{HERE}{fund.pk}/").content.decode()

    assert waiting.title not in page
    assert "为什么不上票：归市政管" in page
    assert "周大姐" not in page
    assert "13800000000" not in page


def test_everybody_reads_the_result_and_counts_again(worker: Actor, client: Client) -> None:
    fund = make_counted(worker)

    page = client.get(f"{HERE}{fund.pk}/").content.decode()
    table = client.get(f"{HERE}{fund.pk}/table.xlsx").content
    text = client.get(f"{HERE}{fund.pk}/certificate.json").content.decode()

    assert "系统逐分核对过" in page
    assert check_fund_certificate(text) == ()
    rows = read_sheet(table, "table.xlsx")
    amounts = [cents(row.cells[2]) for row in rows if row.sheet == "资金" and row.number > 1]
    assert sum(amounts[:-1]) == amounts[-1]
    sums = [row.cells for row in rows if row.sheet == "谁分摊多少" and row.cells[1].endswith("合计")]
    costs = {cells[1].removesuffix("合计"): cents(cells[5]) for cells in sums}
    funded = fund.wishes.filter(status=WishStatus.FUNDED)
    assert {wish.title: wish.cost_cents for wish in funded} == costs


def cents(cell: str) -> int:
    """Read an amount in yuan to the cent."""
    return int(Decimal(cell) * 100)


def test_before_the_count_there_is_no_result_and_a_fund_given_up_is_gone(
    worker: Actor, client: Client
) -> None:
    fund = make_fund(worker)

    assert client.get(f"{HERE}{fund.pk}/table.xlsx").status_code == 404
    assert client.get(f"{HERE}{fund.pk}/certificate.json").status_code == 404
    services.void_fund(actor=worker, fund_id=fund.pk, reason="钱没有批")
    assert client.get(f"{HERE}{fund.pk}/").status_code == 404
    assert not Fund.objects.filter(void_reason="").exists()
