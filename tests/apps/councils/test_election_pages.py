"""An election by its pages: planned, posted, voted on the phone and on paper, counted, announced, on paper and clean."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from gongjian.apps.councils.choices.elections import GivenWay
from gongjian.apps.councils.models.elections import Candidate, Election, RollEntry
from gongjian.apps.councils.selectors.elections import public_elections
from gongjian.apps.councils.services import elections as services
from gongjian.apps.parties.models import Resident
from gongjian.apps.workbench.selectors.boards import list_jobs
from gongjian.core.access import Role
from gongjian.core.calendars import list_events
from gongjian.core.clock import at
from gongjian.core.errors import Conflict
from gongjian.engines.figures import check_text
from gongjian.readers import read_text
from tests.election_factories import (
    PLANNED_ON,
    VOTES_ON,
    fresh,
    give,
    make_election,
    make_frozen,
    make_listed,
    make_voters,
    make_voting,
    moment,
    names,
    voters,
)
from tests.factories import make_actor, make_user
from tests.hearing_factories import COMMUNITY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def worker():
    return make_actor(Role.WORKER, COMMUNITY)


@pytest.fixture
def desk():
    return signed_in()


def signed_in() -> Client:
    """A worker who signs in now: a session does not outlive a jump of the clock."""
    client = Client()
    client.force_login(make_user(Role.WORKER, COMMUNITY), backend=BACKEND)
    return client


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"councils:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def send(client: Client, to: str, args: list[object], status: int = 302, /, **data: object) -> str:
    response = client.post(reverse(f"councils:{to}", args=args), data, follow=status == 302)
    found = response.redirect_chain[0][1] if status == 302 else response.status_code
    assert found == status, response.content.decode()[-2000:]
    return response.content.decode()


def test_an_election_is_planned_and_each_step_opens_on_what_comes_next():
    make_voters(8)
    with at(moment(PLANNED_ON)):
        desk = signed_in()
        asked = {
            "place_code": COMMUNITY,
            "kind": "committee",
            "title": "第八届换届选举",
            "posts": "主任 1\n委员",
            "opens_at": "2026-09-28T08:00",
            "closes_at": "2026-09-28T18:00",
            "station": "社区二楼",
        }
        assert "第 2 行要写职务和人数" in send(desk, "add_election", [], 422, **asked)
        shown = send(desk, "add_election", [], **{**asked, "posts": "主任 1\n委员 2人"})
        assert "造名册" in shown
        election = Election.objects.get()
        assert "列入 8 人" in send(desk, "act_on_election", [election.pk, "draw-roll"])
        assert "锁定名册" in send(desk, "act_on_election", [election.pk, "post-roll"])
        refused = send(desk, "act_on_election", [election.pk, "freeze-roll"])
        assert "异议期到2026-09-06" in refused
        taken = send(
            desk, "fill_in_step", [election.pk, "correct"], kind="strike", name="钱选1", tail="", words="搬走"
        )
        assert "答复" in taken
        missing = send(
            desk, "fill_in_step", [election.pk, "correct"], 422, kind="add", name="某某", words="漏"
        )
        assert "没有登记叫“某某”的居民" in missing
        answered = send(
            desk, "answer_correction", [election.corrections.get().pk], is_upheld="yes", answer="属实"
        )
        assert "采纳，名册已改" in answered
    with at(moment(PLANNED_ON.replace(day=7))):
        desk = signed_in()
        assert "提名候选人" in send(desk, "act_on_election", [election.pk, "freeze-roll"])
        post = election.posts.get(name="主任")
        joint = {"post": post.pk, "number": 2, "kind": "joint", "nominators": "3-5"}
        assert "联名提名要 10 名选民" in send(desk, "fill_in_step", [election.pk, "nominate"], 422, **joint)
        send(desk, "fill_in_step", [election.pk, "nominate"], **{**joint, "kind": "self"})
        candidate = Candidate.objects.get()
        judged = send(desk, "judge_candidate", [candidate.pk], verdict="refused", reason="任职回避")
        assert "任职回避" in judged
        short = send(desk, "act_on_election", [election.pk, "post-candidates"])
        assert "差额选举，候选人至少 2 名" in short


def test_residents_see_what_is_posted_and_no_more(worker):
    make_voters(8)
    planned = make_election(worker)
    client = Client()
    assert client.get(reverse("councils:public_election", args=[planned.key])).status_code == 404
    assert public_elections(COMMUNITY, 3) == []

    with at(moment(PLANNED_ON)):
        services.post_roll(actor=worker, election_id=planned.pk)
        posted = page(client, "public_election", planned.key)
    assert "1. 钱**" in posted
    assert "选1" not in posted
    assert "sessionid" not in client.cookies

    frozen = make_frozen(worker)
    assert "正在提名候选人" in page(client, "public_election", frozen.key)
    assert public_elections(COMMUNITY, 1) == [frozen]
    listed = make_listed(worker)
    assert names(listed, "主任")[0] in page(client, "public_election", listed.key)
    assert client.get(reverse("councils:vote_in_election", args=[listed.key])).status_code == 404


def test_ballots_go_out_by_number_once_and_a_token_votes_on_the_phone(worker):
    make_voters(10)
    election = make_voting(worker)
    with at(moment(VOTES_ON, 10)):
        desk = signed_in()
        slips = send(desk, "give_ballots", [election.pk], 200, numbers="1-3", way="token")
        tokens = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", slips)
        assert len(tokens) == 3
        again = send(desk, "give_ballots", [election.pk], 422, numbers="3", way="station")
        assert "3 号" in again
        assert "已经领过票（票码）" in again
        assert "名册上没有 99 号" in send(desk, "give_ballots", [election.pk], 422, numbers="99", way="token")
        send(desk, "give_ballots", [election.pk], numbers="4", way="station")
        phone = Client()
        assert "另选他人" in page(phone, "vote_in_election", election.key)
        head, member = names(election, "主任")[0], names(election, "委员")
        vote = {"token": tokens[0].lower(), "choice_1": head, "choice_3": member[:3]}
        over = {**vote, "choice_3": member}
        assert "最多选 3 个" in send(phone, "vote_in_election", [election.key], 422, **over)
        assert "投好了" in send(phone, "vote_in_election", [election.key], 200, **vote)
        assert "已经投过票" in send(phone, "vote_in_election", [election.key], 422, **vote)
    with at(moment(VOTES_ON, 19)):
        desk = signed_in()
        assert "投票已经结束" in page(phone, "vote_in_election", election.key)
        assert "已发 4 张票" in page(desk, "election", election.pk)
    assert RollEntry.objects.filter(election=election, given="token").count() == 3


def test_papers_are_counted_read_twice_and_the_result_goes_out_as_a_clean_document(worker):
    make_voters(12)
    election = make_voting(worker, posts=(services.PostSpec("主任"),))
    give(worker, election, voters(election, 1, 9), GivenWay.STATION)
    post = election.posts.get()
    with at(moment(VOTES_ON, 19)):
        desk = signed_in()
        send(desk, "fill_in_step", [election.pk, "papers"], number="9")
        first = send(desk, "read_election_papers", [post.pk], lines="1 ×7\n2\n废")
        assert "第一遍是你录的" in first
        other = signed_in()
        assert "两遍一致" in send(other, "read_election_papers", [post.pk], lines="1 ×7\n2\n废")
        counted = send(desk, "act_on_election", [election.pk, "close-vote"])
        assert "当选" in counted
        assert "结果一样" in send(desk, "act_on_election", [election.pk, "recount"])
        with pytest.raises(Conflict, match="还没有公布"):
            services.render_announcement(actor=worker, election_id=election.pk, form="docx")
        send(desk, "act_on_election", [election.pk, "announce"])

    winner = names(election, "主任")[0]
    desk = signed_in()
    for paper in ("announcement", "report"):
        for form in ("docx", "pdf"):
            response = desk.get(reverse("councils:election_paper", args=[election.pk, paper, form]))
            assert response.status_code == 200
            text = read_text(response.getvalue(), f"a.{form}").text
            assert winner in "".join(text.split())
            assert check_text(text).findings == ()
    roll = services.render_roll(actor=worker, election_id=election.pk, form="docx")
    assert Resident.objects.first().name not in read_text(roll.content, "a.docx").text
    assert desk.get(reverse("councils:election_certificates", args=[election.pk])).status_code == 200
    assert winner in page(Client(), "public_election", election.key)
    assert winner in page(desk, "terms")
    assert "在任" in page(desk, "terms")


def test_what_waits_stands_on_the_workers_first_page_with_its_last_day(worker):
    make_voters(8)
    election = make_frozen(worker)

    jobs = [job for job in list_jobs(worker) if job.url.endswith(f"/elections/{election.pk}/")]

    assert [(job.title, job.due_on) for job in jobs] == [("公布正式候选人", VOTES_ON.replace(day=23))]
    assert list_jobs(make_actor(Role.OFFICE)) == []


def test_the_calendar_shows_the_vote_and_the_last_day_of_the_step_before_it(worker):
    make_voters(8)
    election = make_frozen(worker)

    events = list_events(worker, PLANNED_ON, VOTES_ON)
    own = [(event.on, event.title) for event in events if event.url.endswith(f"/elections/{election.pk}/")]

    assert own == [
        (VOTES_ON.replace(day=23), f"公布正式候选人最晚这天：{election.title}"),
        (VOTES_ON, f"投票：{election.title}"),
    ]
    assert not [
        one for one in list_events(make_actor(Role.VIEWER), PLANNED_ON, VOTES_ON) if "选举" in one.title
    ]


def test_every_page_opens_at_every_step(worker, desk):
    make_voters(12)
    voting = make_voting(worker)
    rows = [make_election(worker), make_frozen(worker), make_listed(worker), voting]
    for row in rows:
        assert row.title in page(desk, "election", row.pk)
        assert "钱**" in page(desk, "election_roll", row.pk)
    assert page(desk, "elections").count("第八届") >= 4
    found = desk.get(reverse("councils:election_roll", args=[voting.pk]), {"q": "钱选1"}).content.decode()
    assert found.count("钱**") == 1
    assert (
        "没有找到"
        in desk.get(reverse("councils:election_roll", args=[voting.pk]), {"q": "钱选"}).content.decode()
    )
    for step in ("proxy", "mobile-box", "ask-box", "void", "papers"):
        page(desk, "fill_in_step", voting.pk, step)
    assert desk.get(reverse("councils:fill_in_step", args=[voting.pk, "nothing"])).status_code == 404
    assert send(desk, "fill_in_step", [voting.pk, "void"], reason="大雨") and fresh(voting).status == "void"
