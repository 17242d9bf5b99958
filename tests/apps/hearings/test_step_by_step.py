"""Each step blocks the next: postings, objections, decisions, benefits; what is encrypted stays so."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from gongjian.apps.hearings import services
from gongjian.apps.hearings.models import Posting
from gongjian.apps.parties.models import Resident
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from gongjian.core.models import AuditEntry
from tests.factories import make_actor
from tests.hearing_factories import (
    COMMUNITY,
    make_application,
    make_attended,
    make_drawn,
    make_id_number,
    make_pool,
    vote,
)

pytestmark = pytest.mark.django_db
GRANT = {"monthly_cents": 61000, "people": 2, "starts_on": date(2026, 12, 1)}


@pytest.fixture
def passed(worker):
    make_pool(40, 24)
    application = make_application(worker)
    hearing = make_drawn(worker, application)
    make_attended(worker, hearing)
    vote(worker, hearing, yes=12, no=3)
    return application


def post(worker, application):
    return services.post_result(
        actor=worker, application_id=application.pk, place_words="社区公示栏", phone="0825-1234567"
    )


def run_out(*postings):
    """Let postings have ended yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Posting.objects.filter(pk__in=[one.pk for one in postings]).update(ends_on=yesterday)


def test_a_hearing_waits_for_the_findings_and_findings_for_words(worker):
    make_pool()
    application = make_application(worker, is_checked=False)

    with pytest.raises(Conflict, match="现在是“待调查”"):
        services.call_hearing(
            actor=worker, application_id=application.pk, source="某期", size=15, representatives=10
        )
    with pytest.raises(Invalid, match="没有写调查结果"):
        services.record_findings(actor=worker, application_id=application.pk, findings=" ")


def test_nothing_is_posted_before_a_hearing_passed(worker):
    make_pool()
    application = make_application(worker)

    with pytest.raises(Conflict, match="评议通过以后才公示"):
        post(worker, application)


def test_a_posting_runs_seven_days_from_the_day_after_and_the_decision_waits_for_its_midnight(
    worker, county, passed
):
    posting = post(worker, passed)
    today = timezone.localdate()

    assert (posting.starts_on, posting.ends_on) == (today, today + timedelta(days=7))
    with pytest.raises(Conflict, match="还没有满"):
        services.grant(actor=county, application_id=passed.pk, **GRANT)
    Posting.objects.update(ends_on=today)  # the seventh day itself
    with pytest.raises(Conflict, match="还没有满"):
        services.grant(actor=county, application_id=passed.pk, **GRANT)
    run_out(posting)
    benefit = services.grant(actor=county, application_id=passed.pk, **GRANT)

    assert benefit.monthly_cents == 61000
    assert Posting.objects.get(kind="benefit").ends_on is None


def test_the_community_cannot_decide_what_it_heard(worker, passed):
    run_out(post(worker, passed))

    with pytest.raises(NotAllowed):
        services.grant(actor=worker, application_id=passed.pk, **GRANT)
    street = make_actor(Role.OFFICE, COMMUNITY[:9])
    with pytest.raises(NotAllowed):
        services.refuse(actor=street, application_id=passed.pk, reason="不符合")


def test_an_objection_holds_up_the_decision_and_when_dismissed_it_is_posted_three_more_days(
    worker, county, passed
):
    posting = post(worker, passed)
    objection = services.take_objection(
        actor=worker, posting_id=posting.pk, words="他家有车", objector="王某", contact="138"
    )
    run_out(posting)
    with pytest.raises(Conflict):
        services.grant(actor=county, application_id=passed.pk, **GRANT)
    with pytest.raises(Invalid, match="没有写复核结果"):
        services.answer_objection(actor=worker, objection_id=objection.pk, is_upheld=False, answer="")

    services.answer_objection(
        actor=worker, objection_id=objection.pk, is_upheld=False, answer="查了车管记录，名下无车"
    )

    again = Posting.objects.get(kind="recheck")
    assert again.ends_on == timezone.localdate() + timedelta(days=3)
    with pytest.raises(Conflict, match="还没有满"):
        services.grant(actor=county, application_id=passed.pk, **GRANT)
    run_out(again)
    services.grant(actor=county, application_id=passed.pk, **GRANT)


def test_an_objection_that_is_right_leads_to_a_second_hearing(worker, passed):
    posting = post(worker, passed)
    first = services.take_objection(actor=worker, posting_id=posting.pk, words="他家有车")
    second = services.take_objection(actor=worker, posting_id=posting.pk, words="孩子有工资")

    services.answer_objection(actor=worker, objection_id=first.pk, is_upheld=True, answer="确有一辆货车")
    passed.refresh_from_db()
    assert passed.status == "objected", "the other objection is still open"
    services.answer_objection(actor=worker, objection_id=second.pk, is_upheld=False, answer="孩子在读书")

    passed.refresh_from_db()
    assert passed.status == "checked"
    posting.refresh_from_db()
    assert posting.ends_on == timezone.localdate()
    with pytest.raises(Invalid, match="要写明为什么"):
        services.call_hearing(
            actor=worker, application_id=passed.pk, source="某期", size=15, representatives=10
        )
    hearing = make_drawn(worker, passed, number="5", cause_words="异议成立，核定收入变了")
    assert (hearing.number, hearing.cause) == (2, "objection")


def test_after_the_window_no_objection_is_taken(worker, passed):
    posting = post(worker, passed)
    run_out(posting)

    with pytest.raises(Conflict, match="公示期已经过了"):
        services.take_objection(actor=worker, posting_id=posting.pk, words="晚了")


def test_a_refusal_needs_its_reason_in_writing_and_may_be_heard_again_in_time(worker, county):
    make_pool(30, 20)
    application = make_application(worker)
    hearing = make_drawn(worker, application)
    make_attended(worker, hearing)
    vote(worker, hearing, yes=9, no=6)
    with pytest.raises(Conflict, match="还不能批准"):
        services.grant(actor=county, application_id=application.pk, **GRANT)
    with pytest.raises(Invalid, match="书面写明理由"):
        services.refuse(actor=county, application_id=application.pk, reason=" ")

    refused = services.refuse(actor=county, application_id=application.pk, reason="评议没有通过")
    refused.decided_on = timezone.localdate() - timedelta(days=61)
    refused.save()
    with pytest.raises(Conflict, match="过了 60 天"):
        make_drawn(worker, application, cause_words="申诉")
    refused.decided_on = timezone.localdate() - timedelta(days=60)
    refused.save()

    assert make_drawn(worker, application, cause_words="申诉").number == 2


def test_a_benefit_ends_for_a_written_reason_and_its_posting_comes_down(worker, county, passed):
    run_out(post(worker, passed))
    services.grant(actor=county, application_id=passed.pk, **GRANT)

    with pytest.raises(Invalid, match="书面写明理由"):
        services.end_benefit(actor=county, application_id=passed.pk, ends_on=date(2027, 6, 30), reason="")
    services.end_benefit(
        actor=county, application_id=passed.pk, ends_on=date(2027, 6, 30), reason="户主已就业，收入超过标准"
    )

    posting = Posting.objects.get(kind="benefit")
    assert posting.is_up(date(2027, 6, 30))
    assert not posting.is_up(date(2027, 7, 1))


def test_one_household_asks_once_and_identity_decides_who_it_is(worker):
    application = make_application(worker)
    number = application.head.id_number
    spec = services.ApplicationSpec(
        place_code=COMMUNITY,
        kind="low_income",
        head=services.PersonSpec("江大山", number),
        facts="同上",
    )

    with pytest.raises(Conflict, match="已经有一份"):
        services.apply_for_aid(actor=worker, spec=spec)
    with pytest.raises(Conflict, match="与登记的姓名对不上"):
        services.apply_for_aid(
            actor=worker,
            spec=services.ApplicationSpec(
                place_code=COMMUNITY, kind="temporary", head=services.PersonSpec("别人", number), facts="x"
            ),
        )
    wrong = make_id_number()[:-1] + "A"
    with pytest.raises(Invalid, match="身份证号"):
        services.apply_for_aid(
            actor=worker,
            spec=services.ApplicationSpec(
                place_code=COMMUNITY, kind="temporary", head=services.PersonSpec("乙", wrong), facts="x"
            ),
        )
    assert Resident.objects.count() == 2, "nothing of a refused application is kept"


def test_names_numbers_and_facts_are_stored_and_audited_encrypted(worker):
    application = make_application(worker)

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, id_number, phone FROM parties_resident")
        rows = str(cursor.fetchall())
        cursor.execute("SELECT facts, findings, address FROM hearings_aidapplication")
        rows += str(cursor.fetchall())
        cursor.execute("SELECT object_label, before, after FROM core_auditentry")
        rows += str(cursor.fetchall())
    for secret in (
        "大山",
        "小0",
        application.head.id_number,
        "13900001234",
        "南津路12号",
        "无固定收入",
        "情况属实",
    ):
        assert secret not in rows
        assert secret.encode("unicode_escape").decode() not in rows


def test_reading_in_full_asks_why_and_is_written_down(worker):
    application = make_application(worker)
    with pytest.raises(Invalid, match="用途"):
        services.read_application(actor=worker, application_id=application.pk, reason="")

    facts = services.read_application(actor=worker, application_id=application.pk, reason="入户核对")

    assert facts.head == "江大山"
    entry = AuditEntry.objects.get(action="read.sensitive")
    assert entry.after["reason"] == "入户核对"
