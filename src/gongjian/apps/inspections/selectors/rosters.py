"""What a roster is made from: the places of a round, who may inspect, where he may not, what was before."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from gongjian.apps.inspections.choices import SheetStatus
from gongjian.apps.inspections.models import RosterRun, Round, RoundTeam, ScoreSheet, Visit
from gongjian.apps.inspections.selectors.progress import communities, next_level
from gongjian.apps.parties.models import Grant, User
from gongjian.apps.parties.selectors import in_force
from gongjian.apps.places.models import Place
from gongjian.core.access import Actor, Role
from gongjian.core.errors import NotFound
from gongjian.engines import roster


@dataclass(frozen=True)
class Candidate:
    """One inspector who may take part: where he may be sent and the ground he keeps away from."""

    user: User
    within: tuple[str, ...]
    home: tuple[str, ...]

    @property
    def origin(self) -> str:
        """What he shares with colleagues of one origin: his home ground, else the unit that sent him."""
        return self.home[0] if self.home else f"unit {self.user.organisation_id or ''}"


def candidates(row: Round, day: date) -> list[Candidate]:
    """List who takes part in a round: inspectors granted there, the members of its teams if it has any."""
    members = set(RoundTeam.objects.filter(round=row).values_list("members", flat=True)) - {None}
    people = people_of(row, day)
    return [person for person in people if person.user.pk in members] if members else people


def people_of(row: Round, day: date) -> list[Candidate]:
    """List the inspectors granted where a round is, whether or not its teams take them; one query."""
    within: dict[int, list[str]] = defaultdict(list)
    people: dict[int, User] = {}
    grants = Grant.objects.filter(in_force(day), role=Role.INSPECTOR, organisation__isnull=True)
    for grant in grants.filter(user__is_active=True).select_related("user__organisation").order_by("user_id"):
        inner = _overlap(grant.place_code, row.place_code)
        if inner is not None:
            within[grant.user_id].append(inner)
            people[grant.user_id] = grant.user
    return [
        Candidate(people[key], tuple(sorted(set(within[key]))), home_ground(people[key], row))
        for key in people
    ]


def _overlap(one: str, other: str) -> str | None:
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    return longer if longer.startswith(shorter) else None


def home_ground(user: User, row: Round) -> tuple[str, ...]:
    """Return the codes of which a person inspects nothing: where he belongs, and the place of the unit that sent him.

    Home is the place of the level right below the round's: in a round over a city one's county, over a county
    one's street. Who belongs to the round's own place has no home in it.
    """
    level = int(next_level(row.place_code))
    unit = user.organisation.place_code if user.organisation else ""
    codes = {code[:level] for code in (user.place_code, unit) if code.startswith(row.place_code)}
    return tuple(sorted(code for code in codes if len(code) > len(row.place_code)))


def build_problem(
    actor: Actor, row: Round, capacity: int, fixed: Iterable[tuple[str, str]] = ()
) -> roster.Problem:
    """Read what the engine needs; five queries at any size. Keys: place codes and user ids as text."""
    places = list(communities(actor, row, row.place_code).order_by("code"))
    people = candidates(row, row.starts_on)
    codes, keys = {place.code for place in places}, {str(candidate.user.pk) for candidate in people}
    return roster.Problem(
        tuple(_inspector(candidate, capacity) for candidate in people),
        tuple(roster.Place(p.code, p.code, row.visits_per_place, name=p.name) for p in places),
        tuple(_past(row, places, people)),
        frozenset((place, inspector) for place, inspector in fixed if place in codes and inspector in keys),
    )


def _inspector(candidate: Candidate, capacity: int) -> roster.Inspector:
    user = candidate.user
    start = user.place_code or (user.organisation.place_code if user.organisation else "")
    return roster.Inspector(
        key=str(user.pk),
        home=candidate.home,
        within=candidate.within,
        capacity=capacity,
        group=candidate.origin,
        code=start,
    )


def _past(row: Round, places: Sequence[Place], people: Sequence[Candidate]) -> list[roster.Past]:
    """Count who inspected which place in earlier rounds."""
    sheets = ScoreSheet.objects.within(row.place_code).filter(
        inspected_on__lt=row.starts_on,
        status=SheetStatus.SUBMITTED,
        inspector_id__in=[candidate.user.pk for candidate in people],
    )
    counted = sheets.order_by().values("inspector_id", "place_code").annotate(count=Count("pk"))
    wanted = {place.code for place in places}
    return [
        roster.Past(str(seen["inspector_id"]), seen["place_code"], seen["count"])
        for seen in counted
        if seen["place_code"] in wanted
    ]


def done_pairs(row: Round) -> set[tuple[str, str]]:
    """List the (place, inspector) pairs that a sheet was opened for."""
    sheets = ScoreSheet.objects.filter(round=row, inspector__isnull=False).exclude(status=SheetStatus.VOID)
    return {(code, str(user)) for code, user in sheets.values_list("place_code", "inspector_id")}


def standing_pairs(row: Round) -> set[tuple[str, str]]:
    """List the (place, inspector) pairs of the standing visits."""
    visits = Visit.objects.filter(round=row, withdrawn_on__isnull=True)
    return {(code, str(user)) for code, user in visits.values_list("place_code", "inspector_id")}


def visitors(row: Round) -> QuerySet[User]:
    """List the inspectors who have standing visits in a round."""
    standing = Visit.objects.filter(round=row, withdrawn_on__isnull=True).order_by().values("inspector_id")
    return User.objects.filter(pk__in=standing).order_by("full_name", "pk")


def sheets_of_visits(row: Round, codes: Iterable[str]) -> dict[tuple[str, int], ScoreSheet]:
    """Find the sheets of a round at some places by place and inspector; one query."""
    sheets = ScoreSheet.objects.filter(round=row, place_code__in=list(codes)).exclude(status=SheetStatus.VOID)
    return {(sheet.place_code, sheet.inspector_id or 0): sheet for sheet in sheets.order_by("pk")}


def latest_run(actor: Actor, row: Round) -> RosterRun | None:
    """Return the newest proposal of a round."""
    rows = RosterRun.objects.visible_to(actor).filter(round=row)
    found: RosterRun | None = rows.order_by("-made_at", "-pk").first()
    return found


def get_run(actor: Actor, run_id: int) -> RosterRun:
    """Return a proposal of a round that the actor organises."""
    run: RosterRun | None = (
        RosterRun.objects.visible_to(actor).select_related("round").filter(pk=run_id).one()
    )
    if run is None:
        raise NotFound()
    return run


@dataclass(frozen=True)
class Share:
    """What one inspector has in a proposal."""

    user: User
    places: int
    metres: int
    repeats: int

    @property
    def kilometres(self) -> int:
        """All ways, one way each, in whole kilometres."""
        return round(self.metres / 1000)


def shares_of(run: RosterRun, people: Sequence[Candidate]) -> list[Share]:
    """Sum a proposal by inspector, also those who have nothing, most places first."""
    places, metres, repeats = Counter[int](), Counter[int](), Counter[int]()
    for _place, inspector, distance, before in run.result.get("visits", ()):
        places[inspector] += 1
        metres[inspector] += distance
        repeats[inspector] += before > 0
    found = [Share(c.user, places[c.user.pk], metres[c.user.pk], repeats[c.user.pk]) for c in people]
    return sorted(found, key=lambda share: (-share.places, share.user.pk))
