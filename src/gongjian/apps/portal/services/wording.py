"""What a message to the reporter says: in a text message no more than the number, the state and the way to the rest."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.matters.choices import MatterKind, MatterSource, StepKind
from gongjian.apps.matters.models import Message
from gongjian.apps.portal.selectors import PublicPlace, find_place
from gongjian.core.errors import NotFound
from gongjian.core.rules import rule_value

STATES = {
    StepKind.REPORTED: "已收到",
    StepKind.FILED: "已受理",
    StepKind.REJECTED: "没有受理",
    StepKind.DISPATCHED: "已交办",
    StepKind.WHISTLED: "已交办",
    StepKind.MERGED: "和同一件事一起办",
    StepKind.SPLIT: "分成几件办",
    StepKind.VOIDED: "已作废",
    StepKind.REOPENED: "已重新打开",
    StepKind.ANSWERED: "已有答复",
}
NEWS = "有新进展"
DANGER = "有生命危险请马上打110、119、120。"
SMS_CHARS, SMS_HOURS = "portal.sms_chars", "portal.sms_hours"


@dataclass(frozen=True)
class Told:
    """What goes into a message: `link` is "" without PUBLIC_URL or where no door is open."""

    message: Message
    place: PublicPlace | None
    link: str

    @property
    def state(self) -> str:
        """Where the matter stands, in a word."""
        return STATES.get(StepKind(self.message.kind), NEWS)

    @property
    def is_danger(self) -> bool:
        """Whether this is the first answer to what speaks of danger to life."""
        return self.message.matter.is_danger and self.message.kind == StepKind.REPORTED


def told_of(message: Message) -> Told:
    """Gather what a message goes out with."""
    try:
        place = find_place(message.matter.place_code)
    except NotFound:
        return Told(message, None, "")
    return Told(message, place, _address("portal:follow", place))


def sms_text(told: Told) -> str:
    """Write a text message within the rule's length; what doesn't fit is left out, the link first.

    Nothing that anybody wrote is in it, nor who he is: a phone's screen is read by others.
    """
    matter = told.message.matter
    danger = DANGER if told.is_danger else ""
    core = f"{danger}您反映的事 {matter.number} {told.state}。"
    return fitted(core, f"查进度：{told.link}" if told.link else "", matter.place_code)


def fitted(core: str, more: str, place_code: str) -> str:
    """Write a text message within the rule's length: all of it, or what matters most."""
    limit = int(rule_value(SMS_CHARS, on=timezone.localdate(), place_code=place_code))
    return core + more if len(core + more) <= limit else core[:limit]


def subject_of(told: Told) -> str:
    """Write the subject of a letter: the number, by which answers find the matter, and the state."""
    return f"您反映的事 {told.message.matter.number} {told.state}"


def letter_text(told: Told, *, may_reply: bool) -> str:
    """Write a letter. Of a dispute it says no more than a text message does: a mailbox is not sealed."""
    message, matter = told.message, told.message.matter
    secret = matter.kind == MatterKind.DISPUTE
    parts = [DANGER] if told.is_danger else []
    parts.append(f"您反映的事 {matter.number} {told.state}。" if secret else message.words)
    follow = [f"编号：{matter.number}"]
    if message.follow_code:
        follow.append(f"查询码：{message.follow_code}（请留好，只给您这一次）")
    if told.link:
        follow.append(f"查进度：{told.link}")
    parts.append("\n".join(follow))
    parts.append("\n".join(_foot(told, may_reply)))
    return "\n\n".join(parts) + "\n"


def _foot(told: Told, may_reply: bool) -> list[str]:
    lines = ["要补充情况，直接回这封信就行，别改主题。" if may_reply else "这封信由系统发出，不用回复。"]
    if told.message.matter.source == MatterSource.MAIL:
        lines.append(
            "您信里的内容和邮箱只用来办这件事、答复您，原信加密保存；不同意的，在查进度的网页上可以删去。"
        )
    if told.place:
        door = told.place.door
        lines.append(f"{told.place.desk_name}值班台，电话 {door.phone}。")
        lines.append(f"个人信息保护找：{door.privacy_contact}。{_address('portal:privacy', told.place)}")
    if told.link:
        lines.append("不想再收消息：打开查进度的网页，填编号和查询码，点“不再发消息给我”。")
    return lines


def _address(name: str, place: PublicPlace) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=[place.url_name])}" if settings.PUBLIC_URL else ""


def quiet_until(told_at: datetime, place_code: str) -> datetime | None:
    """Return when text messages may go out again; None if they may at that moment. From the first hour on, up to the last."""
    local = timezone.localtime(told_at)
    [span] = rule_value(SMS_HOURS, on=local.date(), place_code=place_code)
    first, last = (time.fromisoformat(text) for text in span.split("-"))
    if first <= local.time() < last:
        return None
    day = local.date() if local.time() < first else local.date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, first))
