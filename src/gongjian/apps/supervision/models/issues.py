"""Numbered publications: weekly digests, bulletins and briefs, each with its document."""

from django.db import models

from gongjian.apps.supervision.choices import IssueKind
from gongjian.core.access import OwnedModel, Right


class Issue(OwnedModel):
    """The n-th digest, bulletin or brief of a place in a year; the text lives in its document."""

    view_right = Right.DOCUMENTS_VIEW

    place_code = models.CharField(max_length=15, db_index=True)
    kind = models.CharField(max_length=10, choices=IssueKind.choices)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    meeting = models.OneToOneField(
        "supervision.Meeting", on_delete=models.PROTECT, null=True, blank=True, related_name="digest"
    )
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="supervision_issue"
    )
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-year", "kind", "-number")
        constraints = (
            models.UniqueConstraint(fields=["place_code", "kind", "year", "number"], name="issue_number"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.year}年第{self.number}期"
