"""An election and the posts it fills."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.councils.choices.elections import (
    ELECTION_STEPS,
    BallotKind,
    ElectionCause,
    ElectionKind,
    ElectionStatus,
    RemindStep,
)
from gongjian.core.access import OwnedModel, Right


class Election(OwnedModel):
    """One election, in a community or the part of it that `area` names (居民小组、楼栋).

    `rule` is the rules of the day it was planned as text, with their citations. `key` opens the page of residents
    and the vote. `papers_back` is how many papers the main box held. A second round and a by-election point to the election before (`earlier`).
    """

    view_right = Right.ELECTIONS_VIEW

    place_code = models.CharField(_("社区"), max_length=15, db_index=True)
    kind = models.CharField(_("选什么"), max_length=16, choices=ElectionKind.choices)
    cause = models.CharField(max_length=16, choices=ElectionCause.choices, default=ElectionCause.TERM)
    title = models.CharField(_("名称"), max_length=80)
    area = models.CharField(_("小组或楼栋"), max_length=60, blank=True)
    earlier = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")
    status = models.CharField(max_length=12, choices=ElectionStatus.choices, default=ElectionStatus.PLANNED)
    rule = models.JSONField()
    key = models.CharField(max_length=16, unique=True)
    votes_on = models.DateField(_("选举日"))
    opens_at = models.DateTimeField(_("投票开始"))
    closes_at = models.DateTimeField(_("投票截止"))
    station = models.CharField(_("投票站"), max_length=120)
    posted_on = models.DateField(null=True)
    frozen_at = models.DateTimeField(null=True)
    roll_hash = models.CharField(max_length=64, blank=True)
    roll_size = models.PositiveIntegerField(default=0)
    listed_on = models.DateField(null=True)
    papers_back = models.PositiveIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    announced_on = models.DateField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-votes_on", "-pk")
        indexes = (models.Index(fields=["status", "votes_on"], name="election_state"),)

    def __str__(self) -> str:
        return self.title

    def may_become(self, status: ElectionStatus) -> bool:
        """Whether a step to `status` is open now."""
        return status in ELECTION_STEPS[ElectionStatus(self.status)]

    @property
    def takes_votes(self) -> bool:
        """Whether votes are taken at this moment: opened, and within its hours."""
        return self.status == ElectionStatus.VOTING and self.opens_at <= timezone.now() <= self.closes_at

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in (ElectionStatus.ANNOUNCED, ElectionStatus.VOID)


class ElectionPost(OwnedModel):
    """One post: its seats and how it is voted on. `result` holds counts and names, nothing of a single ballot."""

    view_right = Right.ELECTIONS_VIEW
    scope_field = "election__place_code"

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="posts")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("职务"), max_length=40)
    seats = models.PositiveSmallIntegerField(_("应选人数"))
    ballot_kind = models.CharField(
        _("怎么投"), max_length=8, choices=BallotKind.choices, default=BallotKind.CHOOSE
    )
    result = models.JSONField(null=True)
    certificate = models.TextField(blank=True)

    class Meta:
        ordering = ("election", "order")
        constraints = (
            models.UniqueConstraint(fields=["election", "name"], name="election_post_name"),
            models.UniqueConstraint(fields=["election", "order"], name="election_post_order"),
            models.CheckConstraint(condition=models.Q(seats__gte=1), name="election_post_seats"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def box_key(self) -> str:
        """The key of its box in `core.ballots`."""
        return f"{self.election.key}-{self.order}"

    @property
    def elected(self) -> list[str]:
        """Names of those elected, most votes first; empty before the count."""
        found: dict[str, Any] = self.result or {}
        return list(found.get("elected", []))


class ElectionReminder(OwnedModel):
    """One reminder to those on the roll: `told` by their account, `texted` on the phone up to number `texted_upto`.

    Text messages follow in the order of the roll; they are over once `texts_over_at` is set.
    """

    view_right = Right.ELECTIONS_VIEW
    scope_field = "election__place_code"

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=8, choices=RemindStep.choices)
    at = models.DateTimeField(default=timezone.now)
    told = models.PositiveIntegerField(default=0)
    texted = models.PositiveIntegerField(default=0)
    texted_upto = models.PositiveIntegerField(default=0)
    texts_over_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("election", "pk")
        constraints = (models.UniqueConstraint(fields=["election", "step"], name="election_reminder_once"),)
        indexes = (
            models.Index(
                fields=["at"],
                condition=models.Q(texts_over_at__isnull=True),
                name="election_texts_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.election} {self.get_step_display()}"
