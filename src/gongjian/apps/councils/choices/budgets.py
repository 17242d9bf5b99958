"""Words of a community fund by vote."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FundStatus(models.TextChoices):
    """Where a fund stands; each step opens only from the one before (`NEXT_OF_FUND`)."""

    COLLECTING = "collecting", _("征集和核算项目")
    POSTED = "posted", _("项目名单公示中")
    VOTING = "voting", _("投票中")
    COUNTED = "counted", _("已计票，待公告")
    ANNOUNCED = "announced", _("实施中")
    SETTLED = "settled", _("已决算公布")
    VOID = "void", _("作废")


NEXT_OF_FUND: dict[FundStatus, frozenset[FundStatus]] = {
    FundStatus.COLLECTING: frozenset({FundStatus.POSTED, FundStatus.VOID}),
    FundStatus.POSTED: frozenset({FundStatus.COLLECTING, FundStatus.VOTING, FundStatus.VOID}),
    FundStatus.VOTING: frozenset({FundStatus.COUNTED, FundStatus.VOID}),
    FundStatus.COUNTED: frozenset({FundStatus.ANNOUNCED}),
    FundStatus.ANNOUNCED: frozenset({FundStatus.SETTLED}),
    FundStatus.SETTLED: frozenset(),
    FundStatus.VOID: frozenset(),
}
"""What may follow what: a posted list that somebody objects to goes back; a count stands."""


class WishStatus(models.TextChoices):
    """Where a proposed project stands."""

    PROPOSED = "proposed", _("待核算")
    COSTED = "costed", _("待审查")
    ACCEPTED = "accepted", _("可行，上票")
    DECLINED = "declined", _("不可行")
    WITHDRAWN = "withdrawn", _("提出人撤回")
    FUNDED = "funded", _("入选，实施中")
    UNFUNDED = "unfunded", _("没有入选")
    DONE = "done", _("已完工")
    STOPPED = "stopped", _("停止实施")


NEXT_OF_WISH: dict[WishStatus, frozenset[WishStatus]] = {
    WishStatus.PROPOSED: frozenset({WishStatus.COSTED, WishStatus.DECLINED, WishStatus.WITHDRAWN}),
    WishStatus.COSTED: frozenset(
        {WishStatus.COSTED, WishStatus.ACCEPTED, WishStatus.DECLINED, WishStatus.WITHDRAWN}
    ),
    WishStatus.ACCEPTED: frozenset(
        {WishStatus.COSTED, WishStatus.DECLINED, WishStatus.WITHDRAWN, WishStatus.FUNDED, WishStatus.UNFUNDED}
    ),
    WishStatus.DECLINED: frozenset({WishStatus.COSTED}),
    WishStatus.WITHDRAWN: frozenset(),
    WishStatus.FUNDED: frozenset({WishStatus.DONE, WishStatus.STOPPED}),
    WishStatus.UNFUNDED: frozenset(),
    WishStatus.DONE: frozenset(),
    WishStatus.STOPPED: frozenset(),
}
"""What may follow what: a new estimate has a declined project looked at again."""

RUNNING = (WishStatus.FUNDED, WishStatus.DONE, WishStatus.STOPPED)
"""Projects that were chosen, however far they are."""


class WishSource(models.TextChoices):
    """How a project came in."""

    DESK = "desk", _("居民向社区提出")
    DOOR = "door", _("居民在公开页面提出")
    MEMBER = "member", _("议事会成员提出")
    IDEA = "idea", _("采纳的金点子")


class SpendKind(models.TextChoices):
    """What is written down of carrying out a project."""

    CONTRACT = "contract", _("签合同")
    PAYMENT = "payment", _("付款")
    PHOTO = "photo", _("照片")
    DONE = "done", _("完工验收")
    STOPPED = "stopped", _("停止实施")
