"""Words of contribution: ledgers, pledges, statements."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.engines.ledger import Kind


class Ledger(models.TextChoices):
    """Two ledgers: hours served are kept for ever, points may be spent and expire."""

    HOURS = "hours", _("服务时长")
    POINTS = "points", _("积分")


class EntryKind(models.TextChoices):
    """What an entry does to its account."""

    EARN = Kind.EARN.value, _("记入")
    SPEND = Kind.SPEND.value, _("使用")
    EXPIRE = Kind.EXPIRE.value, _("到期")
    REVERSE = Kind.REVERSE.value, _("冲正")


class PledgeStatus(models.TextChoices):
    """Where a yearly pledge stands (承诺、践诺、评诺)."""

    MADE = "made", _("践诺中")
    REVIEWED = "reviewed", _("已评诺")


class Reviewer(models.TextChoices):
    """Who reviews a pledge."""

    COMMUNITY = "community", _("社区")
    RESIDENTS = "residents", _("居民代表")


class StatementStatus(models.TextChoices):
    """Whether a contribution statement holds."""

    ISSUED = "issued", _("有效")
    REVOKED = "revoked", _("已作废")
