"""What recurs: messages that are due go out, old answers and logs are dropped."""

from gongjian.apps.api.services import forget_answers, forget_old, send_due
from gongjian.core.jobs import every

every(5, "api.webhooks", send_due)
every(3600, "api.log", forget_old)
every(3600, "api.answers", forget_answers)
