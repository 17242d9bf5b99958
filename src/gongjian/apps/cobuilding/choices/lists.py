"""Words of the three lists: needs, resources, projects."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NeedSource(models.TextChoices):
    """What a need came from."""

    TYPED = "typed", _("社区填报")
    MATTER = "matter", _("居民事项")
    HOUSEHOLD = "household", _("走访家庭")
    INDICATOR = "indicator", _("指标没有达到")
    COUNCIL = "council", _("议事会提出")
    TABLE = "table", _("表格导入")
    RENEWED = "renewed", _("上年续报")


class NeedStatus(models.TextChoices):
    """Where a need stands; how much of it is agreed or delivered is counted from agreements."""

    DRAFT = "draft", _("草稿")
    OPEN = "open", _("征集中")
    AGREED = "agreed", _("已约定")
    MET = "met", _("已满足")
    RAISED = "raised", _("已提请上级")
    EXPIRED = "expired", _("已过期")
    WITHDRAWN = "withdrawn", _("已撤回")


class ResourceStatus(models.TextChoices):
    """Where a resource stands."""

    DRAFT = "draft", _("草稿")
    OFFERED = "offered", _("可认领")
    PAUSED = "paused", _("暂停")
    EXPIRED = "expired", _("已过期")
    WITHDRAWN = "withdrawn", _("已撤回")


class Recurrence(models.TextChoices):
    """How often an entry comes again by itself."""

    ONCE = "once", _("一次")
    WEEKLY = "weekly", _("每周")
    MONTHLY = "monthly", _("每月")
    YEARLY = "yearly", _("每年这个时候")


class ProjectStatus(models.TextChoices):
    """Where a project stands."""

    PLANNED = "planned", _("筹备中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    STOPPED = "stopped", _("已中止")


class ImportKind(models.TextChoices):
    """What a table that is brought in lists."""

    NEEDS = "needs", _("需求")
    RESOURCES = "resources", _("资源")
    UNITS = "units", _("辖区单位")
