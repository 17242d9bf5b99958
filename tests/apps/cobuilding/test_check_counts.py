"""What the community counted itself: checked by the unit within the rule's time, both numbers kept."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.cobuilding.choices import UnitAnswer
from gongjian.apps.cobuilding.models import AgreementReminder, Delivery
from gongjian.apps.cobuilding.selectors.agreements import lines_of, waits_for
from gongjian.apps.cobuilding.services import agreements as services
from gongjian.apps.cobuilding.services.agreements import Acceptance
from gongjian.apps.parties.models import User
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from tests.agreement_factories import both, deliver, line_of, signed
from tests.cobuilding_factories import make_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(rules, unset):
    return both()


def test_the_unit_is_asked_to_check_what_the_community_counted(cast):
    agreement = signed(cast, make_need(quantity=8))
    ours, theirs = deliver(cast.worker, agreement, 3), deliver(cast.liaison, agreement, 1)

    assert (ours.unit_answer, ours.check_by) == ("asked", timezone.localdate() + timedelta(days=7))
    assert (theirs.unit_answer, theirs.check_by) == ("", None)
    with pytest.raises(NotAllowed):
        services.accept_count(actor=cast.worker, delivery_id=ours.pk)
    assert services.accept_count(actor=cast.liaison, delivery_id=ours.pk).unit_answer == "accepted"
    with pytest.raises(Conflict):
        services.contest_count(actor=cast.liaison, delivery_id=ours.pk, quantity=2, words="少了")


@pytest.mark.parametrize(("days_late", "word"), [(-1, "等单位核对"), (0, "等单位核对"), (1, "未答复")])
def test_silence_past_the_last_day_is_no_answer(cast, days_late, word):
    agreement = signed(cast, make_need(quantity=8))
    delivery = deliver(cast.worker, agreement, 3)
    today = timezone.localdate()
    Delivery.objects.update(check_by=today - timedelta(days=days_late))
    delivery.refresh_from_db()

    assert delivery.checked_word(today) == word
    assert lines_of([agreement.pk])[agreement.pk][0].delivered == 3
    if days_late > 0:
        with pytest.raises(Conflict, match="未答复"):
            services.accept_count(actor=cast.liaison, delivery_id=delivery.pk)
    else:
        services.accept_count(actor=cast.liaison, delivery_id=delivery.pk)


def test_an_objection_keeps_both_numbers_and_is_answered_before_acceptance(cast):
    agreement = signed(cast, make_need(quantity=8))
    delivery = deliver(cast.worker, agreement, 3)
    for quantity, words, said in ((3, "一样", "一样"), (5, " ", "怎么来的")):
        with pytest.raises(Invalid, match=said):
            services.contest_count(
                actor=cast.liaison, delivery_id=delivery.pk, quantity=quantity, words=words
            )
    services.contest_count(actor=cast.liaison, delivery_id=delivery.pk, quantity=5, words="签到五场")

    assert lines_of([agreement.pk])[agreement.pk][0].delivered == 3
    rows = type(agreement).objects
    assert rows.filter(waits_for(cast.worker)).exists()
    with pytest.raises(Conflict, match="有异议"):
        services.finish_agreement(actor=cast.worker, agreement_id=agreement.pk)

    kept = services.uphold_count(actor=cast.worker, delivery_id=delivery.pk, reason="两场没有开门")
    assert (kept.unit_answer, kept.quantity, kept.unit_quantity) == (UnitAnswer.UPHELD, 3, 5)
    services.finish_agreement(actor=cast.worker, agreement_id=agreement.pk)
    services.accept_agreement(
        actor=cast.worker,
        agreement_id=agreement.pk,
        accepted={line_of(agreement).pk: Acceptance(3, "少五场")},
    )


def test_a_count_is_taken_back_when_the_objection_is_right(cast):
    agreement = signed(cast, make_need(quantity=8))
    delivery = deliver(cast.worker, agreement, 3)
    services.contest_count(actor=cast.liaison, delivery_id=delivery.pk, quantity=0, words="那天没去")
    services.reverse_delivery(actor=cast.worker, delivery_id=delivery.pk, reason="记错了日子")

    assert lines_of([agreement.pk])[agreement.pk][0].delivered == 0
    with pytest.raises(Conflict):
        services.uphold_count(actor=cast.worker, delivery_id=delivery.pk, reason="不改")


def test_the_last_day_and_an_objection_left_lying_are_reminded_once(cast):
    agreement = signed(cast, make_need(quantity=8))
    asked, contested = deliver(cast.worker, agreement, 3), deliver(cast.worker, agreement, 2)
    services.contest_count(actor=cast.liaison, delivery_id=contested.pk, quantity=1, words="只有一场")
    today = timezone.localdate()
    for days in (5, 6, 7, 7):
        services.send_reminders(today + timedelta(days=days))

    sent = AgreementReminder.objects.filter(kind__in=("check", "contest")).order_by("kind")
    assert [(row.kind, row.about, (row.sent_on - today).days) for row in sent] == [
        ("check", asked.pk, 6),
        ("contest", contested.pk, 5),
    ]


def test_the_pages_show_both_numbers_and_what_each_side_may_do(cast, sign_in):
    agreement = signed(cast, make_need(quantity=8))
    delivery = deliver(cast.worker, agreement, 3)
    address = reverse("cobuilding:agreement", args=[agreement.pk])
    unit = sign_in(User.objects.get(pk=cast.liaison.user_id))
    assert "数不对，提异议" in unit.get(address).content.decode()
    assert str(unit.get(reverse("cobuilding:mine")).context["due"][0][1]) == "核对社区记的数"

    contest = reverse("cobuilding:contest_count", args=[delivery.pk])
    assert unit.post(contest, {"contest-quantity": "5"}).status_code == 422
    unit.post(contest, {"contest-quantity": "5", "contest-words": "签到五场"})
    community = sign_in(User.objects.get(pk=cast.worker.user_id))
    page = community.get(address).content.decode()
    assert "社区记 3 场，单位说 5 场" in page
    community.post(reverse("cobuilding:uphold_count", args=[delivery.pk]), {"uphold-reason": "核过"})
    listed = community.get(reverse("cobuilding:deliveries")).content.decode()
    assert "单位说 5" in listed and "社区已计数" in listed and "有异议，社区维持" in listed
