"""The form of one secret vote, made from its ballot paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.core.ballots.papers import PaperCount
from gongjian.core.ballots.sheets import Part, Sheet
from gongjian.engines import tally

SEPARATORS = str.maketrans("，,；;/ 　", "、、、、、、、")


class BallotForm(forms.Form):
    """A token, and for each question what is marked, who is written in, the reason where one is asked for.

    A ballot paper with one question calls its fields `choice`, `others` and `reason`; with several, the number of
    the question follows each name.
    """

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for number, part in enumerate(sheet.parts):
            self._add(number, part)
        self.fields["token"] = forms.CharField(
            label=_("票码"),
            max_length=40,
            widget=forms.TextInput(
                attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
            ),
            help_text=_("票上的 12 位字母和数字，横线不用输。"),
            error_messages={"required": _("没有输票码。请照票上的输。")},
        )

    def ballots(self) -> dict[str, tally.Ballot]:
        """Return a ballot for each box."""
        return {
            part.key: tally.Ballot(
                self._marks(number), self.cleaned_data.get(self._name("reason", number), "")
            )
            for number, part in enumerate(self.sheet.parts)
        }

    def clean(self) -> dict[str, Any]:
        """Ask beside its field for what a ballot lacks, or has too much of."""
        asked: dict[str, Any] = super().clean() or self.cleaned_data
        for number, part in enumerate(self.sheet.parts):
            self._check(number, part)
        return asked

    def _name(self, field: str, number: int) -> str:
        return field if len(self.sheet.parts) == 1 else f"{field}_{number + 1}"

    def _add(self, number: int, part: Part) -> None:
        question = part.question
        label = part.words if len(self.sheet.parts) > 1 else self.sheet.choice_label or part.words
        is_needed = not question.may_be_blank and not question.has_write_ins
        told = {"required": _("还没有选。请选一项。")}
        if question.most == 1:
            self.fields[self._name("choice", number)] = forms.ChoiceField(
                label=label,
                choices=part.choices,
                widget=forms.RadioSelect,
                required=is_needed,
                error_messages=told,
            )
        else:
            self.fields[self._name("choice", number)] = forms.MultipleChoiceField(
                label=label,
                choices=part.choices,
                widget=forms.CheckboxSelectMultiple,
                required=is_needed,
                error_messages=told,
                help_text=_("最多选 %(n)d 个。") % {"n": question.most},
            )
        if question.has_write_ins:
            self.fields[self._name("others", number)] = forms.CharField(
                label=_("另选他人"),
                required=False,
                max_length=200,
                help_text=_("写姓名，几个人用顿号隔开；和选上的人合起来算人数。"),
            )
        if question.reasons_for:
            self.fields[self._name("reason", number)] = forms.CharField(
                label=_("不同意的理由"),
                required=False,
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("不同意的要写一句，不记名。"),
            )

    def _marks(self, number: int) -> tuple[str, ...]:
        marked = self.cleaned_data.get(self._name("choice", number)) or []
        others = str(self.cleaned_data.get(self._name("others", number)) or "").translate(SEPARATORS)
        written = [name for name in others.split("、") if name]
        return tuple(([marked] if isinstance(marked, str) else marked) + written)

    def _check(self, number: int, part: Part) -> None:
        marks, question = self._marks(number), part.question
        name = self._name("choice", number)
        if name in self.errors:
            return
        if len(marks) > question.most or len(set(marks)) < len(marks):
            self.add_error(name, _("最多选 %(n)d 个，同一个人只能选一次。请改。") % {"n": question.most})
        reason = self._name("reason", number)
        if set(marks) & set(question.reasons_for) and not str(self.cleaned_data.get(reason) or "").strip():
            self.add_error(reason, self.sheet.reason_missing or _("这一项要写明理由，不记名。"))


class PaperCountForm(forms.Form):
    """What one person reads from all paper ballots of a question answered by yes or no."""

    yes = forms.IntegerField(label=_("同意"), min_value=0, max_value=99_999)
    no = forms.IntegerField(label=_("不同意"), min_value=0, max_value=99_999)
    abstain = forms.IntegerField(label=_("弃权"), min_value=0, max_value=99_999)
    spoilt = forms.IntegerField(
        label=_("废票"), min_value=0, max_value=99_999, help_text=_("空白的、选了两项的、看不清的")
    )

    def count(self) -> PaperCount:
        """Return what the service takes."""
        return PaperCount(**self.cleaned_data)
