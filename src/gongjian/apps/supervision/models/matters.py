"""Matters noted for following up (督办件), each to its end."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.supervision.choices import EntryKind, MatterOrigin, MatterStatus
from gongjian.core.access import OwnedModel, Right


class Matter(OwnedModel):
    """One thing that a place or a unit has to do by a day, followed by the place that gave it.

    `place_code` (and `organisation`) is who handles it, `issuer_place_code` who gave it and checks the end.
    `due_on` is the day in force, `first_due_on` the one first set; a pause moves it when it ends.
    """

    view_right = Right.SUPERVISION_VIEW
    unit_field = "organisation_id"

    place_code = models.CharField(max_length=15, db_index=True)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    co_units = models.ManyToManyField("parties.Organisation", blank=True, related_name="+")
    issuer_place_code = models.CharField(max_length=15, db_index=True)
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    origin = models.CharField(_("来源"), max_length=12, choices=MatterOrigin.choices)
    source = models.CharField(_("依据"), max_length=200, blank=True)
    note = models.OneToOneField(
        "supervision.Note", on_delete=models.SET_NULL, null=True, blank=True, related_name="matter"
    )
    title = models.CharField(_("事项"), max_length=120)
    detail = models.TextField(_("要求"), blank=True)
    opened_on = models.DateField()
    first_due_on = models.DateField()
    due_on = models.DateField(_("时限"), db_index=True)
    status = models.CharField(max_length=10, choices=MatterStatus.choices, default=MatterStatus.OPEN)
    paused_on = models.DateField(null=True, blank=True)
    asked_due_on = models.DateField(null=True, blank=True)
    applied_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    opened_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=["issuer_place_code", "year", "number"], name="matter_number"),
        )
        indexes = (models.Index(fields=["status", "due_on"], name="matter_open"),)

    def __str__(self) -> str:
        return self.title

    @property
    def number_text(self) -> str:
        """The number as it is cited, e.g. 督办〔2026〕3号."""
        return f"督办〔{self.year}〕{self.number}号"

    @property
    def is_running(self) -> bool:
        """Whether its handler still owes something."""
        return self.status == MatterStatus.OPEN

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in (MatterStatus.CLOSED, MatterStatus.VOID)


class MatterEntry(OwnedModel):
    """One thing that happened to a matter; reminders are remembered by step and the due day they were for."""

    view_right = Right.SUPERVISION_VIEW
    scope_field = "matter__place_code"
    unit_field = "matter__organisation_id"

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    text = models.CharField(max_length=1000, blank=True)
    due_on = models.DateField(null=True, blank=True)
    step = models.CharField(max_length=30, blank=True)
    files = models.ManyToManyField("core.StoredFile", blank=True, related_name="+")
    by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("matter", "at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["matter", "due_on", "step"],
                condition=models.Q(kind="reminded") & ~models.Q(step=""),
                name="reminder_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.matter} {self.get_kind_display()}"
