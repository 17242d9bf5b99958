"""Who is in a dispute."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from gongjian.apps.matters.choices import PartyRole
from gongjian.apps.matters.models.mediation.cases import Confidential, Mediation


class MediationParty(Confidential):
    """One person of a dispute. `consents` is None until he was asked whether he agrees to be mediated."""

    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(_("是什么人"), max_length=10, choices=PartyRole.choices)
    stands_for = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="representatives"
    )
    name = EncryptedCharField(_("姓名或单位"), max_length=400)
    contact = EncryptedCharField(_("联系方式"), max_length=400, blank=True, null=True)
    id_number = EncryptedCharField(_("身份证号"), max_length=300, blank=True, null=True)
    is_minor = models.BooleanField(_("未成年"), default=False)
    consents = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("mediation", "pk")

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"

    @property
    def is_side(self) -> bool:
        """Whether the dispute is his own, so that nothing goes on without his consent."""
        return self.role in PartyRole.sides()
