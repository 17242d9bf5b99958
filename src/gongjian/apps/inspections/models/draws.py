"""Draws: lists fixed by a published hash, a public number, and what follows from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from gongjian.apps.inspections.models.rounds import Round
from gongjian.core.access import OwnedModel, Right


class Draw(OwnedModel):
    """One draw for a round. Once published, nothing but the public number and the result may be added.

    `places` and `inspectors` are the canonical lines of engine `draw`; `take` the quotas; `result` is
    {"seed", "drawn", "visits"}. The salt stays secret until the result may be seen.
    """

    view_right = Right.INSPECTIONS_VIEW
    shared_upward = True

    place_code = models.CharField(max_length=15, db_index=True)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="draws")
    title = models.CharField(_("名称"), max_length=120)
    source = models.CharField(_("公共数的来源"), max_length=200)
    salt = EncryptedCharField(max_length=200)
    take = models.JSONField()
    per_place = models.PositiveSmallIntegerField(_("每个地方派几人"), default=0)
    at_most = models.PositiveSmallIntegerField(_("每人最多派几处"), default=0)
    places = models.JSONField()
    inspectors = models.JSONField(default=list)
    hash = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(_("公共数"), max_length=200, blank=True)
    typed_at = models.DateTimeField(null=True)
    typed_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    witnesses = EncryptedCharField(_("见证人"), max_length=400, blank=True, null=True)
    result = models.JSONField(null=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("round", "pk")
        constraints = (models.UniqueConstraint(fields=["round", "title"], name="draw_title"),)

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        """Whether the hash is out."""
        return self.published_at is not None

    @property
    def is_drawn(self) -> bool:
        """Whether there is a result."""
        return self.result is not None
