"""Tables being brought in, kept between the preview and the confirmation."""

from django.db import models

from gongjian.apps.indicators.choices import ImportKind
from gongjian.core.access import OwnedModel, Right


class TableImport(OwnedModel):
    """One file of values or projects: what was read from it, until its reader confirms or drops it."""

    view_right = Right.INDICATORS_ENTER

    place_code = models.CharField(max_length=15, blank=True, db_index=True)
    kind = models.CharField(max_length=8, choices=ImportKind)
    made_by = models.ForeignKey("parties.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    content = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name
