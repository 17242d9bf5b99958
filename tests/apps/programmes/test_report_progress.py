"""Reporting: draft to confirmation, files whole or not at all, recall with both values, roll-up."""

import io
from decimal import Decimal

import pytest
from PIL import Image

from gongjian.apps.parties.models import Notice
from gongjian.apps.programmes.choices import AssignmentStatus, ReportStatus
from gongjian.apps.programmes.models import ProgressReport, ReportFigure
from gongjian.apps.programmes.services import (
    Receiver,
    ReportContent,
    ReportedFigure,
    TargetSpec,
    TaskSpec,
    Upload,
    answer_assignment,
    answer_report,
    bind_target,
    give_again,
    hand_down_further,
    recall_report,
    save_report,
    submit_report,
    void_assignment,
)
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.figures import Period
from gongjian.core.models import AuditEntry, StoredFile
from tests.apps.programmes.builders import Q1, Q2, acknowledged, give, make_programme, report
from tests.factories import COMMUNITIES, OTHER_STREET, STREET, make_actor, make_user

pytestmark = pytest.mark.usefixtures("rules")


def photo(name="楼道.jpg"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(out, "JPEG")
    return Upload(name, out.getvalue())


def save(part, period=Q1, actor=SYSTEM, **content):
    return save_report(actor=actor, assignment_id=part.pk, period=period, content=ReportContent(**content))


def test_a_draft_is_saved_as_one_goes_and_stays_one_report():
    (part, *_rest) = acknowledged(make_programme())

    save(part, text="开始了")
    second = save(part, text="清了两处", done_quantity=Decimal(2))

    assert ProgressReport.objects.count() == 1
    assert (second.status, second.done_quantity) == (ReportStatus.DRAFT, 2)
    assert second.due_on.isoformat() == "2026-04-08"


def test_zero_is_reported_and_blank_is_asked_for():
    (part, *_rest) = acknowledged(make_programme())
    blank = save(part, text="没有动")

    with pytest.raises(Invalid, match="没有进展请填 0"):
        submit_report(actor=SYSTEM, report_id=blank.pk)
    zero = save(part, text="没有动", done_quantity=Decimal(0))
    submit_report(actor=SYSTEM, report_id=zero.pk)
    answer_report(actor=SYSTEM, report_id=zero.pk, confirm=True)

    part.refresh_from_db()
    assert part.done_quantity == 0


def test_a_bad_file_among_good_ones_keeps_nothing():
    (part, *_rest) = acknowledged(make_programme())
    save(part, text="第一稿")

    with pytest.raises(Invalid, match=r"木马\.jpg"):
        save(part, text="第二稿", uploads=[photo(), Upload("木马.jpg", b"MZ\x90\x00" + b"0" * 100)])

    assert ProgressReport.objects.get().text == "第一稿"
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("大.jpg", b"\xff\xd8" + b"0" * 10_485_760, "超过 10 MB"),
        ("假.docx", b"not a zip at all, really", "docx"),
        ("程序.exe", b"MZ\x90\x00" + b"0" * 100, "程序"),
        ("说明.txt", "一些说明".encode(), "不能作附件"),
    ],
)
def test_each_bad_file_gets_its_sentence(name, content, sentence):
    (part, *_rest) = acknowledged(make_programme())

    with pytest.raises(Invalid, match=sentence):
        save(part, text="一稿", uploads=[Upload(name, content)])

    assert not ProgressReport.objects.exists()


def test_files_up_to_the_limit_are_kept_and_one_more_is_refused():
    (part, *_rest) = acknowledged(make_programme())
    save(part, uploads=[photo(f"{number}.jpg") for number in range(9)])

    with pytest.raises(Invalid, match="去掉 1 个"):
        save(part, uploads=[photo("第十.jpg")])
    kept = ProgressReport.objects.get().files.first()
    save(part, uploads=[photo("第十.jpg")], removed_file_ids=[kept.pk])

    assert ProgressReport.objects.get().files.count() == 9


def test_periods_ahead_before_the_hand_down_or_of_another_kind_are_refused():
    (part, *_rest) = acknowledged(make_programme())
    for period, sentence in (
        (Period.quarter(2026, 3), "还没有开始"),
        (Period.quarter(2025, 4), "下达以前"),
        (Period.month(2026, 3), "不是这个行动的填报周期"),
    ):
        with pytest.raises(Invalid, match=sentence):
            save(part, period)


def test_what_was_not_acknowledged_can_not_be_reported_on():
    (part, *_rest) = give(make_programme())

    with pytest.raises(Conflict, match="还没有签收"):
        save(part, Q2)


def test_a_share_needs_its_whole_and_not_more_than_it():
    programme = make_programme(
        targets=[TargetSpec(name="知晓率", value=Decimal(90), unit="%")],
        tasks=[TaskSpec(title="入户", targets=[(0, Decimal(100))])],
    )
    target = programme.targets.get()
    (part, *_rest) = acknowledged(programme)
    for figure, sentence in (
        (ReportedFigure(Decimal(3)), "总数要大于 0"),
        (ReportedFigure(Decimal(3), Decimal(0)), "总数要大于 0"),
        (ReportedFigure(Decimal("5.01"), Decimal(5)), "多于总数"),
    ):
        with pytest.raises(Invalid, match=sentence):
            save(part, figures={target.pk: figure})

    save(part, figures={target.pk: ReportedFigure(Decimal(5), Decimal(5))})

    assert ReportFigure.objects.get().numerator == 5


def test_a_target_that_is_asked_for_must_be_told():
    programme = make_programme()
    bind_target(
        actor=SYSTEM, target_id=programme.targets.get().pk, indicator_key="programmes.target_reported"
    )
    (part, *_rest) = acknowledged(programme)
    draft = save(part, done_quantity=Decimal(1))

    with pytest.raises(Invalid, match="还没有填“整治点位”"):
        submit_report(actor=SYSTEM, report_id=draft.pk)


@pytest.mark.parametrize(("quantity", "passes"), [("13.99", False), ("14", True), ("14.01", True)])
def test_complete_means_the_whole_quantity(quantity, passes):
    (part, *_rest) = acknowledged(make_programme())
    draft = save(part, done_quantity=Decimal(quantity), is_complete=True)

    if not passes:
        with pytest.raises(Invalid, match=r"少 0\.01"):
            submit_report(actor=SYSTEM, report_id=draft.pk)
        return
    submit_report(actor=SYSTEM, report_id=draft.pk)
    answer_report(actor=SYSTEM, report_id=draft.pk, confirm=True)

    part.refresh_from_db()
    assert (part.status, part.done_on.isoformat()) == (AssignmentStatus.DONE, "2026-05-20")


def test_only_confirmed_reports_count_and_sums_go_up_the_tree():
    programme = make_programme()
    street, _other = acknowledged(programme, (STREET, OTHER_STREET))
    hand_down_further(
        actor=SYSTEM, assignment_ids=[street.pk], receivers=[Receiver(code) for code in COMMUNITIES]
    )
    first, second, third = street.children.order_by("place_code")
    for part in (first, second, third):
        answer_assignment(actor=SYSTEM, assignment_id=part.pk, accept=True)
    report(first, 7, Q2, complete=True)
    report(second, 3, Q2)
    report(third, 5, Q2, confirm=False)

    street.refresh_from_db()

    assert (street.done_quantity, street.status) == (10, AssignmentStatus.ACTIVE)


def test_a_giver_is_done_when_every_part_is_done():
    programme = make_programme()
    (street,) = acknowledged(programme, (STREET,))
    hand_down_further(
        actor=SYSTEM, assignment_ids=[street.pk], receivers=[Receiver(code) for code in COMMUNITIES]
    )
    for part in street.children.all():
        answer_assignment(actor=SYSTEM, assignment_id=part.pk, accept=True)
        report(part, 14, Q2, complete=True)

    street.refresh_from_db()

    assert (street.status, street.done_quantity) == (AssignmentStatus.DONE, 42)


def test_the_level_above_confirms_and_the_place_itself_can_not():
    programme = make_programme()
    (part, *_rest) = acknowledged(programme)
    row = report(part, confirm=False)

    with pytest.raises(NotAllowed):
        answer_report(actor=make_actor(place_code=STREET), report_id=row.pk, confirm=True)
    with pytest.raises(NotAllowed):
        answer_report(actor=make_actor(Role.WORKER, COMMUNITIES[0]), report_id=row.pk, confirm=True)
    with pytest.raises(NotFound):
        answer_report(actor=make_actor(place_code=OTHER_STREET), report_id=row.pk, confirm=True)
    answer_report(actor=make_actor(), report_id=row.pk, confirm=True)


def test_nobody_confirms_what_he_wrote():
    (part, *_rest) = acknowledged(make_programme())
    office = make_actor()
    row = save(part, actor=office, done_quantity=Decimal(1))
    submit_report(actor=office, report_id=row.pk)

    with pytest.raises(NotAllowed, match="自己写的"):
        answer_report(actor=office, report_id=row.pk, confirm=True)


def test_a_return_needs_a_reason_tells_the_writer_and_opens_the_report_again():
    worker = make_user(Role.WORKER, COMMUNITIES[0])
    (part, *_rest) = acknowledged(make_programme())
    row = save(part, actor=worker.as_actor(), done_quantity=Decimal(1))
    submit_report(actor=worker.as_actor(), report_id=row.pk)

    with pytest.raises(Invalid, match="写明原因"):
        answer_report(actor=make_actor(), report_id=row.pk, confirm=False, reason="  ")
    answer_report(actor=make_actor(), report_id=row.pk, confirm=False, reason="照片看不清")
    again = save(part, actor=worker.as_actor(), done_quantity=Decimal(2))

    assert again.pk == row.pk
    assert Notice.objects.filter(user=worker, sentence__contains="照片看不清").exists()


def test_a_sent_or_confirmed_report_is_not_changed():
    (part, *_rest) = acknowledged(make_programme())
    report(part, confirm=False)

    with pytest.raises(Conflict, match="待确认"):
        save(part, done_quantity=Decimal(9))


def test_recall_takes_the_figure_out_and_keeps_both_values():
    (part, *_rest) = acknowledged(make_programme())
    old = report(part, 14, complete=True)

    fresh = recall_report(actor=SYSTEM, report_id=old.pk, reason="多报了 4 处")
    part.refresh_from_db()
    without = (part.done_quantity, part.status)
    save(part, done_quantity=Decimal(10), text="改后")
    submit_report(actor=SYSTEM, report_id=fresh.pk)
    answer_report(actor=SYSTEM, report_id=fresh.pk, confirm=True)

    old.refresh_from_db()
    part.refresh_from_db()
    fresh.refresh_from_db()
    assert without == (None, AssignmentStatus.ACTIVE)
    assert (old.status, old.done_quantity, fresh.done_quantity) == (ReportStatus.RECALLED, 14, 10)
    assert (fresh.replaces, part.done_quantity) == (old, 10)
    entry = AuditEntry.objects.get(action="programmes.report_recalled")
    assert (entry.before["done_quantity"], entry.after["replaced_by"]) == ("14.00", fresh.pk)


def test_only_confirmed_reports_are_recalled_and_with_a_reason():
    (part, *_rest) = acknowledged(make_programme())
    waiting = report(part, confirm=False)
    with pytest.raises(Conflict):
        recall_report(actor=SYSTEM, report_id=waiting.pk, reason="错了")

    answer_report(actor=SYSTEM, report_id=waiting.pk, confirm=True)

    with pytest.raises(Invalid):
        recall_report(actor=SYSTEM, report_id=waiting.pk, reason="")


def test_refusing_tells_the_giver_and_the_part_can_be_given_again_elsewhere():
    office = make_user()
    programme = make_programme()
    first, *_rest = give(programme, COMMUNITIES[:2], actor=office.as_actor())

    answer_assignment(actor=SYSTEM, assignment_id=first.pk, accept=False, reason="不归我们管")
    fresh = give_again(actor=office.as_actor(), assignment_id=first.pk, receiver=Receiver(COMMUNITIES[2]))

    first.refresh_from_db()
    assert first.status == AssignmentStatus.REFUSED
    assert Notice.objects.filter(user=office, sentence__contains="不归我们管").exists()
    assert (fresh.quantity, fresh.place_code, fresh.status) == (21, COMMUNITIES[2], "pending")


def test_a_refusal_by_all_gives_the_work_back_to_the_giver():
    programme = make_programme()
    (street,) = acknowledged(programme, (STREET,))
    hand_down_further(actor=SYSTEM, assignment_ids=[street.pk], receivers=[Receiver(COMMUNITIES[0])])

    answer_assignment(actor=SYSTEM, assignment_id=street.children.get().pk, accept=False, reason="没有占道")

    street.refresh_from_db()
    assert street.is_leaf


def test_voiding_takes_back_all_below_and_confirmed_reports_stand_in_the_way():
    programme = make_programme()
    street, other = acknowledged(programme, (STREET, OTHER_STREET))
    hand_down_further(
        actor=SYSTEM, assignment_ids=[street.pk], receivers=[Receiver(code) for code in COMMUNITIES]
    )
    report(other)

    assert void_assignment(actor=SYSTEM, assignment_id=street.pk, reason="任务调整") == 4
    with pytest.raises(Conflict, match="1 份已确认"):
        void_assignment(actor=SYSTEM, assignment_id=other.pk, reason="任务调整")


def test_what_was_handed_on_is_reported_below_only():
    programme = make_programme()
    (street,) = acknowledged(programme, (STREET,))
    hand_down_further(actor=SYSTEM, assignment_ids=[street.pk], receivers=[Receiver(COMMUNITIES[0])])

    with pytest.raises(Conflict, match="由下级填报"):
        save(street, Q2)
