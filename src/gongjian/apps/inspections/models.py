"""Tables of inspections: rubrics by version, rounds, sheets, rating rules, grades."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import CHILD_NOUNS, RatingBasis, RuleKind, SheetStatus
from gongjian.apps.places.choices import Level
from gongjian.core.access import OwnedModel, Right
from gongjian.engines.scoring import plain

ZERO = Decimal(0)


class Rubric(OwnedModel):
    """One scoring standard of a place; its content lives in versions."""

    view_right = Right.INSPECTIONS_VIEW
    shared_upward = True

    place_code = models.CharField(max_length=15, db_index=True)
    title = models.CharField(_("名称"), max_length=120)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("place_code", "title")
        constraints = (models.UniqueConstraint(fields=["place_code", "title"], name="rubric_title"),)

    def __str__(self) -> str:
        return self.title


class RubricVersion(OwnedModel):
    """A rubric as it holds from a day on; once published it is never changed."""

    view_right = Right.INSPECTIONS_VIEW
    scope_field = "rubric__place_code"
    shared_upward = True

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    effective_on = models.DateField(_("生效日期"), null=True, blank=True)
    citation = models.CharField(_("依据"), max_length=300, blank=True)
    is_published = models.BooleanField(default=False)

    class Meta:
        ordering = ("rubric", "-number")
        constraints = (models.UniqueConstraint(fields=["rubric", "number"], name="rubric_version_number"),)

    def __str__(self) -> str:
        return f"{self.rubric} 第{self.number}版"


class RubricItem(OwnedModel):
    """One scored item of a version."""

    view_right = Right.INSPECTIONS_VIEW
    scope_field = "version__rubric__place_code"
    shared_upward = True

    version = models.ForeignKey(RubricVersion, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    section = models.CharField(_("类别"), max_length=60, blank=True)
    title = models.CharField(_("项目"), max_length=200)
    hint = models.TextField(_("评分提示"), blank=True)
    full_marks = models.DecimalField(_("满分"), max_digits=6, decimal_places=2)
    needs_photo = models.BooleanField(_("扣分要照片"), default=False)

    class Meta:
        ordering = ("version", "order")
        constraints = (models.UniqueConstraint(fields=["version", "order"], name="rubric_item_order"),)

    def __str__(self) -> str:
        return self.title


class ItemRule(OwnedModel):
    """One way an item loses or wins points, or a veto."""

    view_right = Right.INSPECTIONS_VIEW
    scope_field = "item__version__rubric__place_code"
    shared_upward = True

    item = models.ForeignKey(RubricItem, on_delete=models.CASCADE, related_name="rules")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=RuleKind.choices, default=RuleKind.DEDUCT)
    per = models.CharField(_("情形"), max_length=200)
    unit = models.CharField(_("计数单位"), max_length=10, default="处")
    amount = models.DecimalField(_("分值"), max_digits=6, decimal_places=2, null=True, blank=True)
    step = models.DecimalField(_("每多少"), max_digits=10, decimal_places=2, default=1)
    cap = models.DecimalField(_("最多"), max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ("item", "order")

    def __str__(self) -> str:
        return self.per

    @property
    def words(self) -> str:
        """The rule's arithmetic in words, e.g. 楼道堆物：每处扣 1 分，最多扣 5 分."""
        if self.kind == RuleKind.VETO:
            return f"{self.per}：一票否决，不能评级"
        verb = "扣" if self.kind == RuleKind.DEDUCT else "加"
        each = f"每{self.unit}" if self.step == 1 else f"每满 {plain(self.step)} {self.unit}"
        most = f"最多{verb} {plain(self.cap)} 分" if self.cap is not None else "不封顶"
        return f"{self.per}：{each}{verb} {plain(self.amount or ZERO)} 分，{most}"


class Round(OwnedModel):
    """One inspection of the places below one place, by one version, between two days."""

    view_right = Right.INSPECTIONS_VIEW
    shared_upward = True

    place_code = models.CharField(max_length=15, db_index=True)
    title = models.CharField(_("名称"), max_length=120)
    version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="rounds")
    starts_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("截止"))
    is_closed = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-starts_on", "place_code", "pk")
        constraints = (
            models.UniqueConstraint(fields=["place_code", "title", "starts_on"], name="round_title_start"),
        )

    def __str__(self) -> str:
        return self.title


class ScoreSheet(OwnedModel):
    """One inspector's sheet for one place in one round."""

    view_right = Right.INSPECTIONS_VIEW

    place_code = models.CharField(max_length=15, db_index=True)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="sheets")
    version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="sheets")
    inspector = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="sheets")
    inspected_on = models.DateField()
    status = models.CharField(max_length=10, choices=SheetStatus.choices, default=SheetStatus.DRAFT)
    score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    is_vetoed = models.BooleanField(default=False)
    submitted_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("round", "place_code", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "place_code", "inspector"],
                condition=~models.Q(status="void"),
                name="sheet_once_per_inspector",
            ),
        )

    def __str__(self) -> str:
        return f"{self.round} {self.place_code}"


class SheetEntry(OwnedModel):
    """What was found for one item: answered in full, or by rules that apply with counts."""

    view_right = Right.INSPECTIONS_VIEW
    scope_field = "sheet__place_code"

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="entries")
    item = models.ForeignKey(RubricItem, on_delete=models.PROTECT, related_name="entries")
    rule = models.ForeignKey(ItemRule, on_delete=models.PROTECT, null=True, related_name="entries")
    count = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    photos = models.ManyToManyField("core.StoredFile", blank=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("sheet", "item__order", "rule__order")
        constraints = (
            models.UniqueConstraint(fields=["sheet", "item", "rule"], name="sheet_entry_once"),
            models.UniqueConstraint(
                fields=["sheet", "item"], condition=models.Q(rule__isnull=True), name="sheet_item_full_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.count}"


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
