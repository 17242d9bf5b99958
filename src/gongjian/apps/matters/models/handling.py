"""What is done about a matter: who has it, pauses, more time, checks."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.choices import AssignmentState, ExclusionGround, MatterState
from gongjian.apps.matters.models.matters import Matter, OfMatter


class Assignment(OfMatter):
    """The part of one unit in one matter; one of them leads."""

    unit_field = "organisation_id"

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="assignments")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    cycle = models.PositiveSmallIntegerField(default=0)
    is_lead = models.BooleanField(_("主办"), default=True)
    is_whistled = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=AssignmentState.choices, default=AssignmentState.PENDING)
    words = models.CharField(_("要求"), max_length=500, blank=True)
    dispatched_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    dispatched_at = models.DateTimeField()
    due_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    result = models.TextField(_("处置结果"), blank=True)
    handed_back_at = models.DateTimeField(null=True, blank=True)
    handed_back_reason = models.CharField(max_length=300, blank=True)
    rework_count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("matter", "cycle", "-is_lead", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["matter", "organisation"],
                condition=Q(state__in=AssignmentState.in_hand()),
                name="matters_unit_once",
            ),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(is_lead=True, state__in=AssignmentState.in_hand()),
                name="matters_one_lead",
            ),
        )
        indexes = (
            models.Index(fields=["organisation", "state"], name="matters_unit_work"),
            models.Index(fields=["organisation", "matter"], name="matters_unit_matters"),
        )

    def __str__(self) -> str:
        return f"{self.matter} {self.organisation}"

    @property
    def is_in_hand(self) -> bool:
        """Whether the unit still owes something."""
        return self.state in AssignmentState.in_hand()


class Hold(OfMatter):
    """A pause with its reason; it ends when the clock goes on, and the due time moves by exactly its working time."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="holds")
    reason = models.CharField(max_length=300)
    state_before = models.CharField(max_length=12, choices=MatterState.choices)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("matter", "started_at")
        constraints = (
            models.UniqueConstraint(
                fields=["matter"], condition=Q(ended_at__isnull=True), name="matters_one_hold"
            ),
        )

    def __str__(self) -> str:
        return f"{self.matter} {self.reason}"


class Extension(OfMatter):
    """More time that a unit asked for, and what was decided above it."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="extensions")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="extensions")
    reason = models.CharField(max_length=300)
    due_before = models.DateTimeField()
    asked_due_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    is_granted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("matter", "asked_at")
        constraints = (
            models.UniqueConstraint(
                fields=["matter"], condition=Q(is_granted__isnull=True), name="matters_one_extension"
            ),
        )

    def __str__(self) -> str:
        return f"{self.matter} {self.reason}"


class Check(OfMatter):
    """One look before closing, by somebody other than those who acted."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="checks")
    cycle = models.PositiveSmallIntegerField(default=0)
    has_passed = models.BooleanField()
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("matter", "at")

    def __str__(self) -> str:
        return f"{self.matter} {self.words}"


class Exclusion(OfMatter):
    """Why a matter is left out of the rates, by whose decision; the matter itself is handled all the same."""

    matter = models.OneToOneField(Matter, on_delete=models.CASCADE, related_name="exclusion")
    ground = models.CharField(max_length=14, choices=ExclusionGround.choices)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("matter",)

    def __str__(self) -> str:
        return f"{self.matter} {self.get_ground_display()}"
