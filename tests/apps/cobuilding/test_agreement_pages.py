"""Pages of agreements and contribution: the two sides walk through them, a stranger gets 404, everybody may verify."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.cobuilding.choices import AgreementStatus, Evaluator
from gongjian.apps.cobuilding.models import Agreement, Delivery, Evaluation, LedgerEntry, Pledge, Statement
from gongjian.apps.parties.models import User
from gongjian.core import flood
from gongjian.core.models import Rule
from tests.agreement_factories import both, deliver, draft, line_of, signed
from tests.cobuilding_factories import make_liaison, make_need, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(rules: None, unset: None) -> Any:
    return both()


def client_of(actor: Any) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def at_agreement(name: str, agreement: Agreement, *more: int) -> str:
    return reverse(f"cobuilding:{name}", args=[agreement.pk, *more])


def test_both_sides_walk_from_draft_to_done(cast: Any) -> None:
    liaison, worker = client_of(cast.liaison), client_of(cast.worker)
    agreement = draft(cast, make_need(quantity=8))
    here = at_agreement("agreement", agreement)
    assert "看过了，签字" in worker.get(here).content.decode()
    for client in (worker, liaison):
        assert client.post(at_agreement("sign_agreement", agreement)).status_code == 302
    step = {"step-title": "开门", "step-side": "unit", "step-owner_name": "门卫"}
    answer = worker.post(at_agreement("add_step", agreement), {**step, "step-due_on": str(agreement.ends_on)})
    assert answer.status_code == 302
    liaison.post(at_agreement("add_person", agreement), {"person-name": "李医生", "person-duty": "坐诊"})
    record = at_agreement("enter_delivery", agreement)
    page = liaison.get(record).content.decode()
    assert "李医生服务几小时" in page and 'name="quantity" value' not in page
    refused = liaison.post(record, {"line": line_of(agreement).pk, "on": "2099-01-01", "quantity": 3})
    assert refused.status_code == 422
    person = agreement.people.get().contributor_id
    told = {
        "line": line_of(agreement).pk,
        "on": str(timezone.localdate()),
        "quantity": 6,
        "people_served": 40,
        "hours": "3",
        "value": "120.50",
        f"person_{person}": "2",
    }
    assert liaison.post(record, told).status_code == 302
    delivery = Delivery.objects.get()
    assert "收到了，确认" in worker.get(here).content.decode()
    worker.post(reverse("cobuilding:confirm_delivery", args=[delivery.pk]))
    delivery.refresh_from_db()
    assert (delivery.status, delivery.minutes, delivery.value_cents) == ("confirmed", 180, 12050)
    liaison.post(at_agreement("finish_agreement", agreement))
    line = line_of(agreement).pk
    accept = at_agreement("accept_agreement", agreement)
    assert 'value="6"' not in worker.get(accept).content.decode()
    assert worker.post(accept, {f"quantity_{line}": 6}).status_code == 422
    assert worker.post(accept, {f"quantity_{line}": 6, f"words_{line}": "两场没开成"}).status_code == 302
    for client, rating in ((worker, 5), (liaison, 4)):
        assert client.get(at_agreement("evaluate_agreement", agreement)).status_code == 200
        client.post(at_agreement("evaluate_agreement", agreement), {"rating": rating})
    agreement.refresh_from_db()
    assert agreement.status == AgreementStatus.EVALUATED
    page = liaison.get(here).content.decode()
    assert "比约定少 2 场" in page and "两场没开成" in page and "居民评价" in page


def test_pages_of_a_stranger_are_not_there(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))
    delivery = deliver(cast.liaison, agreement, 3)
    stranger = client_of(make_liaison(make_unit("城北学校")).as_actor())
    for name in ("agreement", "enter_delivery", "accept_agreement", "agreement_code"):
        assert stranger.get(at_agreement(name, agreement)).status_code == 404
    assert stranger.post(reverse("cobuilding:confirm_delivery", args=[delivery.pk])).status_code == 404
    assert stranger.get(at_agreement("agreement", agreement)[:-1] + "/file.pdf").status_code == 404
    for name in ("agreements", "deliveries", "units"):
        assert cast.unit.name not in stranger.get(reverse(f"cobuilding:{name}")).content.decode()
    assert stranger.get(reverse("cobuilding:unit", args=[cast.unit.pk])).status_code == 404


def test_nothing_of_a_household_stands_on_the_pages_of_a_unit(cast: Any) -> None:
    from gongjian.apps.cobuilding.models import NeedHousehold
    from gongjian.apps.parties.models import Resident

    need = make_need(quantity=8)
    resident = Resident.objects.create(place_code=need.place_code, name="江大河", group="resident")
    NeedHousehold.objects.create(need=need, resident=resident, note="独居卧床")
    agreement = signed(cast, need)
    page = client_of(cast.liaison).get(at_agreement("agreement", agreement)).content.decode()

    assert "江大河" not in page and "独居卧床" not in page


def test_a_statement_opens_its_rows_and_is_verified_by_everybody(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))
    deliver(cast.worker, agreement, 6, minutes=180, people_served=40, value_cents=12050)
    year, place = timezone.localdate().year, agreement.place_code
    liaison = client_of(cast.liaison)
    page = reverse("cobuilding:unit", args=[cast.unit.pk])
    shown = liaison.get(f"{page}?year={year}&place={place}").content.decode()
    assert "3.0小时" in shown and "40人次" in shown and "120.50元" in shown
    rows = liaison.get(
        f"{reverse('cobuilding:deliveries')}?unit={cast.unit.pk}&year={year}&place={place}"
    ).content.decode()
    assert "服务 40 人次" in rows and "3.0 小时" in rows and "120.50" in rows
    made = liaison.post(
        f"{reverse('cobuilding:issue_statement', args=[cast.unit.pk])}?year={year}&place={place}"
    )
    assert made.status_code == 302
    statement = Statement.objects.get()
    assert liaison.get(reverse("cobuilding:statement", args=[statement.pk])).status_code == 200
    everybody, verify = Client(), reverse("cobuilding:verify", args=[statement.code])
    assert "有效" in everybody.get(verify).content.decode()
    Statement.objects.filter(pk=statement.pk).update(unit_name="别的银行")
    assert "内容被改过" in everybody.get(verify).content.decode()
    Statement.objects.filter(pk=statement.pk).update(unit_name=statement.unit_name)
    revoke = reverse("cobuilding:revoke_statement", args=[statement.pk])
    client_of(cast.worker).post(revoke, {"reason": "数记错了"})
    told = everybody.get(verify).content.decode()
    assert "已作废" in told and "数记错了" in told
    forged = everybody.get(reverse("cobuilding:verify", args=["nobody-issued-this"]))
    assert forged.status_code == 404 and "可能是伪造的" in forged.content.decode()


def test_a_new_statement_takes_the_place_of_the_old_one(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))
    deliver(cast.worker, agreement, 6)
    url = reverse("cobuilding:issue_statement", args=[cast.unit.pk])
    for _time in range(2):
        client_of(cast.worker).post(f"{url}?year={timezone.localdate().year}&place={agreement.place_code}")

    assert sorted(Statement.objects.values_list("status", flat=True)) == ["issued", "revoked"]


def test_nothing_delivered_proves_nothing(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))
    url = reverse("cobuilding:issue_statement", args=[cast.unit.pk])
    client_of(cast.worker).post(f"{url}?place={agreement.place_code}")

    assert not Statement.objects.exists()


@pytest.fixture
def quick() -> None:
    Rule.objects.filter(key="portal.least_fill_s").update(value=0)


def say(client: Client, agreement: Agreement, rating: int, token: str | None = None) -> Any:
    url = reverse("cobuilding:evaluate_as_resident", args=[agreement.rating_key])
    return client.post(
        url,
        {"rating": rating, "words": "好", "token": token or flood.new_token()},
        REMOTE_ADDR=f"10.0.0.{rating}",
    )


def test_residents_rate_without_a_name_and_a_mean_shows_from_five(cast: Any, quick: None) -> None:
    agreement, client = signed(cast, make_need(quantity=8)), Client()
    url = reverse("cobuilding:evaluate_as_resident", args=[agreement.rating_key])
    for rating in (5, 4, 3, 2):
        assert say(client, agreement, rating).status_code == 302
    assert "平均" not in client.get(url).content.decode()
    assert say(client, agreement, 1).status_code == 302

    assert "平均 3.0 分" in client.get(url).content.decode()
    assert set(Evaluation.objects.values_list("by", "made_by")) == {(Evaluator.RESIDENT, None)}


def test_the_same_showing_counts_once_and_a_flood_is_stopped(cast: Any, quick: None) -> None:
    agreement, client, token = signed(cast, make_need(quantity=8)), Client(), flood.new_token()
    assert say(client, agreement, 5, token).status_code == 302
    assert say(client, agreement, 5, token).status_code == 422
    assert say(client, agreement, 5).status_code == 302
    stopped = say(client, agreement, 5)

    assert stopped.status_code == 422 and "太多" in stopped.content.decode()
    assert Evaluation.objects.count() == 2


def test_a_key_that_is_none_opens_nothing(rules: None) -> None:
    assert Client().get(reverse("cobuilding:evaluate_as_resident", args=["x" * 20])).status_code == 404


def test_a_year_is_pledged_kept_reviewed_and_graded(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))
    deliver(cast.worker, agreement, 6)
    year, place = timezone.localdate().year, agreement.place_code
    liaison, worker = client_of(cast.liaison), client_of(cast.worker)
    url = f"{reverse('cobuilding:make_pledge', args=[cast.unit.pk])}?year={year}&place={place}"
    assert liaison.get(url).status_code == 200
    half = liaison.post(url, {"text": "开放会议室", "category_1": "venue.hall"})
    assert half.status_code == 422
    made = liaison.post(url, {"text": "开放会议室", "category_1": "venue.hall", "quantity_1": 12})
    assert made.status_code == 302
    pledge = Pledge.objects.get()
    for by, name, rating in (("community", "社区书记", 5), ("residents", "居民代表甲", 4)):
        worker.post(
            reverse("cobuilding:review_pledge", args=[pledge.pk]), {"by": by, "name": name, "rating": rating}
        )
    assert "50%" in liaison.get(reverse("cobuilding:pledge", args=[pledge.pk])).content.decode()
    worker.post(reverse("cobuilding:grade_pledge", args=[pledge.pk]))

    pledge.refresh_from_db()
    assert (str(pledge.share_percent), str(pledge.score), pledge.grade) == ("50.0", "66.0", "合格")


def test_points_are_spent_and_hours_stay(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))
    deliver(cast.worker, agreement, 6, minutes=180)
    worker = client_of(cast.worker)
    url = f"{reverse('cobuilding:spend_points', args=[cast.unit.pk])}?place={agreement.place_code}"
    assert worker.get(url).status_code == 200
    assert worker.post(url, {"points": 14, "words": "感谢信"}).status_code == 422
    assert worker.post(url, {"points": 13, "words": "感谢信"}).status_code == 302

    page = worker.get(reverse("cobuilding:unit", args=[cast.unit.pk]) + f"?place={agreement.place_code}")
    assert "历年服务 3.0 小时" in page.content.decode() and "积分还有 0 分" in page.content.decode()
    entries = worker.get(reverse("cobuilding:entries", args=[cast.unit.pk]))
    assert "感谢信" in entries.content.decode()
    assert LedgerEntry.objects.filter(ledger="hours", kind="spend").count() == 0


@pytest.mark.parametrize(("value", "is_ranked"), [("unranked", False), ("ranked", True)])
def test_units_are_ranked_only_where_the_rule_says_so(cast: Any, value: str, is_ranked: bool) -> None:
    Rule.objects.filter(key="cobuilding.ranking").update(value=value)
    deliver(cast.worker, signed(cast, make_need(quantity=8)), 6)

    page = client_of(cast.worker).get(reverse("cobuilding:units")).content.decode()
    assert ("名次" in page) == is_ranked and cast.unit.name in page


def test_lists_and_workbooks_open_for_both_sides(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))
    deliver(cast.worker, agreement, 6)
    for actor in (cast.worker, cast.liaison):
        client = client_of(actor)
        assert agreement.number in client.get(reverse("cobuilding:agreements")).content.decode()
        for name in ("export_agreements", "export_deliveries"):
            assert client.get(reverse(f"cobuilding:{name}")).status_code == 200
        assert client.get(at_agreement("agreement_code", agreement)).status_code == 200
        assert client.get(at_agreement("change_terms", agreement)).status_code == 200
