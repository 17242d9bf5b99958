"""Bodies: departments, committees, resident units."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from gongjian.apps.parties.choices import OrganisationKind
from gongjian.core.access import OwnedModel, Right


class Organisation(OwnedModel):
    """One body: a department, Party body, residents' committee, resident unit or social organisation."""

    view_right = Right.PARTIES_VIEW
    unit_field = "id"
    shared_upward = True

    place_code = models.CharField(_("所在地方"), max_length=15, db_index=True)
    name = models.CharField(_("名称"), max_length=120, db_index=True)
    short_name = models.CharField(_("简称"), max_length=60, blank=True, db_index=True)
    kind = models.CharField(_("类别"), max_length=24, choices=OrganisationKind.choices)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    initials = models.CharField(max_length=60, blank=True, db_index=True)
    contact_name = models.CharField(_("联系人"), max_length=40, blank=True)
    contact_phone = EncryptedCharField(_("联系电话"), max_length=200, blank=True, null=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("place_code", "name")
        constraints = (
            models.UniqueConstraint(fields=["place_code", "name"], name="organisation_name"),
            models.UniqueConstraint(
                fields=["credit_code"], condition=~models.Q(credit_code=""), name="organisation_credit_code"
            ),
        )

    def __str__(self) -> str:
        return self.name
