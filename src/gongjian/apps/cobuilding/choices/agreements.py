"""Words of claims and agreements."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClaimSide(models.TextChoices):
    """Who asks first: a unit claims a need, a community asks for a resource."""

    UNIT = "unit", _("单位认领需求")
    COMMUNITY = "community", _("社区申请资源")


class ClaimStatus(models.TextChoices):
    """Where a claim stands; nothing is agreed until the other side consents."""

    ASKED = "asked", _("等对方同意")
    CONSENTED = "consented", _("双方同意")
    DECLINED = "declined", _("对方谢绝")
    WITHDRAWN = "withdrawn", _("已撤回")


class AgreementStatus(models.TextChoices):
    """Where an agreement stands."""

    DRAFTED = "drafted", _("待签")
    SIGNED = "signed", _("履行中")
    DELIVERED = "delivered", _("待验收")
    ACCEPTED = "accepted", _("已验收，待评价")
    EVALUATED = "evaluated", _("已评价")
    ENDED = "ended", _("提前结束")
