"""Forms of hearings: strings into what the services take."""

from gongjian.apps.hearings.forms.applications import (
    ApplicationForm,
    EndForm,
    FindingsForm,
    GrantForm,
    ReasonForm,
    RefusalForm,
)
from gongjian.apps.hearings.forms.hearings import (
    AttendanceForm,
    HearingForm,
    NoticeForm,
    NumberForm,
    PaperForm,
    PapersIssuedForm,
    RecordForm,
    RecusalForm,
)
from gongjian.apps.hearings.forms.postings import AnswerForm, ObjectionForm, PostingForm

__all__ = [
    "AnswerForm",
    "ApplicationForm",
    "AttendanceForm",
    "EndForm",
    "FindingsForm",
    "GrantForm",
    "HearingForm",
    "NoticeForm",
    "NumberForm",
    "ObjectionForm",
    "PaperForm",
    "PapersIssuedForm",
    "PostingForm",
    "ReasonForm",
    "RecordForm",
    "RecusalForm",
    "RefusalForm",
]
