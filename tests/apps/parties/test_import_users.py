"""Many people from a table: every error by row and column first, then all or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongjian.apps.parties.models import User, UserImport
from gongjian.apps.parties.services import COLUMNS, check_import, confirm_import, read_import, template_xlsx
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.models import AuditEntry
from gongjian.readers import SheetData, read_sheet, write_xlsx
from tests.factories import (
    COMMUNITIES,
    COUNTY,
    OTHER_COUNTY,
    STREET,
    make_actor,
    make_organisation,
    make_user,
)

pytestmark = pytest.mark.usefixtures("places")


def _table(*rows: tuple[str, ...]) -> bytes:
    return write_xlsx([SheetData("用户", COLUMNS, rows)])


def _good(number: int) -> tuple[str, ...]:
    return (f"new{number}", f"新人{number}", COMMUNITIES[0], "", "社工", "13912340000", "a@example.cn")


def test_the_template_can_be_read_back():
    rows = read_sheet(template_xlsx(), "模板.xlsx")

    assert rows[0].cells == COLUMNS


def test_a_good_table_makes_people_with_one_time_passwords():
    admin = make_actor(Role.SYSTEM_ADMIN)
    body = make_organisation(COMMUNITIES[0], "演示居委会", short_name="居委会")
    row = (*_good(1)[:3], "居委会", *_good(1)[4:])
    kept = read_import(actor=admin, content=_table(row, _good(2)), name="名单.xlsx")

    issued = confirm_import(actor=admin, import_id=kept.pk)

    first = User.objects.get(username="new1")
    assert first.organisation == body and first.phone == "13912340000" and first.must_change_password
    assert first.check_password(issued[0].password) and not first.grants.exists()
    assert not UserImport.objects.exists()
    assert {"parties.import_read", "parties.import_done"} <= set(
        AuditEntry.objects.values_list("action", flat=True)
    )
    assert "13912340000" not in str(list(AuditEntry.objects.values_list("after", flat=True)))


def test_every_error_is_listed_by_row_and_column_and_nothing_is_written():
    make_user(None, COUNTY, username="Taken")
    admin = make_actor(Role.SYSTEM_ADMIN)
    before = User.objects.count()
    table = _table(
        _good(1),
        ("taken", "甲", COUNTY, "", "", "", ""),
        ("bad name", "", "999999", "没有的单位", "", "abc", "not-mail"),
        ("twice", "乙", OTHER_COUNTY, "", "", "", ""),
        ("TWICE", "丙", STREET, "", "", "", ""),
    )
    kept = read_import(actor=admin, content=table, name="名单.xlsx")

    _, rows = check_import(actor=admin, import_id=kept.pk)

    errors = {row.number: set(row.errors) for row in rows}
    assert errors == {
        2: set(),
        3: {"username"},
        4: {"username", "full_name", "place_code", "organisation", "phone", "email"},
        5: {"username", "place_code"},
        6: {"username"},
    }
    with pytest.raises(Conflict, match="4 行有错"):
        confirm_import(actor=admin, import_id=kept.pk)
    assert User.objects.count() == before


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"\x7fELF" + b"\0" * 64, "名单.xlsx", "名单"),
        ("甲,乙\n1,2\n".encode(), "名单.csv", "没有找到表头"),
        (("账号,姓名,所在地方代码\n").encode(), "名单.csv", "只有表头"),
    ],
)
def test_what_is_no_table_of_people_gets_a_sentence(content, name, sentence):
    with pytest.raises(Invalid, match=sentence):
        read_import(actor=make_actor(Role.SYSTEM_ADMIN), content=content, name=name)

    assert not UserImport.objects.exists()


@pytest.mark.parametrize(("rows", "accepted"), [(499, True), (500, True), (501, False)])
def test_the_most_rows_at_once_is_a_rule(rows, accepted):
    admin = make_actor(Role.SYSTEM_ADMIN)
    lines = "\n".join(f"n{i},人,{COUNTY}" for i in range(rows))
    content = f"账号,姓名,所在地方代码\n{lines}\n".encode()

    if accepted:
        assert read_import(actor=admin, content=content, name="名单.csv").pk
    else:
        with pytest.raises(Invalid, match="501 人"):
            read_import(actor=admin, content=content, name="名单.csv")


def test_an_import_is_its_makers_alone():
    kept = read_import(actor=make_actor(Role.SYSTEM_ADMIN), content=_table(_good(1)), name="名单.xlsx")

    with pytest.raises(NotFound):
        check_import(actor=make_actor(Role.SYSTEM_ADMIN), import_id=kept.pk)
    with pytest.raises(NotAllowed):
        read_import(actor=make_actor(Role.OFFICE), content=_table(_good(2)), name="名单.xlsx")


def test_the_journey_in_the_browser(sign_in, django_assert_max_num_queries):
    client = sign_in(make_user(Role.SYSTEM_ADMIN, COUNTY))
    file = SimpleUploadedFile("名单.xlsx", _table(_good(1), ("bad name", "甲", COUNTY, "", "", "", "")))
    sent = client.post(reverse("parties:import_users"), {"file": file})
    assert sent.status_code == 302
    with django_assert_max_num_queries(12):
        page = client.get(sent["Location"]).content.decode()
    assert "1 行要改" in page and "只能用字母、数字" in page and "导入 1 人" not in page

    file = SimpleUploadedFile("名单.xlsx", _table(_good(1), _good(2)))
    sent = client.post(reverse("parties:import_users"), {"file": file})
    kept = UserImport.objects.latest("pk")
    done = client.post(reverse("parties:confirm_import", args=[kept.pk]))

    assert done.status_code == 200 and "2 个一次性密码" in done.content.decode()
    assert done["Cache-Control"] == "no-store"
    again = client.post(reverse("parties:confirm_import", args=[kept.pk]))
    assert again.status_code == 404


def test_a_file_that_is_no_table_comes_back_in_place(sign_in):
    client = sign_in(make_user(Role.SYSTEM_ADMIN, COUNTY))

    response = client.post(
        reverse("parties:import_users"), {"file": SimpleUploadedFile("名单.xlsx", b"nothing")}
    )

    assert response.status_code == 422
