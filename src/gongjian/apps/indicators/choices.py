"""Words of the indicators app."""

from django.db import models
from django.utils.translation import gettext_lazy as _

GROUP_NAMES = {
    "own": _("本地自定"),
    "ledger": _("项目台账"),
    "programmes": _("行动"),
    "inspections": _("检查和评级"),
    "documents": _("公文"),
    "parties": _("单位"),
    "places": _("地方"),
}
"""What the first part of an indicator's key is called; the app that registers it is that part, or the kind of record."""


class PeriodKind(models.TextChoices):
    """How often an indicator has a value."""

    DAY = "day", _("每日")
    MONTH = "month", _("每月")
    QUARTER = "quarter", _("每季度")
    YEAR = "year", _("每年")


class Counting(models.TextChoices):
    """How values of several periods make one."""

    LAST = "last", _("时点数，取最近一期")
    SUM = "sum", _("期间数，各期相加")


class Better(models.TextChoices):
    """Which way is good."""

    HIGHER = "higher", _("越高越好")
    LOWER = "lower", _("越低越好")
    TOWARD = "toward", _("越接近某个数越好")
    NONE = "none", _("不分好坏")


class Side(models.TextChoices):
    """Where an input stands in the formula."""

    NUMERATOR = "numerator", _("分子")
    DENOMINATOR = "denominator", _("分母")


class ValueStatus(models.TextChoices):
    """Where a value stands on its way into figures."""

    WAITING = "waiting", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    RETURNED = "returned", _("已退回")
    REPLACED = "replaced", _("已更正")


class ValueSource(models.TextChoices):
    """How a value came in."""

    ENTERED = "entered", _("填报")
    IMPORTED = "imported", _("导入")


class ProjectStatus(models.TextChoices):
    """Where a project stands."""

    PLANNED = "planned", _("未开始")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    STOPPED = "stopped", _("暂停")


class ImportKind(models.TextChoices):
    """What a table brings in."""

    VALUES = "values", _("指标值")
    PROJECTS = "projects", _("项目台账")
