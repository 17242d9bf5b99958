"""Postings of what a hearing found, and the objections to them."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField, EncryptedTextField

from gongjian.apps.hearings.choices import PostingKind
from gongjian.apps.hearings.models.applications import AidApplication
from gongjian.core.access import OwnedModel, Right


class Posting(OwnedModel):
    """One notice on the board from a day to a day, both included; without an end it stays until the benefit ends.

    It shows the head's name, how many people, kind, amount, period and the phone for complaints; nothing else.
    """

    view_right = Right.HEARINGS_VIEW
    scope_field = "application__place_code"

    application = models.ForeignKey(AidApplication, on_delete=models.PROTECT, related_name="postings")
    kind = models.CharField(max_length=10, choices=PostingKind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    place_words = models.CharField(_("张贴在哪里"), max_length=120, blank=True)
    phone = models.CharField(_("监督电话"), max_length=40)
    posted_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("application", "starts_on", "pk")

    def __str__(self) -> str:
        return f"{self.application.number_text}{self.get_kind_display()}"

    def is_up(self, day: date) -> bool:
        """Whether it hangs on a day; it takes itself down."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Objection(OwnedModel):
    """One objection to a posting. Who objects is encrypted and told to nobody of the household or the panel."""

    view_right = Right.HEARINGS_VIEW
    scope_field = "posting__application__place_code"

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="objections")
    objector = EncryptedCharField(_("提出人"), max_length=200, blank=True, null=True)
    contact = EncryptedCharField(_("联系方式"), max_length=200, blank=True, null=True)
    words = EncryptedTextField(_("异议"))
    received_on = models.DateField()
    answer = EncryptedTextField(_("复核结果"), blank=True, null=True)
    is_upheld = models.BooleanField(null=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("posting", "received_on", "pk")

    def __str__(self) -> str:
        return str(self.posting)
