"""Builders of councils: nine units and a person, their delegates, a meeting at any step."""

from datetime import date, datetime, timedelta
from itertools import count

from django.utils import timezone

from gongjian.apps.councils.choices import CouncilKind
from gongjian.apps.councils.models import AgendaItem, Council, CouncilDelegate, CouncilMember, Meeting
from gongjian.apps.councils.services import meetings as services
from gongjian.apps.councils.services.meetings import ItemSpec, MeetingSpec, SeatSpec
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.models import User
from gongjian.core.access import Actor, Role
from tests.factories import COMMUNITIES, make_organisation, make_user

COMMUNITY = COMMUNITIES[0]
WEDNESDAY = date(2026, 11, 25)
_numbers = count(1)


def moment(day: date = WEDNESDAY, hour: int = 10) -> datetime:
    """A moment in the office's zone."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def in_days(days: int, hour: int = 10) -> datetime:
    """A moment some days after today."""
    return moment(timezone.localdate() + timedelta(days=days), hour)


def make_council(members: int = 3, kind: CouncilKind = CouncilKind.CONSULTATION, **fields: object) -> Council:
    """A council of the first community with units as members, without delegates."""
    defaults = {"name": f"议事会{next(_numbers)}", "founded_on": date(2026, 1, 5), "venue": "二楼会议室"}
    council = Council.objects.create(place_code=COMMUNITY, kind=kind, **{**defaults, **fields})
    for number in range(1, members + 1):
        make_member(council, chair_order=number)
    return council


def make_member(council: Council, **fields: object) -> CouncilMember:
    """A unit that sits in a council."""
    unit = make_organisation(COMMUNITY, kind=OrganisationKind.RESIDENT_UNIT)
    defaults = {"organisation": unit, "joined_on": date(2026, 1, 5)}
    return CouncilMember.objects.create(council=council, **{**defaults, **fields})


def make_delegate(member: CouncilMember, **fields: object) -> User:
    """The person who speaks for a member, with an account of its unit."""
    user = make_user(Role.UNIT_CONTACT, COMMUNITY, organisation=member.organisation)
    defaults = {"name": user.full_name, "user": user, "starts_on": date(2026, 1, 5)}
    CouncilDelegate.objects.create(member=member, **{**defaults, **fields})
    return user


def with_delegates(council: Council) -> list[User]:
    """Name a delegate for every member, in their order."""
    return [make_delegate(member) for member in council.members.order_by("chair_order")]


def plan(actor: Actor, council: Council, days: int = 7, **fields: object) -> Meeting:
    """A planned meeting with one accepted item."""
    meeting = services.plan_meeting(
        actor=actor, council_id=council.pk, spec=MeetingSpec(starts_at=in_days(days), **fields)
    )
    accepted(actor, meeting)
    return meeting


def accepted(actor: Actor, meeting: Meeting, title: str = "开放停车场") -> AgendaItem:
    """An item on the agenda of a meeting."""
    spec = ItemSpec(title=title, detail="晚上空着一半")
    item = services.propose_item(actor=actor, council_id=meeting.council_id, spec=spec)
    return services.accept_item(actor=actor, agenda_item_id=item.pk, council_meeting_id=meeting.pk)


def call(actor: Actor, council: Council, days: int = 7) -> Meeting:
    """A meeting whose notice was sent."""
    meeting = plan(actor, council, days)
    return services.call_meeting(actor=actor, council_meeting_id=meeting.pk)


def hold(actor: Actor, meeting: Meeting, present: int | None = None) -> Meeting:
    """Record that so many of the members came, all without a number; the clock must stand on the day or later."""
    members = list(meeting.council.members.filter(left_on=None).order_by("chair_order", "pk"))
    seats = [SeatSpec(member_id=member.pk) for member in members[:present]]
    return services.record_attendance(
        actor=actor, council_meeting_id=meeting.pk, seats=seats, recorder="小李"
    )
