"""Words of the places app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """The level of a place; the value is the length of its code."""

    PROVINCE = 2, _("省级")
    CITY = 4, _("地级")
    COUNTY = 6, _("县级")
    STREET = 9, _("街道、乡镇")
    COMMUNITY = 12, _("社区、村")
    GRID = 15, _("网格")


class Change(models.TextChoices):
    """How a place turned into its successors."""

    MERGE = "merge", _("合并")
    SPLIT = "split", _("拆分")
    RENAME = "rename", _("更名")
    RECODE = "recode", _("换代码")
