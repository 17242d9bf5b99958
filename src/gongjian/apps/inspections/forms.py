"""Turn what was typed into values; nothing is saved here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import CHILD_NOUNS, HonourKind, HonourTies, RatingBasis, RuleKind
from gongjian.apps.inspections.models import ItemRule, RubricItem, RubricVersion, SheetEntry
from gongjian.apps.inspections.services import Answer, ItemSpec, RatingSpec, RuleSpec, Upload
from gongjian.apps.places.choices import Level

EMPTY_RULES = 3


def _date_field(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs
    )


def _marks_field(label: Any, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=required, max_digits=6, decimal_places=2, min_value=Decimal(0)
    )


class RubricForm(forms.Form):
    """The name of a new rubric."""

    title = forms.CharField(label=_("名称"), max_length=120)


class ItemSpecForm(forms.Form):
    """One scored item of a draft, its rules in the formset beside it."""

    section = forms.CharField(label=_("类别"), max_length=60, required=False)
    title = forms.CharField(label=_("评什么"), max_length=200)
    full_marks = _marks_field(_("满分"))
    hint = forms.CharField(
        label=_("评分提示"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=500
    )
    needs_photo = forms.BooleanField(label=_("扣分要照片"), required=False)


class RuleSpecForm(forms.Form):
    """One way the item loses or wins points; an empty row says nothing."""

    per = forms.CharField(label=_("情形"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("怎么算"), choices=RuleKind.choices, initial=RuleKind.DEDUCT)
    step = forms.DecimalField(
        label=_("每"), max_digits=10, decimal_places=2, min_value=Decimal("0.01"), initial=1, required=False
    )
    unit = forms.CharField(label=_("单位"), max_length=10, initial="处", required=False)
    amount = _marks_field(_("分值"), required=False)
    cap = _marks_field(_("最多"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for marks where the rule takes or gives some."""
        cleaned = super().clean() or {}
        if cleaned.get("per") and cleaned.get("kind") != RuleKind.VETO and not cleaned.get("amount"):
            self.add_error("amount", _("填扣几分或加几分。"))
        if not cleaned.get("per") and cleaned.get("amount"):
            self.add_error("per", _("写明什么情形。"))
        return cleaned

    def spec(self) -> RuleSpec | None:
        """The rule, or None for an empty row."""
        asked = self.cleaned_data
        if not asked.get("per"):
            return None
        is_veto = asked["kind"] == RuleKind.VETO
        return RuleSpec(
            per=asked["per"],
            amount=None if is_veto else asked["amount"],
            kind=RuleKind(asked["kind"]),
            unit=asked["unit"] or "处",
            step=asked["step"] or Decimal(1),
            cap=None if is_veto else asked["cap"],
        )


RuleFormSet = forms.formset_factory(RuleSpecForm, extra=EMPTY_RULES)


def item_spec(form: ItemSpecForm, rules: Any) -> ItemSpec:
    """Put an item and its rules together (both valid)."""
    specs = tuple(spec for row in rules.forms if (spec := row.spec()) is not None)
    return ItemSpec(rules=specs, **form.cleaned_data)


class PublishForm(forms.Form):
    """From when a version holds, and on whose authority."""

    effective_on = _date_field(_("生效日期"))
    citation = forms.CharField(
        label=_("依据"), max_length=300, help_text=_("文号或会议，例如 遂治发〔2026〕3号")
    )


class VersionChoice(forms.ModelChoiceField):
    """A published version by its name and day."""

    def label_from_instance(self, obj: RubricVersion) -> str:
        """The rubric, the version and its first day."""
        return f"{obj.rubric.title} 第 {obj.number} 版（{obj.effective_on} 起）"


class RoundForm(forms.Form):
    """A round: what it is called, by which version, from when to when."""

    title = forms.CharField(label=_("名称"), max_length=120, help_text=_("例如 9月巡检"))
    version = VersionChoice(label=_("评分标准"), queryset=None)
    starts_on = _date_field(_("开始"))
    ends_on = _date_field(_("截止"))

    def __init__(self, *args: Any, versions: QuerySet[RubricVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("截止日期早于开始日期。请改其中一个。"))
        return cleaned


class SchemeForm(forms.Form):
    """The head of a rating scheme."""

    title = forms.CharField(label=_("名称"), max_length=120)
    effective_on = _date_field(_("生效日期"))
    citation = forms.CharField(label=_("依据"), max_length=300)
    counts_uninspected = forms.BooleanField(
        label=_("未检的社区计入总数（算没有达到）"), required=False, initial=True
    )


LEVELS = [(int(level), level.label) for level in (Level.COMMUNITY, Level.STREET, Level.COUNTY, Level.CITY)]


class SchemeRuleForm(forms.Form):
    """One rule of a scheme; an empty row says nothing."""

    level = forms.TypedChoiceField(label=_("评哪一级"), choices=LEVELS, coerce=int, initial=Level.COMMUNITY)
    label = forms.CharField(label=_("等次"), max_length=30, required=False)
    basis = forms.ChoiceField(label=_("依据"), choices=RatingBasis.choices)
    at_least = forms.DecimalField(label=_("不低于"), required=False, max_digits=7, decimal_places=2)
    child_level = forms.TypedChoiceField(
        label=_("数哪一级"), choices=[("", "—"), *LEVELS[:-1]], coerce=int, required=False, empty_value=None
    )
    of_label = forms.CharField(label=_("数哪个等次"), max_length=30, required=False)

    def clean(self) -> dict[str, Any]:
        """A rule with a name has a threshold."""
        cleaned = super().clean() or {}
        if cleaned.get("label") and cleaned.get("at_least") is None:
            self.add_error("at_least", _("填不低于多少。"))
        return cleaned

    def spec(self) -> RatingSpec | None:
        """The rule, or None for an empty row."""
        asked = self.cleaned_data
        if not asked.get("label"):
            return None
        child = asked["child_level"]
        is_share = asked["basis"] == RatingBasis.SHARE
        return RatingSpec(
            level=Level(asked["level"]),
            label=asked["label"],
            basis=RatingBasis(asked["basis"]),
            at_least=asked["at_least"],
            of_label=asked["of_label"] if is_share else "",
            child_level=Level(child) if child and is_share else None,
        )


SchemeRuleFormSet = forms.formset_factory(SchemeRuleForm, extra=EMPTY_RULES)


class RateForm(forms.Form):
    """Which scheme, as of which day."""

    scheme = forms.TypedChoiceField(label=_("评级办法"), coerce=int)
    rated_on = _date_field(_("评到哪一天"))

    def __init__(self, *args: Any, schemes: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].choices = schemes  # type: ignore[attr-defined]


NEAREST = "nearest"


class SupposeForm(forms.Form):
    """What if: which child, and how many points it would have (where it is rated by score)."""

    suppose = forms.ChoiceField(label=_("如果"))
    score = forms.DecimalField(
        label=_("得多少分"), required=False, min_value=Decimal(0), max_digits=6, decimal_places=2
    )

    def __init__(
        self, *args: Any, children: Sequence[tuple[str, Any]], by_score: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suppose"].choices = children  # type: ignore[attr-defined]
        if not by_score:
            del self.fields["score"]

    def clean(self) -> dict[str, Any]:
        """One child needs its points; the nearest take the line."""
        cleaned = super().clean() or {}
        is_one = cleaned.get("suppose") not in (None, NEAREST)
        if is_one and "score" in self.fields and cleaned.get("score") is None and not self.errors:
            self.add_error("score", _("填要试算的分数，例如 90。"))
        return cleaned


class ReasonForm(forms.Form):
    """Why a sheet is returned or struck out."""

    reason = forms.CharField(label=_("原因"), max_length=300)


class AppealForm(forms.Form):
    """Why an item should have been scored otherwise."""

    words = forms.CharField(
        label=_("申诉理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写清哪一处、当时实际是什么样。有照片请附上。"),
    )


class AppealDecisionForm(forms.Form):
    """What held true of an item, by rule a count, and the answer to those who appealed."""

    def __init__(self, item: RubricItem, found: Mapping[int, Decimal], data: Any = None) -> None:
        super().__init__(data)
        self.rules = list(item.rules.all())
        for rule in self.rules:
            self.fields[f"count_{rule.pk}"] = forms.DecimalField(
                label=rule.per,
                help_text=rule.words,
                required=False,
                min_value=Decimal(0),
                max_digits=10,
                decimal_places=2,
                initial=f"{found.get(rule.pk, Decimal(0)).normalize():f}",
            )
        self.fields["answer"] = forms.CharField(
            label=_("答复"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
        )

    def counts(self) -> dict[int, Decimal]:
        """The counts that are held to be true, by rule id (form valid)."""
        return {rule.pk: self.cleaned_data[f"count_{rule.pk}"] or Decimal(0) for rule in self.rules}


class HonourForm(forms.Form):
    """The rule of an honour; `scope` is the place that gives it."""

    title = forms.CharField(label=_("名称"), max_length=60, initial=_("流动红旗"))
    kind = forms.ChoiceField(label=_("怎么给"), choices=HonourKind.choices)
    level = forms.TypedChoiceField(label=_("给哪一级"), coerce=int)
    within = forms.TypedChoiceField(label=_("在哪里头比"), coerce=int, empty_value=None, required=False)
    most = forms.IntegerField(
        label=_("最多几个"),
        required=False,
        min_value=1,
        max_value=9999,
        help_text=_("命名可以不限，空着就是都给。"),
    )
    label = forms.CharField(
        label=_("要评到的等次"), required=False, max_length=30, help_text=_("例：示范。可空。")
    )
    at_least = _marks_field(_("结果不低于（分或 %）"), required=False)
    ties = forms.ChoiceField(label=_("最后一名同分"), choices=HonourTies.choices)
    effective_on = _date_field(_("生效日期"))
    citation = forms.CharField(label=_("依据"), max_length=300)

    def __init__(self, scope: str, data: Any = None) -> None:
        super().__init__(data)
        below = [(int(level), CHILD_NOUNS[level]) for level in CHILD_NOUNS if level > len(scope)]
        levels = sorted((pair for pair in below if pair[0] <= Level.COMMUNITY), reverse=True)
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
        whole = ("", _("全部放在一起"))
        each = [
            (value, _("每个%(noun)s里") % {"noun": noun}) for value, noun in levels if value < Level.COMMUNITY
        ]
        self.fields["within"].choices = [whole, *each]  # type: ignore[attr-defined]


class SeverityForm(forms.Form):
    """Whether an inspector's sheets are corrected by his severity, and why."""

    corrects = forms.TypedChoiceField(
        label=_("怎么定"),
        choices=((False, _("不校正，维持原分")), (True, _("按估出的尺度校正他这一轮的每一份"))),
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("理由"), max_length=300, help_text=_("例：和同看的人谈过，认定标准掌握偏严。")
    )


@dataclass(frozen=True)
class AnswerLine:
    """One rule of an item as the form shows it."""

    rule: ItemRule
    entry: SheetEntry | None
    count: Any
    note: str
    errors: list[str]

    @property
    def is_veto(self) -> bool:
        """Whether the rule is yes or no."""
        return bool(self.rule.kind == RuleKind.VETO)


class AnswerForm(forms.Form):
    """What was found for one item: for each of its rules a count, a note and photos."""

    def __init__(
        self, item: RubricItem, entries: Sequence[SheetEntry], data: Any = None, files: Any = None
    ) -> None:
        super().__init__(data, files)
        self.item, self.entries = item, {entry.rule_id: entry for entry in entries}
        self.fields["seen"] = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
        for rule in item.rules.all():
            self.fields[f"count_{rule.pk}"] = forms.DecimalField(
                label=rule.per, required=False, min_value=Decimal(0), max_digits=10, decimal_places=2
            )
            self.fields[f"note_{rule.pk}"] = forms.CharField(required=False, max_length=500)

    def lines(self) -> Iterator[AnswerLine]:
        """Yield the rules in order with what was typed, or else what is kept."""
        for rule in self.item.rules.all():
            entry = self.entries.get(rule.pk)
            key, note_key = f"count_{rule.pk}", f"note_{rule.pk}"
            kept = entry.count.normalize() if entry else Decimal(0)
            yield AnswerLine(
                rule=rule,
                entry=entry,
                count=self.data.get(key, "") if self.is_bound else f"{kept:f}",
                note=self.data.get(note_key, "") if self.is_bound else (entry.note if entry else ""),
                errors=[str(error) for error in self.errors.get(key, ())] if self.is_bound else [],
            )

    def answer(self) -> Answer:
        """The item's answer (form valid); photos are read here."""
        rules = [rule.pk for rule in self.item.rules.all()]
        asked = self.cleaned_data
        sent: MultiValueDict[str, UploadedFile] = self.files
        return Answer(
            item_id=self.item.pk,
            seen=asked["seen"] or None,
            counts={pk: asked[f"count_{pk}"] for pk in rules if asked[f"count_{pk}"] is not None},
            notes={pk: asked[f"note_{pk}"] for pk in rules if f"note_{pk}" in self.data},
            photos={
                pk: [Upload(file.name or "photo.jpg", file.read()) for file in sent.getlist(f"photo_{pk}")]
                for pk in rules
                if f"photo_{pk}" in sent
            },
        )

    @property
    def says_something(self) -> bool:
        """Whether a count above zero or a photo was given."""
        counts = [value for name, value in self.cleaned_data.items() if name.startswith("count_")]
        return any(counts) or bool(self.files)
