"""What the parties agreed, who put his name to it, what became of it; where else a dispute went."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField, EncryptedIntegerField, EncryptedTextField

from gongjian.apps.matters.choices import AgreementForm, ConfirmationState, PointState, ReferralTo, SigningWay
from gongjian.apps.matters.models.mediation.cases import Confidential, Mediation
from gongjian.apps.matters.models.mediation.parties import MediationParty


class MediationAgreement(Confidential):
    """One agreement, a draft until `in_force_on`; a dispute opened again may come to another.

    `scan` is the signed paper, sealed in the store.
    """

    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="agreements")
    form = models.CharField(max_length=10, choices=AgreementForm.choices, default=AgreementForm.WRITTEN)
    facts = EncryptedTextField(_("主要事实和争议"))
    in_force_on = models.DateField(null=True, blank=True)
    scan = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    scan_type = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("mediation", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["mediation"],
                condition=Q(in_force_on__isnull=True),
                name="matters_one_draft_agreement",
            ),
        )

    def __str__(self) -> str:
        return f"协议 {self.pk}"


class OfAgreement(Confidential):
    """A row that belongs to one agreement."""

    scope_field = "agreement__mediation__matter__place_code"
    case_field = "agreement__mediation"

    class Meta:
        abstract = True


class AgreementPoint(OfAgreement):
    """One promise: who does what by when, and the sum in cents where money is due."""

    agreement = models.ForeignKey(MediationAgreement, on_delete=models.CASCADE, related_name="points")
    order = models.PositiveSmallIntegerField()
    party = models.ForeignKey(MediationParty, on_delete=models.PROTECT, related_name="+")
    words = EncryptedTextField(_("做什么"))
    amount_cents = EncryptedIntegerField(_("金额"), null=True, blank=True)
    due_on = models.DateField(_("期限"))
    state = models.CharField(max_length=10, choices=PointState.choices, default=PointState.OPEN)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("agreement", "order")
        constraints = (
            models.UniqueConstraint(fields=["agreement", "order"], name="matters_agreement_point"),
        )

    def __str__(self) -> str:
        return f"第 {self.order} 项"


class Performance(OfAgreement):
    """One look at whether a point was kept (回访), with what was found."""

    scope_field = "point__agreement__mediation__matter__place_code"
    case_field = "point__agreement__mediation"

    point = models.ForeignKey(AgreementPoint, on_delete=models.CASCADE, related_name="performances")
    state = models.CharField(max_length=10, choices=PointState.choices)
    words = EncryptedTextField(_("履行情况"), blank=True, null=True)
    at = models.DateTimeField()
    by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("point", "at", "pk")

    def __str__(self) -> str:
        return f"回访 {self.pk}"


class AgreementSignature(OfAgreement):
    """One name put to an agreement: a party's or a mediator's, and how."""

    agreement = models.ForeignKey(MediationAgreement, on_delete=models.CASCADE, related_name="signatures")
    party = models.ForeignKey(MediationParty, on_delete=models.PROTECT, null=True, related_name="+")
    mediator = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=12, choices=SigningWay.choices)
    signed_on = models.DateField()

    class Meta:
        ordering = ("agreement", "pk")
        constraints = (
            models.UniqueConstraint(fields=["agreement", "party"], name="matters_agreement_party_signs"),
            models.UniqueConstraint(
                fields=["agreement", "mediator"], name="matters_agreement_mediator_signs"
            ),
            models.CheckConstraint(
                condition=Q(party__isnull=True) ^ Q(mediator__isnull=True), name="matters_signature_of_one"
            ),
        )

    def __str__(self) -> str:
        return f"签名 {self.pk}"


class JudicialConfirmation(OfAgreement):
    """What the court was asked jointly, and said (People's Mediation Law, art. 33)."""

    agreement = models.OneToOneField(
        MediationAgreement, on_delete=models.CASCADE, related_name="confirmation"
    )
    court = EncryptedCharField(_("法院"), max_length=400)
    asked_on = models.DateField(_("申请日期"))
    state = models.CharField(
        max_length=10, choices=ConfirmationState.choices, default=ConfirmationState.ASKED
    )
    decided_on = models.DateField(null=True, blank=True)
    document_number = EncryptedCharField(_("裁定书文号"), max_length=400, blank=True, null=True)

    class Meta:
        ordering = ("agreement",)

    def __str__(self) -> str:
        return f"司法确认 {self.pk}"


class MediationReferral(Confidential):
    """Where a dispute was passed on to, and why."""

    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="referrals")
    to = models.CharField(_("转到哪里"), max_length=16, choices=ReferralTo.choices)
    body = EncryptedCharField(_("具体单位"), max_length=400)
    reason = EncryptedTextField(_("理由"))
    referred_on = models.DateField()

    class Meta:
        ordering = ("mediation", "pk")

    def __str__(self) -> str:
        return f"转办 {self.pk}"
