"""Whoever raised a matter adds to it while it is open; nobody adds to another's."""

import pytest

from gongjian.apps.matters import services
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.models import AuditEntry
from tests.factories import OTHER_COUNTY, STREET, make_actor
from tests.matter_factories import make_closed, make_desk, make_matter

pytestmark = pytest.mark.usefixtures("places")


def test_words_are_added_to_the_timeline_for_the_desk_alone():
    matter = make_matter()

    step = services.supplement(actor=services.RESIDENT, matter_id=matter.pk, words=" 今天更多了。 ")

    assert (step.words, step.is_public, step.kind) == ("今天更多了。", False, "supplement")
    assert AuditEntry.objects.filter(action="matters.supplemented", object_id=str(matter.pk)).count() == 1


def test_an_account_adds_where_it_may_take_reports_down_and_nowhere_else():
    matter = make_matter()

    services.supplement(actor=make_actor(Role.WORKER, STREET), matter_id=matter.pk, words="又来电话了。")

    for stranger in (make_actor(Role.OFFICE, OTHER_COUNTY), make_actor(Role.VIEWER, STREET)):
        with pytest.raises(NotFound):
            services.supplement(actor=stranger, matter_id=matter.pk, words="又来电话了。")
    assert matter.steps.filter(kind="supplement").count() == 1


def test_nothing_is_added_without_words_or_to_what_is_closed():
    matter = make_matter()
    closed = make_closed(make_desk()).matter

    with pytest.raises(Invalid):
        services.supplement(actor=services.RESIDENT, matter_id=matter.pk, words=" ")
    with pytest.raises(Conflict):
        services.supplement(actor=services.RESIDENT, matter_id=closed.pk, words="还没好。")
