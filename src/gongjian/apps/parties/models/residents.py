"""Residents by name, and how they stand to each other: who may not judge whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField, EncryptedTextField

from gongjian.apps.parties.choices import RelationKind, RelationSource, ResidentGroup
from gongjian.core.access import OwnedModel, Right
from gongjian.engines.masking import mask_name


class Resident(OwnedModel):
    """One person of a community, known by name without an account. All that identifies him is encrypted.

    `id_hash` is a keyed hash of the identity number, to find the same person again; empty when it isn't known.
    """

    view_right = Right.RESIDENTS_VIEW

    place_code = models.CharField(_("社区"), max_length=15, db_index=True)
    name = EncryptedCharField(_("姓名"), max_length=200)
    id_number = EncryptedCharField(_("身份证号"), max_length=200, blank=True, null=True)
    id_hash = models.CharField(max_length=64, blank=True)
    phone = EncryptedCharField(_("电话"), max_length=200, blank=True, null=True)
    address = EncryptedCharField(_("楼栋门牌"), max_length=600, blank=True, null=True)
    household = EncryptedCharField(_("户号"), max_length=300, blank=True, null=True)
    group = models.CharField(_("身份"), max_length=16, choices=ResidentGroup.choices)
    is_panelist = models.BooleanField(_("可以抽作评议员"), default=False)
    user = models.ForeignKey(
        "parties.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("place_code", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["id_hash"], condition=~models.Q(id_hash=""), name="resident_id_number"
            ),
        )
        indexes = (models.Index(fields=["place_code", "is_panelist"], name="resident_panelist"),)

    def __str__(self) -> str:
        return self.masked_name

    @property
    def masked_name(self) -> str:
        """The name as lists show it: 赵**."""
        return mask_name(self.name)


class Relation(OwnedModel):
    """Two residents who are kin, in dispute, or otherwise not free to judge each other; `first` has the lower key."""

    view_right = Right.RESIDENTS_VIEW
    scope_field = "first__place_code"

    first = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="relations_from")
    second = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="relations_to")
    kind = models.CharField(_("关系"), max_length=16, choices=RelationKind.choices)
    source = models.CharField(_("怎么知道的"), max_length=16, choices=RelationSource.choices)
    noted_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("first", "second", "kind")
        constraints = (
            models.UniqueConstraint(
                fields=["first", "second", "kind"],
                condition=models.Q(ended_on__isnull=True),
                name="relation_once",
            ),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="relation_order"),
        )

    def __str__(self) -> str:
        return f"{self.first}、{self.second}：{self.get_kind_display()}"

    @property
    def is_kin(self) -> bool:
        """Whether the two are related by blood or marriage."""
        return self.kind in RelationKind.kin()


class ResidentImport(OwnedModel):
    """One table of residents: what was read from it, sealed, until confirmed or dropped by whoever chose it."""

    view_right = Right.RESIDENTS_MANAGE

    place_code = models.CharField(max_length=15, blank=True, db_index=True)
    made_by = models.ForeignKey("parties.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    content = EncryptedTextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name
