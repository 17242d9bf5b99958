from datetime import date

import pytest

from gongjian.apps.programmes.models import Assignment
from gongjian.apps.supervision import services
from gongjian.apps.supervision.models import Letter
from gongjian.apps.supervision.services import LetterTerms
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from gongjian.readers import read_text
from tests.apps.supervision.builders import make_programme
from tests.factories import COUNTY, OTHER_STREET, STREET, make_actor, make_organisation, make_user

pytestmark = pytest.mark.django_db
TERMS = LetterTerms(due_on=date(2026, 12, 31), reward="表扬。", penalty="点名。")


def make(office, programme, **fields):
    return services.make_letters(
        actor=office, programme_id=programme.pk, place_code=COUNTY, terms=TERMS, **fields
    )


def test_each_receiver_gets_a_letter_with_his_tasks_and_the_figure_of_today(office):
    programme = make_programme((STREET, OTHER_STREET))
    Assignment.objects.filter(place_code=STREET).update(status="done", done_on=date(2026, 11, 20))

    letters = make(office, programme)

    assert [(letter.number, letter.receiver_name) for letter in letters] == [
        (1, "南津路街道"),
        (2, "凯旋路街道"),
    ]
    target, task = letters[0].clauses.all()
    assert (target.amount, target.figure_text, target.figure_place_code) == ("不低于 80%", "100.0%", STREET)
    assert (task.title, task.due_on) == ("清理楼道", date(2026, 12, 20))
    assert letters[1].clauses.first().figure_text == "0.0%"


def test_a_second_press_makes_no_second_letter(office):
    programme = make_programme()
    make(office, programme)

    with pytest.raises(Invalid, match="都已经有了"):
        make(office, programme)


def test_both_sides_sign_by_the_right_people_and_the_letter_is_frozen(office, leader, street):
    [letter] = make(office, make_programme())

    with pytest.raises(NotAllowed):
        services.sign_letter(actor=office, letter_id=letter.pk)
    services.sign_letter(actor=leader, letter_id=letter.pk)
    with pytest.raises(Conflict, match="已经签过"):
        services.sign_letter(actor=leader, letter_id=letter.pk)
    signed = services.sign_letter(actor=street, letter_id=letter.pk)

    assert signed.status == "signed" and signed.docx_id and signed.pdf_id
    before = services.render_letter(actor=street, letter_id=letter.pk, form="docx").content
    letter.programme.title = "改了名"
    letter.programme.save()
    assert services.render_letter(actor=street, letter_id=letter.pk, form="docx").content == before
    with pytest.raises(Conflict):
        services.sign_letter(actor=street, letter_id=letter.pk)


def test_a_unit_signs_for_itself(office, leader):
    programme = make_programme(())
    unit = make_organisation(COUNTY, "区城管局")
    Assignment.objects.create(
        task=programme.tasks.get(),
        place_code=COUNTY,
        organisation=unit,
        status="active",
        given_at=programme.created_at,
    )
    [letter] = make(office, programme)

    services.sign_letter(actor=leader, letter_id=letter.pk)
    signed = services.sign_letter(
        actor=make_actor(Role.DEPARTMENT, COUNTY, organisation=unit), letter_id=letter.pk
    )

    assert signed.status == "signed"
    assert not signed.clauses.filter(target_id__isnull=False).exists()


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_file_names_both_sides_figures_and_signatures(office, leader, form):
    [letter] = make(office, make_programme())
    services.sign_letter(actor=leader, letter_id=letter.pk)

    content = services.render_letter(actor=office, letter_id=letter.pk, form=form).content

    text = read_text(content, f"a.{form}").text.replace("\n", "")
    for words in ("甲方：区民政局", "乙方：南津路街道", "不低于 80%", "0.0%", leader.name, "待签"):
        assert words.replace(" ", "") in text.replace(" ", "")


def test_a_withdrawn_letter_makes_room_for_another_and_keeps_its_reason(office):
    programme = make_programme()
    [letter] = make(office, programme)

    with pytest.raises(Invalid):
        services.withdraw_letter(actor=office, letter_id=letter.pk, reason=" ")
    services.withdraw_letter(actor=office, letter_id=letter.pk, reason="任务有变")
    [second] = make(office, programme)

    assert (Letter.objects.get(pk=letter.pk).reason, second.number) == ("任务有变", 2)


def test_who_has_not_signed_is_listed_and_reminded(sign_in, office):
    make(office, make_programme((STREET, OTHER_STREET)))
    client = sign_in(make_user(Role.OFFICE))

    page = client.get("/supervision/letters/?state=unsigned").content.decode()

    assert "责任书 2 份没有签齐" in page and page.count("没签</span>") == 4
    assert services.remind_signers(actor=office, place_code=COUNTY) == 2
    assert client.post("/supervision/letters/remind/").status_code == 302
