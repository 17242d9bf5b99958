"""Tables of the public door."""

from gongjian.apps.portal.models.consultations import Consultation, ConsultationIdea
from gongjian.apps.portal.models.doors import Door, PublicNotice
from gongjian.apps.portal.models.mail import Mailbox, ReceivedMail
from gongjian.apps.portal.models.submissions import Submission, SubmissionPhoto

__all__ = [
    "Consultation",
    "ConsultationIdea",
    "Door",
    "Mailbox",
    "PublicNotice",
    "ReceivedMail",
    "Submission",
    "SubmissionPhoto",
]
