"""What the workbench puts into a person's calendar: the days by which his work is due."""

from django.utils.translation import gettext_lazy as _

from gongjian.apps.workbench.selectors.deadlines import list_deadlines
from gongjian.core.calendars import CalendarSource, register

register(CalendarSource("workbench", _("你手里事情的到期日"), list_deadlines))
