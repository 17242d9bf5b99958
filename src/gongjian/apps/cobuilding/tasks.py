"""What recurs: agreements, visits, opinions and pledges looked through for reminders, points for their last day, lists for what ends or goes on."""

from gongjian.apps.cobuilding.services import agreements, pairings
from gongjian.apps.cobuilding.services.contribution import expire_points, remind_reviews
from gongjian.apps.cobuilding.services.renewals import keep_lists, remind_renewals
from gongjian.core.jobs import every

every(3600, "cobuilding.pairing_reminders", pairings.send_reminders)
every(3600, "cobuilding.agreement_reminders", agreements.send_reminders)
every(3600, "cobuilding.pledge_reminders", remind_reviews)
every(86_400, "cobuilding.expire_points", expire_points)
every(3600, "cobuilding.keep_lists", keep_lists)
every(6 * 3600, "cobuilding.remind_renewals", remind_renewals)
