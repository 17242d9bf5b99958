"""Rubrics: their name, items with rules, sections with weights, publishing."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import Evidence, How, RuleKind, StepRounding
from gongjian.apps.inspections.forms.fields import date_field, marks_field
from gongjian.apps.inspections.services import ItemSpec, MeasureSpec, Outline, RuleSpec, SectionSpec
from gongjian.core.forms import offer
from gongjian.core.registry import list_indicators
from gongjian.engines.scoring import plain

EMPTY_RULES = 3


class RubricForm(forms.Form):
    """The name of a new rubric."""

    title = forms.CharField(label=_("名称"), max_length=120)


class RubricImportForm(forms.Form):
    """A file that states a rubric, and what the rubric is to be called."""

    title = forms.CharField(
        label=_("名称"), max_length=120, required=False, help_text=_("不写就用文件名；出新的一版不用写")
    )
    file = forms.FileField(label=_("文件"), help_text=_("Excel 表格，或评分标准的 Word、PDF、纯文本"))


class ItemSpecForm(forms.Form):
    """One scored item of a draft, its rules in the formset beside it."""

    section = forms.CharField(label=_("类别"), max_length=60, required=False)
    title = forms.CharField(label=_("评什么"), max_length=200)
    full_marks = marks_field(_("满分"))
    deduct_cap = marks_field(_("最多扣"), required=False)
    weight = marks_field(_("权重"), required=False)
    evidence = forms.ChoiceField(label=_("扣分要什么凭证"), choices=Evidence.choices, required=False)
    evidence_count = forms.IntegerField(label=_("几份"), min_value=1, max_value=9, initial=1, required=False)
    hint = forms.CharField(
        label=_("评分提示"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=500
    )
    indicator_key = forms.ChoiceField(label=_("由指标评"), required=False)
    target = forms.DecimalField(label=_("目标值"), required=False, max_digits=14, decimal_places=4)
    is_lower_better = forms.BooleanField(label=_("越低越好"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.key, f"{one.name}（{one.unit}）") for one in list_indicators()]
        people = ("", _("由检查人评"))
        offer(self, "indicator_key", [people, *known])

    def clean(self) -> dict[str, Any]:
        """An indicator needs the value it is held against."""
        cleaned = super().clean() or {}
        if cleaned.get("indicator_key") and cleaned.get("target") is None and "target" not in self.errors:
            self.add_error("target", _("填指标要达到多少，百分数填 95 这样的数。"))
        return cleaned

    @classmethod
    def initial_of(cls, item: ItemSpec) -> dict[str, Any]:
        """The values of an item as the form shows them."""
        measure = vars(item.measure) if item.measure else {}
        return plainly({**vars(item), **measure})


class RuleSpecForm(forms.Form):
    """One way the item loses or wins points; an empty row says nothing."""

    per = forms.CharField(label=_("情形"), max_length=200, required=False)
    how = forms.ChoiceField(label=_("怎么算"), choices=How.choices, initial=How.DEDUCT)
    step = forms.DecimalField(
        label=_("每"), max_digits=10, decimal_places=2, min_value=Decimal("0.01"), initial=1, required=False
    )
    unit = forms.CharField(label=_("单位"), max_length=10, initial="处", required=False)
    amount = marks_field(_("分值"), required=False)
    cap = marks_field(_("最多几分"), required=False)
    exclusive = forms.CharField(
        label=_("互斥组"), max_length=30, required=False, help_text=_("同组的只算一条，算分多的")
    )
    evidence = forms.ChoiceField(
        label=_("凭证"), choices=[("", _("同本项")), *Evidence.choices], required=False
    )
    evidence_count = forms.IntegerField(label=_("几份"), min_value=1, max_value=9, initial=1, required=False)
    bars = forms.CharField(
        label=_("只是不能评为"), max_length=100, required=False, help_text=_("例如 示范；不写是都不能评")
    )
    is_started = forms.BooleanField(label=_("不足的按满的算"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for marks where the rule takes or gives some, and for a ceiling where it is left to judgement."""
        cleaned = super().clean() or {}
        if not cleaned.get("how"):
            return cleaned
        kind, judged, _effect = How(cleaned["how"]).parts
        if cleaned.get("per") and judged and not cleaned.get("cap"):
            self.add_error("cap", _("酌情的要写最多几分。"))
        if cleaned.get("per") and kind != RuleKind.VETO and not judged and not cleaned.get("amount"):
            self.add_error("amount", _("填扣几分或加几分。"))
        if not cleaned.get("per") and cleaned.get("amount"):
            self.add_error("per", _("写明什么情形。"))
        return cleaned

    @classmethod
    def initial_of(cls, rule: RuleSpec) -> dict[str, Any]:
        """The values of a rule as the form shows them."""
        how = How.of(rule.kind, rule.judged, rule.effect)
        is_started = rule.step_rounding == StepRounding.STARTED
        return plainly({**vars(rule), "how": how, "is_started": is_started})

    def spec(self) -> RuleSpec | None:
        """The rule, or None for an empty row."""
        asked = self.cleaned_data
        if not asked.get("per"):
            return None
        kind, judged, effect = How(asked["how"]).parts
        is_veto = kind == RuleKind.VETO
        return RuleSpec(
            per=asked["per"],
            amount=None if is_veto or judged else asked["amount"],
            kind=kind,
            unit=asked["unit"] or "处",
            step=asked["step"] or Decimal(1),
            cap=None if is_veto else asked["cap"],
            step_rounding=StepRounding.STARTED if asked["is_started"] else StepRounding.FULL,
            judged=judged,
            exclusive="" if is_veto else asked["exclusive"],
            effect=effect,
            bars=bar_words(asked["bars"]) if how_bars(asked["how"]) else "",
            evidence=asked["evidence"],
            evidence_count=asked["evidence_count"] or 1,
        )


def plainly(values: dict[str, Any]) -> dict[str, Any]:
    """Write decimals without idle zeros: 20, not 20.00."""
    return {key: plain(value) if isinstance(value, Decimal) else value for key, value in values.items()}


def how_bars(how: str) -> bool:
    """Whether a rule of this kind may name the grades that it forbids."""
    return how == How.VETO_GRADE.value


def bar_words(text: str) -> str:
    """Write a list of grades with 、, however it was typed."""
    for sign in "，,；; ":
        text = text.replace(sign, "、")
    return "、".join(part for part in text.split("、") if part)


RuleFormSet = forms.formset_factory(RuleSpecForm, extra=EMPTY_RULES)


def item_spec(form: ItemSpecForm, rules: Any, pictures: tuple[int, ...] = ()) -> ItemSpec:
    """Put an item and its rules together (both valid)."""
    asked = dict(form.cleaned_data)
    key, target = asked.pop("indicator_key"), asked.pop("target")
    is_lower_better = asked.pop("is_lower_better")
    specs = tuple(spec for row in rules.forms if (spec := row.spec()) is not None)
    asked["evidence"], asked["evidence_count"] = (
        Evidence(asked["evidence"] or Evidence.NONE),
        asked["evidence_count"] or 1,
    )
    measure = MeasureSpec(key, target, is_lower_better) if key else None
    return ItemSpec(rules=specs, measure=measure, pictures=pictures, **asked)


class OutlineForm(forms.Form):
    """The ceilings of a version as a whole."""

    bonus_cap = marks_field(_("全部加分最多几分"), required=False)
    total_cap = marks_field(_("总分最高几分"), required=False)


class SectionSpecForm(forms.Form):
    """One section; an empty row says nothing. `was` is its name before, so that items follow a renaming."""

    was = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    title = forms.CharField(label=_("类别"), max_length=60, required=False)
    weight = marks_field(_("权重（%）"), required=False)
    is_bonus = forms.BooleanField(label=_("加分类别"), required=False)
    cap = marks_field(_("合计最多加"), required=False)

    def spec(self) -> SectionSpec | None:
        """The section, or None for an empty row."""
        asked = self.cleaned_data
        if not asked.get("title"):
            return None
        return SectionSpec(asked["title"], asked["weight"], asked["is_bonus"], asked["cap"])


SectionFormSet = forms.formset_factory(SectionSpecForm, extra=2)


def outline_spec(form: OutlineForm, sections: Any) -> Outline:
    """Put the ceilings and the sections together (both valid)."""
    specs = tuple(spec for row in sections.forms if (spec := row.spec()) is not None)
    return Outline(specs, **form.cleaned_data)


class PublishForm(forms.Form):
    """From when a version holds, and on whose authority."""

    effective_on = date_field(_("生效日期"))
    citation = forms.CharField(
        label=_("依据"), max_length=300, help_text=_("文号或会议，例如 遂治发〔2026〕3号")
    )
