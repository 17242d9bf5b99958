"""Tables of programmes: what is wanted, who was given which part, what was reported."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.programmes.choices import AssignmentStatus, Comparator, ProgrammeStatus, ReportStatus
from gongjian.core.access import OwnedModel, Right
from gongjian.core.registry import AREA


class Programme(OwnedModel):
    """A plan at work in a place and below it."""

    view_right = Right.PROGRAMMES_VIEW
    shared_upward = True

    place_code = models.CharField(max_length=15, db_index=True)
    title = models.CharField(_("名称"), max_length=160)
    theme = models.CharField(_("主题"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    starts_on = models.DateField(_("开始"), null=True, blank=True)
    ends_on = models.DateField(_("截止"), null=True, blank=True)
    lead_organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="led_programmes"
    )
    group = models.ForeignKey(
        "parties.Group", on_delete=models.SET_NULL, null=True, blank=True, related_name="programmes"
    )
    scheme = models.ForeignKey(
        "inspections.RatingScheme",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="programmes",
    )
    status = models.CharField(max_length=8, choices=ProgrammeStatus.choices, default=ProgrammeStatus.ACTIVE)
    previous = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="next_ones"
    )
    report_period = models.CharField(max_length=8, default="quarter")
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-year", "place_code", "title")

    def __str__(self) -> str:
        return self.title


class Phase(OwnedModel):
    """A named period of the work."""

    view_right = Right.PROGRAMMES_VIEW
    scope_field = "programme__place_code"
    shared_upward = True

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="phases")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("programme", "order")

    def __str__(self) -> str:
        return self.name


class Target(OwnedModel):
    """A result the programme sets, bound to an indicator of the registry."""

    view_right = Right.PROGRAMMES_VIEW
    scope_field = "programme__place_code"
    shared_upward = True

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="targets")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("目标"), max_length=200)
    comparator = models.CharField(max_length=2, choices=Comparator.choices)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    unit = models.CharField(max_length=20, blank=True)
    base_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    deadline_on = models.DateField(null=True, blank=True)
    scope = models.CharField(max_length=120, blank=True)
    place_code = models.CharField(max_length=15, blank=True)
    indicator_key = models.CharField(max_length=80, blank=True)
    indicator_params = models.JSONField(default=dict, blank=True)
    quote = models.TextField(blank=True)

    class Meta:
        ordering = ("programme", "order")

    def __str__(self) -> str:
        return self.name

    @property
    def can_be_split(self) -> bool:
        """Whether it is a quantity to be shared among places: a share has to be reached by each of them."""
        return (
            "%" not in self.unit
            and self.value > 0
            and self.comparator not in (Comparator.RISE, Comparator.FALL)
        )

    @property
    def area_id(self) -> int | None:
        """The functional area it is read over, if it is for one."""
        area = self.indicator_params.get(AREA)
        return None if area is None else int(area)

    @property
    def asks_for_whole(self) -> bool:
        """Whether its figure is reported as a part and a whole: a share, not a count or a relative change."""
        if self.indicator_key:
            return self.indicator_key == "programmes.target_reported_share"
        return "%" in self.unit


class Task(OwnedModel):
    """A piece of work of the programme, as the plan words it; one that a new version dropped is void, with the reason."""

    view_right = Right.PROGRAMMES_VIEW
    scope_field = "programme__place_code"
    shared_upward = True

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="tasks")
    phase = models.ForeignKey(Phase, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("任务"), max_length=200)
    detail = models.TextField(blank=True)
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    recurrence = models.CharField(max_length=40, blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    lead_units = models.ManyToManyField("parties.Organisation", blank=True, related_name="led_tasks")
    support_units = models.ManyToManyField("parties.Organisation", blank=True, related_name="supported_tasks")
    quote = models.TextField(blank=True)
    voided_on = models.DateField(null=True, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("programme", "order")

    def __str__(self) -> str:
        return self.title


class TaskTarget(OwnedModel):
    """The share of a task's quantity that counts towards a target."""

    view_right = Right.PROGRAMMES_VIEW
    scope_field = "task__programme__place_code"
    shared_upward = True

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="target_shares")
    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="task_shares")
    share_percent = models.DecimalField(max_digits=6, decimal_places=2, default=100)

    class Meta:
        ordering = ("task", "target")
        constraints = (models.UniqueConstraint(fields=["task", "target"], name="task_target_once"),)

    def __str__(self) -> str:
        return f"{self.task}→{self.target}"


class Assignment(OwnedModel):
    """A task (or its part) given to a place or a unit; handed down further it becomes a tree."""

    view_right = Right.PROGRAMMES_VIEW
    unit_field = "organisation_id"

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="assignments")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    place_code = models.CharField(max_length=15, db_index=True)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    assignee = models.ForeignKey(
        "parties.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="assignments"
    )
    quantity = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    is_pilot = models.BooleanField(default=False)
    is_leaf = models.BooleanField(default=True)
    status = models.CharField(
        max_length=8, choices=AssignmentStatus.choices, default=AssignmentStatus.PENDING
    )
    refusal_reason = models.CharField(max_length=300, blank=True)
    given_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_quantity = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ("task", "place_code", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["task", "place_code", "organisation"],
                condition=~models.Q(status__in=["void", "refused"]),
                name="assignment_unit_once",
            ),
            models.UniqueConstraint(
                fields=["task", "place_code"],
                condition=models.Q(organisation__isnull=True) & ~models.Q(status__in=["void", "refused"]),
                name="assignment_place_once",
            ),
        )
        indexes = (models.Index(fields=["status", "place_code", "due_on"], name="assignment_open"),)

    def __str__(self) -> str:
        return f"{self.task} {self.place_code}"

    @property
    def giver_place_code(self) -> str:
        """The place that gave it (and confirms what is reported): the parent's, or the programme's."""
        return self.parent.place_code if self.parent else self.task.programme.place_code

    @property
    def giver_unit_id(self) -> int | None:
        """The unit that gave it, when it was handed down by a unit."""
        return self.parent.organisation_id if self.parent else None


class ProgressReport(OwnedModel):
    """What a receiver reports on his part for one period; corrected only by recall, both values kept."""

    view_right = Right.PROGRAMMES_VIEW
    scope_field = "assignment__place_code"
    unit_field = "assignment__organisation_id"

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="reports")
    place_code = models.CharField(max_length=15, db_index=True)
    period_first_on = models.DateField()
    period_last_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=ReportStatus.choices, default=ReportStatus.DRAFT)
    done_quantity = models.DecimalField(_("本期完成"), max_digits=18, decimal_places=2, null=True, blank=True)
    is_complete = models.BooleanField(_("全部完成"), default=False)
    text = models.TextField(_("进展"), blank=True)
    files = models.ManyToManyField("core.StoredFile", blank=True, related_name="+")
    written_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        ordering = ("assignment", "period_first_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["assignment", "period_first_on"],
                condition=~models.Q(status="recalled"),
                name="report_once_per_period",
            ),
        )
        indexes = (models.Index(fields=["status", "place_code"], name="report_open"),)

    def __str__(self) -> str:
        return f"{self.assignment} {self.period_first_on}"


class ReportFigure(OwnedModel):
    """One further figure in a report, for a target: part and whole as reported."""

    view_right = Right.PROGRAMMES_VIEW
    scope_field = "report__place_code"
    unit_field = "report__assignment__organisation_id"

    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="figures")
    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="figures")
    numerator = models.DecimalField(max_digits=18, decimal_places=2)
    denominator = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ("report", "target")
        constraints = (models.UniqueConstraint(fields=["report", "target"], name="report_figure_once"),)

    def __str__(self) -> str:
        return f"{self.target} {self.numerator}"
