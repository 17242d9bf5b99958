"""How fair a round's inspectors were: the page, the decision, what it changes and what it leaves alone."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongjian.apps.inspections import services
from gongjian.apps.inspections.models import Grade, ScoreSheet, SeverityDecision
from gongjian.apps.places.choices import Level
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from gongjian.core.rules import load_first_versions
from tests.factories import COMMUNITIES, COUNTY, OTHER_COUNTY, make_user
from tests.inspection_factories import labels, make_round, make_scheme, make_sheet

pytestmark = pytest.mark.usefixtures("places")
SCORES = {"严": ("86", "78.5", "88"), "宽": ("91", "83", "92.5"), "中": ("89", "81.5", "90")}


@pytest.fixture
def office():
    load_first_versions()
    return make_user(Role.OFFICE, COUNTY)


def make_looks():
    """Three inspectors who saw the same three communities; one is three marks severe."""
    row = make_round()
    people = {name: make_user(Role.INSPECTOR, COUNTY, full_name=name) for name in SCORES}
    for name, scores in SCORES.items():
        for code, score in zip(COMMUNITIES, scores, strict=False):
            make_sheet(row, code, score, inspector=people[name])
    return row, people


def test_the_page_shows_the_estimate_beside_the_raw_mean_and_decides_nothing(sign_in, office):
    row, _ = make_looks()
    client = sign_in(office)

    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/inspections/rounds/{row.pk}/fairness/").content.decode()

    assert "明显偏严" in page and "−2.4" in page and "84.2" in page
    assert sum(query["sql"].startswith("SELECT") for query in queries) <= 12
    assert not ScoreSheet.objects.filter(adjusted_score__isnull=False).exists()


def test_a_correction_is_a_decision_that_regrades_and_can_be_revoked(office):
    row, people = make_looks()
    scheme = make_scheme()
    services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=scheme.pk)
    before = labels(row, Level.COMMUNITY)
    actor = office.as_actor()

    decision = services.decide_severity(
        actor=actor, round_id=row.pk, inspector_id=people["严"].pk, corrects=True, reason="认定偏严"
    )

    sheets = ScoreSheet.objects.filter(inspector=people["严"])
    assert decision.points == Decimal("2.44")
    assert [(s.score, s.counted_score) for s in sheets.order_by("place_code")] == [
        (Decimal(score), Decimal(score) + decision.points) for score in SCORES["严"]
    ]
    assert before[COMMUNITIES[0]] == "达标" and labels(row, Level.COMMUNITY)[COMMUNITIES[0]] == "达标"
    grade = Grade.objects.get(round=row, place_code=COMMUNITIES[0], is_current=True)
    assert grade.score == Decimal("89.48")  # (86 + 2.44 + 91 + 89) / 3, cut
    assert Grade.objects.filter(round=row, place_code=COMMUNITIES[0], is_current=False).exists()

    services.revoke_severity(actor=actor, decision_id=decision.pk, reason="谈过了，不改")

    assert not ScoreSheet.objects.filter(adjusted_score__isnull=False).exists()
    assert Grade.objects.get(round=row, place_code=COMMUNITIES[0], is_current=True).score == Decimal("88.66")


def test_a_decision_stands_once_needs_a_reason_and_the_right(office):
    row, people = make_looks()
    act = {"round_id": row.pk, "inspector_id": people["严"].pk, "corrects": False}

    with pytest.raises(Invalid, match="理由"):
        services.decide_severity(actor=office.as_actor(), reason=" ", **act)
    with pytest.raises(NotAllowed):
        services.decide_severity(actor=people["中"].as_actor(), reason="不该我定", **act)
    decision = services.decide_severity(actor=office.as_actor(), reason="差得不多", **act)
    with pytest.raises(Conflict, match="已经定过"):
        services.decide_severity(actor=office.as_actor(), reason="再定", **act)

    assert decision.points == 0
    assert not ScoreSheet.objects.filter(adjusted_score__isnull=False).exists()


def test_a_returned_sheet_loses_its_correction(office):
    row, people = make_looks()
    services.decide_severity(
        actor=office.as_actor(), round_id=row.pk, inspector_id=people["严"].pk, corrects=True, reason="偏严"
    )
    sheet = ScoreSheet.objects.filter(inspector=people["严"]).order_by("pk")[0]

    services.return_sheet(actor=office.as_actor(), sheet_id=sheet.pk, reason="重评")

    sheet.refresh_from_db()
    assert sheet.adjusted_score is None
    assert not sheet.adjustments.filter(revoked_at__isnull=True).exists()


def test_two_sheets_open_at_once_are_shown_as_evidence(sign_in, office):
    row, people = make_looks()
    own = ScoreSheet.objects.filter(inspector=people["中"]).order_by("place_code")
    for sheet, (start, end) in zip(own, ((9, 10), (9, 11)), strict=False):
        day = date(2026, 3, 1)
        sheet.started_at = timezone.make_aware(datetime(day.year, day.month, day.day, start))
        sheet.finished_at = timezone.make_aware(datetime(day.year, day.month, day.day, end))
        sheet.save()

    page = sign_in(office).get(f"/inspections/rounds/{row.pk}/fairness/").content.decode()

    assert "两份评分表同时开着 60 分钟" in page


def test_a_form_without_a_reason_comes_back_with_what_was_chosen(sign_in, office):
    row, people = make_looks()
    address = f"/inspections/rounds/{row.pk}/fairness/{people['严'].pk}/"
    client = sign_in(office)

    answer = client.post(address, {"corrects": "True", "reason": ""})

    assert answer.status_code == 422
    assert 'value="True"' in answer.content.decode() and "checked" in answer.content.decode()
    assert client.post(address, {"corrects": "False", "reason": "谈过"}).status_code == 302
    assert SeverityDecision.objects.get().points == 0


def test_those_who_do_not_manage_the_round_do_not_see_it(sign_in):
    load_first_versions()
    row, people = make_looks()

    assert sign_in(people["严"]).get(f"/inspections/rounds/{row.pk}/fairness/").status_code == 403
    other = make_user(Role.OFFICE, OTHER_COUNTY)
    assert sign_in(other).get(f"/inspections/rounds/{row.pk}/fairness/").status_code == 404


def test_a_round_seen_by_one_inspector_each_says_that_nothing_can_be_compared(sign_in, office):
    row = make_round()
    make_sheet(row, COMMUNITIES[0], "90", inspector=make_user(Role.INSPECTOR, COUNTY, full_name="独行"))

    page = sign_in(office).get(f"/inspections/rounds/{row.pk}/fairness/").content.decode()

    assert "比不出尺度" in page and "独行" in page
