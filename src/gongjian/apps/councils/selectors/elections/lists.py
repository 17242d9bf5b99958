"""Lists of elections, of a roll, of who holds a post; one of each."""

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from gongjian.apps.councils.choices.elections import ElectionStatus
from gongjian.apps.councils.models.elections import (
    Candidate,
    Election,
    ElectionPost,
    MobileBox,
    Proxy,
    RollCorrection,
    Tenure,
)
from gongjian.core.access import Actor, prefix_range
from gongjian.core.errors import NotFound
from gongjian.core.listing import ListPage, page_of

OVER = (ElectionStatus.ANNOUNCED, ElectionStatus.VOID)
HIDDEN = (ElectionStatus.PLANNED, ElectionStatus.VOID)
"""What residents may not look at."""
STATES: Mapping[str, Q] = {
    "open": ~Q(status__in=OVER),
    "announced": Q(status=ElectionStatus.ANNOUNCED),
    "void": Q(status=ElectionStatus.VOID),
}
"""What the tabs of the list show."""


def elections_in_sight(actor: Actor, place_code: str = "") -> QuerySet[Election]:
    """List the elections one may see, perhaps of a place and below it."""
    rows = Election.objects.visible_to(actor)
    return rows.filter(prefix_range("place_code", place_code)) if place_code else rows


def count_states(rows: QuerySet[Election]) -> dict[str, int]:
    """Count elections by tab in one query."""
    return rows.order_by().aggregate(**{name: Count("pk", filter=what) for name, what in STATES.items()})


def list_elections(rows: QuerySet[Election], params: QueryDict) -> ListPage:
    """Return one page of the elections of a tab, the nearest election day first."""
    state = params.get("state", "")
    chosen = rows.filter(STATES.get(state, STATES["open"]))
    order = ("-votes_on", "-pk") if state in ("announced", "void") else ("votes_on", "pk")
    return page_of(chosen.order_by(*order), params)


def get_election(actor: Actor, election_id: int) -> Election:
    """Return one election; NotFound also for another's."""
    found: Election | None = Election.objects.visible_to(actor).filter(pk=election_id).one()
    if found is None:
        raise NotFound()
    return found


def public_elections(place_code: str, limit: int) -> list[Election]:
    """List the latest elections of a place that its residents may look at, as its public door shows them."""
    rows = Election.objects.filter(place_code=place_code).exclude(status__in=HIDDEN)
    return list(rows.order_by("-votes_on", "-pk")[:limit])


def get_election_by_key(key: str) -> Election:
    """Return an election that residents may look at: once its roll is posted, until it is void."""
    found = Election.objects.filter(key=key).exclude(status__in=HIDDEN).order_by().first()
    if found is None:
        raise NotFound("没有这次选举，或者还没有公布。请核对公告或票上的网址。")
    return found


def get_post(actor: Actor, post_id: int) -> ElectionPost:
    """Return one post; NotFound also for another's."""
    found: ElectionPost | None = (
        ElectionPost.objects.visible_to(actor).select_related("election").filter(pk=post_id).one()
    )
    if found is None:
        raise NotFound()
    return found


def get_candidate(actor: Actor, candidate_id: int) -> Candidate:
    """Return one candidate; NotFound also for another's."""
    rows = Candidate.objects.visible_to(actor).select_related("post__election", "resident")
    found: Candidate | None = rows.filter(pk=candidate_id).one()
    if found is None:
        raise NotFound()
    return found


def get_tenure(actor: Actor, tenure_id: int) -> Tenure:
    """Return one term of office; NotFound also for another's."""
    rows = Tenure.objects.visible_to(actor).select_related("election__earlier")
    found: Tenure | None = rows.filter(pk=tenure_id).one()
    if found is None:
        raise NotFound()
    return found


def tenures_in_sight(actor: Actor, place_code: str = "") -> QuerySet[Tenure]:
    """List who holds which elected post, those who left last."""
    rows = Tenure.objects.visible_to(actor)
    rows = rows.filter(prefix_range("place_code", place_code)) if place_code else rows
    return rows.order_by("left_on", "place_code", "kind", "area", "pk")


def list_roll(election: Election, params: QueryDict) -> ListPage:
    """Return one page of the roll in order of its numbers."""
    rows = election.roll.filter(is_struck=False).select_related("resident", "asks_for").order_by("number")
    return page_of(rows, params)


def get_correction(actor: Actor, correction_id: int) -> RollCorrection:
    """Return one objection to a roll; NotFound also for another's."""
    rows = RollCorrection.objects.visible_to(actor).select_related("election", "resident")
    found: RollCorrection | None = rows.filter(pk=correction_id).one()
    if found is None:
        raise NotFound()
    return found


def get_proxy(actor: Actor, proxy_id: int) -> Proxy:
    """Return one power; NotFound also for another's."""
    found: Proxy | None = Proxy.objects.visible_to(actor).select_related("election").filter(pk=proxy_id).one()
    if found is None:
        raise NotFound()
    return found


def get_mobile_box(actor: Actor, box_id: int) -> MobileBox:
    """Return one mobile box; NotFound also for another's."""
    rows = MobileBox.objects.visible_to(actor).select_related("election")
    found: MobileBox | None = rows.filter(pk=box_id).one()
    if found is None:
        raise NotFound()
    return found
