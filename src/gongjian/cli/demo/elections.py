"""The demo's election: the head of a building, from the roll to the announced result, on paper and by token."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from gongjian.apps.councils.choices.elections import (
    CorrectionKind,
    ElectionKind,
    GivenWay,
    NominationKind,
)
from gongjian.apps.councils.models.elections import Election, RollEntry
from gongjian.apps.councils.services import elections as services
from gongjian.apps.councils.services.elections import (
    CorrectionSpec,
    ElectionSpec,
    NominationSpec,
    PostSpec,
)
from gongjian.apps.parties.services import ResidentSpec, register_resident
from gongjian.cli.demo.inspection import aware
from gongjian.cli.demo.scene import Demo
from gongjian.core import ballots
from gongjian.core.clock import at
from gongjian.engines.masking import id_check_digit
from gongjian.engines.tally import Ballot

BUILDING, POST = "演示路8号2栋", "楼栋长"
SURNAMES = "庹佘蔺晏漆苟幸敬税补淳勾雍仲"
VOTES_ON = date(2026, 10, 31)
TOKENS, PAPERS = 5, 7
FOR_FIRST = 8


def elect(demo: Demo) -> None:
    """Hold an election of a building's head among its fourteen voters; twelve vote, the result is announced."""
    demo.say("楼栋长选举：名册、异议、提名、投票、计票、公布")
    election = _list(demo, _freeze(demo, _register(demo)))
    _vote(demo, election)
    with at(aware(2026, 11, 2)):
        services.announce(actor=demo.people["shequ"], election_id=election.pk)


def _register(demo: Demo) -> int:
    """Register the building's residents; return the key of the last one, who has no identity number."""
    worker, community = demo.people["shequ"], demo.shown()[1]
    with at(aware(2026, 10, 7)):
        for number, surname in enumerate(SURNAMES):
            born = date(1956, 5, 4) + timedelta(days=977 * number)
            body = f"{community[:6]}{born:%Y%m%d}70{number % 10}"
            is_known = number < len(SURNAMES) - 1
            spec = ResidentSpec(
                place_code=community,
                name=f"{surname}二栋",
                id_number=body + id_check_digit(body) if is_known else "",
                address=f"{BUILDING}{number // 7 + 1}单元{number % 7 + 1}01",
            )
            last = register_resident(actor=worker, spec=spec).pk
    return last


def _freeze(demo: Demo, unlisted_id: int) -> Election:
    """Plan, draw and post the roll; whom it left out is added after an objection; freeze it."""
    worker, community = demo.people["shequ"], demo.shown()[1]
    with at(aware(2026, 10, 8)):
        spec = ElectionSpec(
            place_code=community,
            kind=ElectionKind.BUILDING_HEAD,
            title="演示路8号2栋楼栋长选举",
            area=BUILDING,
            opens_at=_moment(8),
            closes_at=_moment(18),
            station="2栋一楼架空层",
            posts=(PostSpec(POST),),
            is_demo=True,
        )
        election = services.plan_election(actor=worker, spec=spec)
        services.draw_roll(actor=worker, election_id=election.pk)
        services.post_roll(actor=worker, election_id=election.pk)
    with at(aware(2026, 10, 11)):
        missing = CorrectionSpec(
            kind=CorrectionKind.ADD, resident_id=unlisted_id, words="住了六年，登记时没有带身份证"
        )
        correction = services.correct_roll(actor=worker, election_id=election.pk, spec=missing)
        services.answer_correction(
            actor=worker,
            election_id=election.pk,
            correction_id=correction.pk,
            is_upheld=True,
            answer="看过身份证，已满十八周岁，加上。",
        )
    with at(aware(2026, 10, 15)):
        return services.freeze_roll(actor=worker, election_id=election.pk)


def _list(demo: Demo, election: Election) -> Election:
    """Two put themselves forward and are qualified."""
    worker, post = demo.people["shequ"], election.posts.get()
    with at(aware(2026, 10, 16)):
        for entry in RollEntry.objects.filter(election=election, number__in=(2, 5)):
            spec = NominationSpec(post_id=post.pk, entry_id=entry.pk, kind=NominationKind.SELF)
            one = services.nominate(actor=worker, election_id=election.pk, spec=spec)
            services.check_candidate(
                actor=worker, candidate_id=one.pk, is_qualified=True, reason="住本栋满一年，本人同意参加"
            )
    with at(aware(2026, 10, 20)):
        return services.post_candidates(actor=worker, election_id=election.pk)


def _vote(demo: Demo, election: Election) -> None:
    """Five vote by token, seven on paper; two people read the papers, then the boxes are counted."""
    worker, post = demo.people["shequ"], election.posts.get()
    names = list(post.candidates.order_by("pk").values_list("name", flat=True))
    with at(_moment(8)):
        services.open_voting(actor=worker, election_id=election.pk)
    with at(_moment(9)):
        tokens = _give(demo, election, 1, TOKENS, GivenWay.TOKEN)
        _give(demo, election, TOKENS + 1, TOKENS + PAPERS, GivenWay.STATION)
    with at(_moment(11)):
        for number, token in enumerate(tokens):
            ballots.cast_together(token, {f"{election.key}-{post.order}": Ballot((names[int(number > 2)],))})
    first_on_paper = FOR_FIRST - 3
    with at(_moment(19)):
        services.count_papers(actor=worker, election_id=election.pk, number=PAPERS)
        lines = f"1 ×{first_on_paper}\n2 ×{PAPERS - first_on_paper}"
        for reader in (worker, demo.people["jiedao"]):
            services.read_papers(actor=reader, post_id=post.pk, lines=lines)
        services.close_voting(actor=worker, election_id=election.pk)


def _give(demo: Demo, election: Election, first: int, last: int, way: GivenWay) -> Sequence[str]:
    rows = RollEntry.objects.filter(election=election, number__range=(first, last)).order_by("number")
    keys = list(rows.values_list("pk", flat=True))
    return services.give_ballots(actor=demo.people["shequ"], election_id=election.pk, entries=keys, way=way)


def _moment(hour: int) -> datetime:
    return aware(VOTES_ON.year, VOTES_ON.month, VOTES_ON.day, hour)
