"""Words of the programmes app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgrammeStatus(models.TextChoices):
    """Where a programme stands."""

    ACTIVE = "active", _("进行中")
    PAUSED = "paused", _("暂停")
    CLOSED = "closed", _("已总结")


class Comparator(models.TextChoices):
    """How a target compares (corpus schema)."""

    AT_LEAST = ">=", _("不低于")
    AT_MOST = "<=", _("不超过")
    MORE = ">", _("超过")
    LESS = "<", _("低于")
    RISE = "+=", _("提高")
    FALL = "-=", _("下降")
    EXACT = "=", _("等于")


class AssignmentStatus(models.TextChoices):
    """Where one handed-down piece of work stands."""

    PENDING = "pending", _("待签收")
    REFUSED = "refused", _("退回")
    ACTIVE = "active", _("进行中")
    DONE = "done", _("已完成")
    VOID = "void", _("作废")


class ReportStatus(models.TextChoices):
    """Where one progress report stands."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待确认")
    RETURNED = "returned", _("退回")
    CONFIRMED = "confirmed", _("已确认")
    RECALLED = "recalled", _("已撤回")


class SplitMethod(models.TextChoices):
    """How a quantity is shared among receivers."""

    EQUAL = "equal", _("平均分")
    POPULATION = "population", _("按常住人口分")
    HOUSEHOLDS = "households", _("按户数分")
    NUMBERS = "numbers", _("按给出的数分")
    HAND = "hand", _("逐个填数")
