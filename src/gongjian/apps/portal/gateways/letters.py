"""Letters by the mail server of the settings: plain text, with headers that keep programs from answering each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from gongjian.apps.parties.services.notices import has_mail
from gongjian.apps.portal.gateways.faults import Down, Refused, SendFault

FOR_EVER = 500
ALWAYS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "X-Loop": "gongjian"}


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter; `message_id` is the same however often it is sent."""

    message_id: str
    to: str
    subject: str
    body: str
    reply_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def is_configured() -> bool:
    """Say whether the installation sends mail."""
    return has_mail()


def send(letter: Letter) -> None:
    """Send one letter. Raises SendFault."""
    try:
        validate_email(letter.to)
    except ValidationError as error:
        raise Refused("邮箱地址写得不对") from error
    mail = EmailMessage(
        letter.subject,
        letter.body,
        to=[letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={"Message-ID": letter.message_id, **ALWAYS, **letter.headers},
    )
    try:
        mail.send()
    except SMTPRecipientsRefused as refusal:
        raise _refusal(max(code for code, _said in refusal.recipients.values())) from refusal
    except SMTPDataError as refusal:
        raise _refusal(refusal.smtp_code) from refusal
    except SMTPResponseException as fault:
        raise Down(f"邮件服务器回 {fault.smtp_code}，请查邮件设置") from fault
    except (SMTPException, OSError) as fault:
        raise Down(f"邮件服务器连不上：{type(fault).__name__}") from fault


def _refusal(code: int) -> SendFault:
    if code >= FOR_EVER:
        return Refused(f"对方邮箱不收（{code}）")
    return SendFault(f"对方邮箱暂时不收（{code}）")
