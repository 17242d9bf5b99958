"""Answers of every kind on a sheet: one of a group, judged, not applicable, with evidence, scored from a figure."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import Evidence, RuleKind, VetoEffect
from gongjian.apps.inspections.models import Grade, SheetEntry, SheetReading
from gongjian.apps.inspections.selectors.sheets import get_sheet, mark_sheet
from gongjian.apps.inspections.services import Answer, ItemSpec, MeasureSpec, RuleSpec, Upload
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Invalid
from gongjian.core.rules import load_first_versions
from tests.apps.inspections.test_inspection_pages import MOST_SELECTS, count_selects
from tests.factories import COMMUNITIES, COUNTY, make_user
from tests.inspection_factories import make_round, make_scheme, make_version, open_sheet, photo_bytes

pytestmark = pytest.mark.usefixtures("places")
D = Decimal
GROUP = ItemSpec(
    "垃圾",
    D(40),
    (RuleSpec("零星", D(1), exclusive="量"), RuleSpec("成片", D(5), exclusive="量")),
    evidence=Evidence.PHOTO,
    evidence_count=2,
)
JUDGED = ItemSpec("台账", D(30), (RuleSpec("不规范", None, judged=True, cap=D(3), evidence="document"),))
MEASURED = ItemSpec(
    "得分",
    D(30),
    (RuleSpec("低于目标", D("0.5"), unit="分", step=D(1)),),
    measure=MeasureSpec("inspections.mean_score", D(95)),
)


@pytest.fixture
def user():
    load_first_versions()
    return make_user(Role.INSPECTOR, COUNTY)


def start(user, *items, **fields):
    title = str(fields.get("title", "标准"))
    row = make_round(version=make_version(title=title, items=items), **fields)
    return open_sheet(user.as_actor(), row, COMMUNITIES[0])


def record(user, sheet, number, **said):
    item = sheet.version.items.all()[number]
    rules = list(item.rules.all())
    by_rule = {
        key: {rules[at].pk: value for at, value in values.items()} if isinstance(values, dict) else values
        for key, values in said.items()
    }
    services.record_many(actor=user.as_actor(), sheet_id=sheet.pk, answers=[Answer(item.pk, **by_rule)])
    return mark_sheet(get_sheet(user.as_actor(), sheet.pk)).marks[number]


def photos(count):
    return [Upload(f"{n}.jpg", photo_bytes(40 + n)) for n in range(count)]


def test_of_a_group_one_counts_and_the_page_says_why_the_other_does_not(user, sign_in):
    sheet = start(user, GROUP)

    mark = record(user, sheet, 0, counts={0: D(3), 1: D(1)}, photos={0: photos(2), 1: photos(2)})

    assert mark.score.deducted == 5
    text = sign_in(user).get(f"/inspections/sheets/{sheet.pk}/items/1/").content.decode()
    assert "和“成片”只算一条，按那一条算，这条不计" in text


@pytest.mark.parametrize(("count", "lacks"), [(1, True), (2, False)])
def test_as_many_photos_are_asked_for_as_the_item_says(user, count, lacks):
    mark = record(user, start(user, GROUP), 0, counts={0: D(1)}, photos={0: photos(count)})

    assert bool(mark.lacks) is lacks
    assert not lacks or "要 2 张照片" in mark.lacks


def test_a_judged_rule_takes_what_the_inspector_sets_and_asks_for_its_paper(user):
    sheet = start(user, JUDGED)

    mark = record(user, sheet, 0, amounts={0: D("1.5")})
    assert (mark.score.deducted, "要材料" in mark.lacks) == (D("1.5"), True)

    paper = Upload("台账.pdf", b"%PDF-1.7\n%%EOF")
    mark = record(user, sheet, 0, amounts={0: D("1.5")}, documents={0: [paper]})
    assert mark.lacks == ""


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"amounts": {0: D("3.01")}}, "最多 3 分"),
        ({"amounts": {0: D(-1)}}, "不能是负数"),
        ({"amounts": {0: D(1)}, "not_applicable": "没有"}, "既记了问题又记了不适用"),
        ({"not_applicable": " "}, "为什么不适用"),
        ({"amounts": {0: D(1)}, "documents": {0: [Upload("a.pdf", b"no paper")]}}, "a.pdf"),
    ],
)
def test_a_judged_answer_that_can_not_stand_is_refused_and_keeps_nothing(user, said, complaint):
    sheet = start(user, JUDGED)

    with pytest.raises(Invalid, match=complaint):
        record(user, sheet, 0, **said)

    assert not SheetEntry.objects.exists()


def test_a_judged_rule_with_a_count_and_no_marks_leaves_the_item_open(user):
    mark = record(user, start(user, JUDGED), 0, counts={0: D(1)})

    assert (mark.state, "还没有填几分" in mark.lacks) == ("todo", True)


def test_what_a_place_does_not_have_keeps_its_marks_with_the_reason(user):
    sheet = start(user, GROUP)

    mark = record(user, sheet, 0, not_applicable="没有垃圾房")

    assert (mark.score.points, mark.score.is_applicable, mark.entries[0].note) == (40, False, "没有垃圾房")
    assert record(user, sheet, 0, counts={0: D(1)}, photos={0: photos(2)}).score.is_applicable


def test_a_figure_is_read_on_opening_and_again_on_submitting_and_no_person_scores_it(user):
    earlier = make_round(title="上一轮", starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31))
    sheet = start(user, MEASURED, starts_on=date(2026, 2, 1), ends_on=date(2026, 3, 31))
    reading = SheetReading.objects.get()
    assert (reading.value, reading.text, "没有数据" in reading.reason) == ("", "缺数据", True)
    with pytest.raises(Invalid, match="由指标“"):
        record(user, sheet, 0, counts={0: D(1)})
    with pytest.raises(Invalid, match="没有数据"):
        services.submit_sheet(actor=user.as_actor(), sheet_id=sheet.pk)

    grade(earlier, sheet.round, "89.5")
    done = services.submit_sheet(actor=user.as_actor(), sheet_id=sheet.pk)

    reading.refresh_from_db()
    assert (reading.value, done.score) == ("179/2", D("27.5"))


def grade(earlier, row, score):
    """The figure's own row: a grade of the place in a round that ended in those days."""
    earlier.ends_on = row.starts_on
    earlier.save()
    Grade.objects.create(
        place_code=COMMUNITIES[0],
        round=earlier,
        scheme=make_scheme(),
        level=12,
        score=D(score),
        rated_on=row.starts_on,
        decided_at=timezone.now(),
    )


def test_the_page_of_a_figure_shows_it_opens_it_and_offers_no_count(user, sign_in):
    sheet = start(user, MEASURED)

    text = sign_in(user).get(f"/inspections/sheets/{sheet.pk}/items/1/").content.decode()

    assert "由指标“" in text
    assert "不用你打分" in text
    assert "data-stepper" not in text


def test_the_pictures_of_a_hint_are_shown_while_scoring(user, sign_in):
    row = make_round(version=with_picture())
    sheet = open_sheet(user.as_actor(), row, COMMUNITIES[0])

    text = sign_in(user).get(f"/inspections/sheets/{sheet.pk}/items/1/").content.decode()

    assert f"/inspections/pictures/{sheet.version.items.all()[0].pictures.get().pk}/" in text


def with_picture():
    """A published version whose only item has a picture in its hint."""
    version = services.create_rubric(actor=SYSTEM, place_code=COUNTY, title="有图", items=[GROUP])
    services.save_item(
        actor=SYSTEM, version_id=version.pk, number=1, item=GROUP, uploads=[Upload("好.jpg", photo_bytes())]
    )
    return services.publish_version(actor=SYSTEM, version_id=version.pk, effective_on=date(2026, 1, 1))


def test_a_figure_that_does_not_apply_is_left_out_and_taken_up_again(user):
    sheet = start(user, MEASURED)

    assert record(user, sheet, 0, not_applicable="新社区").score.points == 30
    services.submit_sheet(actor=user.as_actor(), sheet_id=sheet.pk)
    services.return_sheet(actor=SYSTEM, sheet_id=sheet.pk, reason="再看")
    assert record(user, sheet, 0).score.is_answered is False


def test_a_veto_reaches_as_far_as_it_says(user):
    def after(effect, bars=""):
        veto = RuleSpec("火灾", None, RuleKind.VETO, effect=effect, bars=bars)
        sheet = start(user, ItemSpec("消防", D(100), (veto,)), title=f"{effect}{bars}")
        record(user, sheet, 0, counts={0: D(1)})
        done = services.submit_sheet(actor=user.as_actor(), sheet_id=sheet.pk)
        return done.score, done.is_vetoed, done.bars

    assert after(VetoEffect.GRADE) == (100, True, "")
    assert after(VetoEffect.GRADE, "示范") == (100, False, "示范")
    assert after(VetoEffect.SHEET) == (0, False, "")
    assert after(VetoEffect.ITEM) == (0, False, "")


def test_the_phone_and_the_desk_take_every_kind_of_answer(user, sign_in):
    sheet, client = start(user, GROUP, JUDGED, MEASURED), sign_in(user)
    first, second, third = sheet.version.items.all()
    judged = second.rules.get()
    address = f"/inspections/sheets/{sheet.pk}/items/2/"

    assert client.post(address, {f"amount_{judged.pk}": "9"}).status_code == 422
    paper = SimpleUploadedFile("台账.pdf", b"%PDF-1.7\n%%EOF")
    client.post(address, {f"amount_{judged.pk}": "2", f"paper_{judged.pk}": paper})
    desk = f"/inspections/sheets/{sheet.pk}/desk/"
    away = {f"away_{third.pk}": "1", f"reason_{third.pk}": "没有数据"}
    bad = client.post(desk, {**away, f"reason_{third.pk}": "", f"amount_{judged.pk}": "2"})
    client.post(desk, {**away, f"amount_{judged.pk}": "2", "in_order": [first.pk]})

    assert (bad.status_code, "为什么不适用" in bad.content.decode()) == (422, True)
    marks = mark_sheet(get_sheet(user.as_actor(), sheet.pk)).marks
    assert [(mark.state, mark.score.points) for mark in marks] == [("done", 40), ("done", 28), ("done", 30)]
    for page in ("items/2/", "items/3/", "desk/", "submit/", ""):
        assert count_selects(client, f"/inspections/sheets/{sheet.pk}/{page}") <= MOST_SELECTS, page


def test_a_grade_that_a_veto_forbids_is_passed_over(user):
    veto = RuleSpec("火灾", None, RuleKind.VETO, bars="示范")
    sheet = start(user, ItemSpec("消防", D(100), (veto,)))
    record(user, sheet, 0, counts={0: D(1)})
    services.submit_sheet(actor=user.as_actor(), sheet_id=sheet.pk)

    services.rate_round(actor=SYSTEM, round_id=sheet.round_id, scheme_id=make_scheme().pk)

    grade = Grade.objects.get(place_code=COMMUNITIES[0], is_current=True)
    assert (grade.score, grade.label, grade.is_vetoed) == (100, "达标", False)
