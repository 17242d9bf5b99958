"""What supervision puts into a person's calendar: the times of its plans, and the meetings that are prepared."""

from django.utils.translation import gettext_lazy as _

from gongjian.apps.supervision.selectors.entries import list_entries
from gongjian.core.calendars import CalendarSource, register

register(CalendarSource("supervision", _("督查日程、例会"), list_entries))
