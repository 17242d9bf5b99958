"""A dispute is mediated: by whom, with whose consent, to which end; always with an answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import (
    AgreementForm,
    ConfirmationState,
    MatterState,
    MediationState,
    Outcome,
    PartyRole,
    PassUpGround,
    PointState,
    ReferralTo,
    SigningWay,
)
from gongjian.apps.matters.models import Matter, Mediation, MediationNote, Step
from gongjian.apps.matters.services import mediation
from gongjian.apps.matters.services.mediation import PartySpec, PointSpec
from gongjian.apps.parties.models import Notice
from gongjian.core.access import Role
from gongjian.core.attachments import Upload
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.models import AuditEntry
from tests.factories import COMMUNITIES, COUNTY, STREET, make_actor, make_organisation
from tests.inspection_factories import photo_bytes
from tests.matter_factories import COMMUNITY, make_desk, make_matter
from tests.mediation_factories import (
    FACTS,
    add_sides,
    make_agreed,
    make_dispute,
    make_mediation,
    make_mediator,
    make_talks,
    signings,
    write_draft,
)


@pytest.fixture
def mediator(now):
    return make_mediator()


def state_of(row: Mediation) -> str:
    row.refresh_from_db()
    return row.state


def test_a_dispute_given_to_mediators_has_a_month(desk, mediator, now):
    row = make_mediation(desk, [mediator])

    matter = Matter.objects.get(pk=row.matter_id)
    assert (matter.state, row.state) == (MatterState.MEDIATING, MediationState.ACCEPTED)
    assert matter.limit_text == "30 天"
    assert matter.due_at.date() == (now + timedelta(days=30)).date()
    assert Notice.objects.filter(user_id=mediator.user_id).count() == 1


def test_only_a_dispute_is_mediated(desk, mediator):
    with pytest.raises(Conflict, match="只有矛盾纠纷"):
        make_mediation(desk, [mediator], make_matter())


@pytest.mark.parametrize("people", [[], ["viewer"], ["elsewhere"]])
def test_mediators_hold_the_right_over_the_place(desk, people):
    made = {
        "viewer": make_mediator(role=Role.VIEWER),
        "elsewhere": make_mediator(COMMUNITIES[1]),
    }

    with pytest.raises(Invalid):
        make_mediation(desk, [made[name] for name in people])


def test_talks_open_once_both_sides_agree(desk, mediator):
    row = make_mediation(desk, [mediator])
    first, second = add_sides(mediator, row.matter_id)

    mediation.record_consent(actor=mediator, case_id=row.matter_id, party_id=first.pk, agrees=True)
    assert state_of(row) == MediationState.ACCEPTED

    mediation.record_consent(actor=mediator, case_id=row.matter_id, party_id=second.pk, agrees=True)
    assert state_of(row) == MediationState.MEDIATING
    assert Matter.objects.get(pk=row.matter_id).contacted_at is not None


def test_no_session_is_held_before_both_sides_agree(desk, mediator):
    row = make_mediation(desk, [mediator])
    first, _ = add_sides(mediator, row.matter_id)
    session = mediation.plan_session(
        actor=mediator, case_id=row.matter_id, planned_at=timezone.now(), place="居委会"
    )

    with pytest.raises(Conflict, match="征求当事人意见"):
        mediation.hold_session(
            actor=mediator, case_id=row.matter_id, session_id=session.pk, attending=[first.pk], outcome="谈了"
        )


def test_a_refusal_ends_it_with_the_other_ways_told(desk, mediator):
    row = make_mediation(desk, [mediator])
    first, _ = add_sides(mediator, row.matter_id)
    asked = {"actor": mediator, "case_id": row.matter_id, "party_id": first.pk, "agrees": False}

    with pytest.raises(Invalid, match="仲裁、行政、司法"):
        mediation.record_consent(**asked)
    mediation.record_consent(**asked, told_other_ways=True)

    assert state_of(row) == MediationState.REFUSED
    assert Matter.objects.get(pk=row.matter_id).state == MatterState.CHECKED


def test_a_mediation_never_ends_without_an_answer(desk, mediator):
    row, _, _ = make_talks(desk, mediator)
    mediation.end_without_agreement(
        actor=mediator,
        case_id=row.matter_id,
        told_other_ways=True,
        answer_draft="双方没有谈拢，已告知可以起诉。",
    )

    with pytest.raises(Invalid, match="没有写答复"):
        services.close_unsolved(actor=desk, matter_id=row.matter_id, answer=" ", reason="没有谈拢")
    closed = services.close_unsolved(
        actor=desk,
        matter_id=row.matter_id,
        answer="经三次调解双方没有谈拢，已当面告知可以向法院起诉和申请法律援助。",
        reason="没有谈拢",
    )

    assert closed.outcome == Outcome.CLOSED_UNSOLVED


def test_what_runs_is_neither_voided_nor_closed_by_the_desk(desk, mediator):
    row = make_mediation(desk, [mediator])

    with pytest.raises(Conflict):
        services.void(actor=desk, matter_id=row.matter_id, reason="误报")
    with pytest.raises(Conflict):
        services.close_unsolved(actor=desk, matter_id=row.matter_id, answer="没有办法", reason="难")


def test_a_dispute_beyond_the_community_goes_to_the_street_and_then_to_the_county(desk, mediator):
    row, _, _ = make_talks(desk, mediator)
    mediation.pass_up(actor=mediator, case_id=row.matter_id, ground=PassUpGround.SPECIAL)
    assert state_of(row) == MediationState.APPLIED

    higher = make_mediator(STREET)
    street = make_organisation(STREET)
    mediation.appoint(
        actor=desk, matter_id=row.matter_id, user_ids=[higher.user_id], organisation_id=street.pk
    )
    assert state_of(row) == MediationState.MEDIATING, "the parties have agreed already"

    mediation.pass_up(actor=higher, case_id=row.matter_id, ground=PassUpGround.MANY)
    matter = Matter.objects.get(pk=row.matter_id)
    assert matter.desk_code == COUNTY
    with pytest.raises(NotAllowed, match="已经提到区县一级"):
        mediation.appoint(
            actor=desk, matter_id=row.matter_id, user_ids=[higher.user_id], organisation_id=street.pk
        )


def test_a_referral_ends_it(desk, mediator):
    row = make_mediation(desk, [mediator], has_violence=True)

    mediation.refer(
        actor=mediator, case_id=row.matter_id, to=ReferralTo.POLICE, body="辖区派出所", reason="有人动手"
    )

    assert state_of(row) == MediationState.REFERRED
    closed = services.close_unsolved(
        actor=desk,
        matter_id=row.matter_id,
        answer="这件事已转有关机关依法处理，经办的单位会在三天内联系您。",
        reason="转其他渠道",
        outcome=Outcome.REFERRED,
    )
    assert closed.outcome == Outcome.REFERRED


def test_a_session_held_is_the_first_meeting(desk, mediator, now):
    row, first, second = make_talks(desk, mediator)
    session = mediation.plan_session(
        actor=mediator, case_id=row.matter_id, planned_at=now + timedelta(hours=1), place="居委会"
    )
    row.refresh_from_db()
    assert row.next_at == now + timedelta(hours=1)

    mediation.hold_session(
        actor=mediator,
        case_id=row.matter_id,
        session_id=session.pk,
        attending=[second.pk, first.pk],
        outcome="各退一步",
    )

    row.refresh_from_db()
    session.refresh_from_db()
    assert row.met_at == now
    assert session.attending == [first.pk, second.pk]


def test_a_note_is_corrected_by_another_and_never_edited(desk, mediator):
    row, _, _ = make_talks(desk, mediator)
    first = mediation.add_note(actor=mediator, case_id=row.matter_id, text="约在周三")
    mediation.add_note(actor=mediator, case_id=row.matter_id, text="约在周四", corrects_id=first.pk)

    with pytest.raises(TypeError):
        first.save()
    assert [note.text for note in MediationNote.objects.order_by("pk")] == ["约在周三", "约在周四"]


def test_a_proposal_keeps_each_partys_latest_word(desk, mediator):
    row, first, second = make_talks(desk, mediator)
    case = {"actor": mediator, "case_id": row.matter_id}
    proposal = mediation.propose(**case, words="各出一半", party_id=first.pk)
    said = {**case, "proposal_id": proposal.pk, "party_id": second.pk}

    mediation.answer_proposal(**said, agrees=False, words="太多")
    mediation.answer_proposal(**said, agrees=True)

    assert [(answer.agrees, answer.words) for answer in proposal.answers.all()] == [(True, None)]


def test_a_written_agreement_wants_every_name(desk, mediator, now):
    row, first, second = make_talks(desk, mediator)
    write_draft(mediator, row.matter_id, second)
    case = {"actor": mediator, "case_id": row.matter_id, "signed_on": now.date()}

    with pytest.raises(Invalid, match="还缺 1 方"):
        mediation.conclude(**case, signings=signings(mediator, first))
    with pytest.raises(Invalid, match="调解员签名"):
        mediation.conclude(**case, signings=signings(mediator, first, second)[:2])
    with pytest.raises(Invalid, match="书面协议要签名"):
        mediation.conclude(**case, signings=signings(mediator, first, second, way=SigningWay.SPOKEN))
    mediation.conclude(**case, signings=signings(mediator, first, second))

    assert state_of(row) == MediationState.AGREED
    assert row.in_force_on == now.date()
    assert Matter.objects.get(pk=row.matter_id).state == MatterState.CHECKED


def test_an_oral_agreement_is_said_and_binds_too(desk, mediator, now):
    row, first, second = make_talks(desk, mediator)
    write_draft(mediator, row.matter_id, second, form=AgreementForm.ORAL)

    mediation.conclude(
        actor=mediator,
        case_id=row.matter_id,
        signed_on=now.date(),
        signings=signings(mediator, first, second, way=SigningWay.SPOKEN),
    )

    assert state_of(row) == MediationState.AGREED


def test_a_guardian_signs_for_a_minor(desk, mediator, now):
    row = make_mediation(desk, [mediator])
    case = {"actor": mediator, "case_id": row.matter_id}
    child = mediation.add_party(**case, spec=PartySpec(role=PartyRole.APPLICANT, name="小某", is_minor=True))
    other = mediation.add_party(**case, spec=PartySpec(role=PartyRole.RESPONDENT, name="应某"))
    parent = mediation.add_party(
        **case, spec=PartySpec(role=PartyRole.GUARDIAN, name="父某", stands_for_id=child.pk)
    )
    for party in (child, other):
        mediation.record_consent(**case, party_id=party.pk, agrees=True)
    write_draft(mediator, row.matter_id, other)
    row.refresh_from_db()
    assert row.has_minor

    with pytest.raises(Invalid, match="监护人"):
        mediation.conclude(**case, signings=signings(mediator, child, other), signed_on=now.date())
    mediation.conclude(**case, signings=signings(mediator, parent, other), signed_on=now.date())


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"amount_cents": 0}, "大于零"),
        ({"due_on": timezone.datetime(2026, 11, 17).date()}, "期限已经过了"),
        ({"words": " "}, "没有写做什么"),
    ],
)
def test_a_point_says_what_by_when(desk, mediator, now, change, refusal):
    row, first, _ = make_talks(desk, mediator)
    point = {"party_id": first.pk, "words": "赔钱", "due_on": now.date(), "amount_cents": 1}

    with pytest.raises(Invalid, match=refusal):
        write_draft(mediator, row.matter_id, first, points=[PointSpec(**{**point, **change})])
    write_draft(mediator, row.matter_id, first, points=[PointSpec(**point)])


def test_what_was_promised_is_followed_to_its_end(desk, mediator, now):
    row, _, _ = make_agreed(desk, mediator)
    point = row.agreements.get().points.get()
    case = {"actor": mediator, "case_id": row.matter_id, "point_id": point.pk}
    assert row.next_at is not None

    with pytest.raises(Invalid, match="为什么没有履行"):
        mediation.record_performance(**case, state=PointState.BROKEN)
    mediation.record_performance(**case, state=PointState.BROKEN, words="说没有钱，已告知可以起诉")
    assert state_of(row) == MediationState.BROKEN

    mediation.record_performance(**case, state=PointState.DONE, done_on=now.date())
    assert state_of(row) == MediationState.PERFORMED
    assert row.next_at is None


@pytest.mark.parametrize(("days", "is_open"), [(0, True), (30, True), (31, False)])
def test_the_court_is_asked_within_thirty_days(desk, mediator, now, days, is_open):
    row, _, _ = make_agreed(desk, mediator)

    with at(now + timedelta(days=days)):
        asked = {
            "actor": mediator,
            "case_id": row.matter_id,
            "court": "区法院",
            "asked_on": timezone.localdate(),
        }
        if not is_open:
            with pytest.raises(Conflict, match="12月18日"):
                mediation.ask_confirmation(**asked)
            return
        mediation.ask_confirmation(**asked)
        mediation.record_confirmation(
            actor=mediator,
            case_id=row.matter_id,
            state=ConfirmationState.CONFIRMED,
            decided_on=timezone.localdate(),
            document_number="民特1号",
        )

    row.refresh_from_db()
    assert row.confirmed_on == (now + timedelta(days=days)).date()


def test_mediators_are_told_once_of_what_falls_due(desk, mediator, now):
    make_agreed(desk, mediator)
    Notice.objects.all().delete()

    with at(now + timedelta(days=6)):
        assert mediation.remind_mediators() == 0
    with at(now + timedelta(days=7)):
        assert (mediation.remind_mediators(), mediation.remind_mediators()) == (1, 0)
    with at(now + timedelta(days=11)):
        assert mediation.remind_mediators() == 1

    told = Notice.objects.filter(user_id=mediator.user_id)
    assert len(told) == Notice.objects.count() == 2
    assert not any("露台" in notice.sentence or FACTS in notice.sentence for notice in told)


def test_a_dispute_opened_again_is_mediated_again_with_new_consent(desk, mediator, now):
    row, first, _ = make_agreed(desk, mediator)
    services.answer_and_close(
        actor=desk, matter_id=row.matter_id, answer="双方当面谈妥并签了协议，社区调解员按约定督促履行。"
    )
    services.reopen_at_desk(actor=desk, matter_id=row.matter_id, words="没有照办")

    again = make_mediation(make_desk(COUNTY), [mediator], Matter.objects.get(pk=row.matter_id))

    first.refresh_from_db()
    assert again.pk == row.pk
    assert (state_of(row), first.consents) == (MediationState.ACCEPTED, None)


def test_nobody_appoints_himself_to_a_case_that_runs(mediator):
    chief = make_actor(Role.OFFICE, STREET)
    row = make_mediation(chief, [mediator])

    with pytest.raises(NotAllowed, match="不能把自己加进"):
        mediation.appoint(
            actor=chief,
            matter_id=row.matter_id,
            user_ids=[chief.user_id],
            organisation_id=row.organisation_id,
        )


def test_who_is_taken_off_reads_nothing_the_next_moment(desk, mediator):
    second = make_mediator()
    row = make_mediation(desk, [mediator, second])
    mediation.open_case(actor=second, case_id=row.matter_id)

    mediation.dismiss(actor=desk, matter_id=row.matter_id, user_id=second.user_id)

    for read in (mediation.open_case, mediation.read_notes):
        with pytest.raises(NotFound):
            read(actor=second, case_id=row.matter_id)
    with pytest.raises(Conflict, match="只剩一名"):
        mediation.dismiss(actor=desk, matter_id=row.matter_id, user_id=mediator.user_id)


def test_a_person_who_stands_in_for_a_mediator_reads_nothing(desk, mediator):
    from dataclasses import replace

    row = make_mediation(desk, [mediator])
    deputy = replace(make_mediator(), acting_for_id=mediator.user_id)

    with pytest.raises(NotFound):
        mediation.open_case(actor=deputy, case_id=row.matter_id)


def test_every_reading_is_in_the_trail_without_what_was_read(desk, mediator, now):
    row, first, second = make_talks(desk, mediator)
    mediation.add_note(actor=mediator, case_id=row.matter_id, text="申某说可以少要")
    write_draft(mediator, row.matter_id, second)
    draft = mediation.conclude(
        actor=mediator,
        case_id=row.matter_id,
        signings=signings(mediator, first, second),
        signed_on=now.date(),
        scan=Upload("签字页.jpg", photo_bytes()),
    )

    mediation.open_case(actor=mediator, case_id=row.matter_id)
    mediation.read_notes(actor=mediator, case_id=row.matter_id)
    _, content = mediation.read_scan(actor=mediator, case_id=row.matter_id, agreement_id=draft.pk)

    reads = AuditEntry.objects.filter(action="read.sensitive").order_by("pk")
    assert [entry.after["fields"][0] for entry in reads] == ["parties", "notes", "scan"]
    assert all(entry.object_label == f"调解 {row.matter.number}" for entry in reads)
    assert content.startswith(b"\xff\xd8")


def test_the_timeline_says_that_it_runs_and_how_it_ended_and_no_more(desk, mediator):
    row, _, _ = make_agreed(desk, mediator)

    words = list(
        Step.objects.filter(matter=row.matter, kind__startswith="mediat").values_list("words", flat=True)
    )

    assert words == [str(row.organisation), "达成协议，履行中"]


def test_a_lower_desk_and_a_desk_beside_give_nothing_to_mediators(mediator):
    dispute = make_dispute()

    with pytest.raises(NotFound):
        make_mediation(make_desk("510904"), [mediator], dispute)
    assert dispute.place_code == COMMUNITY
