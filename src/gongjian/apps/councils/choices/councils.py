"""Words of councils and their meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CouncilKind(models.TextChoices):
    """What a council is; rules on its meetings go by it."""

    CONSULTATION = "consultation", _("协商议事会")
    JOINT = "joint", _("联席会议")
    REPRESENTATIVES = "representatives", _("居民代表会议")
    OTHER = "other", _("其他议事会议")


class TurnKind(models.TextChoices):
    """How a turn in the chair was taken."""

    OWN = "own", _("按顺序主持")
    SKIPPED = "skipped", _("跳过这一次")
    EXCHANGED = "exchanged", _("换给别的成员")


class MeetingStatus(models.TextChoices):
    """Where a meeting stands."""

    PLANNED = "planned", _("筹备")
    CALLED = "called", _("已通知")
    HELD = "held", _("已开会")
    CLOSED = "closed", _("记录已确认")
    CANCELLED = "cancelled", _("取消")


MEETING_STEPS: dict[str, tuple[MeetingStatus, ...]] = {
    MeetingStatus.PLANNED: (MeetingStatus.CALLED, MeetingStatus.CANCELLED),
    MeetingStatus.CALLED: (MeetingStatus.HELD, MeetingStatus.CANCELLED),
    MeetingStatus.HELD: (MeetingStatus.CLOSED,),
    MeetingStatus.CLOSED: (),
    MeetingStatus.CANCELLED: (),
}
"""Where a meeting may go from where it stands."""


class ChangeKind(models.TextChoices):
    """What was changed about a meeting that was called."""

    MOVED = "moved", _("改期")
    CANCELLED = "cancelled", _("取消")


class Reply(models.TextChoices):
    """What a member answers to the notice."""

    NONE = "none", _("没有回复")
    COMING = "coming", _("到会")
    SUBSTITUTE = "substitute", _("委托别人到会")
    ABSENT = "absent", _("请假")


class SeatRole(models.TextChoices):
    """As what somebody sits in a meeting."""

    SELF = "self", _("本人")
    DELEGATE = "delegate", _("代表")
    SUBSTITUTE = "substitute", _("受委托人")


class ItemStatus(models.TextChoices):
    """Where a proposal for the agenda stands."""

    PROPOSED = "proposed", _("待定")
    ACCEPTED = "accepted", _("列入议程")
    DEFERRED = "deferred", _("以后再议")
    DECLINED = "declined", _("不列入")
    DISCUSSED = "discussed", _("已议")


ITEM_STEPS: dict[str, tuple[ItemStatus, ...]] = {
    ItemStatus.PROPOSED: (ItemStatus.ACCEPTED, ItemStatus.DEFERRED, ItemStatus.DECLINED),
    ItemStatus.DEFERRED: (ItemStatus.ACCEPTED, ItemStatus.DECLINED),
    ItemStatus.ACCEPTED: (ItemStatus.DEFERRED, ItemStatus.DISCUSSED),
    ItemStatus.DISCUSSED: (),
    ItemStatus.DECLINED: (),
}
"""Where a proposal may go from where it stands."""


class ItemOutcome(models.TextChoices):
    """What a meeting did with an item."""

    NONE = "none", _("没有议")
    NOTED = "noted", _("通报、讨论，不表决")
    PASSED = "passed", _("通过")
    FAILED = "failed", _("没有通过")


class ResolutionStatus(models.TextChoices):
    """Where something decided stands."""

    OPEN = "open", _("办理中")
    ANSWERED = "answered", _("待确认")
    DONE = "done", _("已办成")
    VOID = "void", _("不再办")


RESOLUTION_STEPS: dict[str, tuple[ResolutionStatus, ...]] = {
    ResolutionStatus.OPEN: (ResolutionStatus.ANSWERED, ResolutionStatus.VOID),
    ResolutionStatus.ANSWERED: (ResolutionStatus.DONE, ResolutionStatus.OPEN, ResolutionStatus.VOID),
    ResolutionStatus.DONE: (),
    ResolutionStatus.VOID: (),
}
"""Where something decided may go from where it stands."""


class ResolutionEntryKind(models.TextChoices):
    """What happened to something decided."""

    MADE = "made", _("议定")
    ANSWERED = "answered", _("报结果")
    SENT_BACK = "sent_back", _("退回再办")
    CONFIRMED = "confirmed", _("确认办成")
    REMINDED = "reminded", _("提醒")
    VOIDED = "voided", _("不再办")
