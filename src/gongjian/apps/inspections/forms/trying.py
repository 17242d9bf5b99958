"""A pretend sheet: every rule of a version at once, to see what a score comes to. Nothing of it is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import RuleKind
from gongjian.apps.inspections.models import ItemRule, RubricItem, RubricVersion
from gongjian.apps.inspections.selectors.engine import engine_rubric
from gongjian.engines import scoring


@dataclass(frozen=True)
class TryLine:
    """One rule with its field."""

    rule: ItemRule
    field: Any

    @property
    def is_veto(self) -> bool:
        """Whether the rule is yes or no."""
        return bool(self.rule.kind == RuleKind.VETO)

    @property
    def unit(self) -> Any:
        """What is typed: marks for a judged rule, else how many of what."""
        return _("分") if self.rule.judged else self.rule.unit


@dataclass(frozen=True)
class TryRow:
    """One item with its rules, or the field of its figure, and what it came to."""

    number: int
    item: RubricItem
    lines: tuple[TryLine, ...]
    figure: Any
    away: Any
    score: scoring.ItemScore | None


class TrySheetForm(forms.Form):
    """Counts, judged marks and figures of a pretend sheet; what is left empty is in order."""

    def __init__(self, version: RubricVersion, data: Any = None) -> None:
        super().__init__(data)
        self.version = version
        for item in version.items.all():
            self.fields[f"away_{item.pk}"] = forms.BooleanField(label=_("不适用"), required=False)
            if item.is_measured:
                self.fields[f"figure_{item.pk}"] = forms.DecimalField(
                    label=item.indicator_name, required=False, max_digits=14, decimal_places=4
                )
                continue
            for rule in item.rules.all():
                self.fields[f"rule_{rule.pk}"] = _rule_field(rule)

    @property
    def rubric(self) -> scoring.Rubric:
        """The version as the engine takes it; EngineInputError for a draft that contradicts itself."""
        return engine_rubric(self.version)

    def sheet(self) -> scoring.Sheet:
        """The sheet as typed (form valid)."""
        asked = self.cleaned_data
        items = list(self.version.items.all())
        away = {item.pk for item in items if asked[f"away_{item.pk}"]}
        present = [item for item in items if item.pk not in away]
        entries = [entry for item in present if not item.is_measured for entry in self._entries(item)]
        found = {entry.rule_key for entry in entries}
        return scoring.Sheet(
            entries=tuple(entries),
            clear=frozenset(
                str(item.pk)
                for item in present
                if not item.is_measured and not any(str(rule.pk) in found for rule in item.rules.all())
            ),
            not_applicable=frozenset(map(str, away)),
            readings=tuple(
                scoring.Reading(str(item.pk), None if value is None else Fraction(value))
                for item in present
                if item.is_measured
                for value in [asked[f"figure_{item.pk}"]]
            ),
        )

    def _entries(self, item: RubricItem) -> Iterator[scoring.Entry]:
        for rule in item.rules.all():
            value = self.cleaned_data[f"rule_{rule.pk}"]
            if not value:
                continue
            if rule.judged:
                yield scoring.Entry(str(rule.pk), amount=value)
            else:
                yield scoring.Entry(str(rule.pk), Decimal(1) if value is True else value)

    def rows(self, result: scoring.ScoreResult | None) -> list[TryRow]:
        """Every item with its fields, and with its score once there is one."""
        scores = {score.key: score for score in result.items} if result else {}
        return [
            TryRow(
                number=number,
                item=item,
                lines=()
                if item.is_measured
                else tuple(TryLine(rule, self[f"rule_{rule.pk}"]) for rule in item.rules.all()),
                figure=self[f"figure_{item.pk}"] if item.is_measured else None,
                away=self[f"away_{item.pk}"],
                score=scores.get(str(item.pk)),
            )
            for number, item in enumerate(self.version.items.all(), start=1)
        ]


def _rule_field(rule: ItemRule) -> forms.Field:
    if rule.kind == RuleKind.VETO:
        return forms.BooleanField(label=rule.words, required=False)
    return forms.DecimalField(
        label=rule.words,
        required=False,
        min_value=Decimal(0),
        max_value=rule.cap if rule.judged else None,
        max_digits=10,
        decimal_places=2,
    )
