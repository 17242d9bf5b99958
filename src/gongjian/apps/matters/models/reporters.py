"""Who raised a matter: personal, encrypted, and destroyed on request."""

from django.db import models
from encrypted_fields.fields import EncryptedCharField

from gongjian.core.access import OwnedModel, Right


class Reporter(OwnedModel):
    """One person as given with one matter; the matter stays when he is erased.

    `phone_hash` is a keyed digest of the number, for finding a person's matters without reading it. `wants_messages`
    is his own wish to be written to; without it, what he is told stands where he follows his matter.
    """

    view_right = Right.MATTERS_REVEAL
    scope_field = "matters__place_code"

    name = EncryptedCharField(max_length=200, blank=True, null=True)
    phone = EncryptedCharField(max_length=200, blank=True, null=True)
    email = EncryptedCharField(max_length=300, blank=True, null=True)
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)
    wants_messages = models.BooleanField(default=False)
    consent_version = models.CharField(max_length=40, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"反映人 {self.pk}"

    @property
    def can_be_reached(self) -> bool:
        """Whether there is a number or an address to answer to."""
        return bool(self.phone or self.email)
