"""Ideas: adopted or not with thanks, what came of them, the list and its figures."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.matters.models import IdeaReview, Matter, Message
from gongjian.apps.matters.services import ideas as services
from gongjian.apps.matters.services.ideas import LinkSpec
from gongjian.apps.portal.models import Door
from gongjian.core.access import Actor, Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.figures import Period
from gongjian.core.registry import read_figure
from gongjian.core.rules import load_first_versions
from tests.factories import COMMUNITIES, COUNTY, OTHER_COUNTY, STREET, make_actor, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(places: None) -> Actor:
    load_first_versions()
    return make_actor(Role.OFFICE, STREET)


def make_idea(**fields: object) -> Matter:
    now = timezone.now()
    defaults = {
        "place_code": COMMUNITIES[0],
        "number": f"20260101-{Matter.objects.count():06d}",
        "kind": "idea",
        "source": "portal",
        "title": "公园里加几张椅子",
        "words": "公园里加几张有靠背的椅子",
        "received_at": now,
        "started_at": now,
        "due_at": now + timedelta(days=3),
    }
    return Matter.objects.create(**{**defaults, **fields})


def test_an_adopted_idea_is_thanked_for_and_a_declined_one_says_why(desk: Actor) -> None:
    idea, other = make_idea(), make_idea()

    services.decide_idea(
        actor=desk, matter_id=idea.pk, verdict="adopted", reason="三月先装六张", is_golden=True
    )
    with pytest.raises(Invalid, match="理由"):
        services.decide_idea(actor=desk, matter_id=other.pk, verdict="declined")
    services.decide_idea(
        actor=desk, matter_id=other.pk, verdict="declined", reason="那里要修路", is_golden=True
    )

    told = Message.objects.get(matter=idea)
    assert "谢谢" in told.words and "金点子" in told.words and "三月先装六张。" in told.words
    assert not IdeaReview.objects.get(matter=other).is_golden


def test_what_came_of_an_idea_is_linked_and_once_done_its_author_is_told(desk: Actor) -> None:
    idea = make_idea()
    spec = LinkSpec(kind="covenant", words="写进文明公约第四条", url="http://x/councils/covenants/7/?a=1")
    with pytest.raises(Conflict, match="先写明采纳"):
        services.link_idea(actor=desk, matter_id=idea.pk, spec=spec)
    services.decide_idea(actor=desk, matter_id=idea.pk, verdict="adopted")

    link = services.link_idea(actor=desk, matter_id=idea.pk, spec=spec)
    assert (link.url, link.key) == ("/councils/covenants/7/", 7)
    assert Message.objects.filter(matter=idea).count() == 1
    services.finish_link(actor=desk, link_id=link.pk, done_on=timezone.localdate())

    assert "做成了：写进文明公约第四条" in Message.objects.filter(matter=idea).latest("pk").words
    with pytest.raises(Conflict):
        services.finish_link(actor=desk, link_id=link.pk, done_on=timezone.localdate())
    with pytest.raises(Conflict, match="后来的事"):
        services.decide_idea(actor=desk, matter_id=idea.pk, verdict="declined", reason="算了")


def test_an_address_elsewhere_and_a_day_to_come_are_refused(desk: Actor) -> None:
    idea = make_idea()
    services.decide_idea(actor=desk, matter_id=idea.pk, verdict="adopted")

    with pytest.raises(Invalid, match="网址"):
        services.link_idea(
            actor=desk,
            matter_id=idea.pk,
            spec=LinkSpec(kind="other", words="椅子", url="https://example.com/x"),
        )
    with pytest.raises(Invalid, match="今天以后"):
        services.link_idea(
            actor=desk,
            matter_id=idea.pk,
            spec=LinkSpec(kind="other", words="椅子", done_on=timezone.localdate() + timedelta(days=1)),
        )


def test_only_the_desk_that_answers_decides_and_only_ideas(desk: Actor) -> None:
    idea, report = make_idea(), make_idea(kind="report")
    worker = make_actor(Role.WORKER, COMMUNITIES[0])
    stranger = make_actor(Role.OFFICE, OTHER_COUNTY)

    with pytest.raises(NotAllowed):
        services.decide_idea(actor=worker, matter_id=idea.pk, verdict="adopted")
    for actor, matter in ((stranger, idea), (desk, report)):
        with pytest.raises(NotFound):
            services.decide_idea(actor=actor, matter_id=matter.pk, verdict="adopted")


def test_each_idea_stands_in_one_tab_and_the_export_holds_no_person(desk: Actor, sign_in) -> None:
    waiting, adopted, done = make_idea(title="还没定的"), make_idea(title="采纳的"), make_idea(title="做成的")
    for one in (adopted, done):
        services.decide_idea(actor=desk, matter_id=one.pk, verdict="adopted")
    services.link_idea(
        actor=desk,
        matter_id=done.pk,
        spec=LinkSpec(kind="other", words="椅子装好", done_on=timezone.localdate()),
    )
    client = sign_in(make_user(Role.OFFICE, STREET))

    def titles(state: str) -> list[str]:
        shown = client.get(reverse("matters:ideas"), {"state": state}).content.decode()
        return [one.title for one in (waiting, adopted, done) if one.title in shown]

    assert [titles(state) for state in ("waiting", "adopted", "realised", "declined")] == [
        ["还没定的"],
        ["采纳的"],
        ["做成的"],
        [],
    ]
    assert client.get(reverse("matters:export_ideas")).status_code == 200


def test_the_page_of_an_idea_decides_and_links_it(desk: Actor, sign_in) -> None:
    idea = make_idea()
    client = sign_in(make_user(Role.OFFICE, STREET))
    address = reverse("matters:idea", args=[idea.pk])

    refused = client.post(address, {"verdict": "declined", "reason": ""})
    client.post(address, {"verdict": "adopted", "reason": "好"})
    client.post(
        reverse("matters:link_idea", args=[idea.pk]),
        {
            "link-kind": "other",
            "link-words": "椅子装好",
            "link-done_on": timezone.localdate(),
            "link-is_published": "on",
        },
    )

    assert refused.status_code == 422
    assert "椅子装好" in client.get(address).content.decode()


def test_figures_of_ideas(desk: Actor) -> None:
    first, second = make_idea(), make_idea()
    services.decide_idea(actor=desk, matter_id=first.pk, verdict="adopted")
    services.decide_idea(actor=desk, matter_id=second.pk, verdict="declined", reason="不行")
    services.link_idea(
        actor=desk,
        matter_id=first.pk,
        spec=LinkSpec(kind="other", words="椅子", done_on=timezone.localdate()),
    )
    period = Period(timezone.localdate().replace(day=1), timezone.localdate())

    def value(key: str) -> object:
        return read_figure(key, place_code=COUNTY, period=period).value

    assert (value("matters.ideas"), value("matters.ideas_realised")) == (2, 1)
    assert value("matters.ideas_adopted") == 50


def test_everybody_reads_what_came_of_a_published_idea(desk: Actor, client) -> None:
    Door.objects.create(place_code=COUNTY, short_name="chuanshan", phone="1", privacy_contact="1")
    idea = make_idea(is_published=True)
    services.decide_idea(actor=desk, matter_id=idea.pk, verdict="adopted", is_golden=True)
    for words, is_published in (("椅子装好", True), ("内部的安排", False)):
        services.link_idea(
            actor=desk,
            matter_id=idea.pk,
            spec=LinkSpec(kind="other", words=words, done_on=timezone.localdate(), is_published=is_published),
        )

    shown = client.get(f"/p/{COMMUNITIES[0]}/results/{idea.number}/").content.decode()

    assert "后来怎样" in shown and "椅子装好" in shown and "★" in shown
    assert "内部的安排" not in shown
