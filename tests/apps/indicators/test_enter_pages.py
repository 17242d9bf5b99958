"""The pages of values and of the ledger: what is typed is kept, what is wrong is said, queries stay bounded."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongjian.apps.indicators.models import IndicatorDefinition, IndicatorValue, Project, TableImport
from gongjian.core.access import Role
from gongjian.readers import SheetData, write_xlsx
from tests.apps.indicators.builders import make_definition, make_project, make_value
from tests.factories import CITY, COUNTY, OTHER_COUNTY, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


@pytest.fixture
def definition():
    return make_definition()


def inputs_of(definition, *amounts, **more):
    found = {f"amount_{one.pk}": amount for one, amount in zip(definition.inputs.all(), amounts, strict=True)}
    return {"place": COUNTY, "period": "2026-Q1", "note": "台账", **found, **more}


def test_an_office_defines_an_indicator_on_the_page(sign_in):
    client = sign_in(make_user(Role.OFFICE, CITY))
    form = {
        "name": "小区绿化", "code": "home_green", "definition": "含义", "unit": "平方米", "decimals": "0",
        "source": "调查", "period_kind": "year", "counting": "last", "better": "higher", "level": "6",
        "inputs-TOTAL_FORMS": "2", "inputs-INITIAL_FORMS": "0",
        "inputs-0-name": "小区绿地", "inputs-0-unit": "平方米", "inputs-0-side": "numerator", "inputs-0-factor": "1",
        "inputs-1-name": "", "inputs-1-unit": "", "inputs-1-side": "numerator", "inputs-1-factor": "1",
    }  # fmt: skip

    refused = client.post("/indicators/definitions/add/", {**form, "code": "大写"})
    assert refused.status_code == 422
    assert "小区绿化" in refused.content.decode()
    assert client.post("/indicators/definitions/add/", form).status_code == 302

    row = IndicatorDefinition.objects.get()
    assert (row.key, [one.title for one in row.inputs.all()]) == ("own.home_green", ["小区绿地（平方米）"])
    assert "小区绿化" in client.get("/indicators/").content.decode()
    assert client.get(f"/indicators/definitions/{row.pk}/").status_code == 200


def test_a_value_is_entered_and_confirmed_on_the_pages(definition, sign_in):
    client = sign_in(make_user(Role.WORKER, COUNTY))
    address = f"/indicators/values/enter/{definition.pk}/"
    refused = client.post(address, inputs_of(definition, "300", "三十", "1000"))
    assert refused.status_code == 422
    assert "三十" in refused.content.decode()
    assert client.post(address, inputs_of(definition, "300", "30", "1000")).status_code == 302
    value = IndicatorValue.objects.get()

    client = sign_in(make_user(Role.OFFICE, CITY))
    assert "有 1 个数等你确认" in client.get("/indicators/values/").content.decode()
    page = client.get(f"/indicators/values/{value.pk}/").content.decode()
    assert "330 ÷ 1,000" in page
    no_reason = client.post(f"/indicators/values/{value.pk}/answer/", {"answer": "return", "reason": ""})
    assert no_reason.status_code == 422
    client.post("/indicators/values/confirm/", {"value": [str(value.pk)]})
    assert IndicatorValue.objects.get().status == "confirmed"


def test_values_come_in_by_a_table_and_leave_by_one(definition, sign_in):
    client = sign_in(make_user(Role.OFFICE, COUNTY))
    head = ("地方代码", "时段", *(one.title for one in definition.inputs.all()))
    for unit, wrong in ((OTHER_COUNTY, True), (COUNTY, False)):
        content = write_xlsx([SheetData("绿地率", head, [(unit, "2026-Q1", 300, 30, 1000)])])
        upload = SimpleUploadedFile("绿地.xlsx", content)
        preview = client.post("/indicators/values/import/", {"file": upload}, follow=True)
        assert ("不归你填" in preview.content.decode()) == wrong
        kept = TableImport.objects.latest("pk")
        status = client.post(f"/indicators/values/import/{kept.pk}/confirm/").status_code
        assert status == (409 if wrong else 302)

    assert IndicatorValue.objects.get().source == "imported"
    assert client.get("/indicators/values/export.xlsx").status_code == 200
    assert client.post("/indicators/values/import/", {}).status_code == 422


def test_a_project_is_kept_on_the_pages(sign_in):
    client = sign_in(make_user(Role.OFFICE, COUNTY))
    form = {"name": "街头绿地", "status": "running", "starts_on": "2026-03-01", "investment": "1107.05"}
    assert client.post("/indicators/projects/add/", {**form, "ends_on": "2026-01-01"}).status_code == 422
    assert client.post("/indicators/projects/add/", form).status_code == 302
    project = Project.objects.get()
    assert project.investment_cents == 110_705

    unit = {"name": "某校", "has_task": "on", "done_on": "2026-04-01"}
    assert client.post(f"/indicators/projects/{project.pk}/units/", unit).status_code == 302
    wrong = client.post(f"/indicators/projects/{project.pk}/units/", {"name": "", "done_on": ""})
    assert wrong.status_code == 422
    page = client.get("/indicators/projects/").content.decode()
    assert "1,107.05" in page
    assert "1 / 1" in page


def test_lists_take_the_same_number_of_queries_however_long(
    definition, sign_in, django_assert_max_num_queries
):
    for year in range(2014, 2026):
        make_value(definition, "1", "0", "10", period=f"{year}-Q1")
        make_project(f"项目{year}", area_m2=Decimal(1))
    client = sign_in(make_user(Role.OFFICE, CITY))
    client.get("/indicators/values/")

    for address in ("/indicators/values/?status=", "/indicators/projects/", "/indicators/"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
