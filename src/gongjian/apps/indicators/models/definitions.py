"""Indicators that an office defines: what they mean, from which inputs they are made, who enters them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.indicators.choices import Better, Counting, PeriodKind, Side
from gongjian.apps.places.choices import Level
from gongjian.core.access import OwnedModel, Right

PREFIX = "own."


class IndicatorDefinition(OwnedModel):
    """One indicator defined by a place for itself and all below it; its formula is the sum of its inputs by side."""

    view_right = Right.INDICATORS_VIEW
    shared_upward = True

    place_code = models.CharField(max_length=15, db_index=True, blank=True)
    code = models.SlugField(_("代号"), max_length=60, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    definition = models.CharField(_("含义"), max_length=300)
    unit = models.CharField(_("单位"), max_length=12, blank=True)
    decimals = models.PositiveSmallIntegerField(_("小数位"), default=0)
    source = models.CharField(_("数据来源"), max_length=120)
    period_kind = models.CharField(_("周期"), max_length=8, choices=PeriodKind, default=PeriodKind.YEAR)
    counting = models.CharField(_("多期怎么合"), max_length=5, choices=Counting, default=Counting.LAST)
    better = models.CharField(_("方向"), max_length=7, choices=Better, default=Better.HIGHER)
    ideal = models.DecimalField(_("目标数"), max_digits=20, decimal_places=4, null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("填报级别"), choices=Level, default=Level.COUNTY)
    base_year = models.PositiveSmallIntegerField(_("基年"), null=True, blank=True)
    entered_by = models.CharField(_("填报人"), max_length=60, blank=True)
    confirmed_by = models.CharField(_("确认人"), max_length=60, blank=True)
    citation = models.CharField(_("依据"), max_length=300, blank=True)
    valid_from = models.DateField(_("从哪天起"), null=True, blank=True)
    valid_to = models.DateField(_("到哪天止"), null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("place_code", "code")
        constraints = (
            models.UniqueConstraint(fields=["place_code", "name"], name="indicator_definition_name"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """The key under which the registry knows it."""
        return f"{PREFIX}{self.code}"


class DefinitionInput(OwnedModel):
    """One number that is asked for each period: it enters the numerator or the denominator times its factor."""

    view_right = Right.INDICATORS_VIEW
    scope_field = "definition__place_code"
    shared_upward = True

    definition = models.ForeignKey(IndicatorDefinition, on_delete=models.CASCADE, related_name="inputs")
    order = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=11, choices=Side, default=Side.NUMERATOR)
    name = models.CharField(_("数"), max_length=40)
    unit = models.CharField(_("单位"), max_length=12, blank=True)
    factor = models.DecimalField(_("乘以"), max_digits=12, decimal_places=4, default=1)

    class Meta:
        ordering = ("definition", "order")
        constraints = (
            models.UniqueConstraint(fields=["definition", "name"], name="definition_input_name"),
            models.UniqueConstraint(fields=["definition", "order"], name="definition_input_order"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The head of its column: 绿地面积（平方米）."""
        return f"{self.name}（{self.unit}）" if self.unit else self.name
