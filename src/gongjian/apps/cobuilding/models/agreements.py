"""From one side's wish to what both have signed: claims, agreements and their lines."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.choices import OPEN_STATUSES, AgreementStatus, ClaimSide, ClaimStatus
from gongjian.apps.cobuilding.models.lists import Need, Project, Resource
from gongjian.core.access import OwnedModel, Right


class OfBothSides(OwnedModel):
    """A row between a community (`place_code`) and a unit, seen by both and nobody beside them."""

    view_right = Right.COBUILDING_VIEW
    unit_field = "organisation_id"

    place_code = models.CharField(max_length=15, db_index=True)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Claim(OfBothSides):
    """One side asks the other: a unit claims a need, or a community asks for a resource; the other side answers.

    A unit may claim a need without a resource in its list. `quantity` counts the unit of the need's category.
    """

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="claims")
    resource = models.ForeignKey(
        Resource, on_delete=models.PROTECT, null=True, blank=True, related_name="claims"
    )
    side = models.CharField(max_length=10, choices=ClaimSide.choices)
    quantity = models.PositiveIntegerField(_("数量"), validators=[MinValueValidator(1)])
    words = models.CharField(_("给对方的话"), max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=ClaimStatus.choices, default=ClaimStatus.ASKED)
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    asked_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["need", "organisation"],
                condition=models.Q(status="asked"),
                name="cobuilding_claim_once",
            ),
        )
        indexes = (
            models.Index(fields=["organisation", "status"], name="cobuilding_claim_unit"),
            models.Index(fields=["place_code", "status"], name="cobuilding_claim_place"),
        )

    def __str__(self) -> str:
        return f"{self.organisation}：{self.need}"


class Agreement(OfBothSides):
    """What a community and a unit have agreed, signed on both sides, with its lines, and what became of it.

    `docx` and `pdf` are kept as both have signed them. `rating_key` opens the residents' page of evaluation.
    """

    number = models.CharField(_("编号"), max_length=32, unique=True)
    title = models.CharField(_("名称"), max_length=80)
    project = models.ForeignKey(
        Project, on_delete=models.SET_NULL, null=True, blank=True, related_name="agreements"
    )
    starts_on = models.DateField(_("从哪天起"))
    ends_on = models.DateField(_("到哪天止"))
    terms = models.TextField(_("约定"), max_length=4000, blank=True)
    status = models.CharField(max_length=10, choices=AgreementStatus.choices, default=AgreementStatus.DRAFTED)
    community_signed_by = models.ForeignKey(
        "parties.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    community_signed_at = models.DateTimeField(null=True, blank=True)
    unit_signed_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    unit_signed_at = models.DateTimeField(null=True, blank=True)
    docx = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(null=True, blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    rating_key = models.CharField(max_length=32, unique=True, null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(_("为什么提前结束"), max_length=300, blank=True)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes = (
            models.Index(fields=["organisation", "status"], name="cobuilding_agreement_unit"),
            models.Index(fields=["place_code", "status", "ends_on"], name="cobuilding_agreement_place"),
            models.Index(fields=["signed_on", "place_code"], name="cobuilding_agreement_signed"),
            models.Index(
                fields=["organisation", "place_code", "signed_on"], name="cobuilding_agreement_pair"
            ),
            models.Index(fields=["status", "ends_on"], name="cobuilding_agreement_due"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="cobuilding_agreement_days"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_signed_by_both(self) -> bool:
        """Whether both sides have signed."""
        return self.community_signed_at is not None and self.unit_signed_at is not None

    @property
    def is_open(self) -> bool:
        """Whether something is still promised."""
        return self.status in OPEN_STATUSES


class AgreementLine(OwnedModel):
    """One promise: so much of a need from this unit (and resource); what was delivered is counted in deliveries.

    `promised` is what holds now: what was signed, and what consented supplements changed by their `delta`. `accepted`
    is what the community took as done (None: not yet), with words where that is less than promised.
    """

    view_right = Right.COBUILDING_VIEW
    scope_field = "agreement__place_code"
    unit_field = "agreement__organisation_id"

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="lines")
    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="line")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="lines")
    resource = models.ForeignKey(
        Resource, on_delete=models.PROTECT, null=True, blank=True, related_name="lines"
    )
    promised = models.PositiveIntegerField(_("承诺数量"), validators=[MinValueValidator(1)])
    accepted = models.PositiveIntegerField(_("验收数量"), null=True, blank=True)
    accepted_words = models.CharField(_("验收说明"), max_length=300, blank=True)

    class Meta:
        ordering = ("agreement", "pk")

    def __str__(self) -> str:
        return f"{self.need} × {self.promised}"
