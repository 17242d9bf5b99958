"""The ledger of projects: what was spent, how much was done, which units had a task and finished it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.indicators.choices import ProjectStatus
from gongjian.core.access import OwnedModel, Right


class Project(OwnedModel):
    """One project of a place: money in whole cents, quantities exact; a quantity left empty is not known, not zero."""

    view_right = Right.INDICATORS_VIEW

    place_code = models.CharField(max_length=15, db_index=True)
    name = models.CharField(_("项目"), max_length=80)
    kind = models.CharField(_("类别"), max_length=30, blank=True)
    status = models.CharField(_("状态"), max_length=8, choices=ProjectStatus, default=ProjectStatus.RUNNING)
    lead = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(_("开工"))
    ends_on = models.DateField(_("完工"), null=True, blank=True)
    investment_cents = models.PositiveBigIntegerField(_("投资"), null=True, blank=True)
    area_m2 = models.DecimalField(_("面积"), max_digits=14, decimal_places=2, null=True, blank=True)
    trees = models.PositiveIntegerField(_("乔木"), null=True, blank=True)
    shrubs = models.PositiveIntegerField(_("灌木"), null=True, blank=True)
    lawn_m2 = models.DecimalField(_("草坪地被"), max_digits=14, decimal_places=2, null=True, blank=True)
    road_m = models.DecimalField(_("道路"), max_digits=12, decimal_places=2, null=True, blank=True)
    citation = models.CharField(_("依据"), max_length=300, blank=True)
    photos: Any = models.ManyToManyField("core.StoredFile", blank=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("place_code", "name")
        constraints = (
            models.UniqueConstraint(fields=["place_code", "name"], name="project_name"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="project_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ProjectUnit(OwnedModel):
    """One unit that belongs to a project: whether it was given a task, and the day it finished."""

    view_right = Right.INDICATORS_VIEW
    scope_field = "project__place_code"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="units")
    name = models.CharField(_("单位"), max_length=120)
    has_task = models.BooleanField(_("有任务"), default=True)
    done_on = models.DateField(_("完成"), null=True, blank=True)

    class Meta:
        ordering = ("project", "name")
        constraints = (
            models.UniqueConstraint(fields=["project", "name"], name="project_unit_name"),
            models.CheckConstraint(
                condition=models.Q(has_task=True) | models.Q(done_on__isnull=True),
                name="project_unit_done_only_with_task",
            ),
        )

    def __str__(self) -> str:
        return self.name
