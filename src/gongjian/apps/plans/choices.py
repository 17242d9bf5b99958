"""Words of the plans app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanStatus(models.TextChoices):
    """Where an imported plan stands."""

    REVIEW = "review", _("核对中")
    ACTIVATED = "activated", _("已成行动")
    MERGED = "merged", _("已并入行动")
    DROPPED = "dropped", _("作废")


class ItemKind(models.TextChoices):
    """What a recognised passage is; the values are the tags of tokens.css."""

    TARGET = "target", _("目标")
    PHASE = "phase", _("阶段")
    TASK = "task", _("任务")
    RATING = "rating", _("评级")
    GROUP = "group", _("组织")


class ItemStatus(models.TextChoices):
    """What a person did with a recognised passage."""

    PROPOSED = "proposed", _("待核对")
    CORRECTED = "corrected", _("已改")
    ACCEPTED = "accepted", _("已核对")
    ADDED = "added", _("新增")
    DROPPED = "dropped", _("已删")
