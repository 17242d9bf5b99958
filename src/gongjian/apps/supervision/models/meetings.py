"""Weekly meetings and the points fixed there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.supervision.choices import PointState
from gongjian.core.access import OwnedModel, Right


class Meeting(OwnedModel):
    """One working meeting: it sums up the days since the last one and fixes the points of the next week."""

    view_right = Right.DOCUMENTS_VIEW

    place_code = models.CharField(max_length=15, db_index=True)
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    held_on = models.DateField(_("开会日期"))
    first_on = models.DateField()
    previous = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="next_ones"
    )
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-held_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["place_code", "programme", "held_on"], name="meeting_once"),
            models.UniqueConstraint(
                fields=["place_code", "held_on"],
                condition=models.Q(programme__isnull=True),
                name="meeting_of_place_once",
            ),
            models.CheckConstraint(
                condition=models.Q(first_on__lte=models.F("held_on")), name="meeting_span"
            ),
        )

    def __str__(self) -> str:
        return f"{self.held_on.isoformat()} 例会"


class MeetingPoint(OwnedModel):
    """One thing to do by the next meeting: who, by when, and what became of it; it may become a matter."""

    view_right = Right.DOCUMENTS_VIEW
    scope_field = "meeting__place_code"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="points")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("要办的事"), max_length=200)
    place_code = models.CharField(max_length=15)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(_("时限"))
    state = models.CharField(max_length=10, choices=PointState.choices, default=PointState.OPEN)
    outcome = models.CharField(_("结果"), max_length=200, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    matter = models.OneToOneField(
        "supervision.Matter", on_delete=models.SET_NULL, null=True, blank=True, related_name="point"
    )

    class Meta:
        ordering = ("meeting", "order", "pk")

    def __str__(self) -> str:
        return self.text
