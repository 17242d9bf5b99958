"""Those on the roll are reminded: the roll is posted, the vote opens, it closes soon; each once an election.

Who has an account is told by a notice at once; who has none and left a telephone gets a text message, which the
public door sends in the order of the roll, since the way out of the house is there.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.councils.choices.elections import ElectionStatus, RemindStep
from gongjian.apps.councils.models.elections import Election, ElectionReminder
from gongjian.apps.councils.selectors.elections import reminded_in, reminder_rule
from gongjian.apps.parties.services import notify
from gongjian.core import audit
from gongjian.core.access import SYSTEM

SENTENCES = {
    RemindStep.POSTED: "选民名册公布了，请看有没有自己，不对的可以提异议",
    RemindStep.OPENED: "开始投票了，请带身份证到投票站",
    RemindStep.CLOSING: "投票快要截止，还没有领票的请抓紧",
}
LONGEST = timedelta(days=1)


@transaction.atomic
def remind_roll(election: Election, step: RemindStep) -> bool:
    """Remind those on the roll of a step, once; say whether it was done now."""
    reminder, is_new = ElectionReminder.objects.get_or_create(
        election=election, step=step, defaults={"at": timezone.now()}
    )
    if not is_new:
        return False
    people = set(
        reminded_in(reminder)
        .filter(resident__user__is_active=True)
        .values_list("resident__user_id", flat=True)
    )
    url = reverse("councils:public_election", args=[election.key])
    sentence = f"{election.title}：{SENTENCES[step]}。{election.station}，{_hours(election)}"
    notify(people, sentence, url, election.place_code, due_on=election.votes_on)
    reminder.told = len(people)
    if election.is_demo or not reminder_rule(election)["texts"]:
        reminder.texts_over_at = timezone.now()
    reminder.save(update_fields=["told", "texts_over_at"])
    audit.record(
        SYSTEM,
        "councils.election_reminded",
        reminder,
        after={"step": step, "told": len(people)},
        place_code=election.place_code,
    )
    return True


def _hours(election: Election) -> str:
    opens, closes = timezone.localtime(election.opens_at), timezone.localtime(election.closes_at)
    return f"{opens.month}月{opens.day}日{opens:%H:%M}到{closes:%H:%M}"


def remind_of_closing() -> int:
    """Remind those who have not taken a ballot of votes that close within the hours of the rule; return of how many."""
    now = timezone.now()
    running = Election.objects.filter(
        status=ElectionStatus.VOTING, closes_at__gt=now, closes_at__lte=now + LONGEST
    ).exclude(reminders__step=RemindStep.CLOSING)
    due = [
        row
        for row in running.order_by("closes_at", "pk")
        if row.closes_at <= now + timedelta(hours=int(reminder_rule(row)["closing_hours"]))
    ]
    return sum(remind_roll(row, RemindStep.CLOSING) for row in due)


@transaction.atomic
def note_texts(*, reminder_id: int, sent: int, upto: int, is_over: bool) -> None:
    """Note that text messages of a reminder went out up to a number on the roll."""
    row = ElectionReminder.objects.select_for_update(no_key=True).get(pk=reminder_id)
    row.texted, row.texted_upto = row.texted + sent, max(row.texted_upto, upto)
    if is_over:
        row.texts_over_at = timezone.now()
    row.save(update_fields=["texted", "texted_upto", "texts_over_at"])


def drop_texts(reminder_ids: Sequence[int]) -> None:
    """Send no more text messages of reminders that came too late to be of use."""
    ElectionReminder.objects.filter(pk__in=reminder_ids).update(texts_over_at=timezone.now())
