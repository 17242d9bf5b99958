"""Appeals against an item of a score sheet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import AppealStatus
from gongjian.apps.inspections.models.adjustments import ScoreAdjustment
from gongjian.apps.inspections.models.rubrics import RubricItem
from gongjian.apps.inspections.models.sheets import ScoreSheet
from gongjian.core.access import OwnedModel, Right


class Appeal(OwnedModel):
    """One objection of a place to what one of its sheets says of one item.

    `score_before` and `score_after` are what the sheet counted for before and after the decision;
    `counts` is what the decision holds to be true, by rule id.
    """

    view_right = Right.INSPECTIONS_VIEW

    place_code = models.CharField(max_length=15, db_index=True)
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="appeals")
    item = models.ForeignKey(RubricItem, on_delete=models.PROTECT, related_name="appeals")
    words = models.CharField(_("申诉理由"), max_length=1000)
    photos = models.ManyToManyField("core.StoredFile", blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=AppealStatus.choices, default=AppealStatus.FILED)
    filed_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField()
    due_on = models.DateField()
    counts = models.JSONField(default=dict)
    answer = models.CharField(_("答复"), max_length=1000, blank=True)
    score_before = models.DecimalField(max_digits=7, decimal_places=2)
    score_after = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    adjustment = models.ForeignKey(ScoreAdjustment, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["sheet", "item"], condition=models.Q(status="filed"), name="appeal_open_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.place_code} {self.item}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.status == AppealStatus.FILED

    @property
    def source_key(self) -> str:
        """What the adjustment of this appeal names as its source."""
        return f"appeal:{self.pk}"
