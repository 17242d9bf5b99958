"""Words of elections."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class ElectionKind(models.TextChoices):
    """Who is elected."""

    COMMITTEE = "committee", _("居委会成员")
    GROUP_LEADER = "group_leader", _("居民小组长")
    BUILDING_HEAD = "building_head", _("楼栋长")
    REPRESENTATIVE = "representative", _("居民代表")


class ElectionCause(models.TextChoices):
    """Why an election is held."""

    TERM = "term", _("换届选举")
    BY_ELECTION = "by_election", _("补选")
    SECOND_ROUND = "second_round", _("第二次投票")


class ElectionStatus(models.TextChoices):
    """Where an election stands; each step opens only from the one before (`ELECTION_STEPS`)."""

    PLANNED = "planned", _("待造名册")
    POSTED = "posted", _("名册公布中")
    FROZEN = "frozen", _("名册已锁定，提名候选人")
    LISTED = "listed", _("候选人已公布")
    VOTING = "voting", _("投票中")
    COUNTED = "counted", _("已计票，待公布")
    ANNOUNCED = "announced", _("结果已公布")
    VOID = "void", _("作废")


ELECTION_STEPS: Mapping[ElectionStatus, frozenset[ElectionStatus]] = {
    ElectionStatus.PLANNED: frozenset({ElectionStatus.POSTED, ElectionStatus.VOID}),
    ElectionStatus.POSTED: frozenset({ElectionStatus.FROZEN, ElectionStatus.VOID}),
    ElectionStatus.FROZEN: frozenset({ElectionStatus.LISTED, ElectionStatus.VOID}),
    ElectionStatus.LISTED: frozenset({ElectionStatus.VOTING, ElectionStatus.VOID}),
    ElectionStatus.VOTING: frozenset({ElectionStatus.COUNTED, ElectionStatus.VOID}),
    ElectionStatus.COUNTED: frozenset({ElectionStatus.ANNOUNCED}),
    ElectionStatus.ANNOUNCED: frozenset(),
    ElectionStatus.VOID: frozenset(),
}
"""What may follow what: a count that stands is announced, never voided."""


class BallotKind(models.TextChoices):
    """How a post is voted on."""

    CHOOSE = "choose", _("选候选人，可以另选他人")
    YES_NO = "yes_no", _("对一名候选人投同意、不同意、弃权")


class CorrectionKind(models.TextChoices):
    """What an objection to the roll asks for."""

    ADD = "add", _("漏了，要加上")
    STRIKE = "strike", _("不该列，要去掉")


class CorrectionStatus(models.TextChoices):
    """What became of an objection."""

    WAITING = "waiting", _("待答复")
    UPHELD = "upheld", _("采纳，名册已改")
    REFUSED = "refused", _("不采纳")


class GivenWay(models.TextChoices):
    """In which of the ways a voter was given his ballot; how he votes is nowhere."""

    STATION = "station", _("投票站纸票")
    MOBILE = "mobile", _("流动票箱纸票")
    TOKEN = "token", _("票码")
    PROXY = "proxy", _("由受托人领纸票")


class RemindStep(models.TextChoices):
    """Of what those on the roll are reminded, each once an election."""

    POSTED = "posted", _("名册公布")
    OPENED = "opened", _("开始投票")
    CLOSING = "closing", _("快要截止")


class LostFor(models.TextChoices):
    """Why a token is replaced."""

    LOST = "lost", _("丢了")
    SPOILT = "spoilt", _("损坏、看不清")
    SEEN = "seen", _("被别人看到了")


class NominationKind(models.TextChoices):
    """Who put a candidate forward."""

    JOINT = "joint", _("居民联名")
    SELF = "self", _("自荐")
    BODY = "body", _("组织推荐")


class CandidateStatus(models.TextChoices):
    """Where a candidate stands."""

    NOMINATED = "nominated", _("待审查资格")
    QUALIFIED = "qualified", _("资格合格")
    REFUSED = "refused", _("资格不合格")
    WITHDRAWN = "withdrawn", _("本人退出")


class TenureEnd(models.TextChoices):
    """Why somebody left a post before or at the end of its term."""

    TERM = "term", _("届满")
    RESIGNED = "resigned", _("辞职")
    REMOVED = "removed", _("罢免")
    MOVED = "moved", _("迁出")
    DIED = "died", _("去世")
