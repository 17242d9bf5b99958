"""Applications for aid: who asks, what was found, what was decided, what is paid."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField, EncryptedTextField

from gongjian.apps.hearings.choices import NEXT, AidKind, AidStatus, MemberRelation
from gongjian.core.access import OwnedModel, Right


class AidApplication(OwnedModel):
    """One household asks for one kind of aid. What it states and what was found are encrypted.

    `number` counts the applications of a community in a year. The decision belongs to the county.
    """

    view_right = Right.HEARINGS_VIEW

    place_code = models.CharField(_("社区"), max_length=15, db_index=True)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    kind = models.CharField(_("申请什么"), max_length=20, choices=AidKind.choices)
    head = models.ForeignKey("parties.Resident", on_delete=models.PROTECT, related_name="applications")
    address = EncryptedCharField(_("住址"), max_length=400, blank=True, null=True)
    facts = EncryptedTextField(_("申报的情况"))
    applied_on = models.DateField(_("申请日期"))
    findings = EncryptedTextField(_("调查结果"), blank=True, null=True)
    checked_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=AidStatus.choices, default=AidStatus.APPLIED)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    decision_reason = EncryptedTextField(_("决定的理由"), blank=True, null=True)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-applied_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["place_code", "year", "number"], name="aid_application_number"),
        )
        indexes = (models.Index(fields=["status", "applied_on"], name="aid_application_state"),)

    def __str__(self) -> str:
        return f"{self.number_text} {self.head.masked_name}"

    @property
    def number_text(self) -> str:
        """The number as it is cited, e.g. 〔2026〕3号."""
        return f"〔{self.year}〕{self.number}号"

    def may_become(self, status: AidStatus) -> bool:
        """Whether a step to `status` is open now."""
        return status in NEXT[AidStatus(self.status)]


class HouseholdMember(OwnedModel):
    """One person who lives with the head of the household and is counted."""

    view_right = Right.HEARINGS_VIEW
    scope_field = "application__place_code"

    application = models.ForeignKey(AidApplication, on_delete=models.CASCADE, related_name="members")
    resident = models.ForeignKey("parties.Resident", on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(_("与户主关系"), max_length=12, choices=MemberRelation.choices)

    class Meta:
        ordering = ("application", "pk")
        constraints = (
            models.UniqueConstraint(fields=["application", "resident"], name="household_member_once"),
        )

    def __str__(self) -> str:
        return str(self.resident)


class Benefit(OwnedModel):
    """What a granted application pays each month, for how many people, until it ends for a written reason."""

    view_right = Right.HEARINGS_VIEW
    scope_field = "application__place_code"

    application = models.OneToOneField(AidApplication, on_delete=models.PROTECT, related_name="benefit")
    people = models.PositiveSmallIntegerField(_("享受人数"))
    monthly_cents = models.PositiveBigIntegerField(_("每月金额"))
    starts_on = models.DateField(_("从哪天起"))
    ends_on = models.DateField(null=True, blank=True)
    end_reason = EncryptedTextField(blank=True, null=True)

    class Meta:
        ordering = ("-starts_on", "pk")

    def __str__(self) -> str:
        return str(self.application)
