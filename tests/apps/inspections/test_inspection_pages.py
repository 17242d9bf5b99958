"""The pages of inspections: what each shows, to whom, in how many queries."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from gongjian.apps.inspections import services
from gongjian.apps.inspections.models import Grade, RatingScheme, Round, RubricVersion, ScoreSheet
from gongjian.apps.places.choices import Level
from gongjian.core.access import SYSTEM, Role
from gongjian.core.models import StoredFile
from gongjian.core.rules import load_first_versions
from tests.factories import (
    COMMUNITIES,
    COUNTY,
    OTHER_COUNTY,
    OTHER_STREET,
    STREET,
    make_place,
    make_user,
)
from tests.inspection_factories import (
    labels,
    make_round,
    make_scheme,
    make_sheet,
    make_version,
    open_sheet,
    photo_bytes,
)

pytestmark = pytest.mark.usefixtures("places")
FRAGMENT = {"HX-Request": "true"}
MOST_SELECTS = 12


def _text(response) -> str:
    return response.content.decode()


@pytest.fixture
def office(sign_in):
    load_first_versions()
    return sign_in(make_user(Role.OFFICE, COUNTY))


@pytest.fixture
def inspector():
    load_first_versions()
    return make_user(Role.INSPECTOR, COUNTY)


def make_rated(**fields):
    """A county's round with four sheets of real content, rated."""
    row, scheme = make_round(**fields), make_scheme()
    for number, code in enumerate((*COMMUNITIES[:2], f"{OTHER_STREET}001")):
        make_filled(row, code, number * 3)
    services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=scheme.pk)
    return row, scheme


def make_filled(row, code, litter):
    """A submitted sheet in which an inspector found some litter."""
    actor = make_user(Role.INSPECTOR, COUNTY).as_actor()
    sheet = open_sheet(actor, row, code)
    for number, item in enumerate(sheet.version.items.all()):
        rule = item.rules.all()[0]
        counts = {rule.pk: litter} if number == 0 and litter else {}
        services.record_item(actor=actor, sheet_id=sheet.pk, item_id=item.pk, counts=counts)
    return services.submit_sheet(actor=actor, sheet_id=sheet.pk)


def grade_at(level):
    return Grade.objects.filter(level=level, is_current=True).order_by("place_code").first()


def addresses(row, scheme):
    sheet = ScoreSheet.objects.filter(round=row).first()
    return [
        "/inspections/rounds/",
        "/inspections/rounds/new/",
        f"/inspections/rounds/{row.pk}/",
        f"/inspections/rounds/{row.pk}/?place={STREET}",
        f"/inspections/rounds/{row.pk}/close/",
        f"/inspections/rounds/{row.pk}/rate/",
        f"/inspections/rounds/{row.pk}/pick/",
        f"/inspections/rounds/{row.pk}/ranking/",
        f"/inspections/rounds/{row.pk}/ranking/?level=9",
        f"/inspections/rounds/{row.pk}/export/",
        "/inspections/sheets/",
        f"/inspections/sheets/{sheet.pk}/",
        "/inspections/rubrics/",
        f"/inspections/versions/{row.version_id}/",
        "/inspections/schemes/",
        "/inspections/schemes/new/",
        f"/inspections/schemes/{scheme.pk}/",
        "/inspections/ratings/",
        f"/inspections/grades/{grade_at(Level.COMMUNITY).pk}/",
        f"/inspections/grades/{grade_at(Level.COMMUNITY).pk}/sheets/",
        f"/inspections/grades/{grade_at(Level.STREET).pk}/",
        f"/inspections/grades/{grade_at(Level.COUNTY).pk}/",
    ]


def count_selects(client, address):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return sum(query["sql"].startswith("SELECT") for query in queries)


def test_no_page_needs_more_than_twelve_selects_at_any_size(office):
    row, scheme = make_rated()
    small = {address: count_selects(office, address) for address in addresses(row, scheme)}
    for number in range(4, 24):
        make_place(f"{STREET}{number:03d}")
        make_filled(row, f"{STREET}{number:03d}", number)
    for number in range(6):
        make_round(title=f"第{number}次")
    services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=scheme.pk)

    large = {address: count_selects(office, address) for address in addresses(row, scheme)}

    assert {key: n for key, n in {**small, **large}.items() if n > MOST_SELECTS} == {}


def test_the_pages_of_an_open_sheet_need_few_selects(sign_in, inspector):
    client, row = sign_in(inspector), make_round()
    sheet = open_sheet(inspector.as_actor(), row, COMMUNITIES[0])

    for page in ("items/1/", "items/3/", "desk/", "submit/", ""):
        assert count_selects(client, f"/inspections/sheets/{sheet.pk}/{page}") <= MOST_SELECTS, page


def test_a_round_says_how_far_it_is_and_who_is_missing(office):
    row, _ = make_rated()

    text = _text(office.get(f"/inspections/rounds/{row.pk}/"))

    assert "4 个社区检了 3 个，还差 1 个" in text
    assert "演示3社区" in text
    assert "演示1社区" in _text(office.get(f"/inspections/rounds/{row.pk}/?place={STREET}"))


def test_rating_shows_in_numbers_what_will_happen_and_then_does_it(office):
    row = make_round()
    for code in COMMUNITIES:
        make_sheet(row, code, "95")
    make_scheme()
    address = f"/inspections/rounds/{row.pk}/rate/"

    text = _text(office.get(address))
    assert "评出 7 个地方的等级" in text
    assert Grade.objects.count() == 0

    scheme = RatingScheme.objects.get()
    response = office.post(address, {"scheme": scheme.pk, "rated_on": row.ends_on})
    assert response.status_code == 302
    assert labels(row, Level.STREET)[STREET] == "示范"


def test_rating_on_a_day_before_the_scheme_is_422(office):
    row = make_round()
    scheme = make_scheme(effective_on=row.ends_on)

    response = office.post(
        f"/inspections/rounds/{row.pk}/rate/", {"scheme": scheme.pk, "rated_on": "2026-03-02"}
    )

    assert response.status_code == 422
    assert "起生效" in _text(response)


def test_a_street_names_its_gap_and_its_blockers(office):
    make_rated()
    street = Grade.objects.get(place_code=STREET, is_current=True)

    text = _text(office.get(f"/inspections/grades/{street.pk}/"))

    assert "离达标差 1 个社区" in text
    assert "演示3社区：未检" in text
    assert "2 ÷ 3 个社区是达标社区" in text


def test_a_community_shows_its_arithmetic_to_the_rule(office):
    make_rated()
    grade = Grade.objects.get(place_code=COMMUNITIES[1], is_current=True)

    for address in (f"/inspections/grades/{grade.pk}/", f"/inspections/grades/{grade.pk}/sheets/"):
        text = _text(office.get(address))
        assert "楼道堆物：3 处，每处扣 1 分，最多扣 5 分，扣 3 分" in text
        assert "97" in text


def test_a_ranking_shares_ranks_draws_the_line_and_states_the_missing(office):
    row, scheme = make_round(), make_scheme()
    for code, score in zip((*COMMUNITIES, f"{OTHER_STREET}001"), ("95", "95", "80", None), strict=True):
        if score:
            make_sheet(row, code, score)
    services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=scheme.pk)

    response = office.get(f"/inspections/rounds/{row.pk}/ranking/")

    assert [item["rank"] for item in response.context["rows"]] == [1, 1, 3]
    assert [item["cut"] for item in response.context["rows"]] == [False, False, True]
    assert "1 个未检，不排名" in _text(response)
    assert "示范线 90 分" in _text(response)


def test_what_lies_above_is_seen_and_what_lies_beside_is_absent(sign_in):
    row, scheme = make_rated()
    beside = sign_in(make_user(Role.VIEWER, OTHER_COUNTY))
    sheet = ScoreSheet.objects.filter(place_code=COMMUNITIES[0]).get()
    grade = Grade.objects.get(place_code=COMMUNITIES[0])
    own = [f"/inspections/rounds/{row.pk}/", f"/inspections/versions/{row.version_id}/"]
    rows = [f"/inspections/sheets/{sheet.pk}/", f"/inspections/grades/{grade.pk}/"]
    for address in own + rows:
        assert beside.get(address).status_code == 404, address

    other_street = sign_in(make_user(Role.VIEWER, OTHER_STREET))
    for address in [*own, f"/inspections/schemes/{scheme.pk}/"]:
        assert other_street.get(address).status_code == 200, address
    for address in rows:
        assert other_street.get(address).status_code == 404, address
    text = _text(other_street.get(f"/inspections/rounds/{row.pk}/"))
    assert "演示1社区" not in text


def test_a_viewer_may_not_manage_score_or_rate(sign_in):
    row, _ = make_rated()
    client = sign_in(make_user(Role.VIEWER, COUNTY))

    for address in ("rounds/new/", "rubrics/new/", "schemes/new/", f"rounds/{row.pk}/rate/", "sheets/"):
        assert client.get(f"/inspections/{address}").status_code == 403, address


def test_a_street_may_not_start_or_rate_for_the_county(sign_in):
    row, _ = make_rated()
    client = sign_in(make_user(Role.OFFICE, STREET))

    assert client.get(f"/inspections/rounds/{row.pk}/rate/").status_code == 403
    assert client.get(f"/inspections/rounds/{row.pk}/close/").status_code == 403


def _answer(sheet, number, counts, **extra):
    rules = list(sheet.version.items.all())[number - 1].rules.all()
    return {f"count_{rule.pk}": str(n) for rule, n in zip(rules, counts, strict=False)} | extra


def test_an_inspector_scores_a_community_on_a_phone_without_scripts(sign_in, inspector):
    client, row = sign_in(inspector), make_round()
    response = client.post(f"/inspections/rounds/{row.pk}/pick/", {"place": COMMUNITIES[0]})
    sheet = ScoreSheet.objects.get()
    assert response.headers["Location"] == f"/inspections/sheets/{sheet.pk}/items/1/"
    item = f"/inspections/sheets/{sheet.pk}/items"

    assert client.post(f"{item}/1/", _answer(sheet, 1, [3, 0], go="next")).headers["Location"] == f"{item}/2/"
    client.post(f"{item}/2/", _answer(sheet, 2, [0], go="next"))
    photo = SimpleUploadedFile("a.jpg", photo_bytes(), "image/jpeg")
    rule = list(sheet.version.items.all())[2].rules.all()[0]
    client.post(f"{item}/3/", _answer(sheet, 3, [1, 0], go="next", **{f"photo_{rule.pk}": photo}))
    client.post(f"/inspections/sheets/{sheet.pk}/submit/")

    sheet.refresh_from_db()
    assert (sheet.status, sheet.score) == ("submitted", 96)
    assert StoredFile.objects.count() == 1


def test_the_state_comes_back_as_a_fragment_with_the_score(sign_in, inspector):
    client, row = sign_in(inspector), make_round()
    sheet = open_sheet(inspector.as_actor(), row, COMMUNITIES[0])

    response = client.post(
        f"/inspections/sheets/{sheet.pk}/items/1/", _answer(sheet, 1, [2, 1]), headers=FRAGMENT
    )

    text = _text(response)
    assert "<html" not in text
    assert "扣 4 分" in text
    assert "已保存" in text
    assert "照片" in text


@pytest.mark.parametrize(
    ("content", "words"), [(b"MZ" + b"\0" * 200, "不是照片"), (b"x" * (10_485_760 + 1), "超过 10 MB")]
)
def test_a_bad_photo_gets_its_sentence_and_nothing_is_half_saved(sign_in, inspector, content, words):
    client, row = sign_in(inspector), make_round()
    sheet = open_sheet(inspector.as_actor(), row, COMMUNITIES[0])
    rule = sheet.version.items.first().rules.first()
    bad = SimpleUploadedFile("photo.jpg", content, "image/jpeg")

    response = client.post(
        f"/inspections/sheets/{sheet.pk}/items/1/",
        _answer(sheet, 1, [2], go="next", **{f"photo_{rule.pk}": bad}),
    )

    assert response.status_code == 422
    assert words in _text(response)
    assert 'value="2"' in _text(response)
    assert sheet.entries.count() == 0
    assert StoredFile.objects.count() == 0


def test_going_back_does_not_answer_an_untouched_item(sign_in, inspector):
    client, row = sign_in(inspector), make_round()
    sheet = open_sheet(inspector.as_actor(), row, COMMUNITIES[0])

    client.post(f"/inspections/sheets/{sheet.pk}/items/2/", _answer(sheet, 2, [0], go="previous"))

    assert sheet.entries.count() == 0


def test_a_stale_page_does_not_write_over_what_another_has_saved(sign_in, inspector):
    client, row = sign_in(inspector), make_round()
    sheet = open_sheet(inspector.as_actor(), row, COMMUNITIES[0])
    address = f"/inspections/sheets/{sheet.pk}/items/1/"
    seen = {"seen": "-"}
    client.post(address, _answer(sheet, 1, [3, 0], **seen), headers=FRAGMENT)

    stale = client.post(address, _answer(sheet, 1, [1, 0], **seen), headers=FRAGMENT)

    assert stale.status_code == 422
    assert "别的页面里改过，存的是：楼道堆物 3 处" in _text(stale)
    assert [entry.count for entry in sheet.entries.all()] == [3]

    again = {"seen": stale.context["mark"].seen}
    client.post(address, _answer(sheet, 1, [1, 0], **again), headers=FRAGMENT)
    assert [entry.count for entry in sheet.entries.all()] == [1]


def test_the_same_answer_sent_twice_is_no_conflict_and_keeps_one_photo(sign_in, inspector):
    client, row = sign_in(inspector), make_round()
    sheet = open_sheet(inspector.as_actor(), row, COMMUNITIES[0])
    rule = sheet.version.items.first().rules.first()

    for _ in range(2):
        photo = SimpleUploadedFile("a.jpg", photo_bytes(), "image/jpeg")
        sent = _answer(sheet, 1, [2, 0], seen="-", **{f"photo_{rule.pk}": photo})
        assert (
            client.post(f"/inspections/sheets/{sheet.pk}/items/1/", sent, headers=FRAGMENT).status_code == 200
        )

    assert sheet.entries.get().photos.count() == 1


def test_an_item_says_what_was_found_last_time(sign_in, inspector):
    version = make_version()
    earlier = make_round(version=version)
    make_filled(earlier, COMMUNITIES[0], 2)
    row = make_round(title="四月检查", version=version, starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 30))
    sheet = open_sheet(inspector.as_actor(), row, COMMUNITIES[0])

    text = _text(sign_in(inspector).get(f"/inspections/sheets/{sheet.pk}/items/1/"))

    assert "楼道堆物 2 处" in text


def test_the_office_finds_every_sheet_of_a_street_in_its_round(office):
    row = make_round()
    sheet = make_filled(row, COMMUNITIES[0], 1)

    text = _text(office.get(f"/inspections/rounds/{row.pk}/?place={STREET}"))

    assert f"/inspections/sheets/{sheet.pk}/" in text
    assert "99" in text


def test_an_incomplete_sheet_lists_what_is_missing(sign_in, inspector):
    client, row = sign_in(inspector), make_round()
    sheet = open_sheet(inspector.as_actor(), row, COMMUNITIES[0])
    client.post(f"/inspections/sheets/{sheet.pk}/items/3/", _answer(sheet, 3, [1], go="next"))

    response = client.post(f"/inspections/sheets/{sheet.pk}/submit/")

    assert response.status_code == 422
    for words in ("还缺 3 项", "“楼道整洁”没有评", "“台账”的“缺少台账”要照片，还没有交齐"):
        assert words in _text(response)


def test_a_paper_sheet_is_typed_in_on_one_page_all_or_nothing(sign_in, inspector):
    client, row = sign_in(inspector), make_round()
    sheet = open_sheet(inspector.as_actor(), row, COMMUNITIES[0])
    items = list(sheet.version.items.all())
    address = f"/inspections/sheets/{sheet.pk}/desk/"
    wrong = _answer(sheet, 1, [4]) | _answer(sheet, 2, [-1])

    response = client.post(address, wrong)
    assert response.status_code == 422
    assert 'value="4"' in _text(response)
    assert sheet.entries.count() == 0

    in_order = [items[1].pk, items[2].pk]
    assert client.post(address, _answer(sheet, 1, [4]) | {"in_order": in_order}).status_code == 302
    submitted = services.submit_sheet(actor=inspector.as_actor(), sheet_id=sheet.pk)
    assert submitted.score == 96


def test_anothers_sheet_cannot_be_filled_in(sign_in, inspector):
    row = make_round()
    sheet = open_sheet(inspector.as_actor(), row, COMMUNITIES[0])
    client = sign_in(make_user(Role.INSPECTOR, COUNTY))

    for page in ("items/1/", "desk/", "submit/"):
        assert client.get(f"/inspections/sheets/{sheet.pk}/{page}").status_code == 404
    assert client.post(f"/inspections/sheets/{sheet.pk}/items/1/", {}).status_code == 404


def test_the_office_returns_a_sheet_with_a_reason(office):
    row = make_round()
    sheet = make_filled(row, COMMUNITIES[0], 1)

    assert office.post(f"/inspections/sheets/{sheet.pk}/return/", {"reason": ""}).status_code == 422
    office.post(f"/inspections/sheets/{sheet.pk}/return/", {"reason": "缺门牌"})

    sheet.refresh_from_db()
    assert (sheet.status, sheet.return_reason) == ("returned", "缺门牌")


def test_a_rubric_is_written_item_by_item_and_published(office):
    office.post("/inspections/rubrics/new/", {"title": "环境标准"})
    version = RubricVersion.objects.get()
    rules = {
        "rules-TOTAL_FORMS": "2",
        "rules-INITIAL_FORMS": "0",
        "rules-0-per": "楼道堆物",
        "rules-0-how": "deduct",
        "rules-0-step": "1",
        "rules-0-unit": "处",
        "rules-0-amount": "1",
        "rules-0-cap": "5",
        "rules-1-how": "deduct",
    }
    address = f"/inspections/versions/{version.pk}/items/new/"
    bad = office.post(address, {"title": "楼道", "full_marks": "100", **rules, "rules-0-amount": ""})
    assert bad.status_code == 422
    assert "填扣几分或加几分" in _text(bad)

    office.post(address, {"title": "楼道", "full_marks": "100", **rules})
    assert "楼道堆物：每处扣 1 分，最多扣 5 分" in _text(office.get(f"/inspections/versions/{version.pk}/"))
    office.post(
        f"/inspections/versions/{version.pk}/publish/", {"effective_on": "2026-01-01", "citation": "1号"}
    )

    version.refresh_from_db()
    assert version.is_published
    assert office.get(address).status_code == 409


def test_a_new_version_starts_from_the_last_and_leaves_it_alone(office):
    version = make_version()

    office.post(f"/inspections/rubrics/{version.rubric_id}/versions/new/")

    draft = RubricVersion.objects.get(number=2)
    assert [item.title for item in draft.items.all()] == [item.title for item in version.items.all()]
    office.post(f"/inspections/versions/{draft.pk}/items/1/drop/")
    assert (draft.items.count(), version.items.count()) == (2, 3)


def test_a_round_is_started_by_a_published_version(office):
    version = make_version()
    asked = {
        "title": "四月检查",
        "version": version.pk,
        "starts_on": "2026-04-01",
        "ends_on": "2026-03-01",
    }
    bad = office.post("/inspections/rounds/new/", asked)
    assert bad.status_code == 422
    assert "四月检查" in _text(bad)

    office.post("/inspections/rounds/new/", {**asked, "ends_on": "2026-04-30"})

    assert Round.objects.get().place_code == COUNTY


def test_a_scheme_is_proposed_from_the_rules_in_force(office):
    response = office.get("/inspections/schemes/new/")
    form = response.context["rules"]
    sent = {"title": "评级办法", "effective_on": "2026-01-01", "citation": "2号", "counts_uninspected": "on"}
    sent |= {"rules-TOTAL_FORMS": str(len(form.forms)), "rules-INITIAL_FORMS": "0"}
    for row in form.forms:
        for field in row:
            value = field.value()
            sent[field.html_name] = (
                "" if value is None else str(int(value) if "level" in field.name and value else value)
            )

    assert office.post("/inspections/schemes/new/", sent).status_code == 302

    words = [rule.words for rule in RatingScheme.objects.get().rules.all()]
    assert "得分 90 分以上" in words
    assert "80% 以上的社区是示范" in words


def test_a_round_is_exported_as_a_workbook(office):
    row, _ = make_rated()

    response = office.get(f"/inspections/rounds/{row.pk}/export/")

    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    assert book.sheet_names == ["得分", "扣分加分", "评级"]
    assert len(book.get_sheet_by_name("得分").to_python()) == 4
    assert len(book.get_sheet_by_name("扣分加分").to_python()) == 3
