"""What recurs: reminders of what was decided, and of discussions that are over."""

from gongjian.apps.councils.services.covenants import remind_of_discussions
from gongjian.apps.councils.services.meetings import send_reminders
from gongjian.core.jobs import every

every(3600, "councils.reminders", send_reminders)
every(600, "councils.discussions", remind_of_discussions)
