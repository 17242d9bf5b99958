"""Rating rules and grades."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import CHILD_NOUNS, RatingBasis
from gongjian.apps.inspections.models.rounds import Round
from gongjian.apps.inspections.models.sheets import ScoreSheet
from gongjian.apps.places.choices import Level
from gongjian.core.access import OwnedModel, Right
from gongjian.engines.scoring import plain


class RatingScheme(OwnedModel):
    """The rating rules of a place from a day on: by score for the lowest level, by share above."""

    view_right = Right.RATINGS_VIEW
    shared_upward = True
    drafted: "list[RatingRule] | None" = None
    """The rules of a scheme that is only tried out and not kept."""

    place_code = models.CharField(max_length=15, db_index=True)
    title = models.CharField(_("名称"), max_length=120)
    effective_on = models.DateField(_("生效日期"))
    citation = models.CharField(_("依据"), max_length=300)
    counts_uninspected = models.BooleanField(_("未检计入总数"), default=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("place_code", "-effective_on")
        constraints = (
            models.UniqueConstraint(fields=["place_code", "title", "effective_on"], name="scheme_title_day"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def stated_rules(self) -> "list[RatingRule]":
        """The rules as drafted, or else as kept, better labels first within a level."""
        return self.drafted if self.drafted is not None else list(self.rules.all())


class RatingRule(OwnedModel):
    """One condition for one label at one level; better labels have lower `order`."""

    view_right = Right.RATINGS_VIEW
    scope_field = "scheme__place_code"
    shared_upward = True

    scheme = models.ForeignKey(RatingScheme, on_delete=models.CASCADE, related_name="rules")
    order = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(_("对象级别"))
    label = models.CharField(_("等次"), max_length=30)
    basis = models.CharField(max_length=8, choices=RatingBasis.choices)
    of_label = models.CharField(_("占比的等次"), max_length=30, blank=True)
    child_level = models.PositiveSmallIntegerField(null=True, blank=True)
    at_least = models.DecimalField(_("不低于"), max_digits=7, decimal_places=2)

    class Meta:
        ordering = ("scheme", "level", "order")

    def __str__(self) -> str:
        return f"{self.label} ≥ {self.at_least}"

    @property
    def words(self) -> str:
        """The condition in words, e.g. 80% 以上的社区是示范."""
        if self.basis == RatingBasis.SCORE:
            return f"得分 {plain(self.at_least)} 分以上"
        noun = CHILD_NOUNS.get(self.child_level or Level.COMMUNITY, "社区")
        return f"{plain(self.at_least)}% 以上的{noun}是{self.of_label}"


class Grade(OwnedModel):
    """The grade of one place in one round under one scheme, as decided on a day; earlier ones are kept.

    `sheets` are those whose scores were averaged; they may belong to a community that merged into this
    one. `met` and `base` are the counts of the best rule of a level rated by share.
    """

    view_right = Right.RATINGS_VIEW

    place_code = models.CharField(max_length=15, db_index=True)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="grades")
    scheme = models.ForeignKey(RatingScheme, on_delete=models.PROTECT, related_name="grades")
    level = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=30, blank=True)
    score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    met = models.PositiveIntegerField(null=True)
    base = models.PositiveIntegerField(null=True)
    is_vetoed = models.BooleanField(default=False)
    sheets = models.ManyToManyField(ScoreSheet, blank=True, related_name="grades")
    rated_on = models.DateField()
    decided_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ("round", "place_code", "-decided_at")
        indexes = (models.Index(fields=["round", "level", "place_code"], name="grade_round_level"),)
        constraints = (
            models.UniqueConstraint(
                fields=["round", "scheme", "place_code"],
                condition=models.Q(is_current=True),
                name="grade_current_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.place_code} {self.label}"
