"""Words of covenants."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CovenantKind(models.TextChoices):
    """What a covenant is called; a village's is voted by the law on villages."""

    RESIDENTS = "residents", _("居民公约")
    CIVILITY = "civility", _("文明公约")
    COURTYARD = "courtyard", _("楼院公约")
    VILLAGE = "village", _("村规民约")
    OTHER = "other", _("其他公约")


class VersionStatus(models.TextChoices):
    """Where one version stands; once it has left `DRAFT` its words never change."""

    DRAFT = "draft", _("起草中")
    DISCUSSING = "discussing", _("征求意见")
    CHECKING = "checking", _("待街道审查")
    REFUSED = "refused", _("审查没有通过")
    CHECKED = "checked", _("待表决")
    NOT_PASSED = "not_passed", _("表决没有通过")
    PASSED = "passed", _("表决通过，待备案")
    FILED = "filed", _("已备案")
    REPLACED = "replaced", _("已改成下一稿")
    DROPPED = "dropped", _("停止制定")


NEXT: dict[VersionStatus, frozenset[VersionStatus]] = {
    VersionStatus.DRAFT: frozenset({VersionStatus.DISCUSSING, VersionStatus.CHECKING, VersionStatus.DROPPED}),
    VersionStatus.DISCUSSING: frozenset(
        {VersionStatus.REPLACED, VersionStatus.CHECKING, VersionStatus.DROPPED}
    ),
    VersionStatus.CHECKING: frozenset({VersionStatus.CHECKED, VersionStatus.REFUSED}),
    VersionStatus.REFUSED: frozenset({VersionStatus.REPLACED, VersionStatus.DROPPED}),
    VersionStatus.CHECKED: frozenset({VersionStatus.PASSED, VersionStatus.NOT_PASSED, VersionStatus.DROPPED}),
    VersionStatus.NOT_PASSED: frozenset({VersionStatus.REPLACED, VersionStatus.DROPPED}),
    VersionStatus.PASSED: frozenset({VersionStatus.FILED}),
    VersionStatus.FILED: frozenset(),
    VersionStatus.REPLACED: frozenset(),
    VersionStatus.DROPPED: frozenset(),
}
"""What may follow what. A version that must be changed is replaced by the next draft."""

OVER = (VersionStatus.FILED, VersionStatus.REPLACED, VersionStatus.DROPPED)
"""States in which a version is no work in hand."""


class Standing(models.TextChoices):
    """What a filed version is on a day."""

    COMING = "coming", _("还没有施行")
    IN_FORCE = "in_force", _("施行中")
    ENDED = "ended", _("已停止施行")


class OpinionSource(models.TextChoices):
    """How an opinion came."""

    PORTAL = "portal", _("公开门户")
    SPOKEN = "spoken", _("当面或电话")
    PAPER = "paper", _("书面")
    MEETING = "meeting", _("会上")


class Verdict(models.TextChoices):
    """What came of an opinion."""

    ADOPTED = "adopted", _("采纳")
    PARTLY = "partly", _("部分采纳")
    DECLINED = "declined", _("没有采纳")


class Voters(models.TextChoices):
    """Who makes up the meeting that votes."""

    RESIDENTS = "residents", _("全体十八周岁以上的居民")
    HOUSEHOLDS = "households", _("每户派代表")
    REPRESENTATIVES = "representatives", _("居民小组选举的代表")


class VotePurpose(models.TextChoices):
    """What is voted on."""

    ADOPT = "adopt", _("通过公约")
    REPEAL = "repeal", _("废止公约")


class VoteWay(models.TextChoices):
    """How votes are given."""

    HANDS = "hands", _("举手")
    SECRET = "secret", _("无记名投票")


class SlipWay(models.TextChoices):
    """In which way one on the roll was given his slip; how he votes is nowhere."""

    TOKEN = "token", _("票码")
    PAPER = "paper", _("纸票")
