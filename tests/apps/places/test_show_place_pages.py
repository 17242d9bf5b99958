"""The pages of places: what each shows, to whom, in how many queries."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from gongjian.apps.places.models import FunctionalArea, Place
from gongjian.apps.places.services import create_area
from gongjian.core.access import SYSTEM, Role
from tests.factories import CITY, COMMUNITIES, COUNTY, OTHER_COUNTY, STREET, make_place, make_user

pytestmark = pytest.mark.usefixtures("places")
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def office(sign_in):
    return sign_in(make_user(Role.OFFICE, COUNTY))


@pytest.fixture
def viewer(sign_in):
    return sign_in(make_user(Role.VIEWER, COUNTY))


def _text(response) -> str:
    return response.content.decode()


def test_a_place_shows_its_path_children_and_facts(viewer):
    text = _text(viewer.get(f"/places/{COUNTY}/"))

    for words in ("遂宁市", "南津路街道", "凯旋路街道", "街道、乡镇 2，社区、村 4", "没有变动记录"):
        assert words in text


def test_the_top_bar_names_the_place_one_works_in(viewer):
    response = viewer.get("/places/")

    assert response.context["scope"]["name"] == "船山区"
    assert response.context["scope"]["parents"] == ["遂宁市"]


def test_another_scopes_place_looks_absent(viewer):
    assert viewer.get(f"/places/{OTHER_COUNTY}/").status_code == 404
    assert viewer.get(f"/places/export/?place={OTHER_COUNTY}").status_code == 404
    assert viewer.get(f"/places/enter/?code={OTHER_COUNTY}").status_code == 404


def test_a_fragment_holds_the_list_only(viewer):
    text = _text(viewer.get(f"/places/{STREET}/", headers=FRAGMENT))

    assert "演示1社区" in text
    assert "<html" not in text


@pytest.mark.parametrize("size", [3, 300])
def test_a_page_needs_at_most_twelve_selects_whatever_the_size(viewer, size):
    for number in range(size):
        make_place(f"{STREET}{number + 100:03d}")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        viewer.get(f"/places/{STREET}/")

    assert sum(query["sql"].startswith("SELECT") for query in queries.captured_queries) <= 12


def test_search_answers_with_the_path_and_with_advice(viewer):
    assert "遂宁市 / 船山区" in _text(viewer.get(f"/places/search/?q={STREET}"))
    assert "没有找到" in _text(viewer.get("/places/search/?q=%25_没有"))
    assert viewer.get("/places/search/").status_code == 200


def test_the_switcher_keeps_the_page_and_remembers(viewer):
    response = viewer.get(f"/places/enter/?code={STREET}&next=/places/{CITY}/")

    assert response.headers["Location"] == f"/places/{CITY}/"
    assert viewer.get("/places/").context["scope"]["name"] == "南津路街道"
    assert viewer.get("/places/").context["scope"]["recent"][0]["name"] == "船山区"


def test_the_switcher_does_not_lead_away_from_the_site(viewer):
    response = viewer.get(f"/places/enter/?code={STREET}&next=https://example.org/")

    assert response.headers["Location"] == "/places/"


def test_the_switcher_and_the_picker_answer_with_fragments(viewer):
    assert "南津路街道" in _text(viewer.get("/places/switch/", headers=FRAGMENT))
    assert f'data-pick-value="{STREET}"' in _text(viewer.get(f"/places/pick/?place_text={STREET}"))


def test_the_export_holds_what_the_page_lists_with_formulas_made_harmless(viewer):
    Place.objects.filter(code=COMMUNITIES[0]).update(name="=HYPERLINK(1)")

    content = viewer.get(f"/places/export/?place={STREET}").content

    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == list(COMMUNITIES)
    assert rows[1][1] == "'=HYPERLINK(1)"


def test_the_wizard_previews_first_and_writes_on_confirmation(office):
    file = io.BytesIO(f"code,name\n{COMMUNITIES[0]},演示1社区\n{STREET}009,新建社区\n".encode())
    file.name = "社区.csv"

    preview = office.post("/places/import/", {"register": [file], "on": "2026-07-01"})

    assert preview.context["plan"].counts["added"] == 1
    assert not Place.objects.filter(code=f"{STREET}009").exists()

    answer = {"file_ids": preview.context["file_ids"], "on": "2026-07-01", "only_prefix": ""}
    assert office.post("/places/import/confirm/", answer).status_code == 302
    assert Place.objects.get(code=f"{STREET}009").name == "新建社区"


def test_the_wizard_says_what_is_wrong_with_a_row(office):
    file = io.BytesIO(b"code,name\n5109O,x\n")
    file.name = "坏.csv"

    text = _text(office.post("/places/import/", {"register": [file], "on": "2026-07-01"}))

    assert "数字以外的字符" in text
    assert "没有要写入的" in text


def test_the_wizard_without_a_file_or_without_the_right_is_refused(office, sign_in):
    assert office.post("/places/import/", {"on": "2026-07-01"}).status_code == 422
    assert sign_in(make_user(Role.VIEWER)).get("/places/import/").status_code == 403


def test_a_rename_shows_in_the_history(office):
    answer = {"name": "新名街道", "on": "2026-07-01", "citation": "川府函〔2026〕1号"}

    response = office.post(f"/places/{STREET}/rename/", answer, follow=True)

    for words in ("新名街道", "更名", "川府函〔2026〕1号"):
        assert words in _text(response)


def test_a_refused_change_keeps_what_was_typed(office):
    answer = {"name": "南津路街道", "on": "2026-07-01", "citation": "留着"}

    response = office.post(f"/places/{STREET}/rename/", answer)

    assert response.status_code == 422
    assert "它现在就叫" in _text(response)
    assert "留着" in _text(response)


@pytest.mark.parametrize("kind", ["rename", "recode", "merge", "split"])
def test_every_change_has_its_form_and_an_unknown_one_none(office, kind):
    assert office.get(f"/places/{STREET}/{kind}/").status_code == 200
    assert office.get(f"/places/{STREET}/explode/").status_code == 404
    assert office.get(f"/places/{CITY}/{kind}/").status_code == 403


def test_merging_by_the_form_moves_the_communities(office):
    answer = {
        "codes": f"{STREET[:-1]}2",
        "into_code": STREET,
        "into_name": "南津路街道",
        "moves": f"{STREET[:-1]}2001 {STREET}004",
        "on": "2026-07-01",
    }

    assert office.post(f"/places/{STREET}/merge/", answer).status_code == 302
    assert Place.objects.get(code=f"{STREET}004").name == "邻街社区"


def test_functional_areas_are_made_shown_and_ended(office):
    answer = {"name": "高新区", "kind": "开发区", "members": f"{STREET} {COMMUNITIES[0]}"}

    response = office.post("/places/areas/new/", answer, follow=True)

    area = FunctionalArea.objects.get()
    assert "南津路街道" in _text(response)
    assert "高新区" in _text(office.get("/places/areas/"))
    assert "高新区" in _text(office.get(f"/places/{COMMUNITIES[0]}/"))
    office.post(f"/places/areas/{area.pk}/edit/", {"members": COMMUNITIES[1]})
    office.post(f"/places/areas/{area.pk}/end/", {"last_on": "2026-07-01"})
    area.refresh_from_db()
    assert area.valid_to == date(2026, 7, 1)
    assert [member.place_code for member in area.members.all()] == [COMMUNITIES[1]]


def test_another_countys_area_looks_absent(viewer):
    area = create_area(actor=SYSTEM, place_code=OTHER_COUNTY, name="园区", member_codes=[OTHER_COUNTY])

    assert viewer.get(f"/places/areas/{area.pk}/").status_code == 404
