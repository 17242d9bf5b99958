"""Words of claims, agreements and deliveries."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClaimSide(models.TextChoices):
    """Who asked first: a unit claims a need, a community asks for a resource."""

    UNIT = "unit", _("单位认领需求")
    COMMUNITY = "community", _("社区申请资源")


class ClaimStatus(models.TextChoices):
    """Where a claim stands; nothing is agreed until the other side consents."""

    ASKED = "asked", _("等对方同意")
    CONSENTED = "consented", _("双方同意")
    DECLINED = "declined", _("对方谢绝")
    WITHDRAWN = "withdrawn", _("已撤回")


class Side(models.TextChoices):
    """One of the two that agree: the community receives, the unit gives."""

    COMMUNITY = "community", _("社区")
    UNIT = "unit", _("单位")


class UnitTurn(models.TextChoices):
    """What an agreement waits for from the unit, what keeps the other side waiting first."""

    SIGN = "sign", _("签字")
    ANSWER = "answer", _("答复补充条款")
    CHECK = "check", _("核对社区记的数")
    EVALUATE = "evaluate", _("评价社区")
    DELIVER = "deliver", _("按约定交付")


class AgreementStatus(models.TextChoices):
    """Where an agreement stands."""

    DRAFTED = "drafted", _("待签")
    SIGNED = "signed", _("履行中")
    DELIVERED = "delivered", _("待验收")
    ACCEPTED = "accepted", _("已验收，待评价")
    EVALUATED = "evaluated", _("已评价")
    ENDED = "ended", _("提前结束")


AGREEMENT_MOVES: Mapping[AgreementStatus, frozenset[AgreementStatus]] = {
    AgreementStatus.DRAFTED: frozenset({AgreementStatus.SIGNED, AgreementStatus.ENDED}),
    AgreementStatus.SIGNED: frozenset({AgreementStatus.DELIVERED, AgreementStatus.ENDED}),
    AgreementStatus.DELIVERED: frozenset(
        {AgreementStatus.SIGNED, AgreementStatus.ACCEPTED, AgreementStatus.ENDED}
    ),
    AgreementStatus.ACCEPTED: frozenset({AgreementStatus.EVALUATED}),
    AgreementStatus.EVALUATED: frozenset(),
    AgreementStatus.ENDED: frozenset(),
}
"""Which state may follow which; nothing else changes the state of an agreement."""
OPEN_STATUSES = (AgreementStatus.DRAFTED, AgreementStatus.SIGNED, AgreementStatus.DELIVERED)
"""States in which something is still promised."""
IN_FORCE = (
    AgreementStatus.SIGNED,
    AgreementStatus.DELIVERED,
    AgreementStatus.ACCEPTED,
    AgreementStatus.EVALUATED,
)
"""States that follow both signatures."""


class DeliveryStatus(models.TextChoices):
    """Where a recorded delivery stands; only confirmed ones count."""

    ENTERED = "entered", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    REFUSED = "refused", _("退回")
    REVERSED = "reversed", _("已冲正")


DELIVERY_MOVES: Mapping[DeliveryStatus, frozenset[DeliveryStatus]] = {
    DeliveryStatus.ENTERED: frozenset({DeliveryStatus.CONFIRMED, DeliveryStatus.REFUSED}),
    DeliveryStatus.CONFIRMED: frozenset({DeliveryStatus.REVERSED}),
    DeliveryStatus.REFUSED: frozenset(),
    DeliveryStatus.REVERSED: frozenset(),
}
"""A confirmed delivery is not edited: it is taken back whole, and recorded anew."""


class UnitAnswer(models.TextChoices):
    """What the unit says of a delivery that the community counted itself; silence past the time stays ASKED."""

    ASKED = "asked", _("等单位核对")
    ACCEPTED = "accepted", _("单位认可")
    CONTESTED = "contested", _("单位有异议")
    UPHELD = "upheld", _("有异议，社区维持")


class SupplementStatus(models.TextChoices):
    """Where a proposed change of a signed agreement stands."""

    ASKED = "asked", _("等对方同意")
    CONSENTED = "consented", _("双方同意")
    DECLINED = "declined", _("对方不同意")


class PaperKind(models.TextChoices):
    """What is kept with an agreement."""

    PHOTO = "photo", _("现场照片")
    EVIDENCE = "evidence", _("交付凭据")
    SCAN = "scan", _("纸质签署件扫描")


class Evaluator(models.TextChoices):
    """Who evaluates an agreement."""

    COMMUNITY = "community", _("社区评单位")
    UNIT = "unit", _("单位评社区")
    RESIDENT = "resident", _("居民评价")


class ReminderKind(models.TextChoices):
    """What an agreement was reminded of."""

    SIGN = "sign", _("迟迟没有签齐")
    STEP = "step", _("步骤逾期")
    SILENT = "silent", _("一直没有交付记录")
    ENDING = "ending", _("快到期还差数量")
    CONFIRM = "confirm", _("交付没有确认")
    ACCEPT = "accept", _("没有验收")
    EVALUATE = "evaluate", _("没有评价")
    CHECK = "check", _("社区记的数没有核对")
    CONTEST = "contest", _("异议没有答复")
