"""The pages of mediation: the desk gives a dispute to mediators, who go from consent to agreement by forms."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongjian.apps.matters.choices import MatterState, MediationState
from gongjian.apps.matters.models import Matter, Mediation, MediationNote, MediationParty
from gongjian.apps.matters.services import mediation
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.core.access import Role
from gongjian.core.models import AuditEntry
from gongjian.readers import read_text
from tests.factories import make_organisation, make_user
from tests.matter_factories import COMMUNITY, STREET
from tests.mediation_factories import make_agreed, make_dispute, make_mediation, make_talks

pytestmark = pytest.mark.one_database


@pytest.fixture
def worker(now):
    return make_user(Role.WORKER, COMMUNITY, full_name="佟调解")


@pytest.fixture
def page(sign_in, worker):
    """Open a page as the mediator; its body."""
    client = sign_in(worker)

    def open_(path: str, **data) -> str:
        response = client.post(path, data) if data else client.get(path)
        assert response.status_code in (200, 302), response.content.decode()[:3000]
        return response.content.decode()

    return open_


def test_the_desk_gives_a_dispute_to_mediators(sign_in, worker):
    desk = make_user(Role.OFFICE, STREET)
    committee = make_organisation(COMMUNITY, "演示居委会", kind=OrganisationKind.RESIDENTS_COMMITTEE)
    case = make_dispute()
    client = sign_in(desk)
    assert "交调解" in client.get(f"/matters/{case.pk}/").content.decode()

    nobody = client.post(f"/matters/{case.pk}/mediate/", {"mediate-organisation_id": committee.pk})
    assert nobody.status_code == 422
    client.post(
        f"/matters/{case.pk}/mediate/",
        {
            "mediate-organisation_id": committee.pk,
            "mediate-mediator_ids": [worker.pk],
            "mediate-has_violence": "on",
        },
    )

    shown = client.get(f"/matters/{case.pk}/").content.decode()
    assert "佟调解" in shown and "涉及暴力" in shown and "110" in shown
    assert "打开调解" not in shown
    assert "涉及暴力" in client.get("/matters/").content.decode()
    assert client.get(f"/matters/{case.pk}/mediation/").status_code == 404


def test_a_mediator_goes_from_consent_to_an_agreement_in_force(page, worker, desk, now):
    row = make_mediation(desk, [worker.as_actor()])
    base = f"/matters/{row.matter_id}/mediation/"
    assert row.matter.number in page("/matters/mediations/")
    assert "登记双方当事人" in page(base)

    page(f"{base}parties/add/", role="applicant", name="申某")
    page(f"{base}parties/add/", role="respondent", name="应某", id_number="")
    first, second = MediationParty.objects.order_by("pk")
    for party in (first, second):
        assert "问当事人是否同意调解" in page(base)
        page(f"{base}parties/{party.pk}/consent/", agrees="1")
    page(f"{base}sessions/add/", planned_at="2026-11-18T15:00", place="居委会二楼")
    session = row.sessions.get()
    page(f"{base}sessions/{session.pk}/", attending=[first.pk, second.pk], outcome="各让一步")
    page(f"{base}proposals/add/", words="各出一半", party_id=first.pk)
    page(f"{base}proposals/{row.proposals.get().pk}/", party_id=second.pk, agrees="1")
    assert "各出一半" in page(base)
    lines = {
        "points-TOTAL_FORMS": "2",
        "points-INITIAL_FORMS": "0",
        "points-0-party_id": second.pk,
        "points-0-words": "修好露台",
        "points-0-amount": "3000.50",
        "points-0-due_on": "2026-12-01",
    }
    page(f"{base}agreement/", form="written", facts="漏水", **lines)
    assert row.agreements.get().points.get().amount_cents == 300_050
    signed = {f"party_{first.pk}": "signed", f"party_{second.pk}": "fingerprint"}
    page(
        f"{base}agreement/conclude/",
        signed_on="2026-11-18",
        answer_draft="双方达成协议。",
        **signed,
        **{f"mediator_{worker.pk}": "signed"},
    )

    row.refresh_from_db()
    assert row.state == MediationState.AGREED
    assert Matter.objects.get(pk=row.matter_id).state == MatterState.CHECKED
    assert "3,000.50" in page(base)


def test_a_line_begun_and_not_ended_keeps_what_was_typed(sign_in, worker, desk):
    row, _, second = make_talks(desk, worker.as_actor())
    lines = {
        "points-TOTAL_FORMS": "1",
        "points-INITIAL_FORMS": "0",
        "points-0-party_id": second.pk,
        "points-0-words": "修好露台",
        "points-0-due_on": "",
    }

    asked = {"form": "written", "facts": "漏水", **lines}
    response = sign_in(worker).post(f"/matters/{row.matter_id}/mediation/agreement/", asked)

    shown = response.content.decode()
    assert response.status_code == 422
    assert "这一项没有写全" in shown and "修好露台" in shown and "漏水" in shown
    assert not row.agreements.exists()


def test_every_form_of_a_case_opens(page, worker, desk):
    row, first, _ = make_agreed(desk, worker.as_actor())
    base = f"/matters/{row.matter_id}/mediation/"
    point = row.agreements.get().points.get()
    rest = ("parties/add/", "sessions/add/", "proposals/add/", "agreement/", "agreement/conclude/", "court/")
    rest += ("court/decision/", "end/", "refer/", "pass-up/", f"parties/{first.pk}/", f"points/{point.pk}/")

    for path in rest:
        assert "<form" in page(base + path)


def test_what_a_service_refuses_is_said_on_the_form(sign_in, worker, desk):
    row, _, _ = make_talks(desk, worker.as_actor())

    response = sign_in(worker).post(f"/matters/{row.matter_id}/mediation/end/", {"how": "not_agreed"})

    assert response.status_code == 422
    assert "人民调解法第二十六条" in response.content.decode()


def test_notes_open_apart_and_each_opening_is_written_down(page, worker, desk):
    row, _, _ = make_talks(desk, worker.as_actor())
    base = f"/matters/{row.matter_id}/mediation/"

    page(f"{base}notes/", text="申某说可以少要")

    assert MediationNote.objects.get().text == "申某说可以少要"
    assert "申某说可以少要" not in page(base)
    assert "申某说可以少要" in page(f"{base}notes/")
    reads = AuditEntry.objects.filter(action="read.sensitive", actor_id=worker.pk)
    assert reads.order_by("-pk")[0].after["fields"] == ["notes"]
    assert all("申某" not in str(entry.after) for entry in reads)


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_agreement_and_a_referral_come_as_official_papers(sign_in, worker, desk, form):
    row, _, _ = make_agreed(desk, worker.as_actor())
    base = f"/matters/{row.matter_id}/mediation/"
    client = sign_in(worker)

    response = client.post(f"{base}agreement/{row.agreements.get().pk}/paper/", {"form": form})
    if response.status_code == 409:
        pytest.skip("no fonts for PDF here")

    words = read_text(response.content, f"a.{form}").text
    assert "人民调解协议书" in words and "申某" in words and "3,000.00" in words
    assert response["Cache-Control"] == "no-store"


def test_the_pages_take_few_reads(sign_in, worker, desk):
    row, _, _ = make_agreed(desk, worker.as_actor())
    client, found = sign_in(worker), {}
    for path, most in (("/matters/mediations/", 12), (f"/matters/{row.matter_id}/mediation/", 22)):
        with CaptureQueriesContext(connection) as reads:
            client.get(path)
        selects = sum(query["sql"].lstrip("( ").upper().startswith("SELECT") for query in reads)
        found[path] = selects - most

    assert {path: over for path, over in found.items() if over > 0} == {}


def test_a_sleeping_dispute_says_that_it_may_not_stay_overnight(sign_in, now):
    case = make_dispute()
    client = sign_in(make_user(Role.OFFICE, STREET))
    assert "事不过夜" in client.get(f"/matters/{case.pk}/").content.decode()

    Matter.objects.filter(pk=case.pk).update(contacted_at=timezone.now() + timedelta(minutes=1))

    assert "事不过夜" not in client.get(f"/matters/{case.pk}/").content.decode()
    assert Mediation.objects.count() == 0
    assert mediation.remind_mediators() == 0
