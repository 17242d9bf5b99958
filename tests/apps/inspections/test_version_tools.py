"""What one can do with a version: compare it, try a pretend sheet, see hints' pictures, edit sections."""

from datetime import date
from decimal import Decimal

import pytest

from gongjian.apps.inspections import services
from gongjian.apps.inspections.models import ItemPicture, RubricVersion, ScoreSheet, SheetEntry
from gongjian.apps.inspections.selectors.rubric_changes import compare_versions
from gongjian.apps.inspections.selectors.rubric_words import version_in_words
from gongjian.apps.inspections.selectors.rubrics import get_version
from gongjian.apps.inspections.services import ItemSpec, Outline, RuleSpec, SectionSpec, Upload
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.rules import load_first_versions
from tests.apps.inspections.test_inspection_pages import MOST_SELECTS, count_selects
from tests.apps.inspections.test_version_as_json import make_full
from tests.factories import COUNTY, OTHER_COUNTY, STREET, make_user
from tests.inspection_factories import LITTER, make_version, photo_bytes

pytestmark = pytest.mark.usefixtures("places")
D, DAY = Decimal, date(2026, 1, 1)
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def office(sign_in):
    load_first_versions()
    return sign_in(make_user(Role.OFFICE, COUNTY))


def draft(*items, outline=None):
    version = services.create_rubric(
        actor=SYSTEM, place_code=COUNTY, title="草稿", items=items, outline=outline
    )
    return get_version(SYSTEM, version.pk)


def test_a_version_says_what_it_comes_to():
    words = version_in_words(make_full())

    assert words.sums == (
        "满分 100 分",
        "3 个类别",
        "3 项、6 条规则",
        "加分最多 5 分",
        "1 条一票否决",
        "1 项由指标评",
    )
    assert "“加分”合计最多加 5 分。" in words.total


def test_versions_are_compared_by_text_whatever_their_order():
    old = (
        ItemSpec("甲", D(50), (LITTER, RuleSpec("飞线", D(2))), section="环境"),
        ItemSpec("乙", D(50), (LITTER,), section="环境"),
        ItemSpec("丁", D(10), (LITTER,), section="工作"),
    )
    first = services.create_rubric(actor=SYSTEM, place_code=COUNTY, title="标准", items=old)
    services.publish_version(actor=SYSTEM, version_id=first.pk, effective_on=DAY)
    new = (
        ItemSpec("丙", D(20), (LITTER,), section="工作"),
        ItemSpec("乙", D(50), (LITTER,), section="环境"),
        ItemSpec("甲", D(40), (RuleSpec("飞线", D(3)), LITTER, RuleSpec("堆物", D(1))), section="秩序"),
    )
    outline = Outline((SectionSpec("环境", cap=None),), total_cap=D(100))
    second = services.add_version(actor=SYSTEM, rubric_id=first.rubric_id, items=new, outline=outline)

    found = compare_versions(get_version(SYSTEM, first.pk), get_version(SYSTEM, second.pk))

    assert [(item.title, item.kind) for item in found.items] == [
        ("丙", "added"),
        ("甲", "changed"),
        ("丁", "dropped"),
    ]
    assert [(row.label, row.before, row.after) for row in found.items[1].fields] == [
        ("类别", "环境", "秩序"),
        ("满分", "50", "40"),
        ("规则", "飞线：每处扣 2 分，不封顶", "飞线：每处扣 3 分，不封顶"),
        ("规则", "", "堆物：每处扣 1 分，不封顶"),
    ]
    assert [(section.title, section.kind) for section in found.sections] == [("秩序", "added")]
    assert [row.after for row in found.whole] == ["100"]
    assert found.same == 1


def test_a_version_is_the_same_as_itself(office):
    version = make_full()

    assert compare_versions(version, version).is_empty


def test_the_pages_of_a_version_show_the_comparison_and_cost_few_queries(office):
    version = make_version()
    office.post(f"/inspections/rubrics/{version.rubric_id}/versions/new/")
    later = RubricVersion.objects.get(number=2)
    office.post(f"/inspections/versions/{later.pk}/items/1/drop/")

    text = office.get(f"/inspections/versions/{later.pk}/compare/").content.decode()

    assert "新增 0 项，删去 1 项，改了 0 项" in text
    for page in ("", "compare/", "try/", "sections/", "items/1/", "rubric.xlsx"):
        assert count_selects(office, f"/inspections/versions/{later.pk}/{page}") <= MOST_SELECTS, page


def test_a_pretend_sheet_is_scored_with_sentences_and_writes_nothing(office):
    version = make_full()
    litter, tasks, bonus = version.items.all()
    few, many, judged, _ = litter.rules.all()
    address = f"/inspections/versions/{version.pk}/try/"
    asked = {
        f"rule_{few.pk}": "3",
        f"rule_{many.pk}": "6",
        f"rule_{judged.pk}": "2",
        f"figure_{tasks.pk}": "93.5",
        f"rule_{bonus.rules.get().pk}": "9",
    }

    page = office.post(address, asked).content.decode()
    part = office.post(address, asked, headers=FRAGMENT).content.decode()

    assert "得 97.5 分" in page
    for words in ("按那一条算，这条不计", "93.5%，目标 95%，低 1.5 个百分点", "加分到了本类别的上限"):
        assert words in page
        assert words in part
    assert "<html" not in part
    assert not ScoreSheet.objects.exists()
    assert not SheetEntry.objects.exists()


def test_a_pretend_sheet_without_a_figure_has_no_score(office):
    version = make_full()

    text = office.post(f"/inspections/versions/{version.pk}/try/", {}).content.decode()

    assert "还有 1 项没有数" in text


def test_a_pretend_sheet_with_a_bad_count_keeps_what_was_typed(office):
    version = make_full()
    rule = version.items.all()[0].rules.all()[0]

    response = office.post(f"/inspections/versions/{version.pk}/try/", {f"rule_{rule.pk}": "-3"})

    assert response.status_code == 422
    assert 'value="-3"' in response.content.decode()


def test_weights_that_do_not_add_up_stop_the_publishing_not_the_draft(office):
    version = draft(ItemSpec("甲", D(100), (LITTER,), section="环境"))
    address = f"/inspections/versions/{version.pk}/"
    rows = {
        "sections-TOTAL_FORMS": "2",
        "sections-INITIAL_FORMS": "1",
        "sections-0-was": "环境",
        "sections-0-title": "环境秩序",
        "sections-0-weight": "90",
    }

    office.post(f"{address}sections/", rows)

    text = office.get(address).content.decode()
    assert "各类别的权重合计 90%，要正好 100%" in text
    assert get_version(SYSTEM, version.pk).items.get().section == "环境秩序"
    refused = office.post(f"{address}publish/", {"effective_on": "2026-01-01", "citation": "1号"})
    assert refused.status_code == 422
    office.post(f"{address}sections/", {**rows, "sections-0-was": "环境秩序", "sections-0-weight": "100"})
    office.post(f"{address}publish/", {"effective_on": "2026-01-01", "citation": "1号"})
    assert get_version(SYSTEM, version.pk).is_published


def test_items_are_moved_down_and_pictures_kept_and_dropped(office, sign_in):
    version = draft(ItemSpec("甲", D(50), (LITTER,)), ItemSpec("乙", D(50), (LITTER,)))
    first = services.specs_of(version)[0]
    services.save_item(
        actor=SYSTEM, version_id=version.pk, number=1, item=first, uploads=[Upload("好.jpg", photo_bytes())]
    )

    office.post(f"/inspections/versions/{version.pk}/items/1/down/")

    assert [item.title for item in get_version(SYSTEM, version.pk).items.all()] == ["乙", "甲"]
    picture = ItemPicture.objects.get()
    assert office.get(f"/inspections/pictures/{picture.pk}/")["Content-Type"] == "image/jpeg"
    below = sign_in(make_user(Role.INSPECTOR, STREET))
    assert below.get(f"/inspections/pictures/{picture.pk}/").status_code == 200
    beside = sign_in(make_user(Role.INSPECTOR, OTHER_COUNTY))
    assert beside.get(f"/inspections/pictures/{picture.pk}/").status_code == 404


def test_a_picture_of_somebody_else_can_not_be_taken_by_its_number():
    load_first_versions()
    version = make_full()
    picture = version.items.all()[0].pictures.get()
    stranger = make_user(Role.OFFICE, OTHER_COUNTY).as_actor()

    with pytest.raises(Invalid, match="提示图片"):
        services.create_rubric(
            actor=stranger,
            place_code=OTHER_COUNTY,
            title="抄来的",
            items=[ItemSpec("甲", D(1), (LITTER,), pictures=(picture.file_id,))],
        )


def test_a_published_version_takes_no_change_of_any_kind():
    version = make_version()
    item = ItemSpec("又一项", D(1), (LITTER,))

    for change in (
        lambda: services.save_item(actor=SYSTEM, version_id=version.pk, item=item),
        lambda: services.save_outline(actor=SYSTEM, version_id=version.pk, outline=Outline(), renamed={}),
        lambda: services.change_order(actor=SYSTEM, version_id=version.pk, number=1, act="down"),
    ):
        with pytest.raises(Conflict, match="已经发布"):
            change()
