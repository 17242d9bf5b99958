"""A resident's idea goes on an agenda, and what was decided and done of it comes back to the idea."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.councils.models import AgendaItem
from gongjian.apps.councils.services import meetings as services
from gongjian.apps.councils.services.meetings import HandsSpec, MeetingSpec, ResolutionSpec
from gongjian.apps.matters.models import IdeaLink, Matter, Message
from gongjian.apps.matters.services.ideas import decide_idea
from gongjian.apps.parties.models import User
from gongjian.core.access import SYSTEM, Actor
from gongjian.core.clock import at
from gongjian.core.errors import Conflict
from tests.apps.councils.meeting_builders import COMMUNITY, hold, in_days, make_council, with_delegates
from tests.apps.matters.test_ideas import make_idea
from tests.factories import COMMUNITIES

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(host: Actor):
    council = make_council(3)
    with_delegates(council)
    return services.plan_meeting(actor=host, council_id=council.pk, spec=MeetingSpec(starts_at=in_days(7)))


@pytest.fixture
def worker_client(client, host: Actor):
    client.force_login(User.objects.get(pk=host.user_id))
    return client


def put(client, idea: Matter, agenda: str, title: str = "公园里加椅子"):
    url = reverse("councils:propose_idea", args=[idea.pk])
    return client.post(url, {"agenda": agenda, "title": title, "detail": "六张"})


def words_of(idea: Matter) -> list[str]:
    return list(IdeaLink.objects.filter(matter=idea).order_by("pk").values_list("words", flat=True))


def test_an_idea_goes_on_the_next_agenda_and_its_decision_comes_back(
    worker_client, host: Actor, meeting
) -> None:
    idea = make_idea(place_code=COMMUNITY)
    page = worker_client.get(reverse("councils:propose_idea", args=[idea.pk])).content.decode()
    assert f"{meeting}（{meeting.day}）" in page

    assert put(worker_client, idea, f"{meeting.council_id}-{meeting.pk}").status_code == 302

    item = AgendaItem.objects.get(matter=idea)
    assert item.meeting == meeting
    assert words_of(idea) == [f"列入{meeting}的议程（{meeting.day}）"]
    services.call_meeting(actor=host, council_meeting_id=meeting.pk)
    with at(meeting.starts_at):
        hold(host, meeting)
        hands = HandsSpec(yes=3, no=0, abstain=0)
        services.record_item(actor=host, agenda_item_id=item.pk, summary="都说好", hands=hands)
        spec = ResolutionSpec(text="东门装六张椅子", item_id=item.pk, owner_name="物业")
        done = services.make_resolution(actor=host, council_meeting_id=meeting.pk, spec=spec)
    assert words_of(idea) == [f"{meeting}议过：通过（赞成 3、反对 0、弃权 0）", "东门装六张椅子"]

    services.answer_resolution(actor=host, resolution_id=done.pk, result="装好了")
    services.confirm_resolution(actor=host, resolution_id=done.pk, is_done=True)

    link = IdeaLink.objects.get(matter=idea, kind="resolution")
    assert (link.done_on, link.key) == (timezone.localdate(), done.pk)
    assert "做成了：东门装六张椅子" in Message.objects.filter(matter=idea).latest("pk").words
    shown = worker_client.get(reverse("matters:idea", args=[idea.pk])).content.decode()
    assert reverse("councils:meeting", args=[meeting.pk]) in shown
    assert reverse("councils:resolution", args=[done.pk]) in shown
    back = worker_client.get(reverse("councils:meeting", args=[meeting.pk])).content.decode()
    assert reverse("matters:idea", args=[idea.pk]) in back


def test_why_it_was_not_taken_comes_back_and_an_idea_waits_once(worker_client, host: Actor, meeting) -> None:
    idea = make_idea(place_code=COMMUNITY)
    put(worker_client, idea, f"{meeting.council_id}-{meeting.pk}")
    again = put(worker_client, idea, f"{meeting.council_id}-{meeting.pk}")
    assert again.status_code == 422
    assert "还没有议" in again.content.decode()

    services.cancel_meeting(actor=host, council_meeting_id=meeting.pk, reason="停电")
    assert words_of(idea) == [f"{meeting.council}以后再议：会议取消：停电"]
    (waiting,) = AgendaItem.objects.filter(matter=idea)
    services.put_off_item(actor=host, agenda_item_id=waiting.pk, reason="那里要修路", is_declined=True)

    assert words_of(idea) == [f"{meeting.council}没有列入：那里要修路"]
    review = decide_idea(actor=SYSTEM, matter_id=idea.pk, verdict="declined", reason="那里要修路")
    assert review.verdict == "declined", "an item of an agenda binds nobody to adopt the idea"


def test_without_a_meeting_it_waits_and_a_council_elsewhere_is_not_offered(
    worker_client, host: Actor
) -> None:
    council = make_council(3)
    elsewhere = make_council(3)
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(place_code=COMMUNITIES[1])
    idea, report = make_idea(place_code=COMMUNITY), make_idea(place_code=COMMUNITY, kind="report")

    page = worker_client.get(reverse("councils:propose_idea", args=[idea.pk])).content.decode()
    assert f"{council}，先提出来" in page
    assert str(elsewhere) not in page
    assert put(worker_client, idea, f"{elsewhere.pk}-").status_code == 422
    put(worker_client, idea, f"{council.pk}-")

    assert words_of(idea) == [f"提给{council}，等定列不列入议程"]
    assert worker_client.get(reverse("councils:propose_idea", args=[report.pk])).status_code == 404
    url = reverse("councils:propose", args=[council.pk])
    assert report.title in worker_client.get(url).content.decode()
    worker_client.post(url, {"title": "路灯", "detail": "", "member": "", "matter": report.pk})
    assert AgendaItem.objects.get(title="路灯").matter == report
    assert words_of(report) == []
    with pytest.raises(Conflict):
        spec = services.ItemSpec(title="再提", matter_id=idea.pk)
        services.propose_idea(actor=host, council_id=council.pk, spec=spec)
