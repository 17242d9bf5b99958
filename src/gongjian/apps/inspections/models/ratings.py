"""Rating rules and grades."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import CHILD_NOUNS, QUOTAS, RatingBasis, TieRule
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
    """One condition for one label at one level; better labels have lower `order`.

    Rows of one level and label must all hold. `at_least` is points, a number, or per cent, and for a quota
    the most that may hold the label within one place of `within_level` (none: the whole round).
    """

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
    within_level = models.PositiveSmallIntegerField(_("在哪一级里比"), null=True, blank=True)
    ties = models.CharField(_("同分"), max_length=6, choices=TieRule.choices, default=TieRule.OUT)
    is_weighted = models.BooleanField(_("按人口加权"), default=False)

    class Meta:
        ordering = ("scheme", "level", "order", "pk")

    def __str__(self) -> str:
        mark = "≤" if self.basis in QUOTAS else "≥"
        return f"{self.label} {mark} {self.at_least}"

    @property
    def words(self) -> str:
        """The condition in words, e.g. 80% 以上的社区是示范."""
        value, noun = plain(self.at_least), CHILD_NOUNS.get(self.child_level or Level.COMMUNITY, "社区")
        people = "（按人口）" if self.is_weighted else ""
        if self.basis == RatingBasis.SCORE:
            what = "得分" if self.level == Level.COMMUNITY else f"所辖社区平均得分{people}"
            return f"{what} {value} 分以上"
        if self.basis == RatingBasis.SHARE:
            return f"{value}% 以上的{noun}{people}是{self.of_label}"
        if self.basis == RatingBasis.COUNT:
            return f"{value} 个以上的{noun}是{self.of_label}"
        return self._quota_words(value)

    def _quota_words(self, value: str) -> str:
        own = CHILD_NOUNS.get(self.level, "社区")
        where = f"每个{CHILD_NOUNS[self.within_level]}里" if self.within_level else "全轮"
        most = f"不超过 {value}% 的{own}" if self.basis == RatingBasis.QUOTA else f"前 {value} 名的{own}"
        ties = {
            TieRule.OUT: "线上同分的都不算",
            TieRule.IN: "线上同分的都算",
            TieRule.SECOND: "线上同分的比上一轮得分，再相同都不算",
        }[TieRule(self.ties)]
        return f"{where}{most}可评，按得分从高到低，{ties}"


class Grade(OwnedModel):
    """The grade of one place in one round under one scheme, as decided on a day; earlier ones are kept.

    `sheets` are those whose scores were averaged; they may belong to a community that merged into this
    one. `met` and `base` are the counts of the best rule of a level that counts children, `tallies` those
    of all its counting rules in order, `mean_score`
    the mean of the communities' scores below it. `original_score` is the score, or that mean, before the
    decisions that adjusted sheets. `rank_value` is what the place is ranked by: the score, or else the
    share in per cent. `cause` says why it replaced an earlier grade outside a rating of the whole round.
    """

    view_right = Right.RATINGS_VIEW

    place_code = models.CharField(max_length=15, db_index=True)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="grades", db_index=False)
    scheme = models.ForeignKey(RatingScheme, on_delete=models.PROTECT, related_name="grades")
    level = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=30, blank=True)
    score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    met = models.PositiveIntegerField(null=True)
    base = models.PositiveIntegerField(null=True)
    tallies = models.JSONField(default=list)
    mean_score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    original_score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    rank_value = models.DecimalField(max_digits=18, decimal_places=12, null=True)
    is_vetoed = models.BooleanField(default=False)
    sheets = models.ManyToManyField(ScoreSheet, blank=True, related_name="grades")
    rated_on = models.DateField()
    decided_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)
    superseded_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("round", "place_code", "-decided_at")
        indexes = (
            models.Index(fields=["round", "level", "place_code"], name="grade_round_level"),
            models.Index(
                models.F("round"),
                models.F("scheme"),
                models.F("level"),
                models.F("rank_value").desc(),
                models.F("place_code"),
                condition=models.Q(is_current=True),
                include=["label", "id"],
                name="grade_ranking",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["round", "scheme", "place_code"],
                condition=models.Q(is_current=True),
                name="grade_current_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.place_code} {self.label}"
