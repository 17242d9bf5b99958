"""Tell those who are to mend, to look again, or who issued an order what came to them."""

from datetime import date

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.inspections.choices import CheckOutcome, OrderStatus
from gongjian.apps.inspections.models import Extension, Finding, Mending, RectificationOrder
from gongjian.apps.parties.selectors import holders_of
from gongjian.apps.parties.services import Topic, notify, settle_topic
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import OwnedQuerySet, Right
from gongjian.core.rules import RuleTable
from gongjian.core.workdays import add_workdays

REMIND_DAYS = "rectification.remind_workdays"
BATCH = 200


def answerers_of(order: RectificationOrder) -> list[int]:
    """List who is to mend: the unit's people, the community's, or the street's where the community has none."""
    right = Right.RECTIFICATIONS_ANSWER
    if order.organisation_id is not None:
        return holders_of(right, unit_ids=[order.organisation_id])
    return holders_of(right, [order.place_code]) or holders_of(right, [order.place_code[: Level.STREET]])


def tell_issued(order: RectificationOrder, count: int) -> None:
    """Tell who is to mend that an order came: one notice as long as none is signed for."""
    place = names_of([order.place_code]).get(order.place_code, order.place_code)
    notify(
        answerers_of(order),
        f"{order.number}：{place} {count} 处要在 {_day(order.due_on)}前整改好，请签收。",
        _url(order),
        order.place_code,
        topic=Topic(
            _issued_key(order), "{n} 份整改通知等签收。", f"{reverse('inspections:orders')}?view=mine"
        ),
        due_on=order.due_on,
    )


def settle_issued(order: RectificationOrder) -> None:
    """Take the notice away when no order of the place or unit waits to be signed for."""
    waiting = RectificationOrder.objects.filter(
        place_code=order.place_code, organisation=order.organisation_id, status=OrderStatus.PENDING
    )
    if not waiting.exists():
        settle_topic(_issued_key(order))


def tell_withdrawn(order: RectificationOrder) -> None:
    """Tell who was to mend that nothing is to be done any more."""
    sentence = f"{order.number}撤回了：{order.withdrawn_reason}"
    notify(answerers_of(order), sentence, _url(order), order.place_code)


def tell_answered(order: RectificationOrder, finding: Finding) -> None:
    """Tell the issuer's office and who found it that something waits for re-inspection: one notice an order."""
    people = {*holders_of(Right.INSPECTIONS_MANAGE, [order.issuer_code])}
    if finding.found_by_id is not None:
        people.add(finding.found_by_id)
    notify(
        people,
        f"{order.number}：“{finding.title}”报了整改，请复查。",
        reverse("inspections:finding", args=[finding.pk]),
        order.place_code,
        topic=Topic(f"mended:{order.pk}", f"{order.number}有 {{n}} 处报了整改，请复查。", _url(order)),
    )


def tell_checked(order: RectificationOrder, finding: Finding, row: Mending) -> None:
    """Tell who mended what the re-inspection found; take the checkers' notice away when nothing waits."""
    if order.status != OrderStatus.ANSWERED and not order.findings.filter(status="answered").exists():
        settle_topic(f"mended:{order.pk}")
    passed = row.outcome == CheckOutcome.PASSED
    said = "复查通过了" if passed else f"复查没有通过，{_day(finding.due_on)}前重改：{row.reason}"
    notify(
        answerers_of(order),
        f"{order.number}：“{finding.title}”{said}",
        reverse("inspections:finding", args=[finding.pk]),
        order.place_code,
        due_on=None if passed else finding.due_on,
    )


def tell_extension_asked(row: Extension) -> None:
    """Tell the issuer's office that more time is asked for."""
    order = row.order
    sentence = f"{order.number}申请延到 {_day(row.until_on)}：{row.reason}"
    notify(holders_of(Right.INSPECTIONS_MANAGE, [order.issuer_code]), sentence, _url(order), order.place_code)


def tell_extension_answered(row: Extension) -> None:
    """Tell who asked for more time what the issuer said."""
    order = row.order
    said = f"同意延到 {_day(row.until_on)}" if row.is_granted else f"不同意延期：{row.answer}"
    notify({*answerers_of(order), row.asked_by_id or 0} - {0}, f"{order.number}{said}", _url(order))


def remind_of_deadlines() -> int:
    """Remind of orders whose last day is near, and once more when it is over; return how many notices.

    Run by the worker every hour; an order is reminded of each last day once, however often it runs.
    """
    today = timezone.localdate()
    return _remind_before(today) + _tell_overdue(today)


def _remind_before(today: date) -> int:
    """Those who are to mend, so many working days ahead as the rule says."""
    rules = RuleTable("inspections.remind", REMIND_DAYS)
    told = 0
    for order in _waiting().exclude(_last_day_is("reminded_for")).filter(_ends(">=", today))[:BATCH]:
        days = int(rules.rule(REMIND_DAYS, on=today, place_code=order.place_code).value)
        if add_workdays(today, days) < order.last_day:
            continue
        sentence = f"{order.number}到 {_day(order.last_day)}截止，还没有报整改。"
        told += len(notify(answerers_of(order), sentence, _url(order), due_on=order.last_day))
        order.reminded_for = order.last_day
        order.save(update_fields=["reminded_for"])
    return told


def _tell_overdue(today: date) -> int:
    """Both sides, the day after the last day."""
    told = 0
    for order in _waiting().exclude(_last_day_is("overdue_for")).filter(_ends("<", today))[:BATCH]:
        people = {*answerers_of(order), *holders_of(Right.INSPECTIONS_MANAGE, [order.issuer_code])}
        sentence = f"{order.number}逾期了：{_day(order.last_day)}截止，还没有整改好。"
        told += len(notify(people, sentence, _url(order), order.place_code, due_on=order.last_day))
        order.overdue_for = order.last_day
        order.save(update_fields=["overdue_for"])
    return told


def _waiting() -> OwnedQuerySet:
    return RectificationOrder.objects.filter(status__in=OrderStatus.to_mend()).order_by("due_on", "pk")


def _last_day_is(field: str) -> Q:
    """Match orders already told of the last day that holds now."""
    return Q(redo_due_on__isnull=False, redo_due_on=F(field)) | Q(redo_due_on__isnull=True, due_on=F(field))


def _ends(how: str, day: date) -> Q:
    """Match orders whose last day is not over yet, or is."""
    lookup = "gte" if how == ">=" else "lt"
    return Q(**{"redo_due_on__isnull": False, f"redo_due_on__{lookup}": day}) | Q(
        **{"redo_due_on__isnull": True, f"due_on__{lookup}": day}
    )


def _issued_key(order: RectificationOrder) -> str:
    return f"orders:{order.place_code}:{order.organisation_id or ''}"


def _url(order: RectificationOrder) -> str:
    return reverse("inspections:order", args=[order.pk])


def _day(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""
