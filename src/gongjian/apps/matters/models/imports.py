"""Lists of the hotline being brought in."""

from django.db import models
from encrypted_fields.fields import EncryptedTextField

from gongjian.core.access import OwnedModel, Right


class MatterImport(OwnedModel):
    """One file of hotline orders: what was read from it, sealed, until confirmed or dropped by whoever chose it."""

    view_right = Right.MATTERS_DISPATCH

    place_code = models.CharField(max_length=15, blank=True, db_index=True)
    made_by = models.ForeignKey("parties.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    content = EncryptedTextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name
