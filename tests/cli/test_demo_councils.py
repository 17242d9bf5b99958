"""The demo's covenants, ideas, pairings, proposal and election are lived by services and leave each its states."""

from collections import Counter

import pytest

from gongjian.apps.cobuilding.models import Pairing, ProposedPair, RuledOut, TeaParty, UnitOpinion
from gongjian.apps.councils.models import CovenantOpinion, CovenantVersion
from gongjian.apps.councils.models.elections import Election, Tenure
from gongjian.apps.matters.models import IdeaLink, IdeaReview
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.cli.demo.agreements import build_together
from gongjian.cli.demo.cobuilding import fill_lists
from gongjian.cli.demo.councils import meet_in_council
from gongjian.cli.demo.covenants import agree_on_rules
from gongjian.cli.demo.elections import elect
from gongjian.cli.demo.pairings import HOSPITAL, pair_up, plan_tea
from gongjian.cli.demo.proposals import propose_pairs
from gongjian.cli.demo.scene import Demo
from gongjian.core.access import Role
from gongjian.core.rules import load_first_versions
from tests.factories import COMMUNITIES, STREET, make_organisation, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def demo(places: None) -> Demo:
    load_first_versions()
    hospital = make_organisation(STREET, HOSPITAL, kind=OrganisationKind.RESIDENT_UNIT)
    make_organisation(COMMUNITIES[0], "演示社区居民委员会", kind=OrganisationKind.RESIDENTS_COMMITTEE)
    made = Demo(lambda _step: None)
    made.streets, made.communities = [STREET], list(COMMUNITIES)
    made.people = {
        "shequ": make_user(Role.WORKER, COMMUNITIES[0]).as_actor(),
        "jiedao": make_user(Role.OFFICE, STREET).as_actor(),
        "danwei": make_user(Role.UNIT_CONTACT, STREET, hospital).as_actor(),
    }
    return made


def test_a_covenant_is_in_force_another_in_discussion_and_ideas_are_decided(demo: Demo) -> None:
    agree_on_rules(demo)

    states = Counter(CovenantVersion.objects.values_list("status", flat=True))
    assert states == {"replaced": 1, "filed": 1, "discussing": 1}
    assert Counter(CovenantOpinion.objects.values_list("verdict", flat=True)) == {
        "adopted": 1,
        "declined": 2,
        "": 1,
    }
    assert Counter(IdeaReview.objects.values_list("verdict", "is_golden")) == {
        ("adopted", True): 1,
        ("declined", False): 1,
    }
    assert IdeaLink.objects.filter(url__startswith="/councils/covenants/").exists()


def test_a_building_elects_its_head(demo: Demo) -> None:
    elect(demo)

    election = Election.objects.get()
    assert (election.status, election.roll_size) == ("announced", 14)
    assert Tenure.objects.filter(post_name="楼栋长", left_on=None).count() == 1


def test_pairs_visit_a_tea_party_is_followed_up_and_the_street_decides_a_proposal(demo: Demo) -> None:
    build_together(demo)
    meet_in_council(demo)
    pair_up(demo)
    fill_lists(demo)
    propose_pairs(demo)
    plan_tea(demo)

    assert {row.kind for row in Pairing.objects.all()} == {"unit", "building", "activist"}
    assert Counter(UnitOpinion.objects.values_list("status", flat=True)) == {
        "confirmed": 1,
        "assigned": 1,
        "lapsed": 1,
    }
    later = TeaParty.objects.get(year=2026)
    assert later.previous is not None and later.report is not None
    assert ProposedPair.objects.filter(status="accepted").count() == 1
    assert RuledOut.objects.count() == 1
