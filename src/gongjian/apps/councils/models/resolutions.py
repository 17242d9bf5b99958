"""What meetings decided, and what became of it."""

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.councils.choices import ResolutionEntryKind, ResolutionStatus
from gongjian.apps.councils.models.councils import Council, CouncilMember, OwnedByCouncil
from gongjian.apps.councils.models.meetings import AgendaItem, Meeting


class Resolution(OwnedByCouncil):
    """One thing decided: who does it (a member, or somebody by name), by when, and the result.

    `answered_on` is when its owner said it was done: in time or late goes by that day, whenever it is confirmed.
    """

    meeting_field = "meeting_id"

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="resolutions")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="resolutions")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="resolutions"
    )
    text = models.CharField(_("议定的事"), max_length=200)
    member = models.ForeignKey(
        CouncilMember, on_delete=models.PROTECT, null=True, blank=True, related_name="resolutions"
    )
    owner_name = models.CharField(_("由谁办"), max_length=60, blank=True)
    due_on = models.DateField(_("哪天前办成"), db_index=True)
    status = models.CharField(max_length=10, choices=ResolutionStatus.choices, default=ResolutionStatus.OPEN)
    result = models.TextField(_("结果"), max_length=2000, blank=True)
    files = models.ManyToManyField("core.StoredFile", blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    made_on = models.DateField(default=timezone.localdate)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(member__isnull=False, owner_name="")
                | (models.Q(member__isnull=True) & ~models.Q(owner_name="")),
                name="council_resolution_owner",
            ),
        )
        indexes = (models.Index(fields=["status", "due_on"], name="council_resolution_open"),)

    def __str__(self) -> str:
        return self.text

    @property
    def owner(self) -> str:
        """Who does it."""
        return str(self.member) if self.member_id else self.owner_name

    def is_late(self, day: date) -> bool:
        """Whether it is not answered after its day, or was answered after it."""
        return self.status != ResolutionStatus.VOID and (self.answered_on or day) > self.due_on


class ResolutionEntry(OwnedByCouncil):
    """One line of what happened to a resolution; `step` and `due_on` say which reminder was sent for which day."""

    scope_field = "resolution__council__place_code"
    council_field = "resolution__council_id"
    meeting_field = "resolution__meeting_id"

    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=ResolutionEntryKind.choices)
    text = models.CharField(max_length=300, blank=True)
    step = models.CharField(max_length=20, blank=True)
    due_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("resolution", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["resolution", "step", "due_on"],
                condition=~models.Q(step=""),
                name="council_reminder_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text}"
