"""Meetings and publications: the words come from the records, and the figure checker finds nothing in them."""

from datetime import date

import pytest

from gongjian.apps.documents import services as documents
from gongjian.apps.documents.selectors.check import check_document
from gongjian.apps.documents.services import render_file
from gongjian.apps.supervision import services
from gongjian.apps.supervision.choices import ActivityKind, IssueKind, PointState, Repeat
from gongjian.apps.supervision.models import Issue, Matter, Occurrence
from gongjian.apps.supervision.selectors.who import Handler
from gongjian.apps.supervision.services import PointSpec
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.figures import Period
from gongjian.core.registry import read_figure
from gongjian.readers import read_text
from tests.apps.supervision.builders import (
    WEDNESDAY,
    make_activity,
    make_matter,
    make_plan,
    make_programme,
    moment,
)
from tests.factories import COUNTY, OTHER_COUNTY, OTHER_STREET, STREET, make_user

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 11, 26)
LAST_THURSDAY = date(2026, 11, 19)


@pytest.fixture
def programme():
    return make_programme((STREET, OTHER_STREET))


def point(office, meeting, text="补齐登记表", due_on=THURSDAY):
    spec = PointSpec(text=text, handler=Handler(STREET, None, "南津路街道"), due_on=due_on)
    return services.add_point(actor=office, meeting_id=meeting.pk, spec=spec)


def open_meeting(office, day, programme):
    return services.add_meeting(actor=office, place_code=COUNTY, held_on=day, programme_id=programme.pk)


@pytest.fixture
def weeks(office, street, inspector, programme):
    """A week with a meeting, a visit, an overdue matter and a closed one; then the next meeting."""
    plan = make_plan(office, programme)
    make_activity(office, plan)
    make_activity(
        office,
        plan,
        kind=ActivityKind.MEETING,
        title="例会",
        repeat=Repeat.WEEKLY,
        weekday=3,
        role=Role.OFFICE,
    )
    with at(moment(LAST_THURSDAY)):
        first = open_meeting(office, LAST_THURSDAY, programme)
        point(office, first)
        point(office, first, "约谈未签收的街道")
        make_matter(office, due_on=date(2026, 11, 20), programme_id=programme.pk)
        done = make_matter(office, title="修好路灯", programme_id=programme.pk)
    with at(moment(date(2026, 11, 23))):
        services.write_note(actor=inspector, place_code=STREET, text="通道堆物。", is_problem=True)
        services.report_progress(actor=street, matter_id=done.pk, text="修好了", is_done=True)
        services.check_matter(actor=office, matter_id=done.pk, is_closed=True)
    with at(moment(THURSDAY)):
        services.settle_point(actor=office, point_id=first.points.first().pk, state=PointState.DONE)
        return open_meeting(office, THURSDAY, programme)


def findings_of(issue):
    return check_document(issue.document)


def nothing_found(issue):
    found = findings_of(issue)
    return (found.wrong_claims, found.problems, found.changed, found.typed) == ((), (), (), ())


def test_a_meeting_sums_up_the_days_since_the_last_one_and_counts_as_held(weeks):
    assert (weeks.first_on, weeks.previous.held_on) == (date(2026, 11, 20), LAST_THURSDAY)
    held = Occurrence.objects.filter(activity__kind=ActivityKind.MEETING, status="held")
    assert sorted(row.on for row in held) == [LAST_THURSDAY, THURSDAY]


def test_the_digest_tells_the_week_by_quoted_figures_and_the_checker_finds_nothing(office, weeks):
    with at(moment(THURSDAY)):
        point(office, weeks, "清查飞线充电", date(2026, 12, 3))
        issue = services.compose_digest(actor=office, meeting_id=weeks.pk)

        assert nothing_found(issue)
    texts = {figure.slot: figure.text for figure in issue.document.figures.all()}
    assert texts["督查发现的问题"] == "1处" and texts["到场督查"] == "1次"
    assert texts["办结督办件"] == "1件" and texts["逾期督办件"] == "1件"
    assert texts[f"例会议定事项;meeting={weeks.previous_id}"] == "2项"
    assert texts[f"办完的议定事项;meeting={weeks.previous_id}"] == "1项"
    body = issue.document.body
    assert "补齐登记表，已完成" in body and "约谈未签收的街道，还在办" in body
    assert "清查飞线充电。由南津路街道负责，2026年12月3日前完成" in body
    assert "督办〔2026〕1号“打通疏散门”已逾期" in body


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_digest_comes_out_as_word_and_pdf(office, weeks, form):
    with at(moment(THURSDAY)):
        issue = services.compose_digest(actor=office, meeting_id=weeks.pk)
        file = render_file(actor=office, document_id=issue.document_id, form=form)

    text = read_text(file.content, f"a.{form}").text.replace("\n", "")
    assert "督查周报（2026年第1期）" in text and "打通疏散门" in text


def test_points_fixed_after_the_digest_are_written_into_the_same_draft(office, weeks):
    with at(moment(THURSDAY)):
        first = services.compose_digest(actor=office, meeting_id=weeks.pk)
        point(office, weeks, "会后定的事")
        second = services.compose_digest(actor=office, meeting_id=weeks.pk)

        assert (first.pk, second.number) == (second.pk, 1)
        assert "会后定的事" in second.document.__class__.objects.get(pk=second.document_id).body
        documents.send_for_review(actor=office, document_id=second.document_id)
        with pytest.raises(Conflict, match="退回拟稿"):
            services.compose_digest(actor=office, meeting_id=weeks.pk)


def test_a_week_without_records_says_so_in_words(office, programme):
    issue = services.compose_digest(
        actor=office, meeting_id=open_meeting(office, WEDNESDAY, make_programme(())).pk
    )

    assert "没有新的督查记录" in issue.document.body and "任务还没有下达" in issue.document.body
    assert nothing_found(issue)


def test_a_point_becomes_a_matter_once_and_one_left_undone_needs_a_reason(office, weeks):
    with at(moment(THURSDAY)):
        found = point(office, weeks, "清查飞线充电", date(2026, 12, 3))
        matter = services.make_matter_of_point(actor=office, point_id=found.pk)

        assert (matter.origin, matter.due_on, matter.place_code) == ("meeting", date(2026, 12, 3), STREET)
        with pytest.raises(Conflict):
            services.make_matter_of_point(actor=office, point_id=found.pk)
        with pytest.raises(Invalid, match="原因"):
            services.settle_point(actor=office, point_id=found.pk, state=PointState.NOT_DONE)


def test_a_point_for_another_county_is_refused(office, weeks):
    spec = PointSpec(text="事", handler=Handler(OTHER_COUNTY, None, "安居区"), due_on=THURSDAY)

    with at(moment(THURSDAY)), pytest.raises(Invalid, match="安居区不在"):
        services.add_point(actor=office, meeting_id=weeks.pk, spec=spec)


def test_the_bulletin_names_the_best_and_the_late_and_the_checker_finds_nothing(office, weeks, programme):
    from gongjian.apps.programmes.models import Assignment

    rows = Assignment.objects.filter(task__programme=programme)
    rows.filter(place_code=OTHER_STREET).update(status="done", done_on=date(2026, 11, 20))
    rows.filter(place_code=STREET).update(due_on=date(2026, 11, 10))
    with at(moment(THURSDAY)):
        issue = services.compose_issue(
            actor=office,
            kind=IssueKind.BULLETIN,
            place_code=COUNTY,
            period=Period(date(2026, 11, 1), THURSDAY),
            programme_id=programme.pk,
        )

        assert nothing_found(issue)
    body = issue.document.body
    assert "任务完成率靠前的是：凯旋路街道{{任务完成率;地方=510903002}}。" in body
    assert "逾期任务较多的是：南津路街道{{逾期未完成的任务;地方=510903001}}。" in body
    assert "督办件都按时办结的是：南津路街道。" in body and "打通疏散门" in body


def test_issues_are_numbered_a_kind_and_year_and_counted_once_they_are_out(office, leader, programme):
    period = Period(date(2026, 11, 1), WEDNESDAY)
    issues = [
        services.compose_issue(
            actor=office, kind=kind, place_code=COUNTY, period=period, programme_id=programme.pk
        )
        for kind in (IssueKind.BULLETIN, IssueKind.BULLETIN, IssueKind.BRIEF)
    ]
    assert [issue.number for issue in issues] == [1, 2, 1]

    documents.send_for_review(actor=office, document_id=issues[0].document_id)
    documents.sign_document(actor=leader, document_id=issues[0].document_id)
    documents.issue_document(actor=office, document_id=issues[0].document_id)

    read = {
        key: read_figure(f"supervision.{key}", place_code=COUNTY, period=period)
        for key in ("bulletins", "briefs")
    }
    assert (read["bulletins"].value, read["briefs"].value) == (1, None)


def test_the_meeting_page_shows_what_became_of_the_last_points_and_adds_new_ones(sign_in, weeks):
    with at(moment(THURSDAY)):
        client = sign_in(make_user(Role.OFFICE))
        page = client.get(f"/supervision/meetings/{weeks.pk}/").content.decode()
        bad = client.post(f"/supervision/meetings/{weeks.pk}/", {"text": "去办", "handler": "没有的单位"})
        good = client.post(
            f"/supervision/meetings/{weeks.pk}/",
            {"text": "去办", "handler": "南津路街道", "due_on": "2026-12-03"},
        )

    assert "上次定的还有 1 件没办完" in page
    assert bad.status_code == 422 and "去办" in bad.content.decode()
    assert good.status_code == 302 and weeks.points.get().place_code == STREET


def test_every_page_opens(sign_in, office, weeks):
    with at(moment(THURSDAY)):
        services.compose_digest(actor=office, meeting_id=weeks.pk)
        client = sign_in(make_user(Role.OFFICE))
        for address in (
            "",
            "calendar/",
            "plans/",
            "plans/add/",
            "notes/",
            "notes/?kind=open",
            "notes/add/",
            f"matters/{Matter.objects.first().pk}/",
            "matters/add/",
            "letters/",
            "letters/make/",
            "meetings/add/",
            "issues/?kind=digest",
            "issues/add/",
        ):
            assert client.get(f"/supervision/{address}").status_code == 200, address
    assert Issue.objects.count() == 1
