"""Reminders of yearly pledges: a review that is to be held soon, and one that is overdue, each once."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from gongjian.apps.cobuilding.choices import PledgeStatus, Side
from gongjian.apps.cobuilding.models import PairingReminder, Pledge
from gongjian.apps.cobuilding.services.agreements.telling import tell_side
from gongjian.apps.cobuilding.services.contribution.pledges import url_of
from gongjian.core import audit
from gongjian.core.access import SYSTEM
from gongjian.core.rules import RuleTable

REVIEW_DAYS, REMIND_DAYS = "cobuilding.pledge_review_days", "cobuilding.pledge_remind_days"


def send_reminders(today: date | None = None) -> int:
    """Remind the communities of last year's pledges that are not reviewed; return how many. Safe to run at any hour."""
    day = today or timezone.localdate()
    rows = Pledge.objects.filter(status=PledgeStatus.MADE, year__lt=day.year).select_related("organisation")
    rules = RuleTable("cobuilding.pledge_reminders", REVIEW_DAYS, REMIND_DAYS)
    return sum(_remind(pledge, day, rules) for pledge in rows.order_by("pk").iterator(500))


@transaction.atomic
def _remind(pledge: Pledge, day: date, rules: RuleTable) -> int:
    """Remind of one pledge by the rule of the day: so many days before its review is due, and the day after."""

    def days(key: str) -> timedelta:
        return timedelta(days=int(rules.rule(key, on=day, place_code=pledge.place_code).value))

    due_on = date(pledge.year, 12, 31) + days(REVIEW_DAYS)
    is_late = day > due_on
    if day < due_on - days(REMIND_DAYS):
        return 0
    if not PairingReminder.is_first(f"pledge {pledge.pk} {'late' if is_late else 'due'}", day):
        return 0
    last = f"{due_on.month}月{due_on.day}日"
    held = (
        f"评诺过了{last}还没有定等次，请开会评议"
        if is_late
        else f"请在{last}前评诺：社区和居民代表评，再定等次"
    )
    sentence = f"{pledge.organisation}{pledge.year}年的承诺，{held}。"
    tell_side(pledge, Side.COMMUNITY, sentence, url_of(pledge.pk), due_on=due_on)
    audit.record(SYSTEM, "cobuilding.reminded", pledge, after={"text": sentence})
    return 1
