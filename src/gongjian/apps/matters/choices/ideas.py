"""Words of ideas: what was decided of one, and what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdeaVerdict(models.TextChoices):
    """What was decided of an idea."""

    ADOPTED = "adopted", _("采纳")
    DECLINED = "declined", _("没有采纳")


class CameOf(models.TextChoices):
    """What an idea led to, in an app above this one or outside."""

    AGENDA = "agenda", _("议事会议题")
    NEED = "need", _("需求")
    PROJECT = "project", _("共建项目")
    RESOLUTION = "resolution", _("议事会决定")
    COVENANT = "covenant", _("公约")
    TASK = "task", _("行动的任务")
    DOCUMENT = "document", _("公文")
    OTHER = "other", _("别的事")
