"""A covenant from its draft to its being in force: what each step asks for, and what it leaves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongjian.apps.councils.choices.covenants import Standing, VersionStatus
from gongjian.apps.councils.selectors import covenants as selectors
from gongjian.apps.councils.services import covenants as services
from gongjian.apps.councils.services.covenants import CovenantSpec, OpinionSpec
from gongjian.core.access import Actor, Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.engines.articles import ArticleChange
from tests.covenant_factories import COMMUNITY, hands, make_covenant, make_opinion, make_version
from tests.factories import COMMUNITIES, make_actor

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TEXT = "为邻里和睦，定本公约。\n第一条 爱护楼道。\n第二条 遛狗牵绳。"


def start(worker: Actor, title: str = "演示文明公约", text: str = TEXT):
    spec = CovenantSpec(place_code=COMMUNITY, kind="civility", title=title, text=text)
    return services.start_covenant(actor=worker, spec=spec)


def test_a_draft_is_read_into_numbered_articles(worker: Actor) -> None:
    version = start(worker)

    assert version.preamble == "为邻里和睦，定本公约。"
    assert [str(one) for one in version.clauses.all()] == ["第一条", "第二条"]
    assert selectors.words_of(selectors.get_version(worker, version.pk)) == TEXT


def test_one_title_is_one_covenant_and_a_text_without_articles_is_refused(worker: Actor) -> None:
    start(worker)

    with pytest.raises(Conflict, match="写下一稿"):
        start(worker)
    with pytest.raises(Invalid, match="没有认出条文"):
        start(worker, "另一份", "  \n")
    with pytest.raises(Invalid, match="密级"):
        start(worker, "另一份", "机密★1年\n第一条 甲")


def test_what_was_opened_is_never_written_anew(worker: Actor) -> None:
    version = start(worker)
    services.edit_draft(actor=worker, version_id=version.pk, text="一、不乱停车\n二、不乱扔")
    services.open_discussion(actor=worker, version_id=version.pk)

    with pytest.raises(Conflict, match="不能再改"):
        services.edit_draft(actor=worker, version_id=version.pk, text="第一条 别的")
    with pytest.raises(Conflict, match="还在征求意见"):
        services.start_next_draft(actor=worker, version_id=version.pk)


def test_a_discussion_lasts_as_long_as_the_rule_asks_and_not_a_day_less(worker: Actor) -> None:
    version = start(worker)

    with pytest.raises(Invalid, match="不少于 7 天"):
        services.open_discussion(actor=worker, version_id=version.pk, last_on=TODAY + timedelta(days=5))
    opened = services.open_discussion(actor=worker, version_id=version.pk, last_on=TODAY + timedelta(days=6))

    assert opened.is_open_on(TODAY) and opened.is_open_on(TODAY + timedelta(days=6))
    assert not opened.is_open_on(TODAY + timedelta(days=7))


def test_an_opinion_keeps_a_masked_name_only_and_comes_in_time(worker: Actor) -> None:
    version = make_version(status="discussing", first_on=TODAY, last_on=TODAY)
    clause = version.clauses.first()

    opinion = services.receive_opinion(
        spec=OpinionSpec(version_id=version.pk, clause_id=clause.pk, words="写上充电的事", name="王小明"),
    )

    assert (opinion.masked_name, opinion.clause) == ("王**", clause)
    over = make_version(status="discussing")
    with pytest.raises(Conflict, match="已经结束"):
        services.receive_opinion(spec=OpinionSpec(version_id=over.pk, words="晚了"))
    late = OpinionSpec(version_id=over.pk, words="会上听到的", source="meeting")
    assert services.take_opinion(actor=worker, spec=late).source == "meeting"
    with pytest.raises(Invalid, match="没有你选的那一条"):
        services.take_opinion(
            actor=worker, spec=OpinionSpec(version_id=over.pk, words="x", clause_id=clause.pk)
        )


def test_an_adopted_opinion_names_the_version_that_took_it_up_and_a_declined_one_says_why(
    worker: Actor,
) -> None:
    version = make_version(status="discussing")
    first, second = make_opinion(version), make_opinion(version)
    with pytest.raises(Invalid, match="哪一稿"):
        services.answer_opinion(
            actor=worker, opinion_id=first.pk, verdict="adopted", adopted_in_id=version.pk
        )
    made = services.start_next_draft(actor=worker, version_id=version.pk)

    adopted = services.answer_opinion(
        actor=worker, opinion_id=first.pk, verdict="adopted", adopted_in_id=made.pk
    )
    with pytest.raises(Invalid, match="理由"):
        services.answer_opinion(actor=worker, opinion_id=second.pk, verdict="declined", answer=" ")

    assert adopted.adopted_in == made
    version.refresh_from_db()
    assert version.status == VersionStatus.REPLACED


def test_a_version_is_sent_once_its_round_was_discussed_and_every_opinion_answered(worker: Actor) -> None:
    draft = make_version()
    with pytest.raises(Conflict, match="还没有公开征求过意见"):
        services.send_to_check(actor=worker, version_id=draft.pk)
    version = make_version(status="discussing")
    opinion = make_opinion(version)
    made = services.start_next_draft(actor=worker, version_id=version.pk)
    with pytest.raises(Conflict, match="1 条意见没有答复"):
        services.send_to_check(actor=worker, version_id=made.pk)

    services.answer_opinion(actor=worker, opinion_id=opinion.pk, verdict="declined", answer="另有规定")
    sent = services.send_to_check(actor=worker, version_id=made.pk)

    assert sent.status == VersionStatus.CHECKING


def test_a_revision_of_what_is_in_force_is_discussed_anew(worker: Actor) -> None:
    filed = make_version(status="filed")
    made = services.start_next_draft(actor=worker, version_id=filed.pk)

    with pytest.raises(Conflict, match="还没有公开征求过意见"):
        services.send_to_check(actor=worker, version_id=made.pk)
    with pytest.raises(Conflict, match="已经有一稿在制定"):
        services.start_next_draft(actor=worker, version_id=filed.pk)


def test_the_street_alone_checks_and_a_refusal_says_against_which_law(worker: Actor, street: Actor) -> None:
    version = make_version(status="checking")
    with pytest.raises(NotAllowed):
        services.answer_check(actor=worker, version_id=version.pk, is_lawful=True)
    with pytest.raises(Invalid, match="抵触"):
        services.answer_check(actor=street, version_id=version.pk, is_lawful=False)

    refused = services.answer_check(
        actor=street, version_id=version.pk, is_lawful=False, words="第二条罚款没有法律依据"
    )
    made = services.start_next_draft(actor=worker, version_id=version.pk)

    assert refused.check_words == "第二条罚款没有法律依据"
    assert made.number == 2 and [one.words for one in made.clauses.all()] == [
        one.words for one in version.clauses.all()
    ]


@pytest.mark.parametrize(
    ("voters", "on_roll", "present", "is_valid"),
    [
        ("households", 100, 50, False),  # a half is not more than half
        ("households", 100, 51, True),
        ("residents", 101, 50, False),
        ("residents", 101, 51, True),
        ("representatives", 3, 2, True),
        ("representatives", 4, 2, False),
    ],
)
def test_a_meeting_is_valid_with_more_than_half(
    worker: Actor, voters: str, on_roll: int, present: int, is_valid: bool
) -> None:
    version = make_version(status="checked")
    vote = hands(present, present, 0, on_roll, voters=voters)

    if is_valid:
        assert services.record_hands(actor=worker, version_id=version.pk, vote=vote).is_passed
    else:
        with pytest.raises(Conflict, match="到会的人不够"):
            services.record_hands(actor=worker, version_id=version.pk, vote=vote)
        assert not version.votes.exists()


@pytest.mark.parametrize(("yes", "is_passed"), [(29, False), (30, False), (31, True)])
def test_more_than_half_of_those_present_decide(worker: Actor, yes: int, is_passed: bool) -> None:
    version = make_version(status="checked")

    vote = services.record_hands(actor=worker, version_id=version.pk, vote=hands(60, yes, 0))

    version.refresh_from_db()
    assert vote.is_passed is is_passed
    assert version.status == (VersionStatus.PASSED if is_passed else VersionStatus.NOT_PASSED)


@pytest.mark.parametrize(("present", "is_valid"), [(66, False), (67, True)])
def test_a_village_asks_for_two_thirds_of_the_households(worker: Actor, present: int, is_valid: bool) -> None:
    version = make_version(make_covenant(kind="village"), status="checked")
    vote = hands(present, present, 0)

    if is_valid:
        assert services.record_hands(actor=worker, version_id=version.pk, vote=vote).is_passed
    else:
        with pytest.raises(Conflict):
            services.record_hands(actor=worker, version_id=version.pk, vote=vote)
    with pytest.raises((Invalid, Conflict)):
        services.record_hands(actor=worker, version_id=version.pk, vote=hands(voters="representatives"))


def test_hands_must_add_up_to_those_present(worker: Actor) -> None:
    version = make_version(status="checked")

    with pytest.raises(Invalid, match="合计 59"):
        services.record_hands(actor=worker, version_id=version.pk, vote=hands(60, 40, 15, abstain=4))
    with pytest.raises(Invalid, match="实到"):
        services.record_hands(actor=worker, version_id=version.pk, vote=hands(101, 101, 0, 100))
    with pytest.raises(Invalid, match="今天以后"):
        services.record_hands(
            actor=worker, version_id=version.pk, vote=hands(held_on=TODAY + timedelta(days=1))
        )


def test_what_passed_is_filed_by_the_street_and_replaces_the_one_before_from_its_day(
    worker: Actor, street: Actor
) -> None:
    old = make_version(status="filed", in_force_on=TODAY - timedelta(days=400))
    new = make_version(old.covenant, status="checked")
    services.record_hands(actor=worker, version_id=new.pk, vote=hands())
    begins = TODAY + timedelta(days=10)
    with pytest.raises(NotAllowed):
        services.file_version(actor=worker, version_id=new.pk, filed_on=TODAY, in_force_on=begins)
    with pytest.raises(Invalid, match="备案日期"):
        services.file_version(
            actor=street, version_id=new.pk, filed_on=TODAY - timedelta(days=1), in_force_on=begins
        )

    filed = services.file_version(actor=street, version_id=new.pk, filed_on=TODAY, in_force_on=begins)

    old.refresh_from_db()
    assert (old.standing_on(TODAY), filed.standing_on(TODAY)) == (Standing.IN_FORCE, Standing.COMING)
    assert (old.standing_on(begins), filed.standing_on(begins)) == (Standing.ENDED, Standing.IN_FORCE)
    assert selectors.in_force([old, filed], begins) == filed


def test_a_covenant_is_repealed_by_a_vote_and_not_without_one(worker: Actor) -> None:
    version = make_version(status="filed", in_force_on=TODAY - timedelta(days=40))
    ends = TODAY + timedelta(days=1)

    lost = services.repeal(
        actor=worker, version_id=version.pk, vote=hands(60, 30, 30), ended_on=ends, reason="院子要拆"
    )
    version.refresh_from_db()
    assert not lost.is_passed and version.ended_on is None
    services.repeal(actor=worker, version_id=version.pk, vote=hands(), ended_on=ends, reason="院子要拆")

    version.refresh_from_db()
    assert version.standing_on(ends) == Standing.ENDED
    with pytest.raises(Conflict):
        services.repeal(actor=worker, version_id=version.pk, vote=hands(), ended_on=ends, reason="再来")


def test_a_neighbouring_community_sees_and_touches_nothing(worker: Actor) -> None:
    version = make_version(status="discussing")
    opinion = make_opinion(version)
    other = make_actor(Role.WORKER, COMMUNITIES[1])

    with pytest.raises(NotFound):
        selectors.get_version(other, version.pk)
    with pytest.raises(NotFound):
        services.start_next_draft(actor=other, version_id=version.pk)
    with pytest.raises(NotFound):
        services.answer_opinion(actor=other, opinion_id=opinion.pk, verdict="declined", answer="不")


def test_who_made_the_draft_is_told_once_when_the_discussion_is_over(worker: Actor) -> None:
    make_version(status="discussing", made_by_id=worker.user_id)
    make_version(status="discussing", made_by_id=worker.user_id, first_on=TODAY, last_on=TODAY)

    assert [services.remind_of_discussions(), services.remind_of_discussions()] == [1, 0]


def test_versions_are_compared_article_by_article(worker: Actor) -> None:
    old = make_version(status="replaced")
    new = make_version(
        old.covenant, clauses=("爱护楼道，不堆放杂物、不停放电动车。", "遛狗牵绳，及时清理粪便。")
    )

    found = selectors.compared(selectors.get_version(worker, old.pk), selectors.get_version(worker, new.pk))

    assert [one.act for one in found] == ["changed", "same", "dropped"]
    assert isinstance(found[0], ArticleChange)
    assert "、不停放电动车" in [piece.words for piece in found[0].pieces if piece.kind == "come"]


def test_everybody_reads_what_is_discussed_or_in_force_and_no_draft(places: None) -> None:
    make_version()
    discussed = make_version(status="discussing", first_on=TODAY, last_on=TODAY)
    dropped = make_version(status="dropped")
    opinion = make_opinion(
        discussed, words="张大爷家 13912345678 太吵", masked_name="王**", is_published=True
    )
    make_opinion(discussed)

    shown = selectors.public_covenants(COMMUNITY)

    assert [one.pk for one in shown] == [discussed.covenant_id]
    assert dropped.covenant not in shown and opinion
    came, opinions = selectors.public_opinions(discussed.covenant)
    assert came == 2 and [one.who for one in opinions] == ["王**"]
    assert "13912345678" not in opinions[0].words
    with pytest.raises(NotFound):
        selectors.get_public_covenant(COMMUNITIES[1], discussed.covenant_id)
