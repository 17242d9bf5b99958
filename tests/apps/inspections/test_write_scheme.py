"""Rating schemes written by hand: read back in words and tried on the last round before they are kept."""

from datetime import date
from decimal import Decimal

import pytest

from gongjian.apps.inspections import services
from gongjian.apps.inspections.models import Grade, RatingScheme
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Conflict, NotAllowed
from gongjian.core.models import AuditEntry
from gongjian.core.rules import load_first_versions
from tests.factories import CITY, COMMUNITIES, COUNTY, STREET, make_actor, make_user
from tests.inspection_factories import COMMUNITY_RULES, SCHEME_RULES, make_round, make_scheme, make_sheet

pytestmark = pytest.mark.usefixtures("places")
HEAD = {
    "title": "新办法",
    "effective_on": "2026-03-01",
    "citation": "区治理办〔2026〕2号",
    "counts_uninspected": "on",
}
COMMUNITY = {"level": "12", "basis": "score"}


@pytest.fixture
def office(sign_in):
    load_first_versions()
    return sign_in(make_user(Role.OFFICE, COUNTY))


def sent(*rows, **extra):
    """A filled-in form: the head and one line a rule."""
    data = {"rules-TOTAL_FORMS": str(len(rows)), "rules-INITIAL_FORMS": "0", **HEAD, **extra}
    for number, row in enumerate(rows):
        data |= {f"rules-{number}-{name}": value for name, value in row.items()}
    return data


def community(label, at_least):
    return {**COMMUNITY, "label": label, "at_least": at_least}


def test_a_preview_reads_the_rules_back_and_tries_them_without_keeping_anything(office):
    row = make_round()
    make_sheet(row, COMMUNITIES[0], "87")
    services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=make_scheme().pk)
    before = RatingScheme.objects.count(), Grade.objects.count()

    response = office.post(
        "/inspections/schemes/new/", sent(community("示范", "85"), community("达标", "70"), preview="1")
    )

    text = response.content.decode()
    assert response.status_code == 200
    assert "得分 85 分以上" in text
    assert "拿“三月检查”算一遍" in text
    changed = {change["name"]: change["after"] for change in response.context["changed"]}
    assert changed["演示1社区"].label == "示范"
    assert (RatingScheme.objects.count(), Grade.objects.count()) == before
    assert 'value="新办法"' in text, "what was typed is still in the form"


def test_a_preview_of_rules_that_contradict_one_another_says_why(office):
    rows = [community("示范", "90"), community("示范", "80")]

    response = office.post("/inspections/schemes/new/", sent(*rows, preview="1"))

    assert response.status_code == 422
    assert "两条规则评同一个等次" in response.content.decode()


def test_a_scheme_that_has_rated_nothing_is_changed_by_hand(office):
    scheme = make_scheme(rules=COMMUNITY_RULES)
    page = office.get(f"/inspections/schemes/{scheme.pk}/edit/").content.decode()

    response = office.post(f"/inspections/schemes/{scheme.pk}/edit/", sent(community("示范", "92.5")))

    assert 'value="90.00"' in page
    assert response.headers["Location"] == f"/inspections/schemes/{scheme.pk}/"
    scheme.refresh_from_db()
    assert (scheme.title, [rule.at_least for rule in scheme.rules.all()]) == ("新办法", [Decimal("92.5")])
    entry = AuditEntry.objects.get(action="inspections.scheme_changed")
    assert "示范 ≥ 90" in str(entry.before)


def test_a_scheme_that_has_rated_is_copied_and_never_changed(office):
    row, scheme = make_round(), make_scheme(rules=SCHEME_RULES)
    services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=scheme.pk)

    shown = office.get(f"/inspections/schemes/{scheme.pk}/").content.decode()
    assert "改这份" not in shown
    assert f"/inspections/schemes/new/?from={scheme.pk}" in shown
    assert office.get(f"/inspections/schemes/{scheme.pk}/edit/").status_code == 302
    with pytest.raises(Conflict, match="已经评过级"):
        services.change_scheme(
            actor=SYSTEM,
            scheme_id=scheme.pk,
            title="改",
            effective_on=date(2026, 1, 1),
            citation="",
            rules=COMMUNITY_RULES,
        )
    copy = office.get(f"/inspections/schemes/new/?from={scheme.pk}").content.decode()
    assert 'value="示范"' in copy


def test_only_those_who_manage_there_may_change_a_scheme(sign_in):
    load_first_versions()
    scheme = make_scheme(CITY, rules=COMMUNITY_RULES)

    assert (
        sign_in(make_user(Role.OFFICE, STREET)).get(f"/inspections/schemes/{scheme.pk}/edit/").status_code
        == 403
    )
    with pytest.raises(NotAllowed):
        services.change_scheme(
            actor=make_actor(Role.OFFICE, COUNTY),
            scheme_id=scheme.pk,
            title="改",
            effective_on=date(2026, 1, 1),
            citation="",
            rules=COMMUNITY_RULES,
        )
