"""What recurs: mail that was not taken is tried again."""

from gongjian.apps.parties.services import mail_waiting
from gongjian.core.jobs import every

every(300, "parties.mail", mail_waiting)
