"""Following by number and code: nobody else opens it; the answer is rated, opened again; own data is seen and destroyed."""

from datetime import timedelta

import pytest
from django.test import Client

from gongjian.apps.matters import services as matters
from gongjian.apps.matters.choices import MatterLevel, MatterState
from gongjian.apps.matters.models import Reporter
from gongjian.core.clock import at
from tests.factories import COMMUNITIES, COUNTY
from tests.matter_factories import GOOD_ANSWER, make_closed, make_desk, report
from tests.portal_factories import HERE

pytestmark = pytest.mark.usefixtures("door")
FOLLOW = f"{HERE}/follow/"


def prove(client: Client, number: str, code: str) -> object:
    return client.post(FOLLOW, {"number": number, "code": code})


def test_number_and_code_open_the_matter(client: Client) -> None:
    mine = report()

    answer = prove(
        client, f" {mine.matter.number} ", f"{mine.follow_code[:4].lower()} {mine.follow_code[4:]}"
    )
    page = client.get(answer["Location"]).content.decode()

    assert mine.matter.words in page
    assert "已收到，编号" in page
    assert "no-store" in client.get(answer["Location"])["Cache-Control"]


def test_a_wrong_code_and_a_wrong_number_are_told_in_the_same_words(client: Client) -> None:
    mine = report()

    wrong_code = prove(client, mine.matter.number, "AAAAAAAA")
    wrong_number = prove(client, "20260101-999999", mine.follow_code)

    assert wrong_code.status_code == wrong_number.status_code == 422
    assert "没有找到。请核对编号和查询码" in wrong_code.content.decode()
    assert "没有找到。请核对编号和查询码" in wrong_number.content.decode()


def test_guessing_is_stopped_for_the_sender_and_for_the_number(client: Client) -> None:
    mine = report()
    for _ in range(10):
        prove(client, mine.matter.number, "AAAAAAAA")

    assert "试的次数太多" in prove(client, mine.matter.number, mine.follow_code).content.decode()
    other = Client(REMOTE_ADDR="198.51.100.7")
    assert "试的次数太多" in prove(other, mine.matter.number, mine.follow_code).content.decode()


@pytest.mark.parametrize("page", ["", "own/", "photos/1/"])
def test_without_the_code_nothing_opens(client: Client, page: str) -> None:
    mine, theirs = report(), report()
    prove(client, mine.matter.number, mine.follow_code)

    answer = client.get(f"{FOLLOW}{theirs.matter.number}/{page}")

    assert answer.status_code in {302, 404}
    assert theirs.matter.words not in answer.content.decode()


@pytest.mark.parametrize("act", ["rate/", "reopen/", "own/"])
def test_without_the_code_nothing_is_done(client: Client, act: str) -> None:
    theirs = make_closed(make_desk(COUNTY))

    answer = client.post(
        f"{FOLLOW}{theirs.matter.number}/{act}", {"solved": "no", "satisfaction": "unsatisfied", "words": "x"}
    )

    assert answer.status_code == 404
    theirs.matter.refresh_from_db()
    assert theirs.matter.state == MatterState.CLOSED
    assert Reporter.objects.get().phone


def test_a_cookie_of_somebody_s_own_making_opens_nothing(client: Client) -> None:
    mine = report()
    client.cookies["portal_codes"] = f'{{"{mine.matter.number}": "{mine.follow_code}"}}'

    assert client.get(f"{FOLLOW}{mine.matter.number}/").status_code == 302


def test_a_bad_answer_is_rated_and_the_matter_opened_one_level_higher(client: Client) -> None:
    mine = make_closed(make_desk(COUNTY))
    address = prove(client, mine.matter.number, mine.follow_code)["Location"]
    assert GOOD_ANSWER[:10] in client.get(address).content.decode()

    client.post(f"{address}rate/", {"solved": "no", "satisfaction": "unsatisfied", "words": "又堆上了"})
    assert "重新打开" in client.get(address).content.decode()
    client.post(f"{address}reopen/", {"words": "通道又堵了"})

    mine.matter.refresh_from_db()
    assert (mine.matter.state, mine.matter.level) == (MatterState.FILED, MatterLevel.COUNTY)
    assert "通道又堵了" in client.get(address).content.decode()


def test_a_good_rating_ends_it(client: Client) -> None:
    mine = make_closed(make_desk(COUNTY))
    address = prove(client, mine.matter.number, mine.follow_code)["Location"]

    client.post(f"{address}rate/", {"solved": "yes", "satisfaction": "satisfied"})
    page = client.get(address).content.decode()

    assert "你的评价：解决了，满意" in page
    assert "reopen/" not in page


def test_a_rating_half_filled_in_comes_back_as_it_was(client: Client) -> None:
    mine = make_closed(make_desk(COUNTY))
    address = prove(client, mine.matter.number, mine.follow_code)["Location"]

    answer = client.post(f"{address}rate/", {"solved": "no", "words": "又堆上了"})

    assert answer.status_code == 422
    assert "请选满意不满意" in answer.content.decode()
    assert "又堆上了" in answer.content.decode()


def test_after_its_days_it_can_not_be_rated(client: Client, now) -> None:
    mine = make_closed(make_desk(COUNTY))

    with at(now + timedelta(days=8)):
        address = prove(client, mine.matter.number, mine.follow_code)["Location"]
        assert "rate/" not in client.get(address).content.decode()


def test_a_person_sees_what_is_kept_of_him_and_destroys_it(client: Client) -> None:
    mine = report()
    address = prove(client, mine.matter.number, mine.follow_code)["Location"]
    assert "13900000000" in client.get(f"{address}own/").content.decode()

    answer = client.post(f"{address}own/", follow=True)

    assert "13900000000" not in answer.content.decode()
    assert Reporter.objects.get().phone is None
    assert client.get(address).status_code == 200


def test_leaving_makes_the_device_forget(client: Client) -> None:
    mine = report()
    address = prove(client, mine.matter.number, mine.follow_code)["Location"]

    client.post(f"{address}leave/")

    assert client.get(address).status_code == 302


def test_what_reporters_gave_is_destroyed_when_its_years_are_over(now) -> None:
    desk = make_desk(COUNTY)
    make_closed(desk)
    report(place_code=COMMUNITIES[1])

    with at(now + timedelta(days=3 * 365 - 1)):
        assert matters.forget_reporters() == 0
    with at(now + timedelta(days=3 * 365 + 1)):
        assert matters.forget_reporters() == 1

    assert Reporter.objects.filter(phone__isnull=True).count() == 1
    assert Reporter.objects.exclude(phone__isnull=True).count() == 1, "an open matter keeps its reporter"
