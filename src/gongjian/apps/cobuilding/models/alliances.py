"""The alliance of a place: its three sides, their terms and delegates."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from gongjian.apps.cobuilding.choices import AllianceSide, ApproachOutcome
from gongjian.apps.cobuilding.models.allied import AlliedQuerySet
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.core.access import OwnedModel, Right


class Alliance(OwnedModel):
    """The bodies of a place that build together; `programme` is its plan (1+4+1, say) as a running programme."""

    view_right = Right.COBUILDING_VIEW
    shared_upward = True

    place_code = models.CharField(_("社区"), max_length=15, db_index=True)
    name = models.CharField(_("名称"), max_length=80)
    aims = models.TextField(_("宗旨和约定"), max_length=4000, blank=True)
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    founded_on = models.DateField(_("成立日期"))
    ended_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = AlliedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("place_code", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["place_code", "name"],
                condition=models.Q(ended_on__isnull=True),
                name="cobuilding_alliance_name",
            ),
        )

    def __str__(self) -> str:
        return self.name


class AllianceMember(OwnedModel):
    """A body's membership for a term; `ceiling` is how many undertakings it takes on a year (null: any number)."""

    view_right = Right.COBUILDING_VIEW
    scope_field = "alliance__place_code"
    unit_field = "organisation_id"
    shared_upward = True

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="memberships"
    )
    side = models.CharField(_("哪一方"), max_length=10, choices=AllianceSide.choices)
    joined_on = models.DateField(_("加入日期"))
    left_on = models.DateField(null=True, blank=True)
    leave_reason = models.CharField(_("退出原因"), max_length=200, blank=True)
    ceiling = models.PositiveSmallIntegerField(_("每年最多承担几项"), null=True, blank=True)

    objects = AlliedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("alliance", "side", "joined_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["alliance", "organisation"],
                condition=models.Q(left_on__isnull=True),
                name="cobuilding_member_once",
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation)


class Delegate(OwnedModel):
    """Who speaks for a member from a day to a day; `grant` is the right to act for the unit that came with it."""

    view_right = Right.COBUILDING_VIEW
    scope_field = "member__alliance__place_code"
    unit_field = "member__organisation_id"

    member = models.ForeignKey(AllianceMember, on_delete=models.CASCADE, related_name="delegates")
    name = models.CharField(_("姓名"), max_length=40)
    post = models.CharField(_("职务"), max_length=60, blank=True)
    phone = EncryptedCharField(_("电话"), max_length=200, blank=True, null=True)
    user = models.ForeignKey(
        "parties.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    grant = models.OneToOneField(
        "parties.Grant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(_("从哪天起"))
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("member", "-starts_on", "-pk")

    def __str__(self) -> str:
        return self.name


class KnownUnit(OwnedModel):
    """A unit on the ground as the community knows it, from a register or the street: what it is, where it stands.

    `organisation` is the body it is in our own register, once it is there. `name_key` is the name as names are compared.
    """

    view_right = Right.COBUILDING_MANAGE

    place_code = models.CharField(_("社区"), max_length=15, db_index=True)
    name = models.CharField(_("名称"), max_length=120)
    name_key = models.CharField(max_length=120, db_index=True)
    kind = models.CharField(_("类别"), max_length=24, choices=OrganisationKind.choices)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("place_code", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["place_code", "name"],
                condition=models.Q(credit_code=""),
                name="cobuilding_known_name",
            ),
            models.UniqueConstraint(
                fields=["place_code", "credit_code"],
                condition=~models.Q(credit_code=""),
                name="cobuilding_known_code",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Approach(OwnedModel):
    """A unit on the ground that has not joined was spoken to about it: when, by whom, what it said, what came of it.

    Of the two, `organisation` is a body of our register, `known_unit` one that is not in it yet.
    """

    view_right = Right.COBUILDING_VIEW
    scope_field = "alliance__place_code"

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="approaches")
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    known_unit = models.ForeignKey(
        KnownUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="approaches"
    )
    outcome = models.CharField(
        _("结果"), max_length=10, choices=ApproachOutcome.choices, default=ApproachOutcome.SPOKEN
    )
    on = models.DateField(_("哪天联系"))
    words = models.CharField(_("怎么说的"), max_length=300)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=True) ^ models.Q(known_unit__isnull=True),
                name="cobuilding_approach_one",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation or self.known_unit} {self.on}"
