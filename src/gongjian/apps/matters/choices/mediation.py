"""Words of mediation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MediationState(models.TextChoices):
    """Where a mediation stands; all that people beside its mediators see of it."""

    APPLIED = "applied", _("待定调解员")
    ACCEPTED = "accepted", _("已受理，征求当事人意见")
    MEDIATING = "mediating", _("调解中")
    AGREED = "agreed", _("达成协议，履行中")
    PERFORMED = "performed", _("达成协议，已履行")
    BROKEN = "broken", _("达成协议，没有履行")
    NOT_AGREED = "not_agreed", _("没有达成协议")
    REFUSED = "refused", _("当事人不同意调解")
    WITHDRAWN = "withdrawn", _("申请人撤回")
    REFERRED = "referred", _("转其他渠道")

    @classmethod
    def running(cls) -> "tuple[MediationState, ...]":
        """The states in which it has not ended."""
        return (cls.APPLIED, cls.ACCEPTED, cls.MEDIATING)

    @classmethod
    def with_agreement(cls) -> "tuple[MediationState, ...]":
        """The states after an agreement was made."""
        return (cls.AGREED, cls.PERFORMED, cls.BROKEN)


class PartyRole(models.TextChoices):
    """What a person is in a dispute."""

    APPLICANT = "applicant", _("申请人")
    RESPONDENT = "respondent", _("被申请人")
    THIRD = "third", _("第三人")
    AGENT = "agent", _("委托代理人")
    GUARDIAN = "guardian", _("监护人")

    @classmethod
    def sides(cls) -> "tuple[PartyRole, ...]":
        """Those whose own dispute it is: without their consent there is no mediation."""
        return (cls.APPLICANT, cls.RESPONDENT)

    @classmethod
    def beside(cls) -> "tuple[PartyRole, ...]":
        """Those who stand for another."""
        return (cls.AGENT, cls.GUARDIAN)


class SessionState(models.TextChoices):
    """Whether a session took place."""

    PLANNED = "planned", _("已约定")
    HELD = "held", _("已调解")
    CANCELLED = "cancelled", _("没有开成")


class AgreementForm(models.TextChoices):
    """How an agreement was made (People's Mediation Law, art. 28)."""

    WRITTEN = "written", _("书面协议")
    ORAL = "oral", _("口头协议")


class SigningWay(models.TextChoices):
    """How somebody put his name to an agreement."""

    SIGNED = "signed", _("签名")
    SEALED = "sealed", _("盖章")
    FINGERPRINT = "fingerprint", _("按指印")
    SPOKEN = "spoken", _("口头同意")


class PointState(models.TextChoices):
    """Whether what was promised was done."""

    OPEN = "open", _("待履行")
    DONE = "done", _("已履行")
    BROKEN = "broken", _("没有履行")


class ConfirmationState(models.TextChoices):
    """What the court said to a joint application."""

    ASKED = "asked", _("已申请")
    CONFIRMED = "confirmed", _("裁定有效")
    REFUSED = "refused", _("驳回申请")


class ReferralTo(models.TextChoices):
    """Where else a dispute is settled."""

    COURT = "court", _("人民法院")
    POLICE = "police", _("公安机关")
    ARBITRATION = "arbitration", _("仲裁机构")
    LEGAL_AID = "legal_aid", _("法律援助机构")
    STREET_CENTRE = "street_centre", _("街道综治中心")
    ADMINISTRATION = "administration", _("有关行政机关")


class PassUpGround(models.TextChoices):
    """Why a dispute goes up; a choice and no free words, since others read it."""

    BEYOND = "beyond", _("超出本级职责")
    MANY = "many", _("涉及的人多")
    SPECIAL = "special", _("要专门知识或鉴定")
    ACROSS = "across", _("跨社区、跨街道")
    WORSE = "worse", _("可能激化")
