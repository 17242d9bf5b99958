"""Leading groups with their posts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.parties.choices import GroupRole
from gongjian.apps.parties.models.organisations import Organisation
from gongjian.apps.parties.models.people import User
from gongjian.core.access import OwnedModel, Right


class Group(OwnedModel):
    """A leading group or command, with its office, for a term."""

    view_right = Right.PARTIES_VIEW
    shared_upward = True

    place_code = models.CharField(max_length=15, db_index=True)
    name = models.CharField(_("名称"), max_length=120)
    office_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="offices"
    )
    duties = models.TextField(_("办公室职责"), blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("place_code", "name")

    def __str__(self) -> str:
        return self.name


class GroupMember(OwnedModel):
    """One post in a group, held by a person or a body, for a term."""

    view_right = Right.PARTIES_VIEW
    scope_field = "group__place_code"
    shared_upward = True

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    role = models.CharField(max_length=12, choices=GroupRole.choices)
    who = models.CharField(max_length=120)
    post = models.CharField(max_length=120, blank=True)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="posts")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="posts"
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("group", "order", "pk")

    def __str__(self) -> str:
        return self.who
