"""What recurs: reminders that have come, personal data and exports kept long enough, drafts of analyses."""

from gongjian.apps.matters.services.analyses import prepare_analyses
from gongjian.apps.matters.services.exports import forget_exports
from gongjian.apps.matters.services.mediation import remind_mediators
from gongjian.apps.matters.services.reminders import send_reminders
from gongjian.apps.matters.services.reporters import forget_reporters
from gongjian.core.jobs import every

every(15, "matters.reminders", send_reminders)
every(60, "matters.remind_mediators", remind_mediators)
every(3600, "matters.forget_reporters", forget_reporters)
every(3600, "matters.analyses", prepare_analyses)
every(3600, "matters.forget_exports", forget_exports)
