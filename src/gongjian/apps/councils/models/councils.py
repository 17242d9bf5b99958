"""Councils, who sits in them, and who speaks for a member that is a body."""

from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from gongjian.apps.councils.choices import CouncilKind
from gongjian.core.access import Actor, OwnedModel, OwnedQuerySet, Right, any_prefix


def in_force(day: date, prefix: str, starts: str = "starts_on", ends: str = "ended_on") -> models.Q:
    """Match what has begun and is not over on a day; the day something ends on is not in it any more."""
    begun = models.Q(**{f"{prefix}{starts}__lte": day})
    return begun & (models.Q(**{f"{prefix}{ends}__isnull": True}) | models.Q(**{f"{prefix}{ends}__gt": day}))


class CouncilQuerySet(OwnedQuerySet):
    """Councils and what belongs to them: those of one's places, and those in which one speaks for a member now.

    `council_field` of the model is the lookup of its council's key, `meeting_field` that of its meeting's.
    """

    def visible_to(self, actor: Actor) -> "CouncilQuerySet":
        """Keep what lies in the actor's places, and what his seat opens as long as he has it."""
        right = self.model.view_right
        if actor.is_system or "" in actor.place_prefixes(right):
            return self
        condition = any_prefix(self.model.scope_field, actor.place_prefixes(right))
        if actor.user_id is not None and actor.can(right):
            today = timezone.localdate()
            seats = CouncilDelegate.held_by(actor, today).values("member__council_id")
            condition |= models.Q(**{f"{self.model.council_field}__in": seats})
            if self.model.meeting_field:
                condition |= models.Q(**{f"{self.model.meeting_field}__in": _standing_in(actor)})
        return self.filter(condition)


def _standing_in(actor: Actor) -> models.QuerySet[Any]:
    """Return the numbers of the meetings, not over yet, to which the actor is sent in a member's place."""
    sent: models.QuerySet[Any] = CouncilMember.objects.filter(
        in_force(timezone.localdate(), "", "joined_on", "left_on"),
        attendances__substitute_user_id=actor.user_id,
        attendances__meeting__status__in=("called", "held"),
    )
    return sent.order_by().values("attendances__meeting_id")


class OwnedByCouncil(OwnedModel):
    """A row of a council: seen at its place, and from a seat in it."""

    view_right = Right.COUNCILS_VIEW
    scope_field = "council__place_code"
    council_field = "council_id"
    meeting_field = ""

    objects = CouncilQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True


class Council(OwnedByCouncil):
    """A body that meets again and again: residents and units of a place, or the members of an alliance."""

    scope_field = "place_code"
    council_field = "pk"

    place_code = models.CharField(_("地方"), max_length=15, db_index=True)
    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类别"), max_length=16, choices=CouncilKind.choices)
    aims = models.TextField(_("议什么"), max_length=2000, blank=True)
    venue = models.CharField(_("一般在哪里开会"), max_length=120, blank=True)
    founded_on = models.DateField(_("成立日期"))
    ended_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("place_code", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["place_code", "name"],
                condition=models.Q(ended_on__isnull=True),
                name="council_name",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Whether it has been wound up."""
        return self.ended_on is not None


class CouncilMember(OwnedByCouncil):
    """Who sits in a council from a day on: a body, or a person by name (perhaps one of the register of residents).

    `chair_order` is the place in the ring of those who chair by turns (null: never chairs). From `left_on` on
    the member does not belong any more.
    """

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resident = models.ForeignKey(
        "parties.Resident", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person_name = models.CharField(_("姓名"), max_length=40, blank=True)
    chair_order = models.PositiveSmallIntegerField(_("轮值顺序"), null=True, blank=True)
    joined_on = models.DateField(_("加入日期"))
    left_on = models.DateField(null=True, blank=True)
    leave_reason = models.CharField(_("退出原因"), max_length=200, blank=True)

    class Meta:
        ordering = ("council", "chair_order", "joined_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, person_name="", resident__isnull=True)
                | (models.Q(organisation__isnull=True) & ~models.Q(person_name="")),
                name="council_member_is_one",
            ),
            models.UniqueConstraint(
                fields=["council", "organisation"],
                condition=models.Q(left_on__isnull=True),
                name="council_member_once",
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation) if self.organisation_id else self.person_name

    def is_in_force(self, day: date) -> bool:
        """Whether the member belongs to the council on a day."""
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)


class CouncilDelegate(OwnedByCouncil):
    """Who speaks for a member that is a body; from `ended_on` on he does not, and sees nothing by it."""

    scope_field = "member__council__place_code"
    council_field = "member__council_id"

    member = models.ForeignKey(CouncilMember, on_delete=models.CASCADE, related_name="delegates")
    name = models.CharField(_("姓名"), max_length=40)
    post = models.CharField(_("职务"), max_length=60, blank=True)
    phone = EncryptedCharField(_("电话"), max_length=200, blank=True, null=True)
    user = models.ForeignKey(
        "parties.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(_("从哪天起"))
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("member", "-starts_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(ended_on__isnull=True), name="council_delegate_one"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @classmethod
    def held_by(cls, actor: Actor, day: date) -> models.QuerySet["CouncilDelegate"]:
        """Return the seats for which a person speaks on a day: the delegate and the member both in force."""
        rows: models.QuerySet[CouncilDelegate] = cls.objects.filter(
            in_force(day, ""), in_force(day, "member__", "joined_on", "left_on"), user=actor.user_id
        )
        return rows

    def is_in_force(self, day: date) -> bool:
        """Whether he speaks for the member on a day."""
        return self.starts_on <= day and (self.ended_on is None or day < self.ended_on)
