"""Words of alliances."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AllianceSide(models.TextChoices):
    """Which of the three sides a member belongs to, or the Party branch that convenes them."""

    CONVENER = "convener", _("牵头党组织")
    RESIDENTS = "residents", _("居民自治组织")
    UNIT = "unit", _("驻区单位")
    SOCIAL = "social", _("社会组织")


class ApproachOutcome(models.TextChoices):
    """What came of speaking to a unit that has not joined."""

    SPOKEN = "spoken", _("联系过")
    INVITED = "invited", _("已邀请")
    DECLINED = "declined", _("婉拒")
    DISSOLVED = "dissolved", _("已注销或搬走")
