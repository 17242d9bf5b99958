"""Who takes part in a round, which places it looks at, and proposals of who goes where."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import RosterState
from gongjian.apps.inspections.models.rounds import Round
from gongjian.core.access import OwnedModel, Right


class RoundPlace(OwnedModel):
    """One community that a round looks at, where it doesn't look at all."""

    view_right = Right.INSPECTIONS_MANAGE

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="chosen")
    place_code = models.CharField(max_length=15, db_index=True)

    class Meta:
        ordering = ("round", "place_code")
        constraints = (models.UniqueConstraint(fields=["round", "place_code"], name="round_place_once"),)

    def __str__(self) -> str:
        return self.place_code


class RoundTeam(OwnedModel):
    """One team of inspectors of a round. A round with teams sends their members only."""

    view_right = Right.INSPECTIONS_MANAGE
    scope_field = "round__place_code"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(_("组名"), max_length=40)
    lead = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    members = models.ManyToManyField("parties.User", related_name="+")

    class Meta:
        ordering = ("round", "name")
        constraints = (models.UniqueConstraint(fields=["round", "name"], name="round_team_name"),)

    def __str__(self) -> str:
        return self.name


class RosterRun(OwnedModel):
    """One proposal of who sees which place: what was asked, what came out; used once it became visits.

    `result`: visits [[place, inspector id, metres, times before]], missing [[place, count]], reasons in words, and
    figures (engine `roster`).
    """

    view_right = Right.INSPECTIONS_MANAGE
    scope_field = "round__place_code"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="rosters")
    state = models.CharField(max_length=8, choices=RosterState.choices, default=RosterState.WAITING)
    capacity = models.PositiveSmallIntegerField(_("每人最多看几个"))
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    result = models.JSONField(default=dict)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("round", "-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.round} {self.made_at:%Y-%m-%d %H:%M}"
