"""Notes of supervision, written on the spot."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.core.access import OwnedModel, Right


class Note(OwnedModel):
    """What somebody saw at a place on a day, good or a problem, with photos."""

    view_right = Right.SUPERVISION_VIEW

    place_code = models.CharField(max_length=15, db_index=True)
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    seen_on = models.DateField(_("哪天"))
    spot = models.CharField(_("点位"), max_length=120, blank=True)
    text = models.CharField(_("看到什么"), max_length=1000)
    is_problem = models.BooleanField(_("是问题"), default=False)
    photos = models.ManyToManyField("core.StoredFile", blank=True, related_name="+")
    written_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-seen_on", "-pk")
        indexes = (models.Index(fields=["seen_on", "place_code"], name="note_by_day"),)

    def __str__(self) -> str:
        return self.text[:60]
