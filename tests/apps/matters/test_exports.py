"""The filtered list as a workbook: at once while it is short, made by a worker when it is long."""

from datetime import timedelta

import pytest

from gongjian.apps.matters.models import MatterExport
from gongjian.apps.matters.services import exports
from gongjian.apps.matters.services.exports import forget_exports, write_export
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.models import AuditEntry, StoredFile
from gongjian.readers import read_sheet
from tests.factories import OTHER_COUNTY, STREET, make_user
from tests.matter_factories import make_closed, make_filed, make_matter


@pytest.fixture
def office(sign_in):
    return sign_in(make_user(Role.OFFICE, STREET))


def table(content):
    return [row.cells for row in read_sheet(content, "a.xlsx")]


def test_what_the_list_shows_is_exported_with_nobody_in_the_clear(office, desk):
    make_matter(words="赵某家 13900000000 门口路灯坏了。")
    make_closed(desk)

    head, *rows = table(office.get("/matters/export.xlsx?view=new").content)

    assert len(rows) == 1
    row = dict(zip(head, rows[0], strict=False))
    assert (row["反映人"], row["电话"]) == ("赵*", "139****0000")
    assert "13900000000" not in "".join(rows[0])
    entry = AuditEntry.objects.get(action="matters.exported")
    assert (entry.after["rows"], entry.after["view"]) == (1, "new")


def test_another_county_exports_nothing_of_it(sign_in, desk):
    make_filed(desk)

    content = sign_in(make_user(Role.OFFICE, OTHER_COUNTY)).get("/matters/export.xlsx?view=all").content

    assert len(table(content)) == 1


def test_a_long_list_is_refused_at_once_and_made_by_a_worker(
    office, desk, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    for _ in range(3):
        make_filed(desk)

    refused = office.get("/matters/export.xlsx")
    with django_capture_on_commit_callbacks():
        started = office.post("/matters/exports/new/?view=open")
    waiting = office.get("/matters/exports/").content.decode()
    write_export.call(MatterExport.objects.get().pk)

    assert refused.status_code == 409 and started.url == "/matters/exports/"
    assert 'hx-trigger="every 3s"' in waiting and "排队等着" in waiting
    row = MatterExport.objects.get()
    assert (row.total, row.done, row.is_under_way) == (3, 3, False)
    assert "做好了" in office.get("/matters/exports/").content.decode()
    assert len(table(office.get(f"/matters/exports/{row.pk}/file.xlsx").content)) == 4


def test_an_export_is_its_askers_alone_and_not_there_before_it_is_ready(
    office, desk, sign_in, django_capture_on_commit_callbacks
):
    make_filed(desk)
    with django_capture_on_commit_callbacks():
        office.post("/matters/exports/new/")
    pk = MatterExport.objects.get().pk
    early = office.get(f"/matters/exports/{pk}/file.xlsx").status_code
    write_export.call(pk)
    write_export.call(pk)

    other = sign_in(make_user(Role.OFFICE, STREET))

    assert early == 404
    assert other.get(f"/matters/exports/{pk}/file.xlsx").status_code == 404
    assert StoredFile.objects.filter(kind="document").count() == 1


def test_a_week_later_it_is_gone_with_its_file(office, desk, now, django_capture_on_commit_callbacks):
    make_filed(desk)
    with django_capture_on_commit_callbacks():
        office.post("/matters/exports/new/")
    write_export.call(MatterExport.objects.get().pk)

    with at(now + timedelta(days=7) - timedelta(seconds=1)):
        kept = forget_exports()
    with at(now + timedelta(days=7, seconds=1)):
        gone = forget_exports()

    assert (kept, gone) == (0, 1)
    assert not StoredFile.objects.filter(kind="document").exists()


def test_the_list_says_how_many_it_exports(office, desk):
    make_filed(desk)

    page = office.get("/matters/?view=open").content.decode()

    assert "导出 1 件" in page and "/matters/export.xlsx?view=open" in page
