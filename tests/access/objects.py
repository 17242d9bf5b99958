"""One object of every kind at one place, for the access matrix: what each address needs to be opened."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from gongjian.apps.documents.models import Document, QuotedFigure, Template
from gongjian.apps.inspections.models import (
    Grade,
    ItemRule,
    RatingRule,
    RatingScheme,
    Round,
    Rubric,
    RubricItem,
    RubricVersion,
    ScoreSheet,
)
from gongjian.apps.parties.models import Grant, Group, StandIn
from gongjian.apps.places.models import FunctionalArea
from gongjian.apps.plans.models import Plan, PlanItem, PlanUnit
from gongjian.apps.programmes.models import Assignment, Programme, ProgressReport, Target, Task
from gongjian.core.access import Role
from gongjian.core.models import StoredFile
from tests.factories import make_organisation, make_user

DAY = date(2026, 3, 31)


def make_objects(place_code: str) -> dict[str, Any]:
    """Make one of each at a place; keys are the names that addresses use."""
    found: dict[str, Any] = {"code": place_code, "key": "programmes.assigned"}
    found |= _parties(place_code) | _inspections(place_code) | _programmes(place_code)
    found |= _plans(place_code) | _documents(place_code, found["organisation_id"])
    area = FunctionalArea.objects.create(place_code=place_code, name=f"功能区{place_code}")
    file = StoredFile.objects.create(
        place_code=place_code, sha256="0" * 64, size=1, kind="document", content_type="text/plain", name="a"
    )
    return found | {"area_id": area, "file_id": file}


def _parties(place_code: str) -> dict[str, Any]:
    organisation = make_organisation(place_code)
    person, deputy = make_user(Role.VIEWER, place_code), make_user(Role.VIEWER, place_code)
    stand_in = StandIn.objects.create(absent=person, deputy=deputy, starts_on=DAY, ends_on=DAY)
    return {
        "organisation_id": organisation,
        "user_id": person,
        "grant_id": Grant.objects.get(user=person),
        "group_id": Group.objects.create(place_code=place_code, name=f"小组{place_code}"),
        "stand_in_id": stand_in,
    }


def _inspections(place_code: str) -> dict[str, Any]:
    rubric = Rubric.objects.create(place_code=place_code, title=f"标准{place_code}")
    version = RubricVersion.objects.create(rubric=rubric, number=1, is_published=True, effective_on=DAY)
    item = RubricItem.objects.create(version=version, order=1, title="一项", full_marks=Decimal(100))
    ItemRule.objects.create(item=item, order=1, per="堆物", amount=Decimal(1))
    row = Round.objects.create(
        place_code=place_code, title="检查", version=version, starts_on=DAY, ends_on=DAY
    )
    scheme = RatingScheme.objects.create(
        place_code=place_code, title="办法", effective_on=DAY, citation="测试"
    )
    RatingRule.objects.create(
        scheme=scheme,
        order=1,
        level=len(place_code),
        label="示范",
        basis="share",
        of_label="示范",
        child_level=12,
        at_least=Decimal(80),
    )
    sheet = ScoreSheet.objects.create(place_code=place_code, round=row, version=version, inspected_on=DAY)
    grade = Grade.objects.create(
        place_code=place_code,
        round=row,
        scheme=scheme,
        level=len(place_code),
        decided_at=timezone.now(),
        rated_on=DAY,
    )
    return {
        "rubric_id": rubric,
        "version_id": version,
        "round_id": row,
        "scheme_id": scheme,
        "sheet_id": sheet,
        "grade_id": grade,
        "number": 1,
        "act": "up",
    }


def _programmes(place_code: str) -> dict[str, Any]:
    programme = Programme.objects.create(
        place_code=place_code, title="行动", year=2026, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )
    target = Target.objects.create(
        programme=programme, order=1, name="目标", comparator=">=", value=Decimal(80), unit="%"
    )
    task = Task.objects.create(programme=programme, order=1, title="任务")
    assignment = Assignment.objects.create(
        task=task, place_code=place_code, status="active", given_at=timezone.now()
    )
    report = ProgressReport.objects.create(
        assignment=assignment,
        place_code=place_code,
        period_first_on=date(2026, 1, 1),
        period_last_on=DAY,
        status="submitted",
    )
    return {
        "programme_id": programme,
        "target_id": target,
        "task_id": task,
        "assignment_id": assignment,
        "report_id": report,
    }


def _plans(place_code: str) -> dict[str, Any]:
    plan = Plan.objects.create(place_code=place_code, title="方案", text="一、任务\n做好工作。")
    item = PlanItem.objects.create(
        plan=plan,
        kind="phase",
        order=1,
        start=0,
        end=4,
        quote="一、任务",
        values={"name": "阶段", "begins": "2026-01", "ends": "2026-02"},
    )
    return {"plan_id": plan, "item_id": item, "unit_id": PlanUnit.objects.create(plan=plan, name="某局")}


def _documents(place_code: str, issuer: Any) -> dict[str, Any]:
    document = Document.objects.create(
        place_code=place_code,
        kind="bulletin",
        title="通报",
        issuer=issuer,
        body="下达{{下达的任务份数}}。",
        period_first_on=date(2026, 1, 1),
        period_last_on=DAY,
    )
    quoted = QuotedFigure.objects.create(
        document=document,
        slot="下达的任务份数",
        indicator_key="programmes.assigned",
        place_code=place_code,
        period_first_on=date(2026, 1, 1),
        period_last_on=DAY,
        numerator="1",
        row_count=1,
        text="1项",
        read_at=timezone.now(),
    )
    template = Template.objects.create(place_code=place_code, kind="bulletin", title="模板", body="文字。")
    return {"document_id": document, "quoted_id": quoted, "template_id": template, "form": "docx"}
