"""A list is brought in whole or not at all, with every bad cell named before."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongjian.apps.cobuilding.choices import ImportKind
from gongjian.apps.cobuilding.models import ListImport, Need, Resource
from gongjian.apps.cobuilding.services.import_rows import columns_of
from gongjian.readers import SheetData, read_sheet, write_xlsx
from tests.cobuilding_factories import HERE, make_liaison, make_unit, make_worker
from tests.factories import STREET

pytestmark = pytest.mark.django_db


def sheet(kind, *rows):
    titles = columns_of(kind)
    lines = [tuple(row.get(key, "") for key in titles) for row in rows]
    content = write_xlsx([SheetData("表", tuple(titles.values()), lines)])
    return SimpleUploadedFile("清单.xlsx", BytesIO(content).getvalue())


GOOD = {
    "title": "周日借礼堂",
    "category": "会议活动场地",
    "quantity": "4",
    "for_whom": "合唱队",
    "weekdays": "六、日",
    "starts_at": "14:00",
    "ends_at": "17:00",
    "scope": "街道",
    "expires_on": "",
}


def test_one_bad_row_is_named_by_column_and_nothing_is_written(places, sign_in):
    client = sign_in(make_worker())
    bad = {**GOOD, "title": "义诊", "category": "看病", "quantity": "两名", "weekdays": "八"}

    answer = client.post(reverse("cobuilding:import_needs"), {"file": sheet(ImportKind.NEEDS, GOOD, bad)})
    page = client.get(answer.url).content.decode()

    assert "1 行要改" in page
    for words in ("类别表里没有“看病”", "要填整数", "读不懂，请写成 六、日"):
        assert words in page
    kept = ListImport.objects.get()
    assert client.post(reverse("cobuilding:confirm_import", args=[kept.pk])).status_code == 409
    assert not Need.objects.exists()


def test_a_right_list_of_needs_is_written_whole(places, sign_in):
    client = sign_in(make_worker())
    more = {**GOOD, "title": "义诊", "category": "医生", "quantity": "2", "urgency": "5", "people": "60"}

    answer = client.post(reverse("cobuilding:import_needs"), {"file": sheet(ImportKind.NEEDS, GOOD, more)})
    kept = ListImport.objects.get()
    assert "2 条可以登记" in client.get(answer.url).content.decode()
    client.post(reverse("cobuilding:confirm_import", args=[kept.pk]))

    hall, clinic = Need.objects.order_by("pk")
    assert (hall.place_code, hall.published_to, hall.weekdays, hall.source) == (HERE, STREET, "67", "table")
    assert (clinic.category, clinic.urgency, clinic.people) == ("people.clinic", 5, 60)
    assert not ListImport.objects.exists()


def test_a_liaison_brings_in_what_the_unit_has(places, sign_in):
    unit = make_unit()
    client = sign_in(make_liaison(unit))
    row = {"title": "三楼会议室", "category": "礼堂", "quantity": "40", "conditions": "提前三天"}

    client.post(reverse("cobuilding:import_resources"), {"file": sheet(ImportKind.RESOURCES, row)})
    client.post(reverse("cobuilding:confirm_import", args=[ListImport.objects.get().pk]))

    hall = Resource.objects.get()
    assert (hall.organisation_id, hall.category, hall.is_by_desk) == (unit.pk, "venue.hall", False)


def test_the_import_of_another_is_not_found(places, sign_in):
    client = sign_in(make_worker())
    client.post(reverse("cobuilding:import_needs"), {"file": sheet(ImportKind.NEEDS, GOOD)})
    kept = ListImport.objects.get()

    assert sign_in(make_worker()).get(reverse("cobuilding:import", args=[kept.pk])).status_code == 404
    assert sign_in(make_worker()).post(reverse("cobuilding:drop_import", args=[kept.pk])).status_code == 404


@pytest.mark.parametrize("kind", ["needs", "resources"])
def test_the_template_holds_the_catalogue(places, sign_in, kind):
    answer = sign_in(make_worker()).get(reverse(f"cobuilding:{kind}_template"))

    rows = read_sheet(answer.content, "a.xlsx")
    assert any("会议活动场地" in row.cells for row in rows)
    assert any("执业医师" in row.cells for row in rows)
