"""The main path works in a browser that runs no script: acknowledge, report with a photo, score an item."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from gongjian.apps.inspections.models import SheetEntry
from gongjian.apps.programmes.choices import AssignmentStatus, ReportStatus
from gongjian.apps.programmes.models import Assignment, ProgressReport
from gongjian.core.access import Role
from gongjian.core.rules import load_first_versions
from tests.apps.programmes.builders import give, make_programme, on
from tests.factories import COMMUNITIES, COUNTY, make_user
from tests.inspection_factories import make_round, open_sheet, photo_bytes

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "现场.jpg"
    file.write_bytes(photo_bytes())
    return file


@pytest.fixture
def given(places: None) -> Assignment:
    """A task of the first community that waits to be acknowledged."""
    load_first_versions()
    with on("2026-01-15"):
        return give(make_programme())[0]


def test_a_task_is_acknowledged_and_reported_on(
    given: Assignment, photo: Path, open_page: Callable[..., Any], sign_in: Callable[[object], object]
) -> None:
    sign_in(make_user(Role.WORKER, COMMUNITIES[0]))
    page = open_page("/programmes/mine/?state=pending", width=390, javascript=False)

    page.get_by_role("button", name="签收选上的").click()
    given.refresh_from_db()
    assert given.status == AssignmentStatus.ACTIVE

    page.goto(page.url.split("/programmes/")[0] + f"/programmes/assignments/{given.pk}/report/")
    page.get_by_label("本期完成").fill("4")
    page.get_by_label("进展").fill("清理了一批。")
    page.set_input_files("input[name=photos]", str(photo))
    page.get_by_role("button", name="报上级确认").click()

    report = ProgressReport.objects.get(assignment=given)
    assert (report.status, report.done_quantity) == (ReportStatus.SUBMITTED, 4)
    assert page.locator("img[alt='照片 1']").count() == 1


def test_a_report_with_a_fault_comes_back_with_what_was_typed(
    given: Assignment, open_page: Callable[..., Any], sign_in: Callable[[object], object]
) -> None:
    sign_in(make_user(Role.WORKER, COMMUNITIES[0]))
    page = open_page("/programmes/mine/?state=pending", javascript=False)
    page.get_by_role("button", name="签收选上的").click()
    page.goto(page.url.split("/programmes/")[0] + f"/programmes/assignments/{given.pk}/report/")

    page.get_by_label("进展").fill("清理了一批。")
    page.get_by_label("本期完成").fill("-3")
    page.locator("form.report-form").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="报上级确认").click()

    assert page.get_by_label("进展").input_value() == "清理了一批。"
    assert page.locator("[aria-invalid=true]").count() == 1
    assert not ProgressReport.objects.filter(status=ReportStatus.SUBMITTED).exists()


def test_an_item_is_scored_with_a_photo(
    places: None, photo: Path, open_page: Callable[..., Any], sign_in: Callable[[object], object]
) -> None:
    inspector = make_user(Role.INSPECTOR, COUNTY)
    load_first_versions()
    today = timezone.localdate()
    sheet = open_sheet(inspector.as_actor(), make_round(starts_on=today, ends_on=today), COMMUNITIES[0])
    sign_in(inspector)
    page = open_page(f"/inspections/sheets/{sheet.pk}/items/1/", width=390, javascript=False)

    page.locator("input[id^=count_]").first.fill("2")
    page.get_by_role("button", name="下一项").click()
    page.wait_for_url("**/items/2/")
    page.get_by_role("button", name="上一项").click()
    page.wait_for_url("**/items/1/")
    page.locator("input[id^=photo_]").first.set_input_files(str(photo))
    page.get_by_role("button", name="下一项").click()
    page.wait_for_url("**/items/2/")

    entry = SheetEntry.objects.get(sheet=sheet, count__gt=0)
    assert (entry.count, entry.photos.count()) == (2, 1)
    assert page.locator("#so-far").inner_text().startswith("98")
