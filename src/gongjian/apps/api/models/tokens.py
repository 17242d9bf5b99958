"""Tokens of other systems, and the answers kept for calls that are repeated."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from gongjian.apps.api.choices import SCOPE_RIGHTS, TokenScope
from gongjian.core.access import OwnedModel, Right


class ApiToken(OwnedModel):
    """What one other system calls with, as one account, within some scopes and perhaps one place.

    The token itself is shown once and kept as its digest; `hint` is its last four characters. `place_code` is
    the account's, `within_code` narrows further.
    """

    view_right = Right.TOKENS_MANAGE

    place_code = models.CharField(max_length=15, blank=True, db_index=True)
    user = models.ForeignKey("parties.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("名称"), max_length=60)
    scopes = models.JSONField(default=list)
    within_code = models.CharField(max_length=15, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.name

    def is_good_on(self, day: date) -> bool:
        """Whether it opens anything on a day; the last day counts."""
        return self.revoked_at is None and day <= self.expires_on

    @property
    def rights(self) -> frozenset[Right]:
        """The rights it is good for."""
        return frozenset().union(*(SCOPE_RIGHTS[TokenScope(scope)] for scope in self.scopes))

    @property
    def scope_labels(self) -> list[str]:
        """Its scopes in words."""
        return [str(TokenScope(scope).label) for scope in self.scopes]


class KeptAnswer(models.Model):
    """What a call with an `Idempotency-Key` was answered, for the caller who sends it again."""

    access_exemption = "read by services.repeats alone, for the caller who sent the key"

    user = models.ForeignKey("parties.User", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = EncryptedTextField(blank=True, null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="api_answered_once"),)

    def __str__(self) -> str:
        return self.key
