"""Proposals of the engine: a run for a place and a period, its pairs, what stays unmet, and what people ruled out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.choices.proposals import PairStatus, RunState, RunStep, UnmetReason
from gongjian.apps.cobuilding.models.agreements import Claim
from gongjian.apps.cobuilding.models.lists import Need, Resource
from gongjian.core.access import OwnedModel, Right


class ProposalRun(OwnedModel):
    """One whole proposal for a place and a period, for those who keep its lists; units see only what is asked of them.

    `levels` are the aims in their order: [name, value, bound] as fractions in words ("21/62"); equal is proven.
    `timings` are milliseconds by step. `version` goes up with each decision.
    """

    view_right = Right.COBUILDING_MANAGE

    place_code = models.CharField(_("地方"), max_length=15, db_index=True)
    starts_on = models.DateField(_("从哪天起"))
    ends_on = models.DateField(_("到哪天止"))
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.WAITING)
    step = models.PositiveSmallIntegerField(choices=RunStep.choices, default=RunStep.QUEUED)
    problem = models.CharField(max_length=300, blank=True)
    needs = models.PositiveIntegerField(default=0)
    resources = models.PositiveIntegerField(default=0)
    eligible = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    served = models.PositiveIntegerField(default=0)
    levels = models.JSONField(default=list)
    timings = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=["place_code", "state", "-made_at"], name="cobuilding_run_place"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="cobuilding_run_days"
            ),
        )

    def __str__(self) -> str:
        return f"{self.place_code} {self.starts_on}—{self.ends_on}"


class OfRun(OwnedModel):
    """Bytes of a run, in one row, so that any process goes on where another stopped; they go when a later run stands for it."""

    view_right = Right.COBUILDING_MANAGE
    scope_field = "run__place_code"
    run_id: int

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.run_id)


class RunLists(OfRun):
    """What a run was made from, as the engine packs it: lists and pairs. Written once.

    Megabytes: in a row of their own, since SQLite writes a whole row again when one column of it changes.
    """

    run = models.OneToOneField(ProposalRun, on_delete=models.CASCADE, related_name="lists")
    lists = models.BinaryField()


class RunStanding(OfRun):
    """What a run stands at, as the engine packs it: flow and prices, after each decision."""

    run = models.OneToOneField(ProposalRun, on_delete=models.CASCADE, related_name="standing")
    state = models.BinaryField()


class ProposedPair(OwnedModel):
    """So much of a resource proposed for a need; accepted, it is a claim that the unit answers."""

    view_right = Right.COBUILDING_MANAGE

    run = models.ForeignKey(ProposalRun, on_delete=models.CASCADE, related_name="pairs")
    place_code = models.CharField(max_length=15)
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    distance_m = models.PositiveIntegerField()
    is_new = models.BooleanField(default=False)
    status = models.CharField(max_length=8, choices=PairStatus.choices, default=PairStatus.PROPOSED)
    claim = models.OneToOneField(
        Claim, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposed"
    )

    class Meta:
        ordering = ("place_code", "pk")
        constraints = (
            models.UniqueConstraint(fields=["run", "need", "resource"], name="cobuilding_pair_once"),
        )
        indexes = (models.Index(fields=["run", "status", "place_code", "id"], name="cobuilding_pair_list"),)

    def __str__(self) -> str:
        return f"{self.need_id}←{self.resource_id}"


class UnmetNeed(OwnedModel):
    """A need that a run leaves without, or short of, what it asks for."""

    view_right = Right.COBUILDING_MANAGE

    run = models.ForeignKey(ProposalRun, on_delete=models.CASCADE, related_name="unmet")
    place_code = models.CharField(max_length=15)
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    short = models.PositiveIntegerField()
    reason = models.CharField(max_length=8, choices=UnmetReason.choices)

    class Meta:
        ordering = ("place_code", "pk")
        constraints = (models.UniqueConstraint(fields=["run", "need"], name="cobuilding_unmet_once"),)
        indexes = (models.Index(fields=["run", "reason", "place_code", "id"], name="cobuilding_unmet_list"),)

    def __str__(self) -> str:
        return f"{self.need_id}：{self.short}"


class RuledOut(OwnedModel):
    """A resource that people decided not to use for a need, or (`is_whole_unit`) all of its unit's; later runs keep to it."""

    view_right = Right.COBUILDING_MANAGE
    scope_field = "need__place_code"

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    is_whole_unit = models.BooleanField(_("这个单位的都不用"), default=False)
    reason = models.CharField(_("为什么不用"), max_length=200)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["need", "resource"], name="cobuilding_ruled_out_once"),
        )

    def __str__(self) -> str:
        return f"{self.need_id}×{self.resource_id}"
