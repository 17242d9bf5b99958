"""What recurs: matters are looked through for reminders that have come."""

from gongjian.apps.supervision.services.reminders import send_reminders
from gongjian.core.jobs import every

every(3600, "supervision.reminders", send_reminders)
