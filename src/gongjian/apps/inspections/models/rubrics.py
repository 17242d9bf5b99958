"""Rubrics by version: items and their rules."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import RuleKind
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
