"""A flood is held back and lost nowhere; real reports pass; the desk looks through many at a time."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from gongjian.apps.matters.models import Matter
from gongjian.apps.portal import selectors, services
from gongjian.apps.portal.choices import HoldReason, SubmissionState
from gongjian.apps.portal.models import Submission
from gongjian.core.access import Role
from gongjian.core.errors import Invalid, NotAllowed, NotFound
from gongjian.core.models import AuditEntry, Rule
from tests.factories import COMMUNITIES, COUNTY, OTHER_COUNTY, STREET, make_actor, make_user
from tests.portal_factories import HONEST, JUNK, fill, flood_in, send, the_matter, token

pytestmark = pytest.mark.usefixtures("door")


def place_lets_through(burst: int) -> None:
    value = {"burst": burst, "per_hour": 1}
    Rule.objects.create(
        key="portal.place_flood", place_code=STREET, effective_on=date(2026, 1, 1), value=value, citation="试"
    )


def test_a_flood_of_one_sender_fills_the_second_list_and_leaves_the_desk_s_own(client: Client) -> None:
    place_lets_through(20)
    flood_in(40)
    desk = make_actor(Role.OFFICE, COUNTY)

    assert Matter.objects.count() == 5
    groups = selectors.held_groups(desk, COUNTY)
    assert [(group.count, len(group.samples)) for group in groups] == [(35, 3)]
    assert services.send(fill(1, HONEST, words="路灯坏了好几天")).state == SubmissionState.TAKEN


def test_the_same_words_again_and_again_are_held_whoever_sends_them() -> None:
    states = [
        services.send(fill(number, f"s{number}" * 10, words="加微信领补贴，名额有限")).state
        for number in range(5)
    ]

    assert states == [SubmissionState.TAKEN] * 3 + [SubmissionState.HELD] * 2
    assert Submission.objects.last().reasons == [HoldReason.WORDS]


def test_a_whole_street_flooded_from_everywhere_is_held_too() -> None:
    place_lets_through(6)
    for number in range(7):
        services.send(fill(number, f"sender{number:04d}" * 6))

    assert Submission.objects.filter(state=SubmissionState.HELD).get().reasons == [HoldReason.PLACE]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"website": "http://x"}, HoldReason.TRAP), ({"token": token(0)}, HoldReason.SPEED)],
)
def test_what_no_person_does_is_held(client: Client, fields: dict[str, str], reason: HoldReason) -> None:
    fields = {"token": token(0)} if reason == HoldReason.SPEED else fields
    answer = send(client, **fields)

    assert "先由值班人员看一遍" in client.get(answer["Location"]).content.decode()
    assert Submission.objects.get().reasons == [reason]
    assert not Matter.objects.exists()


def test_a_form_that_is_refused_and_corrected_takes_one_token() -> None:
    for _ in range(8):
        with pytest.raises(Invalid):
            services.send(fill(1, phone="不是号码"))

    assert services.send(fill(1)).state == SubmissionState.TAKEN
    assert [services.send(fill(number)).state for number in range(2, 6)] == [SubmissionState.TAKEN] * 4


def test_danger_to_life_passes_a_spent_limit_and_only_so_often() -> None:
    flood_in(10)

    states = [services.send(fill(100 + number, words=f"三楼着火了 {number}")).state for number in range(4)]

    assert states == [SubmissionState.TAKEN] * 3 + [SubmissionState.HELD]
    assert Submission.objects.last().is_danger


def test_what_is_let_through_becomes_a_matter_and_the_receipt_shows_its_number(client: Client) -> None:
    address = send(client, website="http://x")["Location"]
    row = Submission.objects.get()
    desk = make_actor(Role.OFFICE, COUNTY)

    assert services.release(actor=desk, ids=[row.pk]) == 1
    assert services.release(actor=desk, ids=[row.pk]) == 0

    row.refresh_from_db()
    matter = the_matter()
    assert (matter.words, matter.reporter.phone) == ("旧家具和纸箱堵了通道，轮椅过不去。", "13912345678")
    assert (row.words, row.phone, row.decided_by_id) == ("", None, desk.user_id)
    assert matter.number in client.get(address).content.decode()


def test_all_of_one_sender_are_junk_in_one_act_with_one_trace() -> None:
    flood_in(60)
    services.send(fill(1, HONEST, is_trapped=True))
    before = AuditEntry.objects.count()

    assert services.drop_all_of(actor=make_actor(Role.OFFICE, COUNTY), sender=JUNK, place_code=COUNTY) == 55

    assert AuditEntry.objects.count() == before + 1
    assert Submission.objects.get(state=SubmissionState.HELD).sender == HONEST


def test_whoever_sent_junk_reads_that_it_was_not_taken_on(client: Client) -> None:
    address = send(client, website="http://x")["Location"]
    services.drop(actor=make_actor(Role.OFFICE, COUNTY), ids=[Submission.objects.get().pk], place_code=COUNTY)

    assert "判为无效" in client.get(address).content.decode()


def test_another_county_sees_and_decides_nothing() -> None:
    flood_in(7)
    stranger, pk = make_actor(Role.OFFICE, OTHER_COUNTY), Submission.objects.last().pk

    assert selectors.held_groups(stranger, "") == []
    assert services.release(actor=stranger, ids=[pk]) == 0
    with pytest.raises(NotAllowed):
        services.drop(actor=stranger, ids=[pk], place_code=COUNTY)
    with pytest.raises(NotFound):
        services.drop(actor=stranger, ids=[pk], place_code=OTHER_COUNTY)
    with pytest.raises(NotAllowed):
        services.release(actor=make_actor(Role.WORKER, COMMUNITIES[0]), ids=[pk])


def test_the_desk_s_pages_let_through_and_drop(sign_in) -> None:
    flood_in(9)
    desk = sign_in(make_user(Role.OFFICE, COUNTY))
    held = list(Submission.objects.filter(state=SubmissionState.HELD))
    page = desk.get(reverse("portal:held")).content.decode()
    assert "4 件来件先留着" in page

    one = reverse("portal:held_sender", args=[held[0].pk])
    assert "便宜卖东西" in desk.get(one).content.decode()
    desk.post(one, {"act": "release", "pick": [held[0].pk]})
    desk.post(reverse("portal:held"), {"sender": JUNK})

    assert Matter.objects.count() == 6
    assert not Submission.objects.filter(state=SubmissionState.HELD).exists()


def test_reading_the_second_list_costs_the_same_however_much_is_held(
    django_assert_max_num_queries, sign_in
) -> None:
    flood_in(40)
    desk = sign_in(make_user(Role.OFFICE, COUNTY))
    desk.get(reverse("portal:held"))

    with django_assert_max_num_queries(20):
        desk.get(reverse("portal:held"))
