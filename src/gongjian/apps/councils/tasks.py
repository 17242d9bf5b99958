"""What recurs: reminders of what was decided, of discussions that are over, of votes that close soon."""

from gongjian.apps.councils.services.covenants import remind_of_discussions
from gongjian.apps.councils.services.elections import remind_of_closing
from gongjian.apps.councils.services.meetings import send_reminders
from gongjian.core.jobs import every

every(3600, "councils.reminders", send_reminders)
every(600, "councils.discussions", remind_of_discussions)
every(600, "councils.elections_closing", remind_of_closing)
