"""What recurs: matters are looked through for reminders that have come."""

from gongjian.apps.matters.services.reminders import send_reminders
from gongjian.core.jobs import every

every(60, "matters.reminders", send_reminders)
