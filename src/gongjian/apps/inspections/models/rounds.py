"""Rounds of inspection, and who is to see which place in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import PlaceChoice
from gongjian.apps.inspections.models.rubrics import RubricVersion
from gongjian.core.access import OwnedModel, Right


class Round(OwnedModel):
    """One inspection of the places below one place, by one version, between two days.

    `visits_per_place` inspectors see each place. Of an unannounced round the inspected learn when it is over.
    """

    view_right = Right.INSPECTIONS_VIEW
    shared_upward = True

    place_code = models.CharField(max_length=15, db_index=True)
    title = models.CharField(_("名称"), max_length=120)
    version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="rounds")
    starts_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("截止"))
    choice = models.CharField(
        _("看哪些社区"), max_length=8, choices=PlaceChoice.choices, default=PlaceChoice.ALL
    )
    visits_per_place = models.PositiveSmallIntegerField(_("每个社区几人看"), default=1)
    is_announced = models.BooleanField(_("事先通知"), default=True)
    is_closed = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-starts_on", "place_code", "pk")
        constraints = (
            models.UniqueConstraint(fields=["place_code", "title", "starts_on"], name="round_title_start"),
        )

    def __str__(self) -> str:
        return self.title


class Visit(OwnedModel):
    """One inspector is to see one place in one round; a withdrawn visit is kept with its reason.

    A round without visits is open to every inspector of its scope.
    """

    view_right = Right.INSPECTIONS_VIEW

    place_code = models.CharField(max_length=15, db_index=True)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="visits")
    inspector = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="visits")
    planned_on = models.DateField(_("计划哪天去"), null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=200, blank=True)

    class Meta:
        ordering = ("round", "planned_on", "place_code", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "place_code", "inspector"],
                condition=models.Q(withdrawn_on__isnull=True),
                name="visit_once_per_inspector",
            ),
        )

    def __str__(self) -> str:
        return f"{self.round} {self.place_code}"
