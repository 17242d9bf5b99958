"""Matters: one row each, with where it stands and by when."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.choices import (
    LimitUnit,
    MatterKind,
    MatterLevel,
    MatterSource,
    MatterState,
    Outcome,
    PhotoStage,
)
from gongjian.core.access import Actor, OwnedModel, OwnedQuerySet, Right


class MatterQuerySet(OwnedQuerySet):
    """Matters of a place, and those a unit was given wherever they lie."""

    def reachable_by(self, actor: Actor, right: Right, *, upward: bool = False) -> "MatterQuerySet":
        """Keep what lies in the actor's places, and what was assigned to the units he acts for."""
        units = set(actor.unit_ids(right))
        if actor.home_unit_id and actor.can(right):
            units.add(actor.home_unit_id)
        in_place = super().reachable_by(actor, right, upward=upward)
        if actor.is_system or not units or "" in actor.place_prefixes(right):
            return in_place
        return in_place | self.given_to(units)

    def visible_within(self, actor: Actor, place_code: str) -> "MatterQuerySet":
        """Keep what the actor may see at a place and below it.

        Where he holds the whole place, the place alone is asked, which an index answers.
        """
        inside = self.within(place_code)
        if actor.can(self.model.view_right, place_code):
            return inside
        return inside.visible_to(actor)

    def given_to(self, unit_ids: Iterable[int]) -> "MatterQuerySet":
        """Keep the matters that any of the units was given."""
        from gongjian.apps.matters.models.handling import Assignment

        given = Assignment.objects.filter(organisation_id__in=set(unit_ids)).values("matter_id")
        return self.filter(pk__in=given)


class Matter(OwnedModel):
    """One thing somebody raised, from its report to its answer.

    `place_code` is where it is, `level` whose desk answers for it (see `desk_code`). `due_at` holds the
    extensions and pauses so far; `limit_amount` and `limit_unit` are the limit it was judged by, of
    `standard` if its class has one. `closed_at` is set once nothing more is owed, whatever the outcome.
    `cycle` counts the times it was opened again: assignments and checks belong to one cycle. `clock` counts
    the times its limit was set anew (filed, reopened, extended): reminders belong to one clock; `remind_at`
    is when the next one may come. `same_day_due_at` is the end of the day by which somebody has to have spoken to
    the people of a small dispute (事不过夜); no pause or extension moves it.
    """

    view_right = Right.MATTERS_VIEW

    number = models.CharField(_("编号"), max_length=32, unique=True)
    follow_hash = models.CharField(max_length=64, blank=True)
    kind = models.CharField(_("类型"), max_length=14, choices=MatterKind.choices)
    source = models.CharField(_("来源"), max_length=10, choices=MatterSource.choices)
    source_number = models.CharField(_("来源编号"), max_length=40, blank=True)
    matter_class = models.ForeignKey(
        "matters.MatterClass", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    standard = models.ForeignKey(
        "matters.CaseStandard", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place_code = models.CharField(max_length=15)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    title = models.CharField(_("标题"), max_length=80)
    words = models.TextField(_("反映的情况"))
    state = models.CharField(max_length=12, choices=MatterState.choices, default=MatterState.REPORTED)
    level = models.PositiveSmallIntegerField(choices=MatterLevel.choices, default=MatterLevel.STREET)
    reporter = models.ForeignKey(
        "matters.Reporter", on_delete=models.SET_NULL, null=True, blank=True, related_name="matters"
    )
    reported_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    contact_due_at = models.DateTimeField(null=True, blank=True)
    contacted_at = models.DateTimeField(null=True, blank=True)
    same_day_due_at = models.DateTimeField(null=True, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    limit_amount = models.PositiveSmallIntegerField(default=1)
    limit_unit = models.CharField(max_length=14, choices=LimitUnit.choices, default=LimitUnit.WORKING_DAYS)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_is_provisional = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True)
    reason = models.CharField(_("原因"), max_length=300, blank=True)
    answer = models.TextField(_("答复"), blank=True)
    answer_digest = models.CharField(max_length=64, blank=True, db_index=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    is_danger = models.BooleanField(default=False)
    is_published = models.BooleanField(default=False)
    me_too_count = models.PositiveIntegerField(default=0)
    reopen_count = models.PositiveSmallIntegerField(default=0)
    cycle = models.PositiveSmallIntegerField(default=0)
    clock = models.PositiveSmallIntegerField(default=0)
    remind_at = models.DateTimeField(null=True, blank=True)
    nth = models.PositiveSmallIntegerField(default=1)
    is_demo = models.BooleanField(default=False)

    objects = MatterQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("-received_at", "-pk")
        indexes = (
            models.Index(fields=["-received_at", "-id"], name="matters_latest"),
            models.Index(fields=["place_code", "received_at"], name="matters_place"),
            models.Index(
                fields=["due_at", "id"], condition=models.Q(closed_at__isnull=True), name="matters_open_due"
            ),
            models.Index(
                fields=["place_code", "due_at", "state"],
                condition=models.Q(closed_at__isnull=True),
                name="matters_open_by_place",
            ),
            models.Index(
                fields=["state", "due_at", "id"],
                condition=models.Q(closed_at__isnull=True),
                name="matters_open_state",
            ),
            models.Index(
                fields=["state", "place_code", "due_at", "level"],
                condition=models.Q(closed_at__isnull=True),
                name="matters_open_step",
            ),
            models.Index(
                fields=["-received_at", "-id"],
                condition=models.Q(is_published=True),
                name="matters_published",
            ),
            models.Index(
                fields=["-answered_at"],
                condition=models.Q(is_published=True, answered_at__isnull=False),
                name="matters_answered",
            ),
            models.Index(
                fields=["remind_at"],
                condition=models.Q(remind_at__isnull=False),
                name="matters_to_remind",
            ),
            models.Index(fields=["latitude", "longitude"], name="matters_point"),
            models.Index(fields=["matter_class", "place_code", "received_at"], name="matters_repeats"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["source", "source_number"],
                condition=~models.Q(source_number=""),
                name="matters_source_number",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def desk_code(self) -> str:
        """The place whose desk answers for it."""
        return self.place_code[: self.level]

    @property
    def is_over(self) -> bool:
        """Whether nothing more is owed."""
        return self.state in MatterState.over()

    @property
    def is_late(self) -> bool:
        """Whether what ended was late; what goes on is asked with the present moment."""
        return self.closed_at is not None and self.closed_at > self.due_at

    @property
    def limit_text(self) -> str:
        """The limit in words: 4 个工作时, 当天."""
        unit = str(self.get_limit_unit_display())
        return unit if self.limit_unit == LimitUnit.SAME_DAY else f"{self.limit_amount} {unit}"


class OfMatter(OwnedModel):
    """A row that belongs to one matter and is seen with it."""

    view_right = Right.MATTERS_VIEW
    scope_field = "matter__place_code"

    class Meta:
        abstract = True


class MatterPhoto(OfMatter):
    """A photo of one matter: as it was found, as it was left, as it was checked."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=8, choices=PhotoStage.choices)
    is_public = models.BooleanField(default=False)
    assignment = models.ForeignKey(
        "matters.Assignment", on_delete=models.SET_NULL, null=True, blank=True, related_name="photos"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("matter", "at", "pk")

    def __str__(self) -> str:
        return f"{self.matter} {self.get_stage_display()}"
