"""Words of the workbench."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Desk(models.TextChoices):
    """The kinds of work on a person's first page."""

    TASKS = "tasks", _("任务和填报")
    MATTERS = "matters", _("事项")
    AID = "aid", _("救助和评议")
    COUNCILS = "councils", _("议事和自治")
    TOGETHER = "together", _("共建")
    PAPERS = "papers", _("检查、方案、公文")
    OFFICE = "office", _("账号和授权")


class SearchKind(models.TextChoices):
    """What a search looks through at once."""

    WORK = "work", _("工作")
    PLACES = "places", _("地方、单位、人员")
