"""Pages of hearings: applications, hearings, the vote, postings."""

from gongjian.apps.hearings.views.applications import (
    add_application,
    decide,
    list_applications,
    record_findings,
    reveal_application,
    show_application,
    withdraw_application,
)
from gongjian.apps.hearings.views.hearings import (
    call_hearing,
    draw_panel,
    publish_list,
    record_attendance,
    recuse,
    reveal_panel,
    send_notice,
    show_hearing,
    void_hearing,
    write_record,
)
from gongjian.apps.hearings.views.papers import take_decision, take_notice, take_posting, take_record
from gongjian.apps.hearings.views.postings import (
    answer_objection,
    post_result,
    show_posting,
    take_objection,
)
from gongjian.apps.hearings.views.votes import (
    close_vote,
    download_certificate,
    open_vote,
    read_papers,
    recount,
)
from gongjian.apps.hearings.views.voting import vote

__all__ = [
    "add_application",
    "answer_objection",
    "call_hearing",
    "close_vote",
    "decide",
    "download_certificate",
    "draw_panel",
    "list_applications",
    "open_vote",
    "post_result",
    "publish_list",
    "read_papers",
    "record_attendance",
    "record_findings",
    "recount",
    "recuse",
    "reveal_application",
    "reveal_panel",
    "send_notice",
    "show_application",
    "show_hearing",
    "show_posting",
    "take_decision",
    "take_notice",
    "take_objection",
    "take_posting",
    "take_record",
    "void_hearing",
    "vote",
    "withdraw_application",
    "write_record",
]
