"""What building together puts on paper, as Word and PDF: the figure checker finds nothing in any of them."""

from typing import Any

import pytest
from django.utils import timezone

from gongjian.apps.cobuilding.services.agreements import render_agreement
from gongjian.apps.cobuilding.services.contribution import issue_statement, render_statement
from gongjian.apps.cobuilding.services.report import compose_year_report
from gongjian.apps.councils.services import meetings
from gongjian.apps.councils.services.meetings import HandsSpec, ResolutionSpec
from gongjian.apps.documents.services import render_file
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.core.access import SYSTEM
from gongjian.core.clock import at
from gongjian.engines.figures import check_text
from gongjian.readers import read_text
from tests.agreement_factories import Both, both, deliver, draft, signed
from tests.apps.councils.meeting_builders import hold, make_council, plan, with_delegates
from tests.cobuilding_factories import HERE, make_need
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db
FORMS = ("docx", "pdf")


@pytest.fixture
def cast(rules: None) -> Both:
    make_organisation(HERE, "演示社区居民委员会", kind=OrganisationKind.RESIDENTS_COMMITTEE)
    return both()


def words_of(*files: Any) -> str:
    """The words of one paper in each of its forms, without spaces; the checker has no finding in either."""
    texts = [read_text(file.content, file.name).text for file in files]
    for text in texts:
        assert [one.sentence for one in check_text(text).findings] == []
    return "".join(texts[0].split())


def test_the_notice_and_the_minutes_of_a_meeting(cast: Both) -> None:
    council = make_council(3)
    with_delegates(council)
    first = plan(cast.worker, council)
    meetings.call_meeting(actor=cast.worker, council_meeting_id=first.pk)
    with at(first.starts_at):
        hold(cast.worker, first)
        item = first.items.get()
        hands = HandsSpec(yes=2, no=0, abstain=1)
        said = "12位老人先停\n一、晚上六点以后开放"
        meetings.record_item(actor=cast.worker, agenda_item_id=item.pk, summary=said, hands=hands)
        due = ResolutionSpec(text="周六开放停车场", item_id=item.pk, member_id=council.members.first().pk)
        meetings.make_resolution(actor=cast.worker, council_meeting_id=first.pk, spec=due)
        meetings.close_meeting(actor=cast.worker, council_meeting_id=first.pk)
        minutes = meetings.compose_minutes(actor=cast.worker, council_meeting_id=first.pk).minutes
        second = plan(cast.worker, council)
        notice = meetings.call_meeting(actor=cast.worker, council_meeting_id=second.pk).notice

    written = words_of(*(render_file(actor=SYSTEM, document_id=minutes.pk, form=form) for form in FORMS))
    assert "12位老人先停。晚上六点以后开放。表决：赞成2票" in written and "出席：" in written
    told = words_of(*(render_file(actor=SYSTEM, document_id=notice.pk, form=form) for form in FORMS))
    assert "上次会议议定1件，已办成0件，超过时限0件。" in told
    assert minutes.issuer.name == "演示社区居民委员会"


def test_the_agreement_the_statement_and_the_report_of_a_year(cast: Both) -> None:
    agreement = signed(cast, make_need(quantity=8))
    deliver(cast.worker, agreement, 6, minutes=750, people_served=150, value_cents=12050)
    unsigned = draft(cast, make_need(quantity=2, title="借一间教室"))
    year = timezone.localdate().year
    statement = issue_statement(
        actor=cast.worker,
        place_code=HERE,
        organisation_id=cast.unit.pk,
        year=year,
        address_of=lambda code: f"https://gongjian.example/{code}",
    )
    report = compose_year_report(actor=cast.worker, place_code=HERE, year=year)

    for one, forms in ((agreement, FORMS), (unsigned, ("docx",))):
        papers = [render_agreement(actor=cast.worker, agreement_id=one.pk, form=form) for form in forms]
        assert "甲方：演示社区居民委员会" in words_of(*papers)
    proof = words_of(
        *(render_statement(actor=cast.worker, statement_id=statement.pk, form=form) for form in FORMS)
    )
    assert "共建服务人次" in proof and "150人次" in proof and "120.50元" in proof
    told = words_of(*(render_file(actor=SYSTEM, document_id=report.pk, form=form) for form in FORMS))
    assert "全年交付1次，服务居民150人次，服务时长12.5小时，折合投入120.50元。" in told
