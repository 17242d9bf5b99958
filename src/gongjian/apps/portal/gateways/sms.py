"""Text messages, through whatever service the office has: one signed POST of JSON to the address in SMS_URL.

Services differ, so ours is neutral: a small bridge at the office turns it into what its service wants, or the service
speaks it itself. The body and the answers are described in `docs/howto/mailbox.zh-CN.md`.
"""

import json
from dataclasses import asdict, dataclass

from django.conf import settings
from django.utils import timezone

from gongjian.apps.portal.gateways.faults import Down, Refused, SendFault
from gongjian.core import outside
from gongjian.core.signed_calls import signed_headers

ANSWER_BYTES = 4096
FOR_EVER = frozenset({400, 404, 410, 422})
"""Answers that say the number or the text won't be taken, however often it is tried."""
TURNED_AWAY = frozenset({401, 403})
"""Answers that say we are not let in: nothing else gets through either."""


@dataclass(frozen=True, kw_only=True)
class TextMessage:
    """One text message: `template` is the service's own number for this kind, where it wants one."""

    id: str
    phone: str
    text: str
    kind: str
    template: str
    number: str
    state: str
    link: str


def is_configured() -> bool:
    """Say whether the installation sends text messages."""
    return bool(settings.SMS_URL)


def send(message: TextMessage) -> None:
    """Send one; sending it again with the same id is the same message to the service. Raises SendFault."""
    content = json.dumps(asdict(message), ensure_ascii=False, separators=(",", ":")).encode()
    headers = signed_headers(settings.SMS_SECRET.encode(), message.id, timezone.now(), content)
    headers["Idempotency-Key"] = message.id
    try:
        answer = outside.call("POST", settings.SMS_URL, body=content, headers=headers, most=ANSWER_BYTES)
    except outside.OutsideFault as fault:
        raise Down(f"短信平台连不上：{fault}") from fault
    if 200 <= answer.status < 300:
        return
    if answer.status in FOR_EVER:
        raise Refused(f"短信平台不收这个号码或内容（{answer.status}）")
    if answer.status in TURNED_AWAY:
        raise Down(f"短信平台不认我们的签名（{answer.status}），请查 SMS_SECRET")
    raise SendFault(f"短信平台回 {answer.status}")
