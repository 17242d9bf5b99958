"""A rubric from a file: every error with its place, nothing half-saved; what goes out comes back equal."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import How, RuleKind, VetoEffect
from gongjian.apps.inspections.models import Rubric, RubricImport
from gongjian.apps.inspections.selectors.rubric_sheets import COLUMNS, version_as_sheets
from gongjian.apps.inspections.selectors.rubrics import get_version
from gongjian.apps.inspections.services import ItemSpec, RuleSpec
from gongjian.apps.inspections.services.rubric_import.table import read_table
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.models import StoredFile
from gongjian.core.rules import load_first_versions
from gongjian.readers import SheetData, read_sheet, write_xlsx
from tests.apps.inspections.test_version_as_json import make_full
from tests.factories import COUNTY, OTHER_COUNTY, make_actor, make_user

pytestmark = pytest.mark.usefixtures("places")
D, DAY = Decimal, date(2026, 1, 1)
PAPER = """社区环境考核细则
一、环境卫生（60分）
1.垃圾清运（30分）。发现积存垃圾每处扣2分，最多扣10分；道路不洁每处扣1分。
2.小广告（30分）。每处扣1分，扣完为止。
二、工作开展（40分）
3.台账（40分）。缺少台账每本扣2分。
三、加分项
获市级表彰的加2分，最多加5分。
四、一票否决
发生火灾事故的，一票否决。
"""


@pytest.fixture
def office():
    load_first_versions()
    return make_actor(Role.OFFICE, COUNTY)


def table(*rows, header=COLUMNS, name="评分项"):
    return write_xlsx([SheetData(name, header, rows)])


def keep(actor, content, name="标准.xlsx", **fields):
    return services.keep_rubric_import(actor=actor, place_code=COUNTY, content=content, name=name, **fields)


def said(version):
    version = get_version(SYSTEM, version.pk)
    return services.specs_of(version), services.outline_of(version)


def test_a_version_goes_out_as_a_workbook_and_comes_back_equal(office):
    version = make_full()
    version.bonus_cap = D("7.5")
    version.save()
    content = write_xlsx(version_as_sheets(get_version(SYSTEM, version.pk)))

    kept = keep(office, content, title="回来的")
    back = services.confirm_rubric_import(actor=office, import_id=kept.pk)

    assert said(back) == said(version)
    assert said(back)[0][0].pictures
    assert back.source.name == "标准.xlsx"
    assert not RubricImport.objects.exists()


def test_an_item_without_a_section_does_not_slip_into_the_one_above():
    items = (
        ItemSpec("甲", D(60), (RuleSpec("脏", D(1)),), section="环境"),
        ItemSpec(
            "乙",
            D(40),
            (RuleSpec("乱", D(1)), RuleSpec("火灾", None, RuleKind.VETO, effect=VetoEffect.SHEET)),
        ),
        ItemSpec("丙", D(0)),
    )
    version = services.create_rubric(actor=SYSTEM, place_code=COUNTY, title="一份", items=items)
    sheets = version_as_sheets(get_version(SYSTEM, version.pk))

    found = read_table(read_sheet(write_xlsx(sheets), "一份.xlsx"))

    assert found.items == items
    assert found.problems == ()


def test_a_confirmed_import_may_become_the_next_version_of_a_rubric(office):
    version = make_full()
    services.publish_version(actor=SYSTEM, version_id=version.pk, effective_on=DAY)
    content = write_xlsx(version_as_sheets(get_version(SYSTEM, version.pk)))

    kept = keep(office, content, rubric_id=version.rubric_id)
    back = services.confirm_rubric_import(actor=office, import_id=kept.pk)

    assert (back.rubric_id, back.number, back.is_published) == (version.rubric_id, 2, False)


def test_every_error_is_listed_with_sheet_row_and_column_and_nothing_is_written(office):
    row = ("环境", "垃圾", "二十", *(None,) * 9, "积存", "扣分", 1, "处", 2)
    odd = (None,) * 12
    content = table(
        row,
        (*odd, "零星", "扣除", 1, "处", 1),
        (*odd, "乱堆", "扣分", 1, "处", None),
        (*odd, "酌情", "酌情扣分", 1, "处"),
        ("环境", "指标项", 10, *(None,) * 6, "没有的指标", 95, None, "低于目标", "扣分", 1, "点", 1),
    )

    kept = keep(office, content)
    _, found = services.read_rubric_import(actor=office, import_id=kept.pk)

    places = [(problem.sheet, problem.row, problem.column) for problem in found.problems]
    assert places == [
        ("评分项", 2, "满分"),
        ("评分项", 3, "怎么算"),
        ("评分项", 4, "分值"),
        ("评分项", 5, "最多几分"),
        ("评分项", 6, "指标"),
    ]
    assert found.problems[0].message == "“二十”不是数，请只写数字。"
    with pytest.raises(Conflict, match="5 处有错"):
        services.confirm_rubric_import(actor=office, import_id=kept.pk)
    assert not Rubric.objects.exists()


def test_a_table_of_the_usual_kind_is_read_by_its_own_heads_and_rules_in_words():
    rows = (
        ("环境卫生", "垃圾清运", "20分", "发现积存垃圾每处扣2分，最多扣10分；道路不洁每处扣1分"),
        ("", "小广告", "10", "每处扣1分，扣完为止"),
    )
    content = write_xlsx(
        [SheetData("Sheet1", ("2026年社区考核表",), [("一级指标", "考核项目", "分值", "评分标准"), *rows])]
    )

    found = read_table(read_sheet(content, "考核表.xlsx"))

    assert found.problems == ()
    assert [(item.section, item.title, item.full_marks) for item in found.items] == [
        ("环境卫生", "垃圾清运", 20),
        ("环境卫生", "小广告", 10),
    ]
    assert [rule.words for rule in found.items[0].rules] == [
        "积存垃圾：每处扣 2 分，最多扣 10 分",
        "道路不洁：每处扣 1 分，不封顶",
    ]


def test_a_table_without_the_columns_is_refused_with_their_names(office):
    with pytest.raises(Invalid, match="项目、满分、情形"):
        keep(office, table(("a",), header=("随便",)))
    assert not StoredFile.objects.exists()


def test_a_document_is_read_through_the_compiler_with_its_sections(office):
    kept = keep(office, PAPER.encode(), "细则.txt")

    _, found = services.read_rubric_import(actor=office, import_id=kept.pk)

    assert [(item.section, item.title, item.full_marks) for item in found.items] == [
        ("环境卫生", "垃圾清运", 30),
        ("环境卫生", "小广告", 30),
        ("工作开展", "台账", 40),
        ("加分项", "加分项", 0),
        ("一票否决", "一票否决", 0),
    ]
    assert found.items[0].rules[0].words == "积存垃圾：每处扣 2 分，最多扣 10 分"
    assert [section.title for section in found.outline.sections if section.is_bonus] == ["加分项"]
    version = services.confirm_rubric_import(actor=office, import_id=kept.pk, title="细则")
    services.publish_version(actor=office, version_id=version.pk, effective_on=DAY)


def test_a_secret_paper_is_refused_and_not_kept(office):
    with pytest.raises(Invalid, match="密级"):
        keep(office, f"秘密★1年\n{PAPER}".encode(), "细则.txt")
    assert not StoredFile.objects.exists()


def test_an_import_is_nobody_elses(office):
    kept = keep(office, PAPER.encode(), "细则.txt")

    for stranger in (make_actor(Role.OFFICE, COUNTY), make_actor(Role.OFFICE, OTHER_COUNTY)):
        with pytest.raises(NotFound):
            services.read_rubric_import(actor=stranger, import_id=kept.pk)


def test_the_template_imports_without_an_error():
    found = read_table(read_sheet(services.template_xlsx(), "模板.xlsx"))

    assert (found.problems, found.remarks, len(found.items[0].rules)) == ((), (), 2)


def test_a_file_is_chosen_looked_at_and_written(sign_in):
    load_first_versions()
    client = sign_in(make_user(Role.OFFICE, COUNTY))
    bad = client.post("/inspections/rubrics/import/", {"file": SimpleUploadedFile("a.xlsx", b"no")})
    assert bad.status_code == 422

    file = SimpleUploadedFile("细则.txt", PAPER.encode())
    address = client.post("/inspections/rubrics/import/", {"file": file, "title": "新细则"}).url
    assert "5 项、6 条规则可以导入，满分 100 分" in client.get(address).content.decode()

    version = client.post(address, {"title": "新细则"}).url
    assert "新细则" in client.get(version).content.decode()
    assert client.get(f"{version}rubric.xlsx").status_code == 200


@pytest.mark.parametrize("how", How)
def test_every_way_to_count_is_a_kind_a_judgement_and_a_reach(how):
    kind, judged, effect = how.parts

    assert How.of(kind, judged, effect) is how
