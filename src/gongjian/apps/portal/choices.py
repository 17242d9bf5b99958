"""Words of the public door."""

from django.db import models
from django.utils.translation import gettext_lazy as _

CONSENT_VERSION = "2026-11"
"""The version of the words about personal data (`portal/privacy.html`) that people agree to; new words, new version."""


class SubmissionState(models.TextChoices):
    """What became of one filled-in form."""

    OPEN = "open", _("没交")
    TAKEN = "taken", _("已成事项")
    HELD = "held", _("待看")
    DROPPED = "dropped", _("判为无效")


class LetterState(models.TextChoices):
    """What became of one mail."""

    NEW = "new", _("还没看")
    TAKEN = "taken", _("已成事项")
    ADDED = "added", _("补充到事项")
    HELD = "held", _("待看")
    PASSED = "passed", _("不是人写的")


class PassedOver(models.TextChoices):
    """What sent a mail that no person wrote."""

    AUTO = "auto", _("自动回复")
    LIST = "list", _("群发")
    BOUNCE = "bounce", _("退信")
    LOOP = "loop", _("本系统自己的信")


class HoldReason(models.TextChoices):
    """Why a form was held for a look instead of going to the desk at once."""

    SENDER = "sender", _("同一来处报得太多")
    PLACE = "place", _("这里一时来件太多")
    WORDS = "words", _("同样的内容多次")
    TRAP = "trap", _("填了人看不见的格子")
    SPEED = "speed", _("填得比人快")
    SIZE = "size", _("信太大，没有收全")
    UNREADABLE = "unread", _("信读不懂")
    ANSWER = "answer", _("回的事已经办结，或者回得太多")
