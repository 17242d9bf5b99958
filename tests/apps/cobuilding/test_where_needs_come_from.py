"""Needs from a resolution and from a target not reached; needs that wait for the level above."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.cobuilding.models import Need
from gongjian.apps.cobuilding.services.agreements import SupplementSpec, propose_supplement
from gongjian.apps.cobuilding.services.needs import raise_need
from gongjian.apps.councils.models import Meeting, Resolution
from gongjian.apps.matters.models import Matter
from gongjian.apps.programmes.choices import ProgrammeStatus
from gongjian.apps.programmes.models import Programme, Target
from gongjian.core.access import SYSTEM
from tests.agreement_factories import both, draft, line_of, signed
from tests.apps.councils.meeting_builders import in_days, make_council
from tests.apps.programmes.builders import make_programme
from tests.cobuilding_factories import HERE, make_liaison, make_need, make_unit, make_worker
from tests.factories import COMMUNITIES, STREET
from tests.matter_factories import make_matter

pytestmark = pytest.mark.django_db
ADD = "/cobuilding/needs/new/"
NEED = {
    "title": "装一盏路灯",
    "category": "venue.hall",
    "quantity": "4",
    "for_whom": "夜里回家的人",
    "urgency": "3",
    "scope": "own",
}


def make_resolution():
    council = make_council(1)
    meeting = Meeting.objects.create(council=council, number=1, starts_at=in_days(-3), venue="二楼")
    return Resolution.objects.create(
        council=council,
        meeting=meeting,
        text="请单位借会议室排练",
        owner_name="居委会",
        due_on=date(2099, 1, 1),
    )


def test_a_need_begins_from_a_resolution_whose_page_leads_to_it(rules, sign_in):
    resolution = make_resolution()
    client = sign_in(make_worker())
    address = f"{ADD}?source=council&amp;source_id={resolution.pk}"
    assert address in client.get(reverse("councils:resolution", args=[resolution.pk])).content.decode()

    address = address.replace("&amp;", "&")
    assert 'value="请单位借会议室排练"' in client.get(address).content.decode()
    client.post(address, NEED)

    need = Need.objects.get()
    assert (need.source, need.source_id, need.place_code) == ("council", str(resolution.pk), HERE)
    assert need.source_words.endswith("：请单位借会议室排练")


def test_a_resolution_of_another_community_begins_nothing(rules, sign_in):
    resolution = make_resolution()
    client = sign_in(make_worker(COMMUNITIES[1]))

    assert client.get(f"{ADD}?source=council&source_id={resolution.pk}").status_code == 404


def test_the_page_of_a_matter_leads_to_a_need_for_who_keeps_the_list(rules, sign_in):
    matter = make_matter(place_code=HERE)
    page = sign_in(make_worker()).get(reverse("matters:matter", args=[matter.pk])).content.decode()
    assert f"{ADD}?source=matter&amp;source_id={matter.pk}" in page


def test_what_a_matter_became_stays_on_its_page_once_it_is_closed(rules, sign_in):
    matter = make_matter(place_code=HERE)
    Matter.objects.filter(pk=matter.pk).update(state="closed", closed_at=timezone.now())
    need = make_need(source="matter", source_id=str(matter.pk), title="从事项列出的")
    make_need(source="council", source_id=str(matter.pk), title="别处列出的")

    page = sign_in(make_worker()).get(reverse("matters:matter", args=[matter.pk])).content.decode()

    assert f'href="{reverse("cobuilding:need", args=[need.pk])}">从事项列出的</a>' in page
    assert "别处列出的" not in page


@pytest.fixture
def target(rules):
    """A target on the share of needs that are met; the only one is not."""
    make_need(title="还没有人认领的", last_on=date(2026, 12, 1))
    programme = make_programme()
    Programme.objects.update(status=ProgrammeStatus.ACTIVE)
    found = Target.objects.get(programme=programme)
    Target.objects.filter(pk=found.pk).update(indicator_key="cobuilding.needs_met", name="满足居民需求")
    return found


def test_a_target_below_its_value_begins_a_need(target, sign_in):
    client = sign_in(make_worker())
    address = f"{ADD}?source=indicator&source_id={target.pk}"
    page = client.get(reverse("cobuilding:short_targets")).content.decode()
    assert "1 个指标没有达到" in page and address.replace("&", "&amp;") in page

    assert 'value="满足居民需求"' in client.get(address).content.decode()
    client.post(address, NEED)

    need = Need.objects.get(title="装一盏路灯")
    assert (need.source, need.source_id, need.place_code) == ("indicator", str(target.pk), HERE)
    assert "满足居民需求" in need.source_words and "42处" in need.source_words


@pytest.mark.parametrize(
    ("stated", "is_short"),
    [
        ({}, True),
        ({"value": Decimal(0)}, False),
        ({"indicator_key": ""}, False),
        ({"place_code": COMMUNITIES[1]}, False),
        ({"place_code": HERE}, True),
    ],
)
def test_only_what_is_missing_here_is_listed(target, sign_in, stated, is_short):
    Target.objects.filter(pk=target.pk).update(**stated)
    page = sign_in(make_worker()).get(reverse("cobuilding:short_targets")).content.decode()
    assert ("满足居民需求" in page) is is_short


def test_the_street_sees_how_many_wait_and_every_number_opens_its_needs(rules, sign_in):
    for place, people in ((HERE, 30), (HERE, None), (COMMUNITIES[1], 12)):
        need = make_need(place_code=place, published_to=place, people=people, title=f"要场地{people}")
        raise_need(actor=SYSTEM, need_id=need.pk, reason="没有单位有")
    make_need(title="还在征集的", people=99)
    client = sign_in(make_worker(STREET))

    answer = client.get(reverse("cobuilding:raised_needs"))
    raised = answer.context["raised"]
    assert (raised.needs, raised.people, raised.unnumbered) == (3, 42, 1)
    assert [(one.key, one.needs, one.people) for one in raised.by_place] == [
        (HERE, 2, 30),
        (COMMUNITIES[1], 1, 12),
    ]
    for narrowed, count in (("category=venue.hall", 3), (f"place={HERE}", 2)):
        address = f"{reverse('cobuilding:needs')}?view=raised&raised_to={STREET}&{narrowed}"
        assert address.replace("&", "&amp;") in answer.content.decode()
        assert client.get(address).context["page"].total == count


def test_a_unit_opens_on_the_agreements_that_wait_for_it(rules, unset, sign_in):
    cast = both()
    others = make_unit("别的单位")
    other = replace(cast, unit=others, liaison=make_liaison(others).as_actor())
    drafted, running = draft(cast, make_need()), signed(other, make_need(title="别人的"))
    client = sign_in(make_liaison(cast.unit))

    page = client.get(reverse("cobuilding:mine"))
    assert page.context["todo"] == 1 and str(page.context["due"][0][1]) == "签字"
    assert reverse("cobuilding:agreement", args=[drafted.pk]) in page.content.decode()
    assert reverse("cobuilding:agreement", args=[running.pk]) not in page.content.decode()

    drafted.status, drafted.signed_on = "signed", timezone.localdate()
    drafted.save()
    assert str(client.get(reverse("cobuilding:mine")).context["due"][0][1]) == "按约定交付"

    spec = SupplementSpec(line_id=line_of(drafted).pk, delta=-1, ends_on=None, reason="少办一场")
    propose_supplement(actor=cast.worker, agreement_id=drafted.pk, spec=spec)
    sooner = signed(cast, make_need(title="先到期的", last_on=timezone.localdate()))
    due = client.get(reverse("cobuilding:mine")).context["due"]
    assert [(row.pk, str(act)) for row, act in due] == [
        (drafted.pk, "答复补充条款"),
        (sooner.pk, "按约定交付"),
    ]
    nobody = sign_in(make_liaison(make_unit("没有协议的单位")))
    assert nobody.get(reverse("cobuilding:mine")).context["todo"] == 0
