"""Decisions on how severe an inspector was in a round."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.models.rounds import Round
from gongjian.core.access import OwnedModel, Right


class SeverityDecision(OwnedModel):
    """One decision on one inspector's severity in a round: corrected by `points` a sheet, or left as it is (0).

    `estimate` and `half_width` are what the decision rested on, in marks. A revoked decision is kept.
    """

    view_right = Right.INSPECTIONS_MANAGE

    place_code = models.CharField(max_length=15, db_index=True)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="severity_decisions")
    inspector = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    estimate = models.DecimalField(max_digits=6, decimal_places=2)
    half_width = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    points = models.DecimalField(_("每份改动分值"), max_digits=6, decimal_places=2)
    reason = models.CharField(_("理由"), max_length=300)
    decided_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("round", "-decided_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "inspector"],
                condition=models.Q(revoked_at__isnull=True),
                name="severity_decided_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.round} {self.inspector_id} {self.points}"

    @property
    def source_key(self) -> str:
        """What the adjustments of this decision name as their source."""
        return f"severity:{self.pk}"
