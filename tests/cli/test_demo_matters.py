"""The demo's matters: each course ends where it says, one is rated badly and is one level higher, the third at a spot repeats."""

import pytest

from gongjian.apps.matters.choices import MatterLevel, MatterState, MediationState
from gongjian.apps.matters.models import Matter, Mediation, Reminder
from gongjian.cli.demo.earlier_words import EARLIER
from gongjian.cli.demo.matter_words import CASES, ELSEWHERE
from gongjian.cli.demo.matters import handle_matters
from gongjian.cli.demo.scene import Demo
from gongjian.core.access import Role
from gongjian.core.audit import verify
from tests.factories import CITY, COMMUNITIES, COUNTY, OTHER_STREET, STREET, make_actor

ENDS = {
    "well": MatterState.CLOSED,
    "badly": MatterState.DISPATCHED,
    "unsolved": MatterState.CLOSED,
    "held": MatterState.SUSPENDED,
    "returned": MatterState.RETURNED,
    "signed": MatterState.ACCEPTED,
    "done": MatterState.DONE,
    "answered": MatterState.CLOSED,
    "filed": MatterState.FILED,
    "dispatched": MatterState.DISPATCHED,
    "reported": MatterState.REPORTED,
}


@pytest.mark.usefixtures("places")
def test_every_matter_of_the_demo_goes_its_course():
    demo = Demo(lambda _step: None)
    demo.streets, demo.communities = [STREET, OTHER_STREET], [*COMMUNITIES, f"{OTHER_STREET}001"]
    demo.people = {
        "jiedao": make_actor(Role.OFFICE, STREET),
        "quxian": make_actor(Role.OFFICE, COUNTY),
        "jiancha": make_actor(Role.INSPECTOR, CITY),
        "shequ": make_actor(Role.WORKER, COMMUNITIES[0]),
    }

    handle_matters(demo)

    found = list(Matter.objects.filter(place_code=COMMUNITIES[0], mediation=None).order_by("pk"))
    assert [row.state for row in found] == [ENDS[case.course] for case in (*EARLIER, *CASES)]
    assert Matter.objects.filter(mediation=None).count() == len(EARLIER) + len(CASES) + len(ELSEWHERE)
    assert [row.state for row in Mediation.objects.order_by("pk")] == [
        MediationState.AGREED,
        MediationState.MEDIATING,
    ]
    [reopened] = [row for row in found if row.reopen_count]
    assert reopened.level == MatterLevel.COUNTY
    assert any(row.is_danger for row in found)
    assert any(row.nth == 2 for row in found)
    assert Reminder.objects.exists()
    assert list(verify()) == []
