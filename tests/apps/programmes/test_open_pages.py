"""Every page: who may open it, a bounded number of reads at two sizes, and 422 that keeps what was typed."""

import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from gongjian.apps.programmes.models import Assignment, Programme, ProgressReport
from gongjian.apps.programmes.services import TargetSpec, TaskSpec, bind_target
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Invalid
from tests.apps.programmes.builders import acknowledged, give, make_programme, report, the_task
from tests.factories import (
    COMMUNITIES,
    COUNTY,
    OTHER_COUNTY,
    OTHER_STREET,
    STREET,
    day,
    make_place,
    make_user,
)

pytestmark = pytest.mark.usefixtures("rules")
READS_AT_MOST = 12


@pytest.fixture
def running(rules):
    """A programme at work: one part reported and confirmed, one waiting, one owing."""
    programme = make_programme()
    bind_target(
        actor=SYSTEM, target_id=programme.targets.get().pk, indicator_key="programmes.target_reported"
    )
    target = programme.targets.get()
    first, second, _third = acknowledged(programme)
    report(first, 4, figures={target.pk: (4, None)})
    report(second, 5, figures={target.pk: (5, None)}, confirm=False)
    return programme


def addresses(programme):
    part = Assignment.objects.filter(task__programme=programme).order_by("place_code")[2]
    sent = ProgressReport.objects.get(status="submitted")
    confirmed = ProgressReport.objects.get(status="confirmed")
    task = the_task(programme)
    target = programme.targets.first()
    rows = reverse("programmes:rows", args=[programme.pk])
    return [
        reverse("programmes:list"),
        reverse("programmes:mine"),
        reverse("programmes:mine") + "?state=owing",
        reverse("programmes:to_confirm"),
        reverse("programmes:programme", args=[programme.pk]),
        reverse("programmes:programme", args=[programme.pk]) + "?view=place",
        reverse("programmes:programme", args=[programme.pk]) + "?view=unit&only=late",
        f"{rows}?task={task.pk}&level=3",
        f"{rows}?place={STREET}&level=2&parent=x",
        f"{rows}?tasks_at={COMMUNITIES[0]}&level=3&parent=x",
        reverse("programmes:owing", args=[programme.pk]),
        reverse("programmes:hand_down", args=[programme.pk]),
        reverse("programmes:roll_over", args=[programme.pk]),
        reverse("programmes:target", args=[target.pk]),
        reverse("programmes:bind", args=[target.pk]),
        reverse("programmes:target_tasks", args=[target.pk]),
        reverse("programmes:task", args=[task.pk]),
        reverse("programmes:share", args=[task.pk]),
        reverse("programmes:assignment", args=[part.pk]),
        reverse("programmes:hand_down_further", args=[part.pk]),
        reverse("programmes:void", args=[part.pk]),
        reverse("programmes:write", args=[part.pk]),
        reverse("programmes:report", args=[sent.pk]),
        reverse("programmes:report", args=[confirmed.pk]),
        reverse("programmes:recall", args=[confirmed.pk]),
    ]


def grow():
    """Add thirty communities, twenty tasks and thirty programmes' worth of work."""
    codes = [f"{STREET}{number:03d}" for number in range(101, 131)]
    for code in codes:
        make_place(code)
    for number in range(6):
        more = make_programme(
            title=f"行动{number}",
            tasks=[TaskSpec(title=f"任务{number}-{task}", quantity=Decimal(60)) for task in range(5)],
            targets=[TargetSpec(name=f"目标{task}", value=Decimal(9)) for task in range(5)],
        )
        acknowledged(more, (*COMMUNITIES, *codes))


def reads_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    reads = [query["sql"] for query in captured.captured_queries if "SELECT" in query["sql"][:8]]
    assert len(reads) <= READS_AT_MOST, (address, len(reads), reads)
    return len(reads)


def test_no_page_needs_more_than_twelve_reads_and_growth_adds_none(running, sign_in):
    client = sign_in(make_user())
    pages = addresses(running)
    before = {page: reads_of(client, page) for page in pages}

    grow()

    after = {page: reads_of(client, page) for page in pages}
    assert {page for page in pages if after[page] > before[page] + 1} == set()


def test_another_scope_finds_nothing(running, sign_in):
    client = sign_in(make_user(place_code=OTHER_COUNTY))
    lists = (reverse("programmes:list"), reverse("programmes:mine"), reverse("programmes:to_confirm"))

    for page in addresses(running):
        response = client.get(page)
        expected = 200 if page.split("?")[0] in lists else 404
        assert response.status_code == expected, page
        assert "环境共治" not in response.content.decode()


def test_a_viewer_reads_and_may_not_act(running, sign_in):
    client = sign_in(make_user(Role.VIEWER))
    part = Assignment.objects.order_by("place_code")[2]
    sent = ProgressReport.objects.get(status="submitted")

    assert client.get(reverse("programmes:programme", args=[running.pk])).status_code == 200
    for name, pk in (
        ("hand_down", running.pk),
        ("roll_over", running.pk),
        ("write", part.pk),
        ("hand_down_further", part.pk),
        ("void", part.pk),
    ):
        assert client.get(reverse(f"programmes:{name}", args=[pk])).status_code == 403, name
    for name, pk in (
        ("answer", part.pk),
        ("answer_report", sent.pk),
        ("remind", running.pk),
        ("status", running.pk),
    ):
        assert client.post(reverse(f"programmes:{name}", args=[pk]), {"confirm": "1"}).status_code == 403, (
            name
        )
    sent.refresh_from_db()
    assert sent.status == "submitted"


def test_a_worker_sees_the_head_and_his_own_part_only(running, sign_in):
    client = sign_in(make_user(Role.WORKER, COMMUNITIES[0]))
    beside = Assignment.objects.get(place_code=COMMUNITIES[1])

    page = client.get(reverse("programmes:programme", args=[running.pk])).content.decode()

    assert "只列你这里的部分" in page
    assert "1 / 1" in page or "0 / 1" in page
    assert client.get(reverse("programmes:assignment", args=[beside.pk])).status_code == 404


def test_a_report_is_filled_on_a_phone_with_a_photo_and_sent(running, sign_in):
    worker = make_user(Role.WORKER, COMMUNITIES[2])
    client = sign_in(worker)
    part = Assignment.objects.get(place_code=COMMUNITIES[2])
    target = running.targets.get()
    picture = io.BytesIO()
    Image.new("RGB", (30, 30), "green").save(picture, "JPEG")
    picture.name, _moved = "现场.jpg", picture.seek(0)

    response = client.post(
        reverse("programmes:write", args=[part.pk]),
        {
            "done_quantity": "3",
            f"part_{target.pk}": "3",
            "text": "清了三处",
            "photos": picture,
            "submit": "1",
        },
        follow=True,
    )

    row = ProgressReport.objects.get(assignment=part)
    assert response.status_code == 200
    assert (row.status, row.period_first_on.isoformat(), row.files.count()) == ("submitted", "2026-01-01", 1)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"done_quantity": "三"}, "请填数字"),
        ({"done_quantity": "-1"}, "不能是负数"),
        ({"done_quantity": "", "submit": "1"}, "没有进展请填 0"),
    ],
)
def test_a_form_in_error_comes_back_with_what_was_typed(running, sign_in, typed, sentence):
    client = sign_in(make_user(Role.WORKER, COMMUNITIES[2]))
    part = Assignment.objects.get(place_code=COMMUNITIES[2])

    response = client.post(reverse("programmes:write", args=[part.pk]), {"text": "写了很久的一段话", **typed})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "写了很久的一段话" in response.content.decode()


def test_a_bad_photo_comes_back_as_a_sentence_with_the_text_kept(running, sign_in):
    client = sign_in(make_user(Role.WORKER, COMMUNITIES[2]))
    part = Assignment.objects.get(place_code=COMMUNITIES[2])
    fake = io.BytesIO(b"MZ\x90\x00" + b"0" * 200)
    fake.name = "假照片.jpg"

    response = client.post(
        reverse("programmes:write", args=[part.pk]), {"text": "一段话", "photos": fake, "save": "1"}
    )

    assert response.status_code == 422
    assert "假照片.jpg" in response.content.decode()
    assert not ProgressReport.objects.filter(assignment=part).exists()


def test_a_sound_photo_is_kept_when_a_figure_is_refused(running, sign_in):
    client = sign_in(make_user(Role.WORKER, COMMUNITIES[2]))
    part = Assignment.objects.get(place_code=COMMUNITIES[2])
    picture = io.BytesIO()
    Image.new("RGB", (30, 30), "green").save(picture, "JPEG")
    picture.name, _moved = "现场.jpg", picture.seek(0)

    response = client.post(
        reverse("programmes:write", args=[part.pk]),
        {"done_quantity": "三", "text": "一段话", "photos": picture, "submit": "1"},
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "照片 现场.jpg" in page
    assert "一段话" in page
    row = ProgressReport.objects.get(assignment=part)
    assert (row.status, row.files.count(), row.text) == ("draft", 1, "")


def test_before_a_programme_begins_nothing_is_reported(rules, sign_in):
    programme = make_programme(starts_on=day("2026-07-10"))
    [part] = acknowledged(programme, COMMUNITIES[:1])
    client = sign_in(make_user(Role.WORKER, COMMUNITIES[0]))

    response = client.get(reverse("programmes:write", args=[part.pk]), follow=True)

    assert "行动还没有开始，从 7月1日 起填报" in response.content.decode()
    with pytest.raises(Invalid, match="在行动开始"):
        report(part, 3)


def test_a_recall_shows_both_figures_side_by_side(running, sign_in):
    client = sign_in(make_user())
    confirmed = ProgressReport.objects.get(status="confirmed")
    client.post(reverse("programmes:recall", args=[confirmed.pk]), {"reason": "数字写错"})
    fresh = ProgressReport.objects.get(replaces=confirmed)
    fresh.figures.update(numerator=7)

    page = client.get(reverse("programmes:report", args=[fresh.pk])).content.decode()

    rows = page.split("<tbody>")[1].split("</tbody>")[0]
    assert "整治点位" in rows
    assert [figure in rows for figure in (">4<", ">7<")] == [True, True]
    assert "None" not in rows


def test_refusing_without_a_reason_is_422_and_with_one_refuses(running, sign_in):
    part = Assignment.objects.get(place_code=COMMUNITIES[2])
    Assignment.objects.filter(pk=part.pk).update(status="pending")
    client = sign_in(make_user(Role.WORKER, COMMUNITIES[2]))
    address = reverse("programmes:answer", args=[part.pk])

    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "不归我们"}).status_code == 302

    part.refresh_from_db()
    assert part.status == "refused"


def test_the_wizard_keeps_each_step_says_the_numbers_and_hands_down(rules, sign_in):
    client = sign_in(make_user())
    programme = make_programme()
    address = reverse("programmes:hand_down", args=[programme.pk])

    assert client.post(address + "?step=1", {}).status_code == 422
    client.post(address + "?step=1", {"tasks": [the_task(programme).pk]})
    client.post(address + "?step=2", {"receivers": [f"p{STREET}", f"p{OTHER_STREET}"]})
    bad = client.post(
        address + "?step=3",
        {
            "method": "hand",
            f"amount_{the_task(programme).pk}_p{STREET}": "20",
            f"amount_{the_task(programme).pk}_p{OTHER_STREET}": "20",
        },
    )
    client.post(address + "?step=3", {"method": "equal"})
    check = client.get(address + "?step=4").content.decode()
    back = client.get(address + "?step=2").content.decode()
    done = client.post(address + "?step=4", follow=True)

    assert (bad.status_code, "少 2" in bad.content.decode()) == (422, True)
    assert "向 2 个地方和单位下达 1 项任务" in check
    assert back.count("checked") == 2
    assert "已下达 2 份" in done.content.decode()
    assert Assignment.objects.count() == 2


def test_bulk_acknowledgement_leaves_what_is_not_mine(rules, sign_in):
    programme = make_programme()
    parts = give(programme)
    client = sign_in(make_user(Role.WORKER, COMMUNITIES[0]))

    client.post(reverse("programmes:acknowledge"), {"assignments": [part.pk for part in parts]})

    assert Assignment.objects.filter(status="active").count() == 1


def test_confirming_and_recalling_by_page(running, sign_in):
    client = sign_in(make_user())
    sent = ProgressReport.objects.get(status="submitted")

    client.post(reverse("programmes:answer_report", args=[sent.pk]), {"confirm": "1"})
    response = client.post(reverse("programmes:recall", args=[sent.pk]), {"reason": "数字写错"}, follow=True)

    assert "这份是撤回后重报的" in response.content.decode()
    sent.refresh_from_db()
    assert sent.status == "recalled"


def test_a_draft_is_not_shown_to_readers(running, sign_in):
    part = Assignment.objects.get(place_code=COMMUNITIES[2])
    draft = report(part, submit=False)

    response = sign_in(make_user(Role.VIEWER)).get(reverse("programmes:report", args=[draft.pk]))

    assert response.status_code == 404


def test_the_export_is_a_workbook_of_what_is_in_sight(running, sign_in):
    from gongjian.readers import read_sheet

    response = sign_in(make_user()).get(reverse("programmes:export", args=[running.pk]))

    rows = read_sheet(response.content, "行动.xlsx")
    assert "整治占道" in rows[2].cells[0]
    assert len([row for row in rows if row.sheet == "明细"]) == 4


def test_rolling_over_by_page(running, sign_in):
    client = sign_in(make_user())

    client.post(reverse("programmes:roll_over", args=[running.pk]), {"title": "2027年环境共治行动"})
    again = client.post(reverse("programmes:roll_over", args=[running.pk]), {"title": "再来"})

    assert Programme.objects.get(year=2027).previous == running
    assert again.status_code == 422


def test_the_band_loads_each_target_as_a_fragment(running, sign_in):
    client = sign_in(make_user())
    address = reverse("programmes:target", args=[running.targets.get().pk])

    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in fragment
    assert "整治点位" in fragment
    assert COUNTY in fragment


def test_a_part_of_another_programme_is_not_mixed_in(running, sign_in):
    other = make_programme(title="另一个")
    client = sign_in(make_user())

    response = client.get(
        reverse("programmes:rows", args=[running.pk]) + f"?task={the_task(other).pk}&level=3"
    )

    assert response.status_code == 404


def test_a_person_without_grants_is_refused(running, sign_in):
    response = sign_in(make_user(None)).get(reverse("programmes:programme", args=[running.pk]))

    assert response.status_code == 403
