"""Tables of parties: who there is, who may act where, who stands in for whom."""

from gongjian.apps.parties.models.feeds import CalendarFeed
from gongjian.apps.parties.models.groups import Group, GroupMember
from gongjian.apps.parties.models.notices import Notice, NoticeQuerySet
from gongjian.apps.parties.models.organisations import Organisation
from gongjian.apps.parties.models.people import Grant, HandOver, PeopleManager, StandIn, User, UserImport
from gongjian.apps.parties.models.residents import Relation, Resident, ResidentImport

__all__ = [
    "CalendarFeed",
    "Grant",
    "Group",
    "GroupMember",
    "HandOver",
    "Notice",
    "NoticeQuerySet",
    "Organisation",
    "PeopleManager",
    "Relation",
    "Resident",
    "ResidentImport",
    "StandIn",
    "User",
    "UserImport",
]
