"""From consent to evaluation: both sign, deliveries are counted and confirmed, acceptance may be less, needs are met or not."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from gongjian.apps.cobuilding.choices import (
    AgreementStatus,
    DeliveryStatus,
    Ledger,
    NeedStatus,
    PaperKind,
    Side,
)
from gongjian.apps.cobuilding.models import Agreement, LedgerEntry, Need
from gongjian.apps.cobuilding.selectors.agreements import agreement_file, lines_of
from gongjian.apps.cobuilding.selectors.amounts import open_of_need
from gongjian.apps.cobuilding.services import agreements as services
from gongjian.apps.cobuilding.services.agreements import (
    Acceptance,
    DeliverySpec,
    StepSpec,
    SupplementSpec,
    TermsSpec,
)
from gongjian.core.attachments import Upload
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.agreement_factories import agreed, both, deliver, draft, line_of, signed
from tests.cobuilding_factories import make_liaison, make_need, make_unit, make_worker
from tests.inspection_factories import photo_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(rules: None, unset: None) -> Any:
    return both()


def test_consented_claims_of_one_unit_are_bundled_into_one_draft(cast: Any) -> None:
    first = draft(cast, make_need(title="周六用礼堂", quantity=8))
    second = draft(cast, make_need(title="每月一次义诊", category="people.clinic", quantity=60), 40)

    assert first.pk == second.pk
    assert [line.promised for line in second.lines.order_by("pk")] == [8, 40]
    assert second.status == AgreementStatus.DRAFTED and second.title.endswith("等")


def test_a_signed_agreement_takes_no_more_and_the_next_claim_has_its_own(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))

    assert draft(cast, make_need(title="另一件", quantity=2)).pk != agreement.pk


def test_both_sides_sign_each_for_his_own(cast: Any) -> None:
    agreement = draft(cast, make_need(quantity=8))
    with pytest.raises(NotAllowed):
        services.sign_agreement(actor=cast.worker, agreement_id=agreement.pk, side=Side.UNIT)
    with pytest.raises(NotAllowed):
        services.sign_agreement(actor=cast.liaison, agreement_id=agreement.pk, side=Side.COMMUNITY)
    services.sign_agreement(actor=cast.worker, agreement_id=agreement.pk, side=Side.COMMUNITY)
    with pytest.raises(Conflict, match="已经签过"):
        services.sign_agreement(actor=cast.worker, agreement_id=agreement.pk, side=Side.COMMUNITY)
    agreement.refresh_from_db()
    assert agreement.status == AgreementStatus.DRAFTED and agreement.docx is None
    services.sign_agreement(actor=cast.liaison, agreement_id=agreement.pk, side=Side.UNIT)

    agreement.refresh_from_db()
    assert agreement.status == AgreementStatus.SIGNED and agreement.signed_on == timezone.localdate()
    assert agreement.docx is not None and agreement.pdf is not None and agreement.rating_key


def test_one_person_never_signs_for_both(cast: Any) -> None:
    agreement = draft(cast, make_need(quantity=8))
    services.sign_agreement(actor=cast.worker, agreement_id=agreement.pk, side=Side.COMMUNITY)
    Agreement.objects.filter(pk=agreement.pk).update(community_signed_by=cast.liaison.user_id)

    with pytest.raises(Conflict, match="同一个人"):
        services.sign_agreement(actor=cast.liaison, agreement_id=agreement.pk, side=Side.UNIT)


@pytest.mark.parametrize("is_changed", [True, False])
def test_changed_terms_void_the_signature_that_is_there(cast: Any, is_changed: bool) -> None:
    agreement = draft(cast, make_need(quantity=8))
    services.sign_agreement(actor=cast.liaison, agreement_id=agreement.pk, side=Side.UNIT)
    spec = TermsSpec(
        title=agreement.title,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on + timedelta(days=int(is_changed)),
    )
    services.change_terms(actor=cast.worker, agreement_id=agreement.pk, spec=spec)

    agreement.refresh_from_db()
    assert (agreement.unit_signed_at is None) == is_changed


def test_what_was_bundled_later_voids_a_signature(cast: Any) -> None:
    agreement = draft(cast, make_need(quantity=8))
    services.sign_agreement(actor=cast.liaison, agreement_id=agreement.pk, side=Side.UNIT)
    draft(cast, make_need(title="另一件", quantity=2))

    agreement.refresh_from_db()
    assert agreement.unit_signed_at is None


def test_terms_of_what_is_signed_do_not_change(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))
    spec = TermsSpec(title="另一个", starts_on=agreement.starts_on, ends_on=agreement.ends_on)
    with pytest.raises(Conflict):
        services.change_terms(actor=cast.worker, agreement_id=agreement.pk, spec=spec)


def test_a_delivery_counts_once_the_community_confirms_it(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))
    delivery = deliver(cast.liaison, agreement, 3)
    assert counted_of(agreement) == (0, 3)
    with pytest.raises(NotAllowed):
        services.confirm_delivery(actor=cast.liaison, delivery_id=delivery.pk)
    services.confirm_delivery(actor=cast.worker, delivery_id=delivery.pk)

    assert counted_of(agreement) == (3, 0)
    assert lines_of([agreement.pk])[agreement.pk][0].word == "比约定少 5 场"


def test_what_the_community_counted_itself_is_confirmed(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))
    delivery = deliver(cast.worker, agreement, 9)

    assert delivery.status == DeliveryStatus.CONFIRMED
    assert lines_of([agreement.pk])[agreement.pk][0].word == "比约定多 1 场"


def test_a_refused_delivery_never_counts(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))
    delivery = deliver(cast.liaison, agreement, 3)
    with pytest.raises(Invalid, match="哪里对不上"):
        services.refuse_delivery(actor=cast.worker, delivery_id=delivery.pk, reason=" ")
    services.refuse_delivery(actor=cast.worker, delivery_id=delivery.pk, reason="那天没有开门")

    assert counted_of(agreement) == (0, 0)
    with pytest.raises(Conflict):
        services.confirm_delivery(actor=cast.worker, delivery_id=delivery.pk)
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("later", [0, 1])
def test_a_day_to_come_is_not_delivered(cast: Any, later: int) -> None:
    agreement = signed(cast, make_need(quantity=8))
    day = timezone.localdate() + timedelta(days=later)
    spec = DeliverySpec(line_id=line_of(agreement).pk, on=day, quantity=1)
    if later:
        with pytest.raises(Invalid, match="还没到"):
            services.enter_delivery(actor=cast.worker, agreement_id=agreement.pk, spec=spec)
    else:
        services.enter_delivery(actor=cast.worker, agreement_id=agreement.pk, spec=spec)


def test_evidence_stays_with_both_sides(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))
    deliver(cast.liaison, agreement, 3, uploads=[Upload("签到表.jpg", photo_bytes())])
    services.add_papers(
        actor=cast.worker,
        agreement_id=agreement.pk,
        kind=PaperKind.SCAN,
        uploads=[Upload("签署页.jpg", photo_bytes())],
    )

    papers = list(agreement.papers.order_by("pk"))
    assert [paper.kind for paper in papers] == [PaperKind.EVIDENCE, PaperKind.SCAN]
    assert {paper.file.unit_id for paper in papers} == {cast.unit.pk}


def counted_of(agreement: Agreement) -> tuple[int, int]:
    [line] = lines_of([agreement.pk])[agreement.pk]
    return line.delivered, line.waiting


def finished(cast: Any, need: Need, quantity: int) -> Agreement:
    agreement = signed(cast, need)
    deliver(cast.worker, agreement, quantity)
    return services.finish_agreement(actor=cast.liaison, agreement_id=agreement.pk)


def test_all_accepted_meets_the_need(cast: Any) -> None:
    need = make_need(quantity=8)
    agreement = finished(cast, need, 8)
    accept(cast, agreement, Acceptance(8))

    need.refresh_from_db()
    assert need.status == NeedStatus.MET


def test_less_accepted_needs_words_and_leaves_the_rest_open(cast: Any) -> None:
    need = make_need(quantity=8)
    agreement = finished(cast, need, 6)
    with pytest.raises(Invalid, match="请写明原因"):
        accept(cast, agreement, Acceptance(5))
    with pytest.raises(Invalid, match="不能比它多"):
        accept(cast, agreement, Acceptance(7, "多写了"))
    accept(cast, agreement, Acceptance(5, "一次中途停电"))

    need.refresh_from_db()
    assert need.status == NeedStatus.OPEN and open_of_need(need) == 3


def accept(cast: Any, agreement: Agreement, said: Acceptance) -> None:
    services.accept_agreement(
        actor=cast.worker, agreement_id=agreement.pk, accepted={line_of(agreement).pk: said}
    )


def test_only_the_side_that_received_accepts(cast: Any) -> None:
    agreement = finished(cast, make_need(quantity=8), 8)
    with pytest.raises(NotAllowed):
        services.accept_agreement(
            actor=cast.liaison,
            agreement_id=agreement.pk,
            accepted={line_of(agreement).pk: Acceptance(8)},
        )


def test_nothing_is_accepted_while_a_delivery_waits(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))
    deliver(cast.liaison, agreement, 3)
    with pytest.raises(Conflict, match="等确认"):
        services.finish_agreement(actor=cast.liaison, agreement_id=agreement.pk)


def test_both_evaluate_once_and_then_it_is_done(cast: Any) -> None:
    agreement = finished(cast, make_need(quantity=8), 8)
    accept(cast, agreement, Acceptance(8))
    rate(cast.worker, agreement, Side.COMMUNITY, 5)
    with pytest.raises(Conflict):
        rate(cast.worker, agreement, Side.COMMUNITY, 4)
    with pytest.raises(Invalid, match="为什么"):
        rate(cast.liaison, agreement, Side.UNIT, 2)
    rate(cast.liaison, agreement, Side.UNIT, 4)

    agreement.refresh_from_db()
    assert agreement.status == AgreementStatus.EVALUATED


def rate(actor: Any, agreement: Agreement, side: Side, rating: int, words: str = "") -> None:
    services.evaluate_agreement(actor=actor, agreement_id=agreement.pk, side=side, rating=rating, words=words)


def test_ended_early_it_gives_back_what_was_not_delivered(cast: Any) -> None:
    need = make_need(quantity=8)
    agreement = signed(cast, need)
    deliver(cast.worker, agreement, 3)
    services.end_agreement(actor=cast.liaison, agreement_id=agreement.pk, reason="场地要大修")

    need.refresh_from_db()
    assert need.status == NeedStatus.OPEN and open_of_need(need) == 5


def test_a_supplement_holds_once_the_other_side_consents(cast: Any) -> None:
    need = make_need(quantity=10)
    agreement = signed(cast, need, 8)
    spec = SupplementSpec(line_id=line_of(agreement).pk, delta=2, reason="多两场")
    supplement = services.propose_supplement(actor=cast.liaison, agreement_id=agreement.pk, spec=spec)
    with pytest.raises(NotAllowed):
        services.answer_supplement(
            actor=cast.liaison,
            agreement_id=agreement.pk,
            supplement_id=supplement.pk,
            is_consented=True,
        )
    assert line_of(agreement).promised == 8
    services.answer_supplement(
        actor=cast.worker, agreement_id=agreement.pk, supplement_id=supplement.pk, is_consented=True
    )

    need.refresh_from_db()
    assert line_of(agreement).promised == 10 and need.status == NeedStatus.AGREED


@pytest.mark.parametrize(("delta", "is_refused"), [(2, False), (3, True), (-7, False), (-8, True)])
def test_a_supplement_stays_within_the_need(cast: Any, delta: int, is_refused: bool) -> None:
    agreement = signed(cast, make_need(quantity=10), 8)
    spec = SupplementSpec(line_id=line_of(agreement).pk, delta=delta, reason="改一改")
    if is_refused:
        with pytest.raises((Conflict, Invalid)):
            services.propose_supplement(actor=cast.liaison, agreement_id=agreement.pk, spec=spec)
    else:
        services.propose_supplement(actor=cast.liaison, agreement_id=agreement.pk, spec=spec)


def test_another_unit_and_another_place_see_nothing(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))
    strangers = [make_liaison(make_unit("城北学校")), make_worker("510903002001")]
    for stranger in strangers:
        with pytest.raises(NotFound):
            services.sign_agreement(actor=stranger.as_actor(), agreement_id=agreement.pk, side=Side.UNIT)


def test_steps_have_days_and_owners(cast: Any) -> None:
    agreement = draft(cast, make_need(quantity=8))
    step = services.add_step(
        actor=cast.worker,
        agreement_id=agreement.pk,
        spec=StepSpec(title="开门", side=Side.UNIT, owner_name="门卫老周", due_on=agreement.starts_on),
    )
    agreed(cast, agreement)
    services.finish_step(
        actor=cast.liaison, agreement_id=agreement.pk, step_id=step.pk, on=timezone.localdate()
    )

    file = agreement_file(cast.worker, Agreement.objects.get(pk=agreement.pk))
    assert [row.done_on for row in file.steps] == [timezone.localdate()]


SIGN_DAYS = 7


@pytest.mark.parametrize(("days", "sent"), [(SIGN_DAYS - 1, 0), (SIGN_DAYS, 1), (SIGN_DAYS + 1, 1)])
def test_who_has_not_signed_is_reminded_once(cast: Any, days: int, sent: int) -> None:
    draft(cast, make_need(quantity=8))
    day = timezone.localdate() + timedelta(days=days)

    assert services.send_reminders(day) == sent
    assert services.send_reminders(day + timedelta(days=1)) == (1 if days + 1 == SIGN_DAYS else 0)


@pytest.mark.parametrize(("days", "kinds"), [(29, []), (30, ["silent"])])
def test_a_silent_agreement_is_reminded_once(cast: Any, days: int, kinds: list[str]) -> None:
    agreement = signed(cast, make_need(quantity=8))
    services.send_reminders(timezone.localdate() + timedelta(days=days))
    services.send_reminders(timezone.localdate() + timedelta(days=days))

    assert [row.kind for row in agreement.reminders.all()] == kinds


def test_what_ends_soon_and_falls_short_is_reminded(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))
    deliver(cast.worker, agreement, 3)
    services.send_reminders(agreement.ends_on - timedelta(days=15))
    assert not agreement.reminders.exists()
    services.send_reminders(agreement.ends_on - timedelta(days=14))

    assert "还差 5 场" in agreement.reminders.get().words


def test_points_follow_the_delivery_and_its_reversal(cast: Any) -> None:
    agreement = signed(cast, make_need(quantity=8))
    delivery = deliver(cast.worker, agreement, 3, minutes=150)
    held = {
        ledger: sum(LedgerEntry.objects.filter(ledger=ledger).values_list("amount", flat=True))
        for ledger in Ledger.values
    }
    assert held == {"hours": 150, "points": 12}
    services.reverse_delivery(actor=cast.worker, delivery_id=delivery.pk, reason="记重了")

    assert sum(LedgerEntry.objects.values_list("amount", flat=True)) == 0
    assert counted_of(agreement) == (0, 0)
    with pytest.raises(Conflict):
        services.reverse_delivery(actor=cast.worker, delivery_id=delivery.pk, reason="再来")


def test_a_year_of_days_is_judged_by_each(cast: Any) -> None:
    with at(timezone.now() - timedelta(days=40)):
        agreement = signed(cast, make_need(quantity=8))
    delivery = deliver(cast.worker, agreement, 2, on=timezone.localdate() - timedelta(days=30))

    assert LedgerEntry.objects.filter(delivery=delivery).first().on == delivery.on  # type: ignore[union-attr]
    assert isinstance(delivery.on, date)
