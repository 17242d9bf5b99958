"""Forms of the public door: strings into what the services take."""

from gongjian.apps.portal.forms.desk import (
    AnswerForm,
    CalledForm,
    ConsultationForm,
    DoorForm,
    NoticeForm,
    OpenLetterForm,
)
from gongjian.apps.portal.forms.following import FollowForm, RateForm, ReopenForm
from gongjian.apps.portal.forms.report import IdeaForm, OpinionForm, ReportForm

__all__ = [
    "AnswerForm",
    "CalledForm",
    "ConsultationForm",
    "DoorForm",
    "FollowForm",
    "IdeaForm",
    "NoticeForm",
    "OpenLetterForm",
    "OpinionForm",
    "RateForm",
    "ReopenForm",
    "ReportForm",
]
