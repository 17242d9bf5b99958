"""Tell the people of a council: delegates by their account, and those who run it for its place."""

from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils import timezone

from gongjian.apps.councils.models import Attendance, CouncilDelegate, Meeting, Resolution, in_force
from gongjian.apps.councils.selectors.meetings import members_on
from gongjian.apps.councils.selectors.meetings.seats import user_ids_of
from gongjian.apps.parties.selectors import people_with
from gongjian.apps.parties.services import notify
from gongjian.core.access import Right


def tell_members(meeting: Meeting, sentence: str, *, due_on: date | None = None) -> None:
    """Tell everybody who speaks for a member today, those sent in their place too."""
    people = set(user_ids_of(members_on(meeting.council_id, timezone.localdate())))
    sent = Attendance.objects.filter(meeting=meeting, substitute_user_id__isnull=False)
    people |= set(sent.values_list("substitute_user_id", flat=True))
    notify(people, sentence, meeting_url(meeting), meeting.council.place_code, due_on=due_on)


def tell_member(member_id: int, sentence: str, url: str, place_code: str, due_on: date | None = None) -> bool:
    """Tell who speaks for one member; say whether there was anybody with an account."""
    people = speakers_for([member_id])
    notify(people, sentence, url, place_code, due_on=due_on)
    return bool(people)


def tell_hosts(place_code: str, sentence: str, url: str, due_on: date | None = None) -> None:
    """Tell those who run the councils of a place."""
    people = [user.pk for user in people_with(Right.COUNCILS_MANAGE, place_code)]
    notify(people, sentence, url, place_code, due_on=due_on)


def speakers_for(member_ids: Collection[int]) -> list[int]:
    """List who speaks for members today, as far as they have an account."""
    today = timezone.localdate()
    rows = CouncilDelegate.objects.filter(
        in_force(today, ""),
        in_force(today, "member__", "joined_on", "left_on"),
        member_id__in=member_ids,
        user__isnull=False,
    )
    return sorted(set(rows.values_list("user_id", flat=True)))


def meeting_url(meeting: Meeting) -> str:
    """Return the address of a meeting."""
    return reverse("councils:meeting", args=[meeting.pk])


def resolution_url(resolution: Resolution) -> str:
    """Return the address of something decided."""
    return reverse("councils:resolution", args=[resolution.pk])
