"""Building together, whole: a liaison offers with a phone, claims, both sign, less is delivered than promised, both evaluate,
the year's statement says so, and every figure opens its rows.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from gongjian.apps.cobuilding.choices import AgreementStatus, NeedStatus
from gongjian.apps.cobuilding.models import Agreement, Need, Resource
from gongjian.cli.check import check_file
from gongjian.core.access import Role
from gongjian.core.rules import load_first_versions
from tests.browser.test_journey import Day, press
from tests.cobuilding_factories import HERE, make_unit
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
PHONE = 390
WANTED = "周六下午要一间能坐 60 人的场地"


@pytest.fixture
def people(places: None) -> dict[str, Any]:
    load_first_versions()
    unit = make_unit("城南医院")
    return {
        "liaison": make_user(Role.UNIT_CONTACT, HERE, unit, full_name="联络员"),
        "worker": make_user(Role.WORKER, HERE, full_name="社工"),
    }


class Story(Day):
    """Opens pages as the two sides, who keep their browsers open between acts."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.pages: dict[str, Any] = {}

    def at(self, who: str, path: str) -> Any:
        """Open a path as somebody: the liaison with a phone."""
        page = self.pages.get(who)
        if page is None:
            self.client.cookies.clear()
            width = PHONE if who == "liaison" else 1440
            return self.pages.setdefault(who, self.as_(who, path, width))
        page.goto(re.sub(r"^(https?://[^/]+)/.*", rf"\g<1>{path}", page.url))
        return page

    def at_agreement(self, who: str, act: str = "") -> Any:
        """Open the one agreement."""
        return self.at(who, f"/cobuilding/agreements/{Agreement.objects.get().pk}/{act}")


def fits(page: Any) -> bool:
    """Say whether nothing stands out of a phone's width."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def offer(story: Story, category: str, title: str, quantity: str) -> None:
    page = story.at("liaison", "/cobuilding/mine/")
    page.get_by_role("link", name="我们能提供").first.click()
    page.locator("select[name=category]").select_option(category)
    page.locator("input[name=title]").fill(title)
    page.locator("input[name$=quantity]").fill(quantity)
    page.locator("input[name=weekdays][value='6']").check()
    assert fits(page)
    page.locator(".main-act").last.click()
    page.get_by_role("heading", level=1, name=title).wait_for()


def enter_need(story: Story) -> None:
    page = story.at("worker", "/cobuilding/needs/new/")
    page.locator("input[name=title]").fill(WANTED)
    page.locator("select[name=category]").select_option("venue.hall")
    page.locator("input[name$=quantity]").fill("10")
    page.locator("input[name=for_whom]").fill("合唱队")
    page.locator(".main-act").last.click()
    page.get_by_role("heading", level=1, name=WANTED).wait_for()


def claim_and_consent(story: Story) -> None:
    need = Need.objects.get()
    page = story.at("liaison", f"/cobuilding/needs/{need.pk}/")
    page.locator("input[name$=quantity]").fill("8")
    press(page, "认领")
    page.get_by_text("等对方答复").first.wait_for()
    page = story.at("worker", "/cobuilding/claims/")
    page.get_by_role("link", name=WANTED).first.click()
    press(page, "同意")
    page.get_by_text("已写进协议").wait_for()


def sign(story: Story) -> None:
    for who in ("worker", "liaison"):
        page = story.at_agreement(who)
        press(page, "看过了，签字")
        page.get_by_text("已签").first.wait_for()
    assert fits(page)


def deliver_less(story: Story) -> None:
    """The unit records 6 of 8, nothing filled in for it; the community confirms."""
    page = story.at_agreement("liaison")
    page.get_by_role("link", name="记一笔交付").click()
    quantity = page.locator("input[name=quantity]")
    assert quantity.input_value() == "" and fits(page)
    quantity.fill("6")
    page.locator("input[name=people_served]").fill("150")
    page.locator("input[name=hours]").fill("12.5")
    press(page, "记下")
    page.get_by_text("有交付等社区确认").wait_for()
    page = story.at_agreement("worker")
    press(page, "收到了，确认")
    page.get_by_text("比约定少 2 场").first.wait_for()


def accept_with_words(story: Story) -> None:
    page = story.at_agreement("liaison")
    press(page, "都交付完了，请验收")
    page = story.at_agreement("worker", "accept/")
    page.get_by_label("验收多少场").fill("6")
    press(page, "验收")
    page.get_by_text("请写明原因").first.wait_for()
    page.get_by_label("比约定少的，写原因").fill("两次停电没有开成")
    press(page, "验收")
    page.get_by_text("两次停电没有开成").first.wait_for()


def evaluate(story: Story) -> None:
    for who, rating in (("worker", "5　很好"), ("liaison", "4　好")):
        page = story.at_agreement(who)
        page.get_by_role("link", name="评价对方").click()
        page.get_by_label(rating).check()
        press(page, "交评价")
        page.get_by_text("社区评单位" if who == "worker" else "单位评社区").first.wait_for()


def open_every_figure(story: Story) -> None:
    """Every figure of the unit's year opens the rows it was counted from, for the unit and for the community."""
    unit = Resource.objects.order_by("pk")[0].organisation_id
    here = f"/cobuilding/units/{unit}/?year={timezone.localdate().year}&place={HERE}"
    for who in ("liaison", "worker"):
        page = story.at(who, here)
        links = page.locator("dl.figures a")
        addresses = [links.nth(at).get_attribute("href") for at in range(links.count())]
        assert len(addresses) == 7  # no value was given in money
        for address in addresses:
            story.at(who, str(address)).locator("tbody tr").first.wait_for()


def print_statement(story: Story, folder: Path) -> Any:
    """The liaison prints the statement; the checker of figures finds nothing, anybody may verify it."""
    unit = Resource.objects.order_by("pk")[0].organisation_id
    page = story.at("liaison", f"/cobuilding/units/{unit}/?year={timezone.localdate().year}&place={HERE}")
    press(page, "出贡献证明")
    page.get_by_role("link", name=re.compile("^GX")).first.click()
    for form in ("Word", "PDF"):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=form).click()
        file = folder / waiting.value.suggested_filename
        waiting.value.save_as(str(file))
        checked = check_file(str(file))
        assert checked.problem is None and checked.findings == ()
    return page.locator("a[href*='/cobuilding/verify/']").get_attribute("href")


def test_a_hall_is_offered_agreed_delivered_for_less_and_told_at_the_years_end(
    open_page: Callable[..., Any], client: Any, people: dict[str, Any], tmp_path: Path
) -> None:
    story = Story(open_page, client, people)

    offer(story, "venue.hall", "门诊楼礼堂", "20")
    offer(story, "people.clinic", "两位医生义诊", "200")
    enter_need(story)
    claim_and_consent(story)
    sign(story)
    assert Agreement.objects.get().status == AgreementStatus.SIGNED
    deliver_less(story)
    accept_with_words(story)
    evaluate(story)

    assert Agreement.objects.get().status == AgreementStatus.EVALUATED
    assert Need.objects.get().status == NeedStatus.OPEN  # four sessions are still wanted
    open_every_figure(story)
    address = print_statement(story, tmp_path)
    client.cookies.clear()
    door = open_page(re.sub(r"^https?://[^/]+", "", address), width=PHONE)
    assert door.get_by_text("是本系统出的，没有改过").count() == 1 and door.get_by_text("150").count()
    assert fits(door)
