"""Forms of councils and their meetings: strings into what the services take."""

from gongjian.apps.councils.forms.meetings.councils import (
    CouncilEditForm,
    CouncilForm,
    DelegateForm,
    MemberForm,
    OrderForm,
    WhyForm,
)
from gongjian.apps.councils.forms.meetings.meetings import (
    AttendanceForm,
    ChairForm,
    MeetingForm,
    MoveForm,
    ProxyForm,
    ReplyForm,
)
from gongjian.apps.councils.forms.meetings.records import (
    AcceptForm,
    CloseForm,
    ConfirmForm,
    HostItemForm,
    IdeaItemForm,
    ItemForm,
    RecordForm,
    ResolutionForm,
    ResultForm,
    SecretItemForm,
    SummaryForm,
)

__all__ = [
    "AcceptForm",
    "AttendanceForm",
    "ChairForm",
    "CloseForm",
    "ConfirmForm",
    "CouncilEditForm",
    "CouncilForm",
    "DelegateForm",
    "HostItemForm",
    "IdeaItemForm",
    "ItemForm",
    "MeetingForm",
    "MemberForm",
    "MoveForm",
    "OrderForm",
    "ProxyForm",
    "RecordForm",
    "ReplyForm",
    "ResolutionForm",
    "ResultForm",
    "SecretItemForm",
    "SummaryForm",
    "WhyForm",
]
