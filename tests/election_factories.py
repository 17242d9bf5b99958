"""Builders of elections, each step through its service on its own day; an example of how to call them in order."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from gongjian.apps.councils.choices.elections import BallotKind, ElectionKind, GivenWay, NominationKind
from gongjian.apps.councils.models.elections import Election, RollEntry
from gongjian.apps.councils.services import elections as services
from gongjian.apps.councils.services.elections import ElectionSpec, NominationSpec, PostSpec
from gongjian.apps.parties.models import Resident
from gongjian.core import ballots
from gongjian.core.access import Actor
from gongjian.core.clock import at
from gongjian.engines.masking import id_check_digit
from gongjian.engines.tally import Ballot
from tests.hearing_factories import COMMUNITY, SURNAMES

PLANNED_ON = date(2026, 9, 1)
VOTES_ON = date(2026, 9, 28)
POSTED_ON = date(2026, 9, 3)
COMMITTEE = (PostSpec("主任"), PostSpec("副主任"), PostSpec("委员", 3))


def moment(day: date, hour: int = 9) -> datetime:
    """An hour of a day."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


def make_voters(number: int, place_code: str = COMMUNITY, address: str = "") -> list[Resident]:
    """Residents of age, in one insert."""
    return Resident.objects.bulk_create(
        Resident(
            place_code=place_code,
            name=f"{SURNAMES[n % len(SURNAMES)]}选{n}",
            id_number=_number(n),
            address=address,
            group="resident",
        )
        for n in range(1, number + 1)
    )


def _number(n: int) -> str:
    body = f"510903{date(1970, 1, 1) + timedelta(days=n):%Y%m%d}{n % 1000:03d}"
    return body + id_check_digit(body)


def make_election(
    actor: Actor,
    *,
    posts: Sequence[PostSpec] = COMMITTEE,
    kind: ElectionKind = ElectionKind.COMMITTEE,
    area: str = "",
) -> Election:
    """An election planned, its roll drawn."""
    with at(moment(PLANNED_ON)):
        election = services.plan_election(
            actor=actor,
            spec=ElectionSpec(
                place_code=COMMUNITY,
                kind=kind,
                title="第八届社区居民委员会换届选举",
                area=area,
                opens_at=moment(VOTES_ON, 8),
                closes_at=moment(VOTES_ON, 18),
                station="社区二楼会议室",
                posts=posts,
            ),
        )
        services.draw_roll(actor=actor, election_id=election.pk)
    return fresh(election)


def make_frozen(actor: Actor, **given: object) -> Election:
    """An election whose roll is posted and frozen."""
    election = make_election(actor, **given)  # type: ignore[arg-type]
    with at(moment(POSTED_ON)):
        services.post_roll(actor=actor, election_id=election.pk)
    with at(moment(POSTED_ON + timedelta(days=6))):
        return services.freeze_roll(actor=actor, election_id=election.pk)


def make_listed(actor: Actor, standing: dict[str, Sequence[int]] | None = None, **given: object) -> Election:
    """An election with candidates posted: {post: numbers on the roll}, one more than seats unless told."""
    election = make_frozen(actor, **given)
    entries = {entry.number: entry for entry in election.roll.all()}
    taken = iter(sorted(entries))
    with at(moment(POSTED_ON + timedelta(days=8))):
        for post in election.posts.all():
            more = 0 if post.ballot_kind == BallotKind.YES_NO else 1
            numbers = (standing or {}).get(post.name) or [next(taken) for _ in range(post.seats + more)]
            for number in numbers:
                candidate = services.nominate(
                    actor=actor,
                    election_id=election.pk,
                    spec=NominationSpec(
                        post_id=post.pk, entry_id=entries[number].pk, kind=NominationKind.SELF
                    ),
                )
                services.check_candidate(
                    actor=actor, candidate_id=candidate.pk, is_qualified=True, reason="年满十八周岁，住满一年"
                )
        services.post_candidates(actor=actor, election_id=election.pk)
    return fresh(election)


def make_voting(actor: Actor, standing: dict[str, Sequence[int]] | None = None, **given: object) -> Election:
    """An election on its day, the boxes open."""
    election = make_listed(actor, standing, **given)
    with at(moment(VOTES_ON)):
        return services.open_voting(actor=actor, election_id=election.pk)


def voters(election: Election, start: int, stop: int) -> list[int]:
    """Keys of voters by their numbers on the roll, both included."""
    rows = RollEntry.objects.filter(election=election, number__range=(start, stop)).order_by("number")
    return list(rows.values_list("pk", flat=True))


def give(actor: Actor, election: Election, entries: Sequence[int], way: GivenWay) -> list[str]:
    """Hand out ballots on election day."""
    with at(moment(VOTES_ON, 10)):
        return services.give_ballots(actor=actor, election_id=election.pk, entries=entries, way=way)


def cast(election: Election, token: str, **marks: Sequence[str]) -> None:
    """One vote by token: names for each post, in order of the paper."""
    posts = list(election.posts.order_by("order"))
    ballots.cast_together(
        token,
        {f"{election.key}-{post.order}": Ballot(tuple(marks.get(post.name, ()))) for post in posts},
    )


def read_twice(readers: Sequence[Actor], election: Election, lines: dict[str, str]) -> None:
    """Count the papers and read them for every post, by two people."""
    number = sum(int(line.partition("×")[2] or 1) for line in next(iter(lines.values())).splitlines())
    with at(moment(VOTES_ON, 19)):
        services.count_papers(actor=readers[0], election_id=election.pk, number=number)
        for post in election.posts.order_by("order"):
            for reader in readers:
                services.read_papers(actor=reader, post_id=post.pk, lines=lines[post.name])


def close(actor: Actor, election: Election) -> Election:
    """Close and count on the evening of election day."""
    with at(moment(VOTES_ON, 20)):
        return services.close_voting(actor=actor, election_id=election.pk)


def names(election: Election, post: str) -> list[str]:
    """Candidates of a post as the paper shows them."""
    rows = election.posts.get(name=post).candidates.filter(status="qualified").order_by("pk")
    return [row.name for row in rows]


def fresh(election: Election) -> Election:
    """The election as it stands now."""
    return Election.objects.get(pk=election.pk)
