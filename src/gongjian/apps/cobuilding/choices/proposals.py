"""Words of proposals: how far a run is, what became of a pair, why a need stays unmet."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """How far a run is; a later run of the same place stands for it."""

    WAITING = "waiting", _("正在算")
    READY = "ready", _("可以决定")
    FAILED = "failed", _("没有算成")
    REPLACED = "replaced", _("已有新方案")


class RunStep(models.IntegerChoices):
    """What a run that is under way is at."""

    QUEUED = 0, _("排队")
    READING = 1, _("读清单")
    PAIRING = 2, _("找能配的")
    LEVELLING = 3, _("算最低满足率")
    CHOOSING = 4, _("选最好的一套")
    STORING = 5, _("存下来")


class PairStatus(models.TextChoices):
    """What became of a proposed pair; one that is forbidden or no longer the best is gone."""

    PROPOSED = "proposed", _("等你决定")
    ACCEPTED = "accepted", _("已认定，等单位同意")


class UnmetReason(models.TextChoices):
    """Why nobody is proposed for a need, or for part of it."""

    NOBODY = "nobody", _("没有单位提供这一类")
    BARRED = "barred", _("有这一类，条件都对不上")
    SHORT = "short", _("能用的不够分")
