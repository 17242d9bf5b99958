"""What changes in councils, their meetings and what these decided."""

from gongjian.apps.councils.services.meetings.agenda import (
    ItemSpec,
    accept_item,
    add_papers,
    propose_idea,
    propose_item,
    put_off_item,
)
from gongjian.apps.councils.services.meetings.chairing import exchange_chair, skip_chair
from gongjian.apps.councils.services.meetings.membership import (
    CouncilSpec,
    DelegateSpec,
    MemberSpec,
    add_delegate,
    add_member,
    edit_council,
    end_council,
    end_delegate,
    found_council,
    remove_member,
    set_chair_order,
)
from gongjian.apps.councils.services.meetings.papers import compose_minutes, read_paper
from gongjian.apps.councils.services.meetings.planning import (
    MeetingSpec,
    call_meeting,
    cancel_meeting,
    move_meeting,
    plan_meeting,
)
from gongjian.apps.councils.services.meetings.records import (
    HandsSpec,
    SeatSpec,
    close_meeting,
    record_attendance,
    record_item,
)
from gongjian.apps.councils.services.meetings.reminders import send_reminders
from gongjian.apps.councils.services.meetings.replies import ProxySpec, reply_to_notice, send_substitute
from gongjian.apps.councils.services.meetings.resolutions import (
    ResolutionSpec,
    answer_resolution,
    confirm_resolution,
    make_resolution,
    void_resolution,
)
from gongjian.apps.councils.services.meetings.secret import (
    close_item_vote,
    open_item_vote,
    question_of,
    read_item_papers,
    recount_item,
)
from gongjian.core.attachments import Upload

__all__ = [
    "CouncilSpec",
    "DelegateSpec",
    "HandsSpec",
    "ItemSpec",
    "MeetingSpec",
    "MemberSpec",
    "ProxySpec",
    "ResolutionSpec",
    "SeatSpec",
    "Upload",
    "accept_item",
    "add_delegate",
    "add_member",
    "add_papers",
    "answer_resolution",
    "call_meeting",
    "cancel_meeting",
    "close_item_vote",
    "close_meeting",
    "compose_minutes",
    "confirm_resolution",
    "edit_council",
    "end_council",
    "end_delegate",
    "exchange_chair",
    "found_council",
    "make_resolution",
    "move_meeting",
    "open_item_vote",
    "plan_meeting",
    "propose_idea",
    "propose_item",
    "put_off_item",
    "question_of",
    "read_item_papers",
    "read_paper",
    "record_attendance",
    "record_item",
    "recount_item",
    "remove_member",
    "reply_to_notice",
    "send_reminders",
    "send_substitute",
    "set_chair_order",
    "skip_chair",
    "void_resolution",
]
