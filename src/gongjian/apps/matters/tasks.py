"""What recurs: reminders that have come, personal data kept long enough."""

from gongjian.apps.matters.services.reminders import send_reminders
from gongjian.apps.matters.services.reporters import forget_reporters
from gongjian.core.jobs import every

every(60, "matters.reminders", send_reminders)
every(3600, "matters.forget_reporters", forget_reporters)
