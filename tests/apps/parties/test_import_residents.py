"""The register of a community from a table: every error by row and column first, then all or nothing; kin become known."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from gongjian.apps.parties import services
from gongjian.apps.parties.models import Relation, Resident, ResidentImport
from gongjian.apps.parties.selectors import who_steps_aside
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.models import AuditEntry, Rule
from gongjian.readers import SheetData, read_sheet, write_xlsx
from tests.factories import COMMUNITIES, OTHER_STREET, make_user
from tests.hearing_factories import make_id_number

pytestmark = pytest.mark.usefixtures("places")
HOME, BESIDE = COMMUNITIES[:2]
TITLES = tuple(services.RESIDENT_COLUMNS.values())


@pytest.fixture
def worker(places):
    return make_user(Role.WORKER, HOME).as_actor()


def row(name: str, number: str = "", **more: str) -> tuple[str, ...]:
    """One row of the table: a right one unless told otherwise."""
    stated = {"name": name, "id_number": number or make_id_number(), "place": HOME} | more
    return tuple(stated.get(key, "") for key in services.RESIDENT_COLUMNS)


def table(*rows: tuple[str, ...]) -> bytes:
    return write_xlsx([SheetData("居民", TITLES, rows)])


def read(actor, *rows: tuple[str, ...]):
    return services.read_residents(actor=actor, content=table(*rows), name="居民.xlsx")


def errors_of(actor, kept) -> list[dict[str, str]]:
    return [one.errors for one in services.check_residents(actor=actor, import_id=kept.pk)[1]]


def test_the_template_can_be_read_back():
    assert read_sheet(services.residents_template(), "模板.xlsx")[0].cells == TITLES


def test_a_household_is_registered_encrypted_and_its_kin_step_aside_for_each_other(worker):
    family = {"household": "3-2-502", "address": "3栋2单元502", "phone": "13912340000"}
    kept = read(
        worker,
        row("江大山", relation="户主", **family),
        row("江小山", relation="子女", **family),
        row("租客甲", relation="非亲属", **family),
        row("周清", group="居民代表", panelist="是"),
    )

    done = services.confirm_residents(actor=worker, import_id=kept.pk)

    assert (done.new, done.known, done.relations) == (4, 0, 1)
    head, child, lodger, panelist = Resident.objects.order_by("pk")
    assert (head.household, head.address, panelist.group, panelist.is_panelist) == (
        "3-2-502",
        "3栋2单元502",
        "representative",
        True,
    )
    assert set(who_steps_aside([child.pk, lodger.pk, panelist.pk], {head.pk}, kin_steps=2)) == {child.pk}
    relation = Relation.objects.get()
    assert (relation.kind, relation.source) == ("parent", "registered")
    assert not ResidentImport.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, id_number, phone, address, household FROM parties_resident")
        stored = str(cursor.fetchall())
        cursor.execute("SELECT object_label, before, after FROM core_auditentry")
        stored += str(cursor.fetchall())
    for secret in ("大山", "3-2-502", "2单元", "13912340000", head.id_number):
        assert secret not in stored
        assert secret.encode("unicode_escape").decode() not in stored


def test_who_is_registered_is_known_by_the_digest_and_only_related(worker):
    number = make_id_number()
    services.confirm_residents(actor=worker, import_id=read(worker, row("江大山", number)).pk)
    again = read(
        worker,
        row("江大山", number.lower(), household="1", relation="户主"),
        row("江小山", household="1", relation="子女"),
    )

    done = services.confirm_residents(actor=worker, import_id=again.pk)

    assert (done.new, done.known, done.relations) == (1, 1, 1)
    assert Resident.objects.count() == 2


def test_every_error_is_listed_by_row_and_column_and_nothing_is_written(worker):
    twice, taken, far = make_id_number(), make_id_number(), make_id_number()
    services.confirm_residents(actor=worker, import_id=read(worker, row("江大山", taken)).pk)
    other = make_user(Role.WORKER, BESIDE).as_actor()
    services.confirm_residents(actor=other, import_id=read(other, row("远亲", far, place=BESIDE)).pk)
    right = make_id_number()
    wrong_digit = right[:-1] + ("0" if right[-1] != "0" else "1")
    kept = read(
        worker,
        row("", wrong_digit, phone="电话见本"),
        row("甲", twice),
        row("乙", twice),
        row("别名", taken),
        row("远亲", far),
        row("丙", place=f"{OTHER_STREET}001"),
        row("丁", place=HOME[:9]),
        row("戊", relation="户主"),
        row("己", household="7"),
        row("庚", household="8", relation="子女"),
        row("辛", household="9", relation="户主"),
        row("壬", household="9", relation="户主"),
        row("癸", group="神仙", panelist="也许", relation="邻居", household="5"),
        row("名" * 41),
        row("对的"),
    )

    found = errors_of(worker, kept)

    assert found[0] == {
        "name": "姓名没有填",
        "phone": "不像电话号码",
        "id_number": "身份证号最后一位对不上，请核对有没有抄错的数字",
    }
    assert found[1] == found[2] == {"id_number": "这张表里出现了两次"}
    assert found[3] == {"name": "这个身份证号登记的是另一个姓名，请核对证件"}
    assert found[4] == {"id_number": "已经登记在别的社区，请先在那边迁出"}
    assert set(found[5]) == set(found[6]) == {"place"}
    assert found[7] == {"household": "写了与户主关系，要写户号"}
    assert found[8] == {"relation": "写了户号，要写与户主关系"}
    assert found[9] == {"relation": "这一户没有写谁是户主"}
    assert found[10] == found[11] == {"relation": "这一户写了不止一个户主"}
    assert set(found[12]) == {"group", "panelist", "relation"}
    assert found[13] == {"name": "有 41 个字，最多 40 个"}
    assert found[14] == {}
    with pytest.raises(Conflict, match="还有 14 行有错，一行也没有写入"):
        services.confirm_residents(actor=worker, import_id=kept.pk)
    assert Resident.objects.count() == 2


@pytest.mark.parametrize(("rows", "is_taken"), [(2, True), (3, True), (4, False)])
def test_a_table_at_the_limit_is_taken_and_above_it_is_not(worker, rows, is_taken):
    Rule.objects.filter(key="residents.import_max_rows").update(value=3)
    people = [row(f"人{n}") for n in range(rows)]

    if is_taken:
        assert read(worker, *people)
    else:
        with pytest.raises(Invalid, match="有 4 人，一次最多 3 人"):
            read(worker, *people)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"no table", "."),
        (write_xlsx([SheetData("表", ("姓名",), [])]), "没有找到表头"),
        (table(), "没有居民"),
    ],
)
def test_no_table_is_told_in_a_sentence(worker, content, sentence):
    with pytest.raises(Invalid, match=sentence):
        services.read_residents(actor=worker, content=content, name="居民.xlsx")


def test_the_pages_show_numbers_masked_and_what_is_wrong_then_register(worker, sign_in):
    number = make_id_number()
    user = make_user(Role.WORKER, HOME)
    client = sign_in(user)
    file = SimpleUploadedFile("居民.xlsx", table(row("江大山", number), row("江小山", "123")))
    answer = client.post(reverse("parties:import_residents"), {"file": file})
    kept = ResidentImport.objects.get()

    page = client.get(answer.url)

    text = page.content.decode()
    assert "1 行要改" in text and "少 15 位" in text and number not in text
    assert page["Cache-Control"] == "no-store"
    assert client.post(reverse("parties:confirm_residents", args=[kept.pk])).status_code == 409
    client.post(reverse("parties:drop_residents", args=[kept.pk]))
    file = SimpleUploadedFile("居民.xlsx", table(row("江大山", number)))
    client.post(reverse("parties:import_residents"), {"file": file})
    done = client.post(
        reverse("parties:confirm_residents", args=[ResidentImport.objects.get().pk]), follow=True
    )
    assert "登记了 1 人" in done.content.decode()
    acts = set(AuditEntry.objects.values_list("action", flat=True))
    assert {f"parties.residents_{act}" for act in ("read", "imported", "dropped")} <= acts


def test_a_table_belongs_to_who_chose_it_and_needs_the_right(worker):
    kept = read(worker, row("江大山"))

    with pytest.raises(NotFound):
        services.check_residents(actor=make_user(Role.WORKER, HOME).as_actor(), import_id=kept.pk)
    with pytest.raises(NotAllowed):
        read(make_user(Role.LEADER, HOME).as_actor(), row("江大山"))
