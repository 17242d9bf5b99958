"""Rating schemes: their head, their rules, rating by one, and supposing other scores."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import NATION, QUOTAS, RatingBasis, TieRule
from gongjian.apps.inspections.forms.fields import date_field
from gongjian.apps.inspections.services import RatingSpec
from gongjian.apps.places.choices import Level
from gongjian.core.forms import offer

EMPTY_RULES = 3


class SchemeForm(forms.Form):
    """The head of a rating scheme."""

    title = forms.CharField(label=_("名称"), max_length=120)
    effective_on = date_field(_("生效日期"))
    citation = forms.CharField(label=_("依据"), max_length=300)
    counts_uninspected = forms.BooleanField(
        label=_("未检的社区计入总数（算没有达到）"), required=False, initial=True
    )


RATED_LEVELS = (Level.COMMUNITY, Level.STREET, Level.COUNTY, Level.CITY, Level.PROVINCE)
LEVELS = [*((int(level), level.label) for level in RATED_LEVELS), (NATION, _("全国"))]
WITHIN = [("", _("全轮")), *((int(level), level.label) for level in RATED_LEVELS[1:])]


class SchemeRuleForm(forms.Form):
    """One rule of a scheme; an empty row says nothing."""

    level = forms.TypedChoiceField(label=_("评哪一级"), choices=LEVELS, coerce=int, initial=Level.COMMUNITY)
    label = forms.CharField(label=_("等次"), max_length=30, required=False)
    basis = forms.ChoiceField(label=_("依据"), choices=RatingBasis.choices)
    at_least = forms.DecimalField(label=_("数值"), required=False, max_digits=7, decimal_places=2)
    child_level = forms.TypedChoiceField(
        label=_("数哪一级"), choices=[("", "—"), *LEVELS[:-1]], coerce=int, required=False, empty_value=None
    )
    of_label = forms.CharField(label=_("数哪个等次"), max_length=30, required=False)
    is_weighted = forms.BooleanField(label=_("按人口"), required=False)
    within_level = forms.TypedChoiceField(
        label=_("名额在哪里比"), choices=WITHIN, coerce=int, required=False, empty_value=None
    )
    ties = forms.ChoiceField(label=_("名额线上同分"), choices=TieRule.choices, required=False)

    def clean(self) -> dict[str, Any]:
        """A rule with a name has a threshold."""
        cleaned = super().clean() or {}
        if cleaned.get("label") and cleaned.get("at_least") is None:
            self.add_error("at_least", _("填多少：分数、个数或百分数。"))
        return cleaned

    def spec(self) -> RatingSpec | None:
        """The rule, or None for an empty row."""
        asked = self.cleaned_data
        if not asked.get("label"):
            return None
        basis = RatingBasis(asked["basis"])
        counts = basis in (RatingBasis.SHARE, RatingBasis.COUNT)
        return RatingSpec(
            level=asked["level"],
            label=asked["label"],
            basis=basis,
            at_least=asked["at_least"],
            of_label=asked["of_label"] if counts else "",
            child_level=asked["child_level"] if counts else None,
            within_level=asked["within_level"] if basis in QUOTAS else None,
            ties=TieRule(asked["ties"] or TieRule.OUT),
            is_weighted=asked["is_weighted"] and basis not in QUOTAS,
        )


SchemeRuleFormSet = forms.formset_factory(SchemeRuleForm, extra=EMPTY_RULES)


class RateForm(forms.Form):
    """Which scheme, as of which day."""

    scheme = forms.TypedChoiceField(label=_("评级办法"), coerce=int)
    rated_on = date_field(_("评到哪一天"))

    def __init__(self, *args: Any, schemes: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "scheme", schemes)


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
        offer(self, "suppose", children)
        if not by_score:
            del self.fields["score"]

    def clean(self) -> dict[str, Any]:
        """One child needs its points; the nearest take the line."""
        cleaned = super().clean() or {}
        is_one = cleaned.get("suppose") not in (None, NEAREST)
        if is_one and "score" in self.fields and cleaned.get("score") is None and not self.errors:
            self.add_error("score", _("填要试算的分数，例如 90。"))
        return cleaned
