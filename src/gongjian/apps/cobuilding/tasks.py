"""What recurs: agreements, visits and opinions are looked through for reminders that have come, points for their last day."""

from gongjian.apps.cobuilding.services import agreements, pairings
from gongjian.apps.cobuilding.services.contribution import expire_points
from gongjian.core.jobs import every

every(3600, "cobuilding.pairing_reminders", pairings.send_reminders)
every(3600, "cobuilding.agreement_reminders", agreements.send_reminders)
every(86_400, "cobuilding.expire_points", expire_points)
