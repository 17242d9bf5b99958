"""Words of pairings, yearly tea parties and the opinions given there."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class PairingKind(models.TextChoices):
    """Who is paired with whom: the community with a unit, a building with its households, an activist with residents."""

    UNIT = "unit", _("联抓联创")
    BUILDING = "building", _("联户共建")
    ACTIVIST = "activist", _("联手共促")


class VisitKind(models.TextChoices):
    """What was done in a pairing on a day."""

    TO_UNIT = "to_unit", _("社区走访单位")
    TO_COMMUNITY = "to_community", _("单位来访")
    JOINT = "joint", _("联办活动")
    HOUSEHOLD = "household", _("入户走访")


VISITS_OF: Mapping[PairingKind, tuple[VisitKind, ...]] = {
    PairingKind.UNIT: (VisitKind.TO_UNIT, VisitKind.TO_COMMUNITY, VisitKind.JOINT),
    PairingKind.BUILDING: (VisitKind.HOUSEHOLD, VisitKind.JOINT),
    PairingKind.ACTIVIST: (VisitKind.HOUSEHOLD, VisitKind.JOINT),
}
"""What can be recorded in a pairing of each kind."""


class PartyStatus(models.TextChoices):
    """Where a yearly tea party stands."""

    PLANNED = "planned", _("筹备中")
    HELD = "held", _("已开")


class OpinionStatus(models.TextChoices):
    """Where an opinion of a unit stands: it is over when the unit says so, or stays silent past the limit."""

    RECORDED = "recorded", _("待交办")
    ASSIGNED = "assigned", _("办理中")
    ANSWERED = "answered", _("待单位确认")
    CONFIRMED = "confirmed", _("单位已确认")
    LAPSED = "lapsed", _("逾期未确认，已办结")


OPINION_MOVES: Mapping[OpinionStatus, frozenset[OpinionStatus]] = {
    OpinionStatus.RECORDED: frozenset({OpinionStatus.ASSIGNED}),
    OpinionStatus.ASSIGNED: frozenset({OpinionStatus.ASSIGNED, OpinionStatus.ANSWERED}),
    OpinionStatus.ANSWERED: frozenset(
        {OpinionStatus.ASSIGNED, OpinionStatus.CONFIRMED, OpinionStatus.LAPSED}
    ),
    OpinionStatus.CONFIRMED: frozenset(),
    OpinionStatus.LAPSED: frozenset(),
}
"""Which state may follow which. An answer that the unit does not accept, or that is a plan, goes back to its owner."""
OPINION_MARKS: Mapping[str, str] = {
    OpinionStatus.RECORDED: "待签收",
    OpinionStatus.ASSIGNED: "进行中",
    OpinionStatus.ANSWERED: "待确认",
    OpinionStatus.CONFIRMED: "已办结",
    OpinionStatus.LAPSED: "暂停",
}
"""The status word whose shape and colour each state has."""
OPEN_OPINIONS = (OpinionStatus.RECORDED, OpinionStatus.ASSIGNED, OpinionStatus.ANSWERED)


class OpinionOutcome(models.TextChoices):
    """What an answer says: a plan is no end, it comes back on the day it names."""

    DONE = "done", _("已办成")
    PLANNED = "planned", _("列入计划")
    NOT_NOW = "not_now", _("暂不能办")


class ReplyMeans(models.TextChoices):
    """By what means a unit without an account told the community its word."""

    PHONE = "phone", _("电话")
    PAPER = "paper", _("纸质")
    SPOKEN = "spoken", _("当面")


class OpinionStepKind(models.TextChoices):
    """What happened to an opinion."""

    RECORDED = "recorded", _("提出")
    ASSIGNED = "assigned", _("交办")
    ANSWERED = "answered", _("答复")
    CONFIRMED = "confirmed", _("单位确认")
    PLAN_ACCEPTED = "plan_accepted", _("单位同意计划，到期再答复")
    RETURNED = "returned", _("单位不满意，退回再办")
    LAPSED = "lapsed", _("逾期未确认，办结")
