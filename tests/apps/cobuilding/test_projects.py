"""The third list: projects with who leads, who joins in, what they serve and how far they are."""

from datetime import date

import pytest
from django.urls import reverse

from gongjian.apps.cobuilding.models import Project
from gongjian.apps.cobuilding.services.projects import ProjectSpec, enter_project
from gongjian.core.errors import Invalid, NotFound
from tests.cobuilding_factories import HERE, make_unit, make_worker

pytestmark = pytest.mark.django_db


def spec(lead, **stated):
    usual = {
        "place_code": HERE,
        "title": "楼道亮灯",
        "purpose": "给 12 个老楼道装声控灯",
        "lead_id": lead.pk,
        "starts_on": date(2026, 3, 1),
        "ends_on": date(2026, 6, 30),
    }
    return ProjectSpec(**{**usual, **stated})


def test_a_project_goes_through_its_steps_on_the_page(places, sign_in):
    lead, partner = make_unit(), make_unit("城北学校")
    client = sign_in(make_worker())

    answer = client.post(
        reverse("cobuilding:add_project"),
        {
            "title": "楼道亮灯",
            "purpose": "装灯",
            "lead_id": lead.pk,
            "partner_ids": [partner.pk],
            "starts_on": "2026-03-01",
            "ends_on": "2026-06-30",
            "budget": "1200.50",
            "paid_by": "银行捐赠",
            "scope": "own",
        },
    )
    project = Project.objects.get()
    assert answer.url == reverse("cobuilding:project", args=[project.pk])
    assert (project.budget_cents, project.published_to) == (120050, HERE)
    assert "城北学校" in client.get(answer.url).content.decode()

    move = reverse("cobuilding:move_project", args=[project.pk])
    for act in ("finish", "start", "finish", "stop"):
        client.post(move, {"act": act})
    project.refresh_from_db()
    assert project.status == "done", "a step out of its turn changes nothing"
    assert client.get(reverse("cobuilding:projects") + "?status=done").status_code == 200


def test_what_cannot_be_is_refused(places):
    lead, worker = make_unit(), make_worker().as_actor()

    for stated, error in (
        ({"ends_on": date(2026, 2, 1)}, Invalid),
        ({"budget_cents": 100}, Invalid),
        ({"lead_id": 2**30}, NotFound),
        ({"task_id": 2**30}, NotFound),
        ({"title": " "}, Invalid),
    ):
        with pytest.raises(error):
            enter_project(actor=worker, spec=spec(lead, **stated))
    assert not Project.objects.exists()
