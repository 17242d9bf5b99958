"""Decisions that change what a sheet counts for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import AdjustmentKind
from gongjian.apps.inspections.models.rubrics import RubricItem
from gongjian.apps.inspections.models.sheets import ScoreSheet
from gongjian.core.access import OwnedModel, Right


class ScoreAdjustment(OwnedModel):
    """One decision that gives a submitted sheet points back or takes some; the sheet itself stays as it was.

    `source_key` names what was decided on (appeal:12, finding:7), so that the same source adjusts once.
    A revoked decision is kept and no longer counts.
    """

    view_right = Right.INSPECTIONS_VIEW
    scope_field = "sheet__place_code"

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="adjustments")
    item = models.ForeignKey(RubricItem, on_delete=models.PROTECT, null=True, related_name="adjustments")
    kind = models.CharField(max_length=10, choices=AdjustmentKind.choices)
    points = models.DecimalField(_("改动分值"), max_digits=7, decimal_places=2)
    lifts_veto = models.BooleanField(default=False)
    reason = models.CharField(_("理由"), max_length=500)
    source_key = models.CharField(max_length=60)
    decided_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("sheet", "decided_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["sheet", "source_key"],
                condition=models.Q(revoked_at__isnull=True),
                name="adjustment_once_per_source",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sheet} {self.points}"
