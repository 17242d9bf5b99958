"""Bodies that a plan names and the register lacks are added and matched in one step."""

import pytest
from django.urls import reverse

from gongjian.apps.parties.models import Organisation
from gongjian.apps.plans import services
from gongjian.apps.plans.selectors import blockers_of, get_plan
from gongjian.core.errors import Conflict
from tests.apps.plans.conftest import PLAN, imported
from tests.factories import COUNTY, OTHER_COUNTY, make_organisation, make_user

pytestmark = pytest.mark.django_db
TEXT = PLAN.replace("责任单位：区城管局", "责任单位：区园林所").replace(
    "区民政局。2026年9月", "社区居委会。2026年9月"
)


def address(plan, **query) -> str:
    return reverse("plans:new_units", args=[plan.pk], query=query)


def unit_of(plan, name):
    return next(unit for unit in plan.units.all() if unit.name == name)


def answers(unit, name: str, kind: str = "department"):
    return {f"add{unit.pk}": "on", f"name{unit.pk}": name, f"kind{unit.pk}": kind}


def test_a_name_becomes_a_body_of_the_place_and_is_matched(office, sign_in) -> None:
    plan = imported(office.as_actor(), TEXT)
    unit, other = unit_of(plan, "区园林所"), unit_of(plan, "社区居委会")
    fields = {**answers(unit, "船山区园林所"), f"name{other.pk}": "", f"kind{other.pk}": "other"}

    response = sign_in(office).post(address(plan), fields)

    body = Organisation.objects.get(name="船山区园林所")
    assert response.status_code == 302
    assert (body.place_code, body.short_name) == (COUNTY, "区园林所")
    assert unit_of(get_plan(office.as_actor(), plan.pk), "区园林所").organisation == body
    assert [b.unit_id for b in blockers_of(get_plan(office.as_actor(), plan.pk)) if b.unit_id] == [other.pk]


def test_the_form_writes_names_out_and_leaves_a_kind_of_places_unticked(office, sign_in) -> None:
    plan = imported(office.as_actor(), TEXT)
    unit, other = unit_of(plan, "区园林所"), unit_of(plan, "社区居委会")

    form = sign_in(office).get(address(plan)).context["form"]

    assert form[f"name{unit.pk}"].value() == "船山区园林所"
    assert form[f"add{unit.pk}"].value() is True
    assert form[f"add{other.pk}"].value() is False


def test_nothing_ticked_and_a_name_already_there_are_said_on_the_form(office, sign_in) -> None:
    plan = imported(office.as_actor(), TEXT)
    unit, other = unit_of(plan, "区园林所"), unit_of(plan, "社区居委会")
    rest = {f"kind{other.pk}": "other", f"kind{unit.pk}": "other"}
    make_organisation(COUNTY, "船山区园林管理所")
    client = sign_in(office)

    nothing = client.post(address(plan), rest)
    taken = client.post(address(plan), {**rest, **answers(unit, "船山区园林管理所")})

    assert nothing.status_code == taken.status_code == 422
    assert "打勾" in nothing.content.decode()
    assert "船山区园林管理所" in taken.content.decode()
    assert Organisation.objects.filter(name__contains="园林").count() == 1


def test_all_or_nothing(office) -> None:
    plan = imported(office.as_actor(), TEXT)
    unit, other = unit_of(plan, "区园林所"), unit_of(plan, "社区居委会")
    rows = [
        services.NewUnit(unit.pk, "船山区园林所", "department"),
        services.NewUnit(other.pk, "船山区民政局", "department"),
    ]

    with pytest.raises(Conflict):
        services.create_units(actor=office.as_actor(), plan_id=plan.pk, rows=rows)

    assert not Organisation.objects.filter(name="船山区园林所").exists()
    assert unit_of(get_plan(office.as_actor(), plan.pk), "区园林所").organisation is None


def test_another_county_gets_404(office, sign_in) -> None:
    plan = imported(office.as_actor(), TEXT)

    assert sign_in(make_user(place_code=OTHER_COUNTY)).get(address(plan)).status_code == 404
