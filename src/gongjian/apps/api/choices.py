"""Words of the API app."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.core.access import Right


class TokenScope(models.TextChoices):
    """What a token may be used for; the account it acts for has to hold the rights as well."""

    READ = "read", _("读地方、单位、行动、公文和指标")
    MATTERS_READ = "matters.read", _("读事项和事项的指标")
    MATTERS_REPORT = "matters.report", _("提交事项（包括 Open311）")
    MATTERS_ACT = "matters.act", _("替承办单位签收、报结果、申请延期")
    MATTERS_DESK = "matters.desk", _("受理、派办、核查、答复和督办")
    HEARINGS_READ = "hearings.read", _("读救助申请和评议结果（不含个人信息）")
    HEARINGS_DESK = "hearings.desk", _("登记救助申请、调查结果和公示异议")
    COBUILDING_READ = "cobuilding.read", _("读共建的需求、资源和协议")


SCOPE_RIGHTS: Mapping[TokenScope, frozenset[Right]] = {
    TokenScope.READ: frozenset(
        {
            Right.PLACES_VIEW,
            Right.PARTIES_VIEW,
            Right.PROGRAMMES_VIEW,
            Right.DOCUMENTS_VIEW,
            Right.DOCUMENTS_CHECK,
            Right.INDICATORS_VIEW,
        }
    ),
    TokenScope.MATTERS_READ: frozenset({Right.MATTERS_VIEW, Right.INDICATORS_VIEW}),
    TokenScope.MATTERS_REPORT: frozenset({Right.MATTERS_REPORT}),
    TokenScope.MATTERS_ACT: frozenset({Right.MATTERS_VIEW, Right.MATTERS_ACT}),
    TokenScope.MATTERS_DESK: frozenset(
        {Right.MATTERS_VIEW, Right.MATTERS_DISPATCH, Right.MATTERS_CHECK, Right.MATTERS_DECIDE}
    ),
    TokenScope.HEARINGS_READ: frozenset({Right.HEARINGS_VIEW, Right.INDICATORS_VIEW}),
    TokenScope.HEARINGS_DESK: frozenset(
        {Right.HEARINGS_VIEW, Right.HEARINGS_MANAGE, Right.RESIDENTS_MANAGE}  # who applies is registered
    ),
    TokenScope.COBUILDING_READ: frozenset({Right.COBUILDING_VIEW}),
}
"""The rights each scope opens. None opens who a reporter or a household is: that takes a person and a reason."""


class DeliveryState(models.TextChoices):
    """Where one message to a subscriber stands."""

    WAITING = "waiting", _("待送")
    SENT = "sent", _("已送到")
    DEAD = "dead", _("送不到")


class WebhookEvent(models.TextChoices):
    """What a subscriber may be told of."""

    REPORTED = "matter.reported", _("收到事项")
    FILED = "matter.filed", _("受理")
    REJECTED = "matter.rejected", _("不予受理")
    DISPATCHED = "matter.dispatched", _("派办、吹哨")
    ACCEPTED = "matter.accepted", _("单位签收")
    HANDED_BACK = "matter.handed_back", _("单位退回")
    ACTED = "matter.acted", _("单位报处置结果")
    HELD = "matter.held", _("暂停、恢复计时")
    EXTENDED = "matter.extended", _("延期")
    CHECKED = "matter.checked", _("核查")
    CLOSED = "matter.closed", _("答复并办结")
    RATED = "matter.rated", _("评价")
    REOPENED = "matter.reopened", _("重新打开")
    RAISED = "matter.raised", _("提级、催办")
    CHANGED = "matter.changed", _("其他变动（合并、拆分、作废、改类）")
    AID_APPLIED = "aid.applied", _("收到救助申请")
    AID_CHECKED = "aid.checked", _("调查好，待评议")
    AID_CALLED = "aid.called", _("召集评议")
    AID_HEARD = "aid.heard", _("评议计票")
    AID_POSTED = "aid.posted", _("公示")
    AID_OBJECTED = "aid.objected", _("公示有异议")
    AID_DECIDED = "aid.decided", _("批准或不予批准")
    AID_WITHDRAWN = "aid.withdrawn", _("撤回救助申请")
