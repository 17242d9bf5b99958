"""Writes of hearings: each checks the right and the turn, writes, and leaves a trace."""

from gongjian.apps.hearings.services.applications import (
    ApplicationSpec,
    PersonalFacts,
    PersonSpec,
    apply_for_aid,
    read_application,
    record_findings,
    withdraw_application,
)
from gongjian.apps.hearings.services.decisions import end_benefit, grant, refuse
from gongjian.apps.hearings.services.meetings import (
    present_seats,
    read_panel,
    record_attendance,
    send_notice,
    write_record,
)
from gongjian.apps.hearings.services.panels import (
    call_hearing,
    draw_panel,
    publish_list,
    recuse,
    void_hearing,
)
from gongjian.apps.hearings.services.papers import (
    render_decision,
    render_notice,
    render_posting,
    render_record,
)
from gongjian.apps.hearings.services.postings import (
    answer_objection,
    post_result,
    take_objection,
    what_waits,
)
from gongjian.apps.hearings.services.voting import (
    QUESTION,
    Papers,
    close_vote,
    open_vote,
    read_papers,
    recount,
)

__all__ = [
    "QUESTION",
    "ApplicationSpec",
    "Papers",
    "PersonSpec",
    "PersonalFacts",
    "answer_objection",
    "apply_for_aid",
    "call_hearing",
    "close_vote",
    "draw_panel",
    "end_benefit",
    "grant",
    "open_vote",
    "post_result",
    "present_seats",
    "publish_list",
    "read_application",
    "read_panel",
    "read_papers",
    "record_attendance",
    "record_findings",
    "recount",
    "recuse",
    "refuse",
    "render_decision",
    "render_notice",
    "render_posting",
    "render_record",
    "send_notice",
    "take_objection",
    "void_hearing",
    "what_waits",
    "withdraw_application",
    "write_record",
]
