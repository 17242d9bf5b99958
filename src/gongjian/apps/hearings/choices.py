"""Words of the hearings app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AidKind(models.TextChoices):
    """What a household asks for (domain §7)."""

    LOW_INCOME = "low_income", _("最低生活保障")
    NEAR_LOW_INCOME = "near_low_income", _("低保边缘")
    EXTREME_POVERTY = "extreme_poverty", _("特困供养")
    HEAVY_EXPENSE = "heavy_expense", _("刚性支出困难")
    TEMPORARY = "temporary", _("临时救助")


class AidStatus(models.TextChoices):
    """Where an application stands; each step opens only from the one before (`NEXT`)."""

    APPLIED = "applied", _("待调查")
    CHECKED = "checked", _("待评议")
    HEARING = "hearing", _("评议中")
    PASSED = "passed", _("评议通过，待公示")
    FAILED = "failed", _("评议没有通过")
    POSTED = "posted", _("公示中")
    OBJECTED = "objected", _("有异议，复核中")
    GRANTED = "granted", _("已批准")
    REFUSED = "refused", _("不予批准")
    WITHDRAWN = "withdrawn", _("已撤回")


NEXT: dict[AidStatus, frozenset[AidStatus]] = {
    AidStatus.APPLIED: frozenset({AidStatus.CHECKED, AidStatus.WITHDRAWN}),
    AidStatus.CHECKED: frozenset({AidStatus.CHECKED, AidStatus.HEARING, AidStatus.WITHDRAWN}),
    AidStatus.HEARING: frozenset({AidStatus.CHECKED, AidStatus.PASSED, AidStatus.FAILED}),
    AidStatus.PASSED: frozenset({AidStatus.POSTED, AidStatus.WITHDRAWN}),
    AidStatus.FAILED: frozenset({AidStatus.HEARING, AidStatus.REFUSED, AidStatus.WITHDRAWN}),
    AidStatus.POSTED: frozenset({AidStatus.OBJECTED, AidStatus.GRANTED, AidStatus.REFUSED}),
    AidStatus.OBJECTED: frozenset({AidStatus.POSTED, AidStatus.CHECKED}),
    AidStatus.GRANTED: frozenset(),
    AidStatus.REFUSED: frozenset({AidStatus.HEARING}),
    AidStatus.WITHDRAWN: frozenset(),
}
"""What may follow what: a refused one opens again only through a second hearing."""


class MemberRelation(models.TextChoices):
    """What a member is to the head of the household."""

    SPOUSE = "spouse", _("配偶")
    CHILD = "child", _("子女")
    PARENT = "parent", _("父母")
    OTHER = "other", _("其他共同生活的人")


class HearingCause(models.TextChoices):
    """Why a hearing is held."""

    FIRST = "first", _("首次评议")
    APPEAL = "appeal", _("申请人申诉，再次评议")
    OBJECTION = "objection", _("公示有异议，再次评议")


class HearingStatus(models.TextChoices):
    """Where a hearing stands."""

    LISTED = "listed", _("名单做好，待公布")
    PUBLISHED = "published", _("名单已公布，等公共数")
    DRAWN = "drawn", _("小组抽定，待通知")
    NOTICED = "noticed", _("已通知，待开会")
    VOTING = "voting", _("投票中")
    COUNTED = "counted", _("已计票")
    VOID = "void", _("作废")


class SeatStatus(models.TextChoices):
    """What a drawn person is to the panel."""

    SEATED = "seated", _("评议员")
    RESERVE = "reserve", _("候补")
    RECUSED = "recused", _("回避")


class SeatGroup(models.TextChoices):
    """The two parts that a panel is drawn from."""

    REPRESENTATIVE = "representative", _("居民代表")
    OTHER = "other", _("其他评议员")


class PostingKind(models.TextChoices):
    """What is posted."""

    RESULT = "result", _("评议结果公示")
    RECHECK = "recheck", _("复核结果公示")
    BENEFIT = "benefit", _("长期公示")
