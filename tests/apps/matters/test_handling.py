"""From the desk to the units and back: file, dispatch, whistle, sign, act, check, answer."""

import pytest
from django.utils import timezone

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import AssignmentState, MatterState, Outcome, StepKind
from gongjian.apps.matters.models import Assignment, Matter, Message
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.factories import (
    COUNTY,
    OTHER_COUNTY,
    OTHER_STREET,
    STREET,
    make_actor,
    make_organisation,
    make_user,
)
from tests.matter_factories import (
    GOOD_ANSWER,
    class_of,
    make_closed,
    make_committee,
    make_desk,
    make_dispatched,
    make_done,
    make_filed,
    make_matter,
    make_unit,
)


def local(moment):
    return f"{timezone.localtime(moment):%m-%d %H:%M}"


def test_a_filed_matter_is_judged_by_the_standard_of_its_class(desk):
    matter = make_filed(desk, "0102")

    assert matter.state == MatterState.FILED
    assert (matter.limit_text, matter.standard.matter_class.code) == ("1 个工作日", "0102")
    assert local(matter.due_at) == "11-19 18:00"


def test_a_matter_without_a_class_is_not_filed(desk):
    matter = make_matter()

    with pytest.raises(Conflict, match="先选类别"):
        services.file_matter(actor=desk, matter_id=matter.pk)


def test_a_desk_beside_finds_nothing_and_a_viewer_may_not(desk):
    matter = make_matter()

    with pytest.raises(NotFound):
        services.file_matter(actor=make_desk(OTHER_STREET), matter_id=matter.pk, class_id=class_of().pk)
    with pytest.raises(NotAllowed):
        services.file_matter(
            actor=make_actor(Role.VIEWER, STREET), matter_id=matter.pk, class_id=class_of().pk
        )


def test_a_second_desk_that_acts_on_an_old_page_is_told_what_it_is_now(desk):
    matter = make_filed(desk)

    with pytest.raises(Conflict, match="待派办"):
        services.file_matter(actor=make_desk(), matter_id=matter.pk, class_id=class_of().pk)


def test_a_whistle_calls_several_units_with_one_in_the_lead(desk, squad):
    fire, fireman = make_unit("区消防救援大队")
    committee, worker = make_committee()
    matter = make_filed(desk)

    services.whistle(
        actor=desk, matter_id=matter.pk, lead_id=squad[0].pk, support_ids=[fire.pk, committee.pk]
    )

    parts = {part.organisation_id: part for part in Assignment.objects.all()}
    assert [parts[unit.pk].is_lead for unit in (squad[0], fire, committee)] == [True, False, False]
    services.act(actor=fireman, assignment_id=parts[fire.pk].pk, result="划出了通道线。")
    services.act(actor=worker, assignment_id=parts[committee.pk].pk, result="贴了通知。")
    matter.refresh_from_db()
    assert matter.state == MatterState.ACCEPTED
    services.act(actor=squad[1], assignment_id=parts[squad[0].pk].pk, result="清走了家具。")
    matter.refresh_from_db()
    assert matter.state == MatterState.DONE


def test_a_whistle_for_one_is_no_whistle(desk, squad):
    matter = make_filed(desk)

    with pytest.raises(Invalid, match="至少要叫两家"):
        services.whistle(actor=desk, matter_id=matter.pk, lead_id=squad[0].pk, support_ids=[squad[0].pk])


def test_a_unit_of_another_city_is_not_found(desk):
    matter = make_filed(desk)
    far = make_organisation("5101", "外市单位")

    with pytest.raises(NotFound):
        services.dispatch(actor=desk, matter_id=matter.pk, organisation_id=far.pk)


def test_only_the_unit_itself_signs_and_acts(desk, squad):
    _matter, part = make_dispatched(desk, squad[0])
    _other, stranger = make_unit()

    with pytest.raises(NotAllowed, match="综合执法队"):
        services.accept(actor=stranger, assignment_id=part.pk)
    services.accept(actor=squad[1], assignment_id=part.pk)
    with pytest.raises(Conflict, match="处置中"):
        services.accept(actor=squad[1], assignment_id=part.pk)


def test_a_unit_reaches_its_matter_in_another_county(desk, squad):
    unit, person = make_unit("市消防支队", OTHER_COUNTY)
    matter, part = make_dispatched(desk, unit)

    assert matter in Matter.objects.visible_to(person)
    assert make_matter() not in Matter.objects.visible_to(person)
    assert services.accept(actor=person, assignment_id=part.pk).state == AssignmentState.ACCEPTED


def test_a_unit_hands_back_once_and_gives_a_reason(desk, squad):
    matter, part = make_dispatched(desk, squad[0])

    with pytest.raises(Invalid, match="为什么退回"):
        services.hand_back(actor=squad[1], assignment_id=part.pk, reason=" ")
    services.hand_back(actor=squad[1], assignment_id=part.pk, reason="归物业管。")
    matter.refresh_from_db()
    assert matter.state == MatterState.RETURNED
    services.dispatch(actor=desk, matter_id=matter.pk, organisation_id=squad[0].pk, words="仍由你们办。")
    again = Assignment.objects.get(state=AssignmentState.PENDING)

    with pytest.raises(Conflict, match="只能退回一次"):
        services.hand_back(actor=squad[1], assignment_id=again.pk, reason="还是不归我们管。")


def test_whoever_acted_does_not_check(desk, squad):
    matter = make_done(desk, *squad)
    colleague = make_actor(Role.WORKER, COUNTY, organisation=squad[0])

    with pytest.raises(NotAllowed, match="承办单位"):
        services.check(actor=colleague, matter_id=matter.pk, has_passed=True)
    services.check(actor=make_actor(Role.INSPECTOR, COUNTY), matter_id=matter.pk, has_passed=True)

    matter.refresh_from_db()
    assert matter.state == MatterState.CHECKED


def test_what_fails_the_check_goes_back_with_words(desk, squad):
    matter = make_done(desk, *squad)

    with pytest.raises(Invalid, match="哪里没有办好"):
        services.check(actor=desk, matter_id=matter.pk, has_passed=False)
    services.check(actor=desk, matter_id=matter.pk, has_passed=False, words="单元门外还有纸箱。")

    matter.refresh_from_db()
    part = matter.assignments.get()
    assert (matter.state, part.state, part.rework_count) == (MatterState.REWORK, AssignmentState.REWORK, 1)
    services.act(actor=squad[1], assignment_id=part.pk, result="纸箱也清了。")
    matter.refresh_from_db()
    assert matter.state == MatterState.DONE


def test_nothing_is_closed_before_the_check(desk, squad):
    matter = make_done(desk, *squad)

    with pytest.raises(Conflict, match="待核查"):
        services.answer_and_close(actor=desk, matter_id=matter.pk, answer=GOOD_ANSWER)


def test_the_reporter_reads_the_answer(desk):
    closed = make_closed(desk, answer=GOOD_ANSWER).matter

    assert (closed.state, closed.outcome) == (MatterState.CLOSED, Outcome.SOLVED)
    last = Message.objects.filter(matter=closed).latest("pk")
    assert (last.kind, last.words) == (StepKind.ANSWERED, GOOD_ANSWER)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "   ",
        "已转相关部门处理",
        "收到。",
        "您好，您反映的问题已收到，我单位高度重视，已转有关部门处理，感谢您的支持！",
        "通道已清走旧家具了哦",
    ],
)
def test_an_answer_that_says_nothing_does_not_close(desk, squad, answer):
    matter = make_done(desk, *squad)
    services.check(actor=desk, matter_id=matter.pk, has_passed=True)

    with pytest.raises(Invalid):
        services.answer_and_close(actor=desk, matter_id=matter.pk, answer=answer)

    matter.refresh_from_db()
    assert matter.state == MatterState.CHECKED


@pytest.mark.parametrize(("length", "is_taken"), [(11, False), (12, True), (13, True)])
def test_an_answer_needs_twelve_characters_of_its_own(desk, squad, length, is_taken):
    matter = make_done(desk, *squad)
    services.check(actor=desk, matter_id=matter.pk, has_passed=True)
    answer = f"您好，{'清走旧家具划线每天巡查一次啊'[:length]}。已处理，谢谢！"

    if is_taken:
        assert services.answer_and_close(actor=desk, matter_id=matter.pk, answer=answer).closed_at
    else:
        with pytest.raises(Invalid, match="只有 11 个字"):
            services.answer_and_close(actor=desk, matter_id=matter.pk, answer=answer)


def test_an_answer_copied_from_another_matter_does_not_close(desk, squad):
    other = make_closed(desk, answer=GOOD_ANSWER).matter
    matter = make_done(desk, *squad)
    services.check(actor=desk, matter_id=matter.pk, has_passed=True)

    with pytest.raises(Invalid, match=other.number):
        services.answer_and_close(actor=desk, matter_id=matter.pk, answer=f"{GOOD_ANSWER}！")


def test_what_could_not_be_solved_is_closed_apart(desk, squad):
    matter, part = make_dispatched(desk, squad[0])

    closed = services.close_unsolved(
        actor=desk,
        matter_id=matter.pk,
        answer="产权在争议中，法院判决以前不能拆，已告知诉讼途径。",
        reason="产权争议",
    )

    part.refresh_from_db()
    assert (closed.outcome, part.state) == (Outcome.CLOSED_UNSOLVED, AssignmentState.ENDED)


def test_a_refused_matter_tells_the_person_why(desk):
    matter = make_matter()

    services.reject_matter(actor=desk, matter_id=matter.pk, reason="此事在法院审理中，请等判决。")

    matter.refresh_from_db()
    assert (matter.state, matter.outcome) == (MatterState.REJECTED, Outcome.NOT_ACCEPTED)
    assert "法院" in Message.objects.filter(matter=matter).latest("pk").words


def test_a_contact_of_a_unit_sees_only_what_his_unit_was_given(desk, squad):
    contact = make_user(Role.UNIT_CONTACT, COUNTY, organisation=squad[0]).as_actor()
    make_matter()
    matter, part = make_dispatched(desk, squad[0])

    assert list(Matter.objects.visible_to(contact)) == [matter]
    services.act(actor=contact, assignment_id=part.pk, result="清走了")
    matter.refresh_from_db()
    assert matter.state == MatterState.DONE
