"""The open card as a form: one for each kind of passage; and the small forms beside it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.parties.choices import GroupRole
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import areas_near, children_of, names_of
from gongjian.apps.plans.choices import ItemKind
from gongjian.apps.plans.models import Plan, PlanItem
from gongjian.apps.plans.selectors.phrases import EVERY_CHOICES
from gongjian.apps.plans.services.places import places_in_words
from gongjian.apps.programmes.choices import Comparator
from gongjian.core.forms import offer
from gongjian.core.registry import list_indicators
from gongjian.core.spans import find_words

DAY = forms.TextInput(attrs={"placeholder": "2026-09-30", "inputmode": "numeric"})
BLANK_SEATS = 2
MOST_AREAS = 50
LEVELS = [
    (int(Level.COMMUNITY), _("社区、村")),
    (int(Level.STREET), _("街道、乡镇")),
    (int(Level.COUNTY), _("区县")),
]
RATING_COMPARATORS = [
    (">=", _("不低于")), (">", _("超过")), ("<=", _("不超过")), ("<", _("低于")), ("=", _("等于")),
    ("[)", _("从…到不足…")), ("[]", _("从…到…")), ("(]", _("超过…到…")), ("()", _("超过…不足…")),
]  # fmt: skip
BASES = [("score", _("得分")), ("share", _("社区占比")), ("other", _("别的依据（只留在原文）"))]


class ItemForm(forms.Form):
    """What all cards share: the version the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, item: PlanItem, plan: Plan, **kwargs: Any) -> None:
        self.item, self.plan = item, plan
        kwargs.setdefault("auto_id", f"i{item.pk}-%s")
        super().__init__(*args, **kwargs)


class TargetForm(ItemForm):
    """A result to reach."""

    indicator = forms.CharField(label=_("目标"), max_length=200)
    comparator = forms.ChoiceField(label=_("比较"), choices=Comparator.choices)
    value = forms.DecimalField(label=_("数值"), required=False)
    unit = forms.CharField(label=_("单位"), max_length=20, required=False)
    deadline = forms.CharField(label=_("时限"), max_length=20, required=False, widget=DAY)
    scope = forms.CharField(label=_("范围（原文）"), max_length=120, required=False)
    place_code = forms.ChoiceField(label=_("定在哪里"), required=False)
    indicator_key = forms.ChoiceField(
        label=_("取数的指标"), required=False, help_text=_("选了指标，数就从记录里来，不用填报。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [
            (indicator.key, f"{indicator.name}（{indicator.unit}）")
            for indicator in list_indicators(self.plan.place_code)
        ]
        offer(self, "place_code", [("", _("方案所在的地方")), *self._places()])
        offer(self, "indicator_key", [("", _("不绑定，由人填报")), *keys])

    def _places(self) -> list[tuple[str, str]]:
        """List where it may be set: what the words of its scope name, areas, the places directly below."""
        code, values = self.plan.place_code, self.item.values
        found = {area.name: area.name for area in areas_near(code)[:MOST_AREAS]}
        found |= {place.code: place.name for place in children_of(code)}
        kept = [values.get("place_code", ""), *places_in_words([values.get("scope", "")], code).values()]
        for words in kept:
            if words and words not in found:
                found = {words: names_of([words]).get(words, words), **found}
        return list(found.items())


class PhaseForm(ItemForm):
    """A named period."""

    name = forms.CharField(label=_("阶段"), max_length=120)
    begins = forms.CharField(label=_("开始"), max_length=20, required=False, widget=DAY)
    ends = forms.CharField(label=_("结束"), max_length=20, required=False, widget=DAY)


class TaskForm(ItemForm):
    """A piece of work."""

    title = forms.CharField(label=_("任务"), max_length=200)
    lead = forms.CharField(
        label=_("牵头单位"), max_length=1000, required=False, help_text=_("几个单位用顿号隔开")
    )
    support = forms.CharField(label=_("配合单位"), max_length=2000, required=False)
    due = forms.CharField(label=_("完成期限"), max_length=20, required=False, widget=DAY)
    every = forms.ChoiceField(label=_("或按周期"), required=False)
    quantity = forms.DecimalField(label=_("数量"), min_value=0, required=False)
    unit = forms.CharField(label=_("数量单位"), max_length=20, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("不按周期")), *EVERY_CHOICES]
        kept = self.item.values.get("due", "")
        if kept.startswith("every:") and kept not in dict(choices):
            choices.append((kept, kept.removeprefix("every:")))
        offer(self, "every", choices)

    def clean(self) -> dict[str, Any]:
        """Take a day or a recurrence, not both."""
        answers = super().clean() or {}
        if answers.get("due") and answers.get("every"):
            self.add_error("every", _("期限和周期只能写一样。请清掉其中一样。"))
        return answers


class RatingForm(ItemForm):
    """A condition for a grade."""

    label = forms.CharField(label=_("等次"), max_length=60)
    subject = forms.CharField(label=_("评谁（原文）"), max_length=120, required=False)
    levels = forms.MultipleChoiceField(
        label=_("评哪一级"), choices=LEVELS, required=False, widget=forms.CheckboxSelectMultiple
    )
    basis_kind = forms.ChoiceField(label=_("依据"), choices=BASES)
    basis_of = forms.CharField(label=_("占比数的等次"), max_length=60, required=False)
    comparator = forms.ChoiceField(label=_("比较"), choices=RATING_COMPARATORS)
    low = forms.DecimalField(label=_("数值"), required=False)
    high = forms.DecimalField(label=_("到（只在区间里用）"), required=False)
    unit = forms.CharField(label=_("单位"), max_length=20, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the upper bound of an interval."""
        answers = super().clean() or {}
        if (
            len(answers.get("comparator", "")) == 2
            and answers["comparator"][0] in "[("
            and answers.get("high") is None
        ):
            self.add_error("high", _("区间要写上到多少。"))
        return answers


class GroupForm(ItemForm):
    """A leading group with its posts; rows without a name are left out."""

    name = forms.CharField(label=_("组织"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.item.values.get("members", [])
        posted = [key for key in self.data if key.startswith("who")]
        for at in range(max(len(members) + BLANK_SEATS, len(posted))):
            seat = members[at] if at < len(members) else {"who": "", "role": "member", "post": ""}
            self.fields[f"role{at}"] = forms.ChoiceField(
                label=_("职务"), choices=GroupRole.choices, initial=seat["role"], required=False
            )
            self.fields[f"who{at}"] = forms.CharField(
                label=_("谁"), max_length=120, initial=seat["who"], required=False
            )
            self.fields[f"post{at}"] = forms.CharField(
                label=_("现任职务"), max_length=120, initial=seat["post"], required=False
            )

    @property
    def seats(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The rows of the table of members."""
        numbers = [name.removeprefix("who") for name in self.fields if name.startswith("who")]
        return [(self[f"role{at}"], self[f"who{at}"], self[f"post{at}"]) for at in numbers]


_FORMS: dict[str, type[ItemForm]] = {
    ItemKind.TARGET: TargetForm,
    ItemKind.PHASE: PhaseForm,
    ItemKind.TASK: TaskForm,
    ItemKind.RATING: RatingForm,
    ItemKind.GROUP: GroupForm,
}


def form_for(plan: Plan, item: PlanItem, data: Any = None) -> ItemForm:
    """Return the card's form, filled with the item's values or bound to what was sent."""
    return _FORMS[item.kind](data, item=item, plan=plan, initial=_initial(item))


def _initial(item: PlanItem) -> dict[str, Any]:
    values = dict(item.values)
    found = {"version": item.version, **values}
    if item.kind == ItemKind.TASK:
        found |= {name: "、".join(values[name]) for name in ("lead", "support")}
        is_every = values["due"].startswith("every:")
        found |= {"every": values["due"] if is_every else "", "due": "" if is_every else values["due"]}
    if item.kind == ItemKind.RATING:
        bounds = values["value"] if isinstance(values["value"], list) else [values["value"], None]
        kind, _colon, of_words = str(values["basis"]).partition(":")
        found |= {"low": bounds[0], "high": bounds[1], "basis_of": of_words}
        found["basis_kind"] = kind if kind in ("score", "share") else "other"
    return found


def values_of_form(form: ItemForm) -> dict[str, Any]:
    """Turn the answers of a valid card into the values of its kind."""
    answers = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    if form.item.kind == ItemKind.TARGET:
        answers["value"] = _plain(answers["value"])
    if form.item.kind == ItemKind.TASK:
        answers |= {name: _split(answers[name]) for name in ("lead", "support")}
        answers["due"] = answers.pop("every") or answers["due"]
        answers["quantity"] = _plain(answers["quantity"]) or ""
    if form.item.kind == ItemKind.RATING:
        return _rating_values(form.item, answers)
    if form.item.kind == ItemKind.GROUP:
        numbers = [name.removeprefix("who") for name in answers if name.startswith("who")]
        seats = [{part: answers[f"{part}{at}"] for part in ("who", "role", "post")} for at in numbers]
        return {
            "name": answers["name"],
            "members": [{**seat, "role": seat["role"] or "member"} for seat in seats],
        }
    return answers


def _rating_values(item: PlanItem, answers: dict[str, Any]) -> dict[str, Any]:
    low, high = _plain(answers.pop("low")), _plain(answers.pop("high"))
    kind, of_words = answers.pop("basis_kind"), answers.pop("basis_of")
    kept = str(item.values["basis"])
    if kind == "other":
        basis = kept if kept.partition(":")[0] not in ("score", "share") else "other"
    else:
        basis = f"share:{of_words}" if kind == "share" else kind
    is_interval = answers["comparator"][0] in "[("
    return {**answers, "basis": basis, "value": [low, high] if is_interval else low}


def _plain(number: Any) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _split(words: str) -> list[str]:
    for mark in "，,；;\n":
        words = words.replace(mark, "、")
    return [name.strip() for name in words.split("、") if name.strip()]


class AddForm(forms.Form):
    """A passage by hand: from a selection (start, end), or from a paragraph's number and words in it."""

    kind = forms.ChoiceField(label=_("新增为"), choices=ItemKind.choices)
    paragraph = forms.IntegerField(label=_("第几段"), min_value=1, required=False)
    words = forms.CharField(label=_("段里的文字（空着就是整段）"), max_length=500, required=False)
    start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def find(self, text: str) -> tuple[int, int] | None:
        """Return where the words stand; None, with an error on the form, where they do not."""
        answers: Mapping[str, Any] = self.cleaned_data
        if answers.get("start") is not None and answers.get("end") is not None:
            return answers["start"], answers["end"]
        found = find_words(text, answers.get("paragraph") or 0, answers.get("words", ""))
        if found is None:
            self.add_error("words", _("这一段里没有这些文字。请照原文抄写，或者核对段号。"))
        return found


class HeadForm(forms.Form):
    """The plan's own head."""

    title = forms.CharField(label=_("标题"), max_length=200)
    issuer = forms.CharField(label=_("制发单位"), max_length=120, required=False)
    doc_number = forms.CharField(label=_("文号"), max_length=60, required=False)


class UnitForm(forms.Form):
    """What a unit's name means: one body, every place of a level, or nothing."""

    organisation = forms.IntegerField(required=False)
    level = forms.TypedChoiceField(choices=[("", ""), *LEVELS], coerce=int, empty_value=None, required=False)
    ignore = forms.BooleanField(required=False)
