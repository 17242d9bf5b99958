"""What recurs: what was decided is looked through for reminders that have come."""

from gongjian.apps.councils.services.meetings import send_reminders
from gongjian.core.jobs import every

every(3600, "councils.reminders", send_reminders)
