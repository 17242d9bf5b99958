"""One mediation: what everybody who sees the matter may know of it, and who may read the rest."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.choices import MediationState
from gongjian.apps.matters.models.matters import Matter, OfMatter
from gongjian.core.access import Actor, OwnedModel, OwnedQuerySet, Right


class MediationQuerySet(OwnedQuerySet):
    """Mediations; their facts go with the matter, what was said in them goes to their mediators alone."""

    def open_to(self, actor: Actor) -> "MediationQuerySet":
        """Keep those that the actor mediates now: by appointment, with the right, and over the place."""
        if actor.user_id is None:
            return self.none()
        sitting = MediationMember.objects.filter(user_id=actor.user_id, ended_at__isnull=True)
        rows = self.reachable_by(actor, Right.MATTERS_MEDIATE)
        return rows.filter(pk__in=sitting.values("mediation_id"))


class Mediation(OfMatter):
    """The mediation of a dispute: facts and days only, no word of what it is about.

    `met_at` is when parties and mediators first met; `next_at` when its mediators have to do something next, `remind_at`
    when they are told; `in_force_on` the day of the agreement, `confirmed_on` of the court's confirmation. `answer_draft` is what the
    mediators let the desk tell the person.
    """

    matter = models.OneToOneField(Matter, on_delete=models.CASCADE, related_name="mediation")
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=12, choices=MediationState.choices, default=MediationState.APPLIED)
    has_minor = models.BooleanField(_("涉及未成年人"), default=False)
    has_violence = models.BooleanField(_("涉及暴力、家庭暴力"), default=False)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    passed_up_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    in_force_on = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    answer_draft = models.CharField(max_length=500, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = MediationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("-opened_at", "-pk")
        indexes = (
            models.Index(
                fields=["remind_at"], condition=Q(remind_at__isnull=False), name="matters_mediation_remind"
            ),
            models.Index(fields=["state", "opened_at"], name="matters_mediation_state"),
        )

    def __str__(self) -> str:
        return f"调解 {self.matter.number}"

    @property
    def place_code(self) -> str:
        """Where the dispute is."""
        return self.matter.place_code

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.state in MediationState.running()

    @property
    def has_agreement(self) -> bool:
        """Whether it ended in an agreement."""
        return self.state in MediationState.with_agreement()

    @property
    def first_at(self) -> datetime:
        """When the first thing was done about it."""
        return self.met_at or self.accepted_at or self.opened_at


class MediationMember(OfMatter):
    """One mediator of one mediation, from his appointment until he is taken off."""

    scope_field = "mediation__matter__place_code"

    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField()
    appointed_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("mediation", "appointed_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["mediation", "user"],
                condition=Q(ended_at__isnull=True),
                name="matters_mediator_once",
            ),
        )

    def __str__(self) -> str:
        return str(self.user)


class ConfidentialQuerySet(OwnedQuerySet):
    """What was said in mediations: for the mediators of the case, whatever rights others hold."""

    def reachable_by(self, actor: Actor, right: Right, *, upward: bool = False) -> "ConfidentialQuerySet":
        """Keep what belongs to the mediations that the actor mediates now. Nobody reads more by another right."""
        open_ = Mediation.objects.all().open_to(actor)
        return self.filter(**{f"{self.model.case_field}__in": open_.values("pk")})


class Confidential(OwnedModel):
    """A row that only the mediators of its case read. Its words are encrypted where they are kept.

    `case_field` leads to the mediation.
    """

    view_right = Right.MATTERS_MEDIATE
    scope_field = "mediation__matter__place_code"
    case_field = "mediation"

    objects = ConfidentialQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True
