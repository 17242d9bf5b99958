"""What recurs: photos that wait are cleaned, messages go out, forms done with are forgotten, and so are buckets that are full again."""

from gongjian.apps.portal.services import (
    check_mailbox,
    clean_waiting,
    drop_strays,
    forget_old,
    send_due,
    text_voters,
)
from gongjian.core.flood import forget_full
from gongjian.core.jobs import every

every(2, "portal.photos", clean_waiting)
every(60, "portal.mailbox", check_mailbox)
every(10, "portal.messages", send_due)
every(30, "portal.election_texts", text_voters)
every(3600, "portal.forget_old", forget_old)
every(3600, "portal.drop_strays", drop_strays)
every(3600, "flood.forget_full", forget_full)
