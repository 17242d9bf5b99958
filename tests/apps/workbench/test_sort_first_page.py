"""The first page in words: one solid button, what came back, who below is reminded, an administrator's duties."""

import re

import pytest
from django.urls import reverse

from gongjian.apps.parties.models import Notice
from gongjian.apps.programmes.services import answer_report
from gongjian.core.access import SYSTEM, Role
from tests.apps.programmes.builders import Q1, acknowledged, give, make_programme, report
from tests.factories import COMMUNITIES, COUNTY, OTHER_STREET, STREET, make_user

pytestmark = pytest.mark.usefixtures("places", "rules")


@pytest.fixture
def rules(db):
    from gongjian.core.rules import load_first_versions

    load_first_versions()


def heading(page):
    return re.sub(r"<[^>]+>", "", re.search(r"<h1.*?</h1>", page, re.S).group()).strip()


def test_an_overdue_report_is_counted_and_only_the_next_deadline_has_the_solid_button(sign_in):
    acknowledged(make_programme())
    give(make_programme(title="新行动"))
    worker = make_user(Role.WORKER, COMMUNITIES[0])

    page = sign_in(worker).get("/").content.decode()

    assert heading(page) == "2 件在手上，1 件已逾期"
    assert page.count("btn s main-act") == 1
    assert page.index("已逾期") < page.index("main-act")


def test_what_came_back_is_quoted_beside_the_list(sign_in):
    part = acknowledged(make_programme())[0]
    sent = report(part, 3, confirm=False)
    answer_report(actor=SYSTEM, report_id=sent.pk, confirm=False, reason="照片看不清门牌")

    page = sign_in(make_user(Role.WORKER, part.place_code)).get("/").content.decode()

    assert "退回给我的" in page and "“照片看不清门牌”" in page
    assert "填报2026年第一季度进度" not in page  # one thing to do, not two


def test_many_reports_of_one_period_are_one_thing_to_confirm(sign_in):
    for part in acknowledged(make_programme(title="小行动"), COMMUNITIES[:1]):
        report(part, 3, confirm=False)
    for part in acknowledged(make_programme(title="大行动"), (*COMMUNITIES, f"{OTHER_STREET}001")):
        report(part, 3, confirm=False)

    page = sign_in(make_user(Role.OFFICE, COUNTY)).get("/").content.decode()

    assert "确认 4 份2026年第一季度进度" in page
    assert "演示1社区、演示2社区、演示3社区等 4 家" in page
    assert "确认演示1社区2026年第一季度进度" in page
    assert "确认演示2社区2026年第一季度进度" not in page


def test_those_below_are_reminded_from_the_first_page_and_told_once(sign_in):
    acknowledged(make_programme())
    worker, office = make_user(Role.WORKER, COMMUNITIES[0]), make_user(Role.OFFICE, COUNTY)
    Notice.objects.all().delete()
    client = sign_in(office)

    below = client.get(reverse("workbench:below")).content.decode()
    for _again in range(2):
        done = client.post(reverse("workbench:remind"), {"place": STREET}, HTTP_HX_REQUEST="true")

    assert "1 个要催" in below and f'value="{STREET}"' in below
    assert "已向 3 家催报" in done.content.decode()
    notice = Notice.objects.get(user=worker)
    assert notice.count == 2 and "已催报 2 次" in notice.sentence
    assert client.post(reverse("workbench:remind"), {"place": "510904"}).status_code in (403, 409, 422)


def test_with_nothing_of_ones_own_the_head_says_what_is_owed_below(sign_in):
    acknowledged(make_programme())
    client = sign_in(make_user(Role.OFFICE, COUNTY))

    page = client.get("/").content.decode()
    below = client.get(f"{reverse('workbench:below')}?idle=1", HTTP_HX_REQUEST="true").content.decode()

    assert heading(page) == "今天没有要办的" and "idle=1" in page
    assert 'hx-swap-oob="true"' in below and heading(below) == "自己没有要办的，下级欠 3 份填报"


def test_work_of_one_kind_needs_no_tabs(sign_in):
    acknowledged(make_programme())

    page = sign_in(make_user(Role.WORKER, COMMUNITIES[0])).get("/").content.decode()

    assert 'class="tabs' not in page


def test_administrators_see_what_waits_for_them_and_the_list_that_shows_it(sign_in):
    newcomer = make_user(None, COUNTY, full_name="新来的人")
    system, security = make_user(Role.SYSTEM_ADMIN, ""), make_user(Role.SECURITY_ADMIN, "")

    unused = sign_in(system).get("/").content.decode()
    roleless = sign_in(security).get("/").content.decode()
    listed = sign_in(security).get(f"{reverse('parties:users')}?state=roleless").content.decode()

    assert "个账号还没有登录过" in unused and "state=unused" in unused
    assert "给 1 个没有角色的人授权" in roleless
    assert newcomer.full_name in listed and security.full_name not in listed.split("<tbody>")[1]


def test_confirming_the_last_report_takes_the_notice_away():
    office = make_user(Role.OFFICE, COUNTY)
    reports = [report(part, 3, confirm=False) for part in acknowledged(make_programme())]

    [notice] = Notice.objects.filter(user=office)
    assert notice.count == 3 and notice.due_on and notice.sentence.startswith(f"3 份{Q1.label}进度等你确认")

    for sent in reports:
        answer_report(actor=SYSTEM, report_id=sent.pk, confirm=True)
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_the_bell_opens_the_first_eight_by_deadline(sign_in):
    from datetime import date

    from gongjian.apps.parties.services import notify

    person = make_user(Role.WORKER, STREET)
    for number in range(10):
        notify([person.pk], f"第{number}件", "/", due_on=date(2026, 6, 20 - number) if number else None)

    page = sign_in(person).get(reverse("parties:bell"), HTTP_HX_REQUEST="true").content.decode()

    shown = [int(number) for number in re.findall(r"第(\d)件", page)]
    assert shown == [9, 8, 7, 6, 5, 4, 3, 2]
    assert "10 条没看的通知" in page


@pytest.mark.parametrize("text", ["lddw", "楼道"])
def test_search_takes_pinyin_initials_of_titles_within_ones_scope(text, sign_in):
    give(make_programme(title="楼道端午行动"))

    mine = sign_in(make_user(Role.OFFICE, COUNTY)).get(f"{reverse('workbench:search')}?q={text}")
    other = sign_in(make_user(Role.OFFICE, "510904")).get(f"{reverse('workbench:search')}?q={text}")

    assert "楼道端午行动" in mine.content.decode()
    assert "楼道端午行动" not in other.content.decode()
