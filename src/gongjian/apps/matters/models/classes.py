"""What matters are classed by, the standards of each class, and who handles it where: data with days and citations."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.choices import ClassKind, LimitUnit, Tier
from gongjian.core.access import OwnedModel, Right

_PREFIXES = {ClassKind.COMPONENT: "B", ClassKind.EVENT: "S", ClassKind.REQUEST: "Q"}


class MatterClass(OwnedModel):
    """One class (two digits) or subclass (four digits); `place_code` "" is the national list.

    `name_en` is for those who read English, `plain` is what residents call it, `aliases` what documents call
    it (五乱、四乱), one word an item.
    """

    view_right = Right.MATTERS_VIEW
    shared_upward = True

    kind = models.CharField(_("类别"), max_length=10, choices=ClassKind.choices)
    code = models.CharField(_("代码"), max_length=4)
    place_code = models.CharField(max_length=15, blank=True)
    name = models.CharField(_("名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    plain = models.CharField(_("通俗叫法"), max_length=60, blank=True)
    aliases = models.JSONField(default=list)
    citation = models.CharField(_("依据"), max_length=200)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("kind", "code", "place_code")
        constraints = (
            models.UniqueConstraint(fields=["kind", "code", "place_code"], name="matters_class_code"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """The name in the language of whoever reads; what is written down keeps the Chinese one."""
        return self.name_en if self.name_en and get_language() == "en" else self.name

    @property
    def plain_name(self) -> str:
        """What residents call it, in the language of whoever reads."""
        return self.shown_name if get_language() == "en" else self.plain or self.name

    @property
    def parent_code(self) -> str:
        """The class that a subclass belongs to."""
        return self.code[:2] if len(self.code) > 2 else ""

    @property
    def service_code(self) -> str:
        """The code with its list, as open interfaces name it: S0507."""
        return f"{_PREFIXES[ClassKind(self.kind)]}{self.code}"


class CaseStandard(OwnedModel):
    """One version of when a class is filed, how long it may take, and when it may be closed."""

    view_right = Right.MATTERS_VIEW
    shared_upward = True

    matter_class = models.ForeignKey(MatterClass, on_delete=models.CASCADE, related_name="standards")
    place_code = models.CharField(max_length=15, blank=True)
    tier = models.CharField(max_length=10, choices=Tier.choices, default=Tier.NORMAL)
    limit_amount = models.PositiveSmallIntegerField(_("时限"))
    limit_unit = models.CharField(max_length=14, choices=LimitUnit.choices)
    filing_condition = models.CharField(_("立案条件"), max_length=300, blank=True)
    closing_condition = models.CharField(_("结案条件"), max_length=300, blank=True)
    effective_on = models.DateField(_("施行日"))
    citation = models.CharField(_("依据"), max_length=300)

    class Meta:
        ordering = ("matter_class", "tier", "place_code", "effective_on")
        constraints = (
            models.UniqueConstraint(
                fields=["matter_class", "place_code", "tier", "effective_on"], name="matters_standard_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.matter_class} {self.limit_text}"

    @property
    def limit_text(self) -> str:
        """The limit in words: 4 个工作时."""
        return f"{self.limit_amount} {self.get_limit_unit_display()}"


class DispatchRule(OwnedModel):
    """From a day on, what a class (or all below it) at a place (and all below it) is dispatched to."""

    view_right = Right.MATTERS_VIEW
    shared_upward = True

    class_kind = models.CharField(max_length=10, choices=ClassKind.choices)
    class_prefix = models.CharField(max_length=4, blank=True)
    place_code = models.CharField(max_length=15, db_index=True)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    is_lead = models.BooleanField(default=True)
    effective_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("place_code", "class_kind", "class_prefix", "-is_lead", "pk")

    def __str__(self) -> str:
        return f"{self.get_class_kind_display()}{self.class_prefix} {self.organisation}"
