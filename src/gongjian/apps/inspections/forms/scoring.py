"""What was found for one item of a sheet, and why a sheet is returned or struck out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import RuleKind
from gongjian.apps.inspections.models import ItemRule, RubricItem, SheetEntry
from gongjian.apps.inspections.selectors.sheets import need_of
from gongjian.apps.inspections.services import Answer, Upload
from gongjian.engines.scoring import EvidenceKind, Need, need_words


class ReasonForm(forms.Form):
    """Why a sheet is returned or struck out."""

    reason = forms.CharField(label=_("原因"), max_length=300)


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
    """One rule of an item as the form shows it; of a judged rule `count` are the marks it is to take or give."""

    rule: ItemRule
    entry: SheetEntry | None
    count: Any
    note: str
    errors: list[str]
    need: Need

    @property
    def is_veto(self) -> bool:
        """Whether the rule is yes or no."""
        return bool(self.rule.kind == RuleKind.VETO)

    @property
    def name(self) -> str:
        """What the control is called: a count, or marks left to judgement."""
        return f"amount_{self.rule.pk}" if self.rule.judged else f"count_{self.rule.pk}"

    @property
    def unit(self) -> Any:
        """What is counted: marks for a judged rule."""
        return _("分") if self.rule.judged else self.rule.unit

    @property
    def most(self) -> str:
        """The most that can be typed; only judged marks have a ceiling."""
        return f"{self.rule.cap.normalize():f}" if self.rule.judged and self.rule.cap is not None else ""

    @property
    def wants_document(self) -> bool:
        """Whether a paper has to be handed in."""
        return self.need.kind is EvidenceKind.DOCUMENT

    @property
    def need_words(self) -> str:
        """What has to be handed in, if anything."""
        return need_words(self.need) if self.need else ""


class AnswerForm(forms.Form):
    """What was found for one item: for each of its rules a count or marks, a note, photos and papers."""

    def __init__(
        self, item: RubricItem, entries: Sequence[SheetEntry], data: Any = None, files: Any = None
    ) -> None:
        super().__init__(data, files)
        self.item, self.entries = item, {entry.rule_id: entry for entry in entries}
        self.fields["seen"] = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
        self.fields[self.away_name] = forms.CharField(required=False)
        self.fields[self.reason_name] = forms.CharField(required=False, max_length=500)
        for rule in self._rules():
            self.fields[f"count_{rule.pk}"] = forms.DecimalField(
                label=rule.per, required=False, min_value=Decimal(0), max_digits=10, decimal_places=2
            )
            if rule.judged:
                self.fields[f"amount_{rule.pk}"] = forms.DecimalField(
                    label=rule.per,
                    required=False,
                    min_value=Decimal(0),
                    max_value=rule.cap,
                    max_digits=6,
                    decimal_places=2,
                )
            self.fields[f"note_{rule.pk}"] = forms.CharField(required=False, max_length=500)

    def _rules(self) -> list[ItemRule]:
        """The rules that a person applies: none where an indicator scores."""
        return [] if self.item.is_measured else list(self.item.rules.all())

    @property
    def away_name(self) -> str:
        """The box that says the place does not have the item."""
        return f"away_{self.item.pk}"

    @property
    def reason_name(self) -> str:
        """The words why it does not."""
        return f"reason_{self.item.pk}"

    @property
    def is_away(self) -> bool:
        """Whether the item is said not to apply, as typed or as kept."""
        if self.is_bound:
            return bool(self.data.get(self.away_name))
        return any(entry.is_not_applicable for entry in self.entries.values())

    @property
    def reason(self) -> str:
        """Why it does not apply, as typed or as kept."""
        if self.is_bound:
            return str(self.data.get(self.reason_name, ""))
        return next((entry.note for entry in self.entries.values() if entry.is_not_applicable), "")

    def lines(self) -> Iterator[AnswerLine]:
        """Yield the rules in order with what was typed, or else what is kept."""
        for rule in self._rules():
            entry = self.entries.get(rule.pk)
            key, note_key = f"amount_{rule.pk}" if rule.judged else f"count_{rule.pk}", f"note_{rule.pk}"
            kept = (entry.amount if rule.judged else entry.count) if entry else None
            yield AnswerLine(
                rule=rule,
                entry=entry,
                count=self.data.get(key, "") if self.is_bound else f"{(kept or Decimal(0)).normalize():f}",
                note=self.data.get(note_key, "") if self.is_bound else (entry.note if entry else ""),
                errors=[str(error) for error in self.errors.get(key, ())] if self.is_bound else [],
                need=need_of(self.item, rule),
            )

    def answer(self) -> Answer:
        """The item's answer (form valid); photos and papers are read here."""
        rules = [rule.pk for rule in self._rules()]
        asked = self.cleaned_data
        return Answer(
            item_id=self.item.pk,
            seen=asked["seen"] or self.data.get(f"seen_{self.item.pk}") or None,
            counts={pk: asked[f"count_{pk}"] for pk in rules if asked[f"count_{pk}"] is not None},
            amounts={pk: asked[name] for pk in rules if asked.get(name := f"amount_{pk}") is not None},
            notes={pk: asked[f"note_{pk}"] for pk in rules if f"note_{pk}" in self.data},
            photos=self._sent("photo", rules),
            documents=self._sent("paper", rules),
            not_applicable=asked[self.reason_name] if asked[self.away_name] else None,
        )

    def _sent(self, kind: str, rules: Sequence[int]) -> dict[int, list[Upload]]:
        sent: MultiValueDict[str, UploadedFile] = self.files
        return {
            pk: [Upload(file.name or kind, file.read()) for file in sent.getlist(f"{kind}_{pk}")]
            for pk in rules
            if f"{kind}_{pk}" in sent
        }

    @property
    def says_something(self) -> bool:
        """Whether a count or marks above zero, a file, or that the item does not apply was given."""
        told = [
            value
            for name, value in self.cleaned_data.items()
            if name.startswith(("count_", "amount_", "away_"))
        ]
        own = {f"{kind}_{rule.pk}" for rule in self._rules() for kind in ("photo", "paper")}
        return any(told) or bool(own & set(self.files))
