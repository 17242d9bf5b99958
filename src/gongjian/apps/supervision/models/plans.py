"""The supervision plan: what is done again and again, and what became of each time of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.supervision.choices import ActivityKind, OccurrenceStatus, Repeat, Shift, Weekday
from gongjian.core.access import OwnedModel, Right, Role
from gongjian.engines.worktime import Recurrence
from gongjian.engines.worktime import Repeat as RepeatRule
from gongjian.engines.worktime import Shift as ShiftRule


class SupervisionPlan(OwnedModel):
    """How a place is supervised in a term, perhaps for one programme. Not shared downwards: visits come unannounced."""

    view_right = Right.SUPERVISION_VIEW

    place_code = models.CharField(max_length=15, db_index=True)
    title = models.CharField(_("名称"), max_length=120)
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("截止"))
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-starts_on", "place_code", "title")
        constraints = (
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="plan_term"),
        )

    def __str__(self) -> str:
        return self.title


class PlannedActivity(OwnedModel):
    """One recurring activity of a plan: what, by which rule of days, by whom, where; `stopped_on` ends it early.

    Who is to do it: the person, else all of the unit, else those who hold the role at the plan's place.
    """

    view_right = Right.SUPERVISION_VIEW
    scope_field = "plan__place_code"

    plan = models.ForeignKey(SupervisionPlan, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(_("活动"), max_length=10, choices=ActivityKind.choices)
    title = models.CharField(_("内容"), max_length=120)
    repeat = models.CharField(_("多久一次"), max_length=8, choices=Repeat.choices)
    weekday = models.PositiveSmallIntegerField(_("星期几"), choices=Weekday.choices, null=True, blank=True)
    day = models.PositiveSmallIntegerField(_("几号"), null=True, blank=True)
    dates = models.JSONField(default=list, blank=True)
    shift = models.CharField(_("遇到休息日"), max_length=8, choices=Shift.choices, default=Shift.NEXT)
    starts_at = models.TimeField(_("几点"), null=True, blank=True)
    role = models.CharField(_("由谁办"), max_length=20, choices=Role.choices, blank=True)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        "parties.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    where = models.CharField(_("在哪里"), max_length=120, blank=True)
    stopped_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("plan", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def rule(self) -> Recurrence:
        """The rule of days, for the engine."""
        return Recurrence(
            RepeatRule(self.repeat),
            weekday=self.weekday,
            day=self.day,
            dates=tuple((month, day) for month, day in self.dates),
            shift=ShiftRule(self.shift),
        )


class Occurrence(OwnedModel):
    """What became of one time of an activity; times of which nothing is known have no row.

    `planned_on` is the day the calendar gives; `on` the day it was held or is moved to (None: cancelled).
    """

    view_right = Right.SUPERVISION_VIEW
    scope_field = "activity__plan__place_code"

    activity = models.ForeignKey(PlannedActivity, on_delete=models.CASCADE, related_name="occurrences")
    planned_on = models.DateField()
    on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=OccurrenceStatus.choices)
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("planned_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=["activity", "planned_on"], name="occurrence_once"),
            models.CheckConstraint(
                condition=models.Q(status="cancelled", on__isnull=True)
                | models.Q(status__in=["held", "moved"], on__isnull=False),
                name="occurrence_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.activity} {self.planned_on}"
