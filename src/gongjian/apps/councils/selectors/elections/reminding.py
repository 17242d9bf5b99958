"""Who is reminded of an election, and which text messages wait to go out."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from gongjian.apps.councils.choices.elections import RemindStep
from gongjian.apps.councils.models.elections import Election, ElectionReminder, RollEntry
from gongjian.core.rules import rule_value


def reminder_rule(election: Election) -> Mapping[str, Any]:
    """Return how those on the roll are reminded, by the rule of election day."""
    found: Mapping[str, Any] = rule_value(
        "elections.reminders", on=election.votes_on, place_code=election.place_code
    )
    return found


def reminded_in(reminder: ElectionReminder) -> QuerySet[RollEntry]:
    """List whom a reminder is for: everybody on the roll; shortly before the end whoever took no ballot."""
    rows = RollEntry.objects.filter(election=reminder.election_id, is_struck=False)
    return rows.filter(given="") if reminder.step == RemindStep.CLOSING else rows


def list_texts_waiting() -> list[ElectionReminder]:
    """List the reminders whose text messages are not over, the oldest first. One query."""
    rows = ElectionReminder.objects.filter(texts_over_at__isnull=True).order_by("at", "pk")
    return list(rows.select_related("election"))


def next_to_text(reminder: ElectionReminder, limit: int) -> list[RollEntry]:
    """List who is next on the roll to get a text message; who has an account is told there. One query.

    Some may have left no telephone, which is encrypted and can't be asked for.
    """
    rows = reminded_in(reminder).filter(number__gt=reminder.texted_upto)
    rows = rows.exclude(resident__user__is_active=True)
    return list(rows.select_related("resident").order_by("number")[:limit])
