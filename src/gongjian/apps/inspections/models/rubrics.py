"""Rubrics by version: sections, items, their rules and pictures."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import Evidence, RuleKind, StepRounding, VetoEffect
from gongjian.core.access import OwnedModel, Right
from gongjian.engines.scoring import EvidenceKind, Need, Section, say_rule
from gongjian.engines.scoring import Rule as EngineRule
from gongjian.engines.scoring import RuleKind as EngineKind
from gongjian.engines.scoring import StepRounding as EngineRounding
from gongjian.engines.scoring import VetoEffect as EngineEffect


def _exact(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


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
    """A rubric as it holds from a day on; once published it is never changed.

    `stated_sections` lists its parts (类别): title, weight in per cent, whether it only adds, and at most how
    much; numbers as text, exact. `source` is the file that it was imported from, if it was.
    """

    view_right = Right.INSPECTIONS_VIEW
    scope_field = "rubric__place_code"
    shared_upward = True

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    effective_on = models.DateField(_("生效日期"), null=True, blank=True)
    citation = models.CharField(_("依据"), max_length=300, blank=True)
    is_published = models.BooleanField(default=False)
    bonus_cap = models.DecimalField(_("加分合计最多"), max_digits=6, decimal_places=2, null=True, blank=True)
    total_cap = models.DecimalField(_("总分最高"), max_digits=6, decimal_places=2, null=True, blank=True)
    stated_sections = models.JSONField(default=list)
    source = models.ForeignKey("core.StoredFile", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("rubric", "-number")
        constraints = (models.UniqueConstraint(fields=["rubric", "number"], name="rubric_version_number"),)

    def __str__(self) -> str:
        return f"{self.rubric} 第{self.number}版"

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections stated, as the scoring engine takes them; their keys are their titles."""
        return tuple(
            Section(row["title"], row["title"], _exact(row["weight"]), row["is_bonus"], _exact(row["cap"]))
            for row in self.stated_sections
        )


class RubricItem(OwnedModel):
    """One scored item of a version: by a person, or from an indicator held against a target.

    `section` is the title of its section. The indicator's name and unit are kept as they were on the day
    of writing, so that a published version reads the same for ever.
    """

    view_right = Right.INSPECTIONS_VIEW
    scope_field = "version__rubric__place_code"
    shared_upward = True

    version = models.ForeignKey(RubricVersion, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    section = models.CharField(_("类别"), max_length=60, blank=True)
    title = models.CharField(_("项目"), max_length=200)
    hint = models.TextField(_("评分提示"), blank=True)
    full_marks = models.DecimalField(_("满分"), max_digits=6, decimal_places=2)
    deduct_cap = models.DecimalField(_("最多扣"), max_digits=6, decimal_places=2, null=True, blank=True)
    weight = models.DecimalField(_("权重"), max_digits=6, decimal_places=2, null=True, blank=True)
    evidence = models.CharField(
        _("扣分要凭证"), max_length=8, choices=Evidence.choices, default=Evidence.NONE
    )
    evidence_count = models.PositiveSmallIntegerField(_("几份"), default=1)
    indicator_key = models.CharField(_("指标"), max_length=80, blank=True)
    indicator_name = models.CharField(max_length=120, blank=True)
    indicator_unit = models.CharField(max_length=20, blank=True)
    target = models.DecimalField(_("目标"), max_digits=14, decimal_places=4, null=True, blank=True)
    is_lower_better = models.BooleanField(_("越低越好"), default=False)

    class Meta:
        ordering = ("version", "order")
        constraints = (models.UniqueConstraint(fields=["version", "order"], name="rubric_item_order"),)

    def __str__(self) -> str:
        return self.title

    @property
    def needs_photo(self) -> bool:
        """Whether each loss wants a photo."""
        return self.evidence == Evidence.PHOTO

    @property
    def is_measured(self) -> bool:
        """Whether a figure scores the item and no person."""
        return bool(self.indicator_key)


class ItemPicture(OwnedModel):
    """A picture in an item's hint: what good or bad looks like."""

    view_right = Right.INSPECTIONS_VIEW
    scope_field = "item__version__rubric__place_code"
    shared_upward = True

    item = models.ForeignKey(RubricItem, on_delete=models.CASCADE, related_name="pictures")
    order = models.PositiveSmallIntegerField()
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("item", "order")
        constraints = (models.UniqueConstraint(fields=["item", "file"], name="item_picture_once"),)

    def __str__(self) -> str:
        return f"{self.item} {self.order}"


class ItemRule(OwnedModel):
    """One way an item loses or wins points, or a veto.

    Of the rules of an item that name the same `exclusive` group one counts. An empty `evidence` leaves it to
    the item. `bars` names the grades that a veto forbids, joined by 、; none named are all.
    """

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

    step_rounding = models.CharField(max_length=8, choices=StepRounding.choices, default=StepRounding.FULL)
    judged = models.BooleanField(_("酌情"), default=False)
    exclusive = models.CharField(_("互斥组"), max_length=30, blank=True)
    effect = models.CharField(max_length=8, choices=VetoEffect.choices, default=VetoEffect.GRADE)
    bars = models.CharField(_("不能评为"), max_length=100, blank=True)
    evidence = models.CharField(max_length=8, choices=Evidence.choices, blank=True)
    evidence_count = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("item", "order")

    def __str__(self) -> str:
        return self.per

    @property
    def words(self) -> str:
        """The rule's arithmetic in words, e.g. 楼道堆物：每处扣 1 分，最多扣 5 分."""
        return say_rule(self.as_engine())

    def as_engine(self) -> EngineRule:
        """The rule as the scoring engine takes it; its key is the row's number."""
        need = Need(EvidenceKind(self.evidence), self.evidence_count) if self.evidence else None
        return EngineRule(
            key=str(self.pk),
            kind=EngineKind(self.kind),
            amount=self.amount or Decimal(0),
            title=self.per,
            per=self.unit,
            step=self.step,
            step_rounding=EngineRounding(self.step_rounding),
            cap=self.cap,
            judged=self.judged,
            effect=EngineEffect(self.effect),
            bars=tuple(label for label in self.bars.split("、") if label),
            exclusive=self.exclusive,
            need=need,
        )


class RubricImport(OwnedModel):
    """A file that states a rubric, being looked at: gone once it is confirmed or dropped.

    With `rubric` it becomes that rubric's next version, without it a rubric of its own.
    """

    view_right = Right.INSPECTIONS_MANAGE

    place_code = models.CharField(max_length=15, db_index=True)
    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, null=True, related_name="+")
    made_by = models.ForeignKey("parties.User", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("名称"), max_length=120)
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.title
