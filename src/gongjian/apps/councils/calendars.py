"""What councils put into a person's calendar: the meetings he sees, moved and cancelled ones too, and elections."""

from django.utils.translation import gettext_lazy as _

from gongjian.apps.councils.selectors.elections.entries import list_entries as list_election_entries
from gongjian.apps.councils.selectors.meetings.entries import list_entries
from gongjian.core.calendars import CalendarSource, register

register(CalendarSource("councils", _("议事会、联席会议"), list_entries))
register(CalendarSource("elections", _("选举"), list_election_entries))
