"""Figures of this app: the book of defined indicators, and what the ledger of projects adds up to."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from gongjian.apps.indicators.models import Project, ProjectUnit
from gongjian.apps.indicators.models.definitions import PREFIX
from gongjian.apps.indicators.selectors.definitions import read_book
from gongjian.apps.indicators.selectors.projects import list_projects
from gongjian.core.access import Actor
from gongjian.core.figures import Period
from gongjian.core.registry import (
    Indicator,
    IndicatorBook,
    Param,
    RowView,
    register,
    register_book,
    register_param,
)

Params = Mapping[str, Any]
CENTS_IN_WAN = 1_000_000
MOST_CHOICES = 200
SOURCE = "项目台账"


def _started(period: Period, params: Params) -> QuerySet[Project]:
    """Projects that started in the period, so that each counts in one period only; or the one asked for."""
    rows = Project.objects.filter(starts_on__range=(period.first_on, period.last_on))
    return rows.filter(pk=int(params["project"])) if params.get("project") else rows


def _units(period: Period, params: Params) -> QuerySet[ProjectUnit]:
    """Units of the projects under way at some time in the period."""
    under_way = Q(project__starts_on__lte=period.last_on)
    under_way &= Q(project__ends_on__isnull=True) | Q(project__ends_on__gte=period.first_on)
    rows = ProjectUnit.objects.filter(under_way)
    return rows.filter(project=int(params["project"])) if params.get("project") else rows


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _sum_of(column: str) -> Callable[[Period, Params], QuerySet[Any]]:
    def rows(period: Period, params: Params) -> QuerySet[Any]:
        known = _started(period, params).filter(**{f"{column}__isnull": False})
        return known.annotate(numerator=F(column))

    return rows


def _projects(period: Period, params: Params) -> QuerySet[Any]:
    return _started(period, params).annotate(numerator=Value(1))


def _all_units(period: Period, params: Params) -> QuerySet[Any]:
    return _units(period, params).annotate(numerator=Value(1))


def _with_task(period: Period, params: Params) -> QuerySet[Any]:
    return _units(period, params).annotate(numerator=_flag(Q(has_task=True)))


def _done(period: Period, params: Params) -> QuerySet[Any]:
    return _units(period, params).annotate(numerator=_flag(Q(done_on__lte=period.last_on)))


def _done_share(period: Period, params: Params) -> QuerySet[Any]:
    rows = _units(period, params).filter(has_task=True)
    return rows.annotate(numerator=_flag(Q(done_on__lte=period.last_on)), denominator=Value(1))


def _project_view(scale: int) -> Callable[[Any], RowView]:
    def view(row: Any) -> RowView:
        return RowView(
            label=row.name,
            place_code=row.place_code,
            numerator=Fraction(row.numerator) / scale,
            denominator=None,
            url=reverse("indicators:project", args=[row.pk]),
            note=row.kind,
        )

    return view


def _unit_view(row: Any) -> RowView:
    state = "没有任务" if not row.has_task else f"{row.done_on:%Y-%m-%d} 完成" if row.done_on else "未完成"
    return RowView(
        label=row.name,
        place_code=row.project.place_code,
        numerator=Fraction(row.numerator),
        denominator=Fraction(row.denominator) if hasattr(row, "denominator") else None,
        url=reverse("indicators:project", args=[row.project_id]),
        note=f"{row.project.name}　{state}",
    )


def _register_sum(
    key: str, name: str, unit: str, column: str, words: str, *, scale: int = 1, decimals: int = 0
) -> None:
    register(
        Indicator(
            key=f"ledger.{key}",
            name=name,
            unit=unit,
            definition=f"期内开工的项目的{words}之和；台账里没有填的项目不计入",
            rows=_sum_of(column),
            view=_project_view(scale),
            decimals=decimals,
            scale=scale,
            param_names=("project",),
            source=SOURCE,
        )
    )


def _register_units(key: str, name: str, rows: Any, words: str, **more: Any) -> None:
    register(
        Indicator(
            key=f"ledger.{key}",
            name=name,
            definition=f"期内在建或完工的项目里，{words}",
            rows=rows,
            view=_unit_view,
            place_code_field="project__place_code",
            param_names=("project",),
            select_related=("project",),
            source=SOURCE,
            **{"unit": "个", **more},
        )
    )


def _projects_at(actor: Actor, place_code: str) -> list[tuple[str, str]]:
    return [(str(row.pk), row.name) for row in list_projects(actor, place_code)[:MOST_CHOICES]]


register_book(IndicatorBook(PREFIX, read_book))
register_param(Param("project", "项目", _projects_at))
register(
    Indicator(
        key="ledger.projects",
        name="开工项目数",
        unit="个",
        definition="期内开工的项目个数",
        rows=_projects,
        view=_project_view(1),
        param_names=("project",),
        source=SOURCE,
    )
)
_register_sum("investment", "项目投资", "万元", "investment_cents", "投资", scale=CENTS_IN_WAN, decimals=2)
_register_sum("area", "项目面积", "平方米", "area_m2", "面积")
_register_sum("trees", "栽植乔木", "株", "trees", "乔木株数")
_register_sum("shrubs", "栽植灌木", "株", "shrubs", "灌木株数")
_register_sum("lawn", "草坪地被面积", "平方米", "lawn_m2", "草坪地被面积")
_register_sum("road", "绿化道路长度", "米", "road_m", "道路长度")
_register_units("units", "项目涉及单位", _all_units, "列入的单位个数", better="none")
_register_units("units_with_task", "有任务的单位", _with_task, "有具体任务的单位个数", better="none")
_register_units("units_done", "完成任务的单位", _done, "到期末已完成任务的单位个数")
_register_units(
    "units_done_share",
    "单位任务完成率",
    _done_share,
    "到期末已完成任务的单位个数 ÷ 有具体任务的单位个数",
    unit="%",
    has_denominator=True,
    decimals=1,
)
