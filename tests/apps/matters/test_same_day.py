"""Small disputes don't stay overnight: the desk is warned, the level above told, the figure counts."""

from datetime import timedelta

import pytest

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import MatterKind
from gongjian.apps.matters.models import Matter, Reminder
from gongjian.core.clock import at
from tests.matter_factories import class_of, make_matter
from tests.mediation_factories import make_dispute


def steps_of(matter: Matter) -> list[str]:
    told = Reminder.objects.filter(matter=matter, step__startswith="day:")
    return list(told.order_by("pk").values_list("step", flat=True))


@pytest.mark.parametrize(
    ("hours", "told"),
    [(10.9, []), (11, ["day:soon"]), (14.9, ["day:soon"]), (15, ["day:soon", "day:missed"])],
)
def test_nobody_spoken_to_is_told_before_and_at_midnight(now, hours, told):
    matter = make_dispute()

    with at(now + timedelta(hours=hours)):
        services.send_reminders()
        services.send_reminders()

    assert steps_of(matter) == told


def test_who_was_spoken_to_is_not_told_of(desk, now):
    matter = make_dispute()
    services.contact(actor=desk, matter_id=matter.pk, words="两家都打了电话")

    with at(now + timedelta(days=1)):
        services.send_reminders()

    assert steps_of(matter) == []


def test_a_class_with_a_longer_limit_leaves_the_day_as_it_is(desk, now):
    matter = make_dispute()
    services.file_matter(actor=desk, matter_id=matter.pk, class_id=class_of().pk)

    filed = Matter.objects.get(pk=matter.pk)

    assert filed.due_at > filed.same_day_due_at
    assert filed.same_day_due_at == matter.same_day_due_at == now + timedelta(hours=15)


def test_what_comes_after_closing_time_has_the_next_day(now):
    with at(now + timedelta(hours=12)):
        matter = make_dispute()

    assert matter.same_day_due_at == now + timedelta(hours=15, days=1)


@pytest.mark.parametrize("kind", [kind for kind in MatterKind if kind != MatterKind.DISPUTE])
def test_other_kinds_have_no_such_day(kind):
    assert make_matter(kind=kind).same_day_due_at is None
