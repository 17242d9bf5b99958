"""Tables of needs, resources or units on the ground being brought in."""

from django.db import models
from encrypted_fields.fields import EncryptedTextField

from gongjian.apps.cobuilding.choices import ImportKind
from gongjian.core.access import OwnedModel, Right


class ListImport(OwnedModel):
    """One file of a list being brought in: what was read from one of its sheets, sealed, until confirmed or dropped."""

    view_right = Right.COBUILDING_VIEW
    unit_field = "organisation_id"

    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    place_code = models.CharField(max_length=15, db_index=True)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.CASCADE, null=True, related_name="+"
    )
    made_by = models.ForeignKey("parties.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    sheet = models.CharField(max_length=100, blank=True)
    content = EncryptedTextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name
