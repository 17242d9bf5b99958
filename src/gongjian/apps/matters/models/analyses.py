"""Weekly and monthly analyses."""

from django.db import models

from gongjian.apps.matters.choices import AnalysisKind
from gongjian.core.access import OwnedModel, Right
from gongjian.core.figures import Period


class MatterAnalysis(OwnedModel):
    """The analysis of the matters of a place over one week or month; the text lives in its document.

    `made_by` is nobody where the draft was prepared by itself on the first working day after the period.
    """

    view_right = Right.DOCUMENTS_VIEW

    place_code = models.CharField(max_length=15)
    kind = models.CharField(max_length=6, choices=AnalysisKind.choices)
    first_on = models.DateField()
    last_on = models.DateField()
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-last_on", "kind", "place_code")
        constraints = (
            models.UniqueConstraint(fields=["place_code", "kind", "first_on"], name="matters_analysis_once"),
        )
        indexes = (models.Index(fields=["-last_on", "kind", "place_code"], name="matters_analysis_latest"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period.label}"

    @property
    def period(self) -> Period:
        """The days it looks back on."""
        return Period(self.first_on, self.last_on)
