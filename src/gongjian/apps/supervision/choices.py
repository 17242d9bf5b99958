"""Words of the supervision app."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.engines.worktime import Repeat as RepeatRule
from gongjian.engines.worktime import Shift as ShiftRule


class ActivityKind(models.TextChoices):
    """What a plan of supervision has people do again and again."""

    ON_SITE = "on_site", _("到场督查")
    MEETING = "meeting", _("工作例会")
    HEAD = "head", _("领导现场督查")
    APPRAISAL = "appraisal", _("考核")


class Repeat(models.TextChoices):
    """How often an activity comes round."""

    DAILY = RepeatRule.DAILY.value, _("每个工作日")
    WEEKLY = RepeatRule.WEEKLY.value, _("每周")
    MONTHLY = RepeatRule.MONTHLY.value, _("每月")
    YEARLY = RepeatRule.YEARLY.value, _("每年几次")


class Shift(models.TextChoices):
    """Where it goes when the day is not worked."""

    NEXT = ShiftRule.NEXT.value, _("顺延到下一个工作日")
    PREVIOUS = ShiftRule.PREVIOUS.value, _("提前到上一个工作日")
    SKIP = ShiftRule.SKIP.value, _("这一次不办")


class Weekday(models.IntegerChoices):
    """Days of the week as Python counts them."""

    MONDAY = 0, _("星期一")
    TUESDAY = 1, _("星期二")
    WEDNESDAY = 2, _("星期三")
    THURSDAY = 3, _("星期四")
    FRIDAY = 4, _("星期五")
    SATURDAY = 5, _("星期六")
    SUNDAY = 6, _("星期日")


class OccurrenceStatus(models.TextChoices):
    """What became of one time of an activity."""

    HELD = "held", _("已办")
    MOVED = "moved", _("改期")
    CANCELLED = "cancelled", _("取消")


class MatterOrigin(models.TextChoices):
    """Where a matter to be followed up comes from."""

    MEETING = "meeting", _("会议议定")
    NOTE = "note", _("督查记录")
    INSTRUCTION = "instruction", _("领导交办")
    FINDING = "finding", _("检查发现")


class MatterStatus(models.TextChoices):
    """Where a matter stands."""

    OPEN = "open", _("办理中")
    PAUSED = "paused", _("暂停")
    CHECKING = "checking", _("待核查")
    CLOSED = "closed", _("已办结")
    VOID = "void", _("作废")


class EntryKind(models.TextChoices):
    """What happened to a matter."""

    OPENED = "opened", _("立项交办")
    PROGRESS = "progress", _("进展")
    APPLIED = "applied", _("申请办结")
    SENT_BACK = "sent_back", _("退回再办")
    CLOSED = "closed", _("核查办结")
    EXTENSION_ASKED = "asked", _("申请延期")
    EXTENSION_GRANTED = "granted", _("同意延期")
    EXTENSION_REFUSED = "refused", _("不同意延期")
    PAUSED = "paused", _("暂停计时")
    RESUMED = "resumed", _("恢复计时")
    REMINDED = "reminded", _("催办")
    VOIDED = "voided", _("作废")


class LetterStatus(models.TextChoices):
    """Where a letter of responsibility stands."""

    OPEN = "open", _("待签")
    SIGNED = "signed", _("已签")
    WITHDRAWN = "withdrawn", _("撤回")


class PointState(models.TextChoices):
    """What became of a point fixed at a meeting."""

    OPEN = "open", _("进行中")
    DONE = "done", _("已完成")
    NOT_DONE = "not_done", _("未完成")


class IssueKind(models.TextChoices):
    """A numbered publication of the supervision office."""

    DIGEST = "digest", _("督查周报")
    BULLETIN = "bulletin", _("督查通报")
    BRIEF = "brief", _("工作简报")
