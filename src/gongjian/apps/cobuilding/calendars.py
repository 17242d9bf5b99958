"""What building together puts into a person's calendar: the tea parties in sight."""

from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.selectors.pairings.entries import list_entries
from gongjian.core.calendars import CalendarSource, register

register(CalendarSource("cobuilding", _("迎新春茶话会"), list_entries))
