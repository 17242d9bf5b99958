"""Secret votes wherever they are held: several questions on one paper, ballots handed out as people come, and an
upgrade from boxes of before."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.test import RequestFactory

from gongjian.core import ballots
from gongjian.core.access import SYSTEM, Actor
from gongjian.core.ballots import Part, Sheet
from gongjian.core.ballots.pages import voting_page
from gongjian.core.errors import Conflict, NotAllowed, NotFound
from gongjian.core.models import BallotBox, PaperReading
from gongjian.engines import tally
from gongjian.engines.tally import Ballot

pytestmark = pytest.mark.django_db
HEAD, MEMBER = "v-1", "v-2"
QUESTIONS = {
    HEAD: tally.choose("主任", ("赵一", "钱二"), 1, has_write_ins=True, may_be_blank=True),
    MEMBER: tally.choose("委员", ("孙三", "李四", "周五"), 2, has_write_ins=True, may_be_blank=True),
}
ROLL = tally.freeze("选举", [f"p{n}" for n in range(6)])


def reader(number: int) -> Actor:
    return Actor(user_id=number, name=f"录票人{number}", grants=())


def sheet(**changes: object) -> Sheet:
    parts = [Part(key, question, question.title) for key, question in QUESTIONS.items()]
    told = {"heading": "投票", "subject": "选举", "over_words": "公布", "done_words": "好了", "is_open": True}
    return Sheet(parts=parts, **{**told, **changes})  # type: ignore[arg-type]


def sent(**data: object) -> tuple[int, str]:
    response = voting_page(RequestFactory().post("/", data), sheet())
    return response.status_code, response.content.decode()


def test_one_token_votes_once_in_every_box_of_a_paper_or_in_none():
    first, second, _ = ballots.open_boxes(QUESTIONS, ROLL, tokens=3)
    ballots.cast_together(first, {HEAD: Ballot(("赵一",)), MEMBER: Ballot(("孙三", "吴六"))})

    with pytest.raises(Conflict, match="已经投过"):
        ballots.cast_together(first, {HEAD: Ballot(("赵一",)), MEMBER: Ballot(("孙三",))})
    with pytest.raises(Conflict, match="最多选 2 个"):
        ballots.cast_together(second, {HEAD: Ballot(("赵一",)), MEMBER: Ballot(("孙三", "李四", "周五"))})
    with pytest.raises(Conflict, match="至少选一项"):
        ballots.cast_together(second, {HEAD: Ballot(()), MEMBER: Ballot(())})
    assert [ballots.box_of(key).returned for key in QUESTIONS] == [1, 1]

    ballots.cast_together(second, {HEAD: Ballot(()), MEMBER: Ballot(("吴六",))})
    assert tally.count(ballots.close(HEAD)).spoilt == 1
    assert tally.count(ballots.close(MEMBER)).marks == (("孙三", 1), ("李四", 0), ("周五", 0), ("吴六", 2))


def test_the_boxes_of_one_paper_have_nothing_in_common_but_the_number_of_ballots():
    tokens = ballots.open_boxes(QUESTIONS, ROLL, tokens=3)
    for token in tokens:
        ballots.cast_together(token, {HEAD: Ballot(("赵一",)), MEMBER: Ballot(("李四",))})

    head, member = (json.loads(BallotBox.objects.get(key=key).contents) for key in QUESTIONS)

    assert head["salt"] != member["salt"]
    assert not set(head["spent"]) & set(member["spent"]), "the same token is another hash in another box"


def test_ballots_are_handed_out_as_people_come_up_to_the_roll():
    ballots.open_boxes(QUESTIONS, ROLL)
    (token,) = ballots.issue(QUESTIONS, tokens=1)
    ballots.issue(QUESTIONS, papers=5)

    with pytest.raises(Conflict, match="已经发出 6 张"):
        ballots.issue(QUESTIONS, tokens=1)
    ballots.cast_together(token, {HEAD: Ballot(("赵一",)), MEMBER: Ballot(("李四",))})
    with pytest.raises(Conflict, match="不能换票码"):
        ballots.open_boxes(QUESTIONS, ROLL, tokens=1)


def test_papers_count_once_two_people_read_the_same_and_a_vote_given_up_takes_nothing():
    ballots.open_box(HEAD, QUESTIONS[HEAD], ROLL, papers=3)
    read = [Ballot(("赵一",)), Ballot(("赵一",)), Ballot(())]
    with pytest.raises(NotAllowed):
        ballots.read_papers(SYSTEM, HEAD, read)

    assert ballots.read_papers(reader(1), HEAD, read) == ballots.Reading()
    assert ballots.first_reader(HEAD) == 1
    assert ballots.read_papers(reader(2), HEAD, read[::-1]).is_complete
    assert not PaperReading.objects.exists()

    ballots.give_up(HEAD)
    with pytest.raises(Conflict, match="已经结束"):
        ballots.issue([HEAD], papers=1)
    with pytest.raises(NotFound):
        ballots.cast("nothing", "0000-0000-0000", Ballot(("赵一",)))


def test_the_page_takes_a_paper_of_several_questions_with_others_written_in():
    (token, _) = ballots.open_boxes(QUESTIONS, ROLL, tokens=2)

    status, page = sent(token=token, choice_1="赵一", choice_2=["孙三", "李四"], others_2="吴六")
    assert (status, "最多选 2 个" in page, ballots.box_of(HEAD).returned) == (422, True, 0)
    status, page = sent(token=token, others_1="郑七", choice_2=["孙三"], others_2="吴 六")
    assert (status, "最多选 2 个" in page) == (422, True), "吴 六 is two names"
    status, page = sent(token=token, others_1="郑七", choice_2=["孙三"], others_2="吴六")
    assert (status, "投好了" in page) == (200, True)

    assert tally.count(ballots.close(HEAD)).of("郑七") == 1
    over = voting_page(RequestFactory().get("/"), sheet(is_open=False)).content.decode()
    assert "投票已经结束" in over
    assert 'name="token"' not in over


def test_a_box_of_before_the_upgrade_is_the_same_box_after_it():
    move = import_module("gongjian.apps.hearings.migrations.0003_boxes_move")
    old = {
        "format": "gongjian-box/1",
        "question": ["真实吗", ["yes", "no", "abstain"], 1, ["no"]],
        "roll": ["hash", 4],
        "salt": "salt",
        "papers_issued": 0,
        "unspent": ["a"],
        "spent": ["b", "c", "d"],
        "ballots": [[["no"], "理由"], [["yes"], ""], [["yes"], ""]],
        "has_papers": False,
        "is_open": False,
    }

    box = tally.from_text(move.as_now(json.dumps(old)))

    assert tally.count(box).marks == (("yes", 2), ("no", 1), ("abstain", 0))
    assert tally.from_text(tally.to_text(box)) == box
    assert tally.reasons(box) == (("no", "理由"),)


def test_no_app_keeps_a_box_of_its_own():
    named = [model._meta.label for model in apps.get_models() if "ballot" in model.__name__.lower()]

    assert named == ["core.BallotBox"]
