"""The form of a project."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.forms.entries import SCOPES, published_code, scope_of
from gongjian.apps.cobuilding.forms.fields import area, day
from gongjian.apps.cobuilding.models import Project
from gongjian.apps.cobuilding.services.projects import ProjectSpec
from gongjian.core.forms import offer

Choices = Sequence[tuple[Any, Any]]


class ProjectForm(forms.Form):
    """What several do together, who leads, when, with what money, for which task or target."""

    place_code = forms.ChoiceField(label=_("哪个社区"))
    title = forms.CharField(label=_("项目名称"), max_length=80)
    purpose = area(_("要做成什么"), 2000, 3)
    for_whom = forms.CharField(label=_("为谁"), max_length=120, required=False)
    lead_id = forms.TypedChoiceField(label=_("谁牵头"), coerce=int)
    partner_ids = forms.TypedMultipleChoiceField(label=_("还有谁参加"), coerce=int, required=False)
    starts_on = day(_("开始"))
    ends_on = day(_("结束"))
    budget = forms.DecimalField(
        label=_("预算（元）"), min_value=0, decimal_places=2, max_digits=14, required=False
    )
    paid_by = forms.CharField(label=_("钱从哪来"), max_length=120, required=False)
    task_id = forms.TypedChoiceField(label=_("为哪项任务"), coerce=int, empty_value=None, required=False)
    target_id = forms.TypedChoiceField(label=_("为哪个目标"), coerce=int, empty_value=None, required=False)
    scope = forms.ChoiceField(label=_("给谁看"), choices=SCOPES, required=False, initial="own")

    def __init__(
        self, places: Choices, bodies: Choices, served: tuple[Choices, Choices], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.only_place = places[0][0] if len(places) == 1 else ""
        if self.only_place:
            del self.fields["place_code"]
        else:
            offer(self, "place_code", [("", _("请选")), *places])
        offer(self, "lead_id", [("", _("请选")), *bodies])
        offer(self, "partner_ids", bodies)
        offer(self, "task_id", [("", _("没有")), *served[0]])
        offer(self, "target_id", [("", _("没有")), *served[1]])

    def spec(self) -> ProjectSpec:
        """Return what the service takes; the budget in cents."""
        values: dict[str, Any] = {**self.cleaned_data}
        budget: Decimal | None = values.pop("budget")
        place = self.only_place or values.pop("place_code")
        scope = values.pop("scope")
        return ProjectSpec(
            **values,
            place_code=place,
            budget_cents=None if budget is None else int(budget * 100),
            published_to=published_code(place, scope),
        )


def project_initial(project: Project) -> dict[str, Any]:
    """Return the values of a project for its form."""
    names = (
        "title",
        "purpose",
        "for_whom",
        "lead_id",
        "starts_on",
        "ends_on",
        "paid_by",
        "task_id",
        "target_id",
    )
    return {name: getattr(project, name) for name in names} | {
        "partner_ids": [one.pk for one in project.partners.all()],
        "budget": None if project.budget_cents is None else Decimal(project.budget_cents) / 100,
        "scope": scope_of(project.place_code, project.published_to),
    }
