"""Who signs in, who may act where, who stands in for whom."""

from datetime import date
from functools import cached_property

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField, EncryptedTextField

from gongjian.apps.parties.models.notices import Notice
from gongjian.apps.parties.models.organisations import Organisation
from gongjian.core.access import Actor, OwnedModel, OwnedQuerySet, Right, Role
from gongjian.core.access import Grant as Held


def _unread_notices() -> Coalesce:
    """Count a grant holder's unread notices beside his grants, so that the bell costs no read of its own."""
    unread = Notice.objects.filter(user_id=models.OuterRef("user_id"), read_at__isnull=True)
    counted = unread.order_by().values("user_id").annotate(count=models.Count("pk"))
    return Coalesce(models.Subquery(counted.values("count")), 0)


class PeopleManager(UserManager.from_queryset(OwnedQuerySet)):  # type: ignore[misc]
    """Users, reached like every other row through `visible_to`."""


class User(AbstractUser):
    """One person who signs in. `place_code` and `organisation` say where he belongs, grants what he may do.

    `list_columns` holds the keys of the columns he chose for a list, by its name.
    """

    view_right = Right.PARTIES_VIEW
    scope_field = "place_code"
    unit_field = "organisation_id"
    shared_upward = False

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("姓名"), max_length=40)
    phone = EncryptedCharField(_("手机"), max_length=200, blank=True, null=True)
    post = models.CharField(_("职务"), max_length=60, blank=True)
    place_code = models.CharField(_("所在地方"), max_length=15, blank=True, db_index=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="users"
    )
    must_change_password = models.BooleanField(default=False)
    has_second_factor = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    list_columns = models.JSONField(default=dict, blank=True)

    objects = PeopleManager()  # type: ignore[misc]

    REQUIRED_FIELDS = ["full_name"]

    class Meta(AbstractUser.Meta):
        ordering = ("place_code", "username")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """The name as written."""
        return self.full_name

    @cached_property
    def _actor(self) -> Actor:
        today = timezone.localdate()
        rows = list(self.grants.select_related("stand_in").annotate(unread=_unread_notices()))
        grants = [
            Held(
                Role(grant.role),
                grant.place_code,
                grant.organisation_id,
                grant.stand_in.absent_id if grant.stand_in else None,
            )
            for grant in rows
            if grant.is_in_force(today)
        ]
        return Actor(
            user_id=self.pk,
            name=self.full_name or self.username,
            grants=tuple(grants),
            home_place_code=self.place_code,
            home_unit_id=self.organisation_id,
            unread=rows[0].unread if rows else 0,
        )

    def as_actor(self) -> Actor:
        """Return the person with the grants of today, those of whom he stands in for included."""
        return self._actor


class Grant(OwnedModel):
    """One role of one person over a place, or for one unit, for a term."""

    view_right = Right.PARTIES_VIEW

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    place_code = models.CharField(_("地方"), max_length=15, blank=True, db_index=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    stand_in = models.ForeignKey(
        "StandIn", on_delete=models.CASCADE, null=True, blank=True, related_name="grants"
    )

    class Meta:
        ordering = ("user", "place_code", "role")

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"

    def is_in_force(self, day: date) -> bool:
        """Whether the term covers a day."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )

    @property
    def is_over(self) -> bool:
        """Whether the term has ended."""
        return self.ends_on is not None and self.ends_on < timezone.localdate()


class StandIn(OwnedModel):
    """One person acts for another from a day to a day (leave)."""

    view_right = Right.PARTIES_VIEW
    scope_field = "absent__place_code"

    absent = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(User, on_delete=models.CASCADE, related_name="stand_ins")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("-starts_on", "pk")

    def __str__(self) -> str:
        return f"{self.absent}→{self.deputy}"

    @property
    def is_over(self) -> bool:
        """Whether the last day has passed."""
        return self.ends_on < timezone.localdate()


class HandOver(OwnedModel):
    """All open work of one person given to another on a day, with what was handed over."""

    view_right = Right.PARTIES_VIEW
    scope_field = "giver__place_code"

    giver = models.ForeignKey(User, on_delete=models.CASCADE, related_name="given")
    taker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="taken")
    at = models.DateTimeField(auto_now_add=True)
    items = models.JSONField(default=list)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.giver}→{self.taker}"


class UserImport(OwnedModel):
    """One file of people being brought in: what was read from it, sealed, until confirmed or dropped."""

    view_right = Right.USERS_MANAGE

    place_code = models.CharField(max_length=15, blank=True, db_index=True)
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="imports")
    name = models.CharField(max_length=200)
    content = EncryptedTextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name
