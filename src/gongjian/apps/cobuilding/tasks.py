"""What recurs: visits and opinions are looked through for reminders that have come."""

from gongjian.apps.cobuilding.services.pairings import send_reminders
from gongjian.core.jobs import every

every(3600, "cobuilding.pairing_reminders", send_reminders)
