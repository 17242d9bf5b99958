"""Reminders of pairings, each once: a visit that is owed soon, an answer or a confirmation whose day has come."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.cobuilding.choices.pairings import OpinionStatus
from gongjian.apps.cobuilding.models import Pairing, PairingReminder, UnitOpinion
from gongjian.apps.cobuilding.selectors.pairings.due import VisitState, states_of
from gongjian.apps.cobuilding.selectors.pairings.pairings import in_force
from gongjian.apps.parties.selectors import holders_of
from gongjian.apps.parties.services import notify
from gongjian.core.access import Right

AT_ONCE = 500


def send_reminders(today: date | None = None) -> int:
    """Send what has come and was not sent; return how many. Safe to run at any hour, any number of times."""
    day = today or timezone.localdate()
    return _remind_visits(day) + _remind_opinions(day)


def _remind_visits(today: date) -> int:
    """Remind both sides of every visit that is owed by the end of a part of the year. Pairings are read in portions."""
    sent, last = 0, 0
    rows = Pairing.objects.filter(in_force(today)).select_related("organisation").order_by("pk")
    while portion := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        states = states_of(portion, today)
        sent += sum(_remind_visit(pairing, states[pairing.pk], today) for pairing in portion)
        last = portion[-1].pk
    return sent


@transaction.atomic
def _remind_visit(pairing: Pairing, state: VisitState, today: date) -> int:
    if state.remind_on is None or state.due_on is None or state.remind_on > today:
        return 0
    if not PairingReminder.is_first(f"pairing {pairing.pk} {state.due_on}", today):
        return 0
    due = f"{state.due_on.month}月{state.due_on.day}日"
    url = reverse("cobuilding:pairing", args=[pairing.pk])
    people = holders_of(Right.COBUILDING_MANAGE, [pairing.place_code])
    if pairing.organisation_id:
        people += holders_of(Right.COBUILDING_OFFER, unit_ids=[pairing.organisation_id])
    sentence = f"{pairing}：这一期还没有走动，{due}前请安排一次。"
    notify(people, sentence, url, pairing.place_code, due_on=state.due_on)
    return 1


def _remind_opinions(today: date) -> int:
    rows = UnitOpinion.objects.filter(
        status__in=(OpinionStatus.ASSIGNED, OpinionStatus.ANSWERED), due_on__lte=today
    )
    found: Sequence[UnitOpinion] = list(rows.select_related("organisation").order_by("pk"))
    return sum(_remind_opinion(opinion, today) for opinion in found)


@transaction.atomic
def _remind_opinion(opinion: UnitOpinion, today: date) -> int:
    """Remind the owner of an answer, the unit of a confirmation, on its day."""
    about = f"opinion {opinion.pk} {opinion.status} {opinion.due_on}"
    if not PairingReminder.is_first(about, today):
        return 0
    url = reverse("cobuilding:opinion", args=[opinion.pk])
    if opinion.status == OpinionStatus.ASSIGNED:
        people = [opinion.owner_id] if opinion.owner_id else []
        sentence = f"{opinion.organisation}的意见该答复了：{opinion}"
    else:
        people = holders_of(Right.COBUILDING_OFFER, unit_ids=[opinion.organisation_id])
        sentence = f"请确认社区的答复：{opinion}"
        if not people and opinion.owner_id:
            people = [opinion.owner_id]
            sentence = f"{opinion.organisation}没有账号，还没有记下它的答复，请问一问：{opinion}"
    notify(people, sentence, url, opinion.place_code, due_on=opinion.due_on)
    return 1
