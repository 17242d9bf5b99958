"""Reads of community funds: one with its projects, the list, what anybody may see."""

from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.http import QueryDict
from django.utils import timezone

from gongjian.apps.councils.choices.budgets import RUNNING, FundStatus, SpendKind, WishStatus
from gongjian.apps.councils.models import Fund, Spend, Wish
from gongjian.apps.parties.models import Resident
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, OwnedQuerySet, prefix_range
from gongjian.core.errors import NotFound
from gongjian.core.listing import ListPage, page_of
from gongjian.engines.masking import id_facts

OPEN = (FundStatus.COLLECTING, FundStatus.POSTED, FundStatus.VOTING, FundStatus.COUNTED, FundStatus.ANNOUNCED)
STATES = {"open": OPEN, "settled": (FundStatus.SETTLED,), "void": (FundStatus.VOID,)}
MOST_SHOWN = 20


def get_fund(actor: Actor, fund_id: int) -> Fund:
    """Return a fund with its projects and what was paid for them; NotFound also for another's."""
    found: Fund | None = _whole(Fund.objects.visible_to(actor)).filter(pk=fund_id).one()
    if found is None:
        raise NotFound()
    return found


def get_wish(actor: Actor, wish_id: int) -> Wish:
    """Return a project with its fund and its spending."""
    rows = Wish.objects.visible_to(actor).select_related("fund", "estimate")
    found: Wish | None = rows.prefetch_related(_spends("spends")).filter(pk=wish_id).one()
    if found is None:
        raise NotFound()
    return found


def _whole(rows: OwnedQuerySet) -> OwnedQuerySet:
    return rows.prefetch_related("wishes", _spends("wishes__spends"))


def _spends(path: str) -> Prefetch[str, QuerySet[Spend], str]:
    return Prefetch(path, queryset=Spend.objects.select_related("file").order_by("on", "pk"))


def list_funds(actor: Actor, params: QueryDict, state: str) -> tuple[ListPage, list[tuple[Fund, str]]]:
    """List one page of the funds in sight with their places' names, with how many projects each has."""
    rows = Fund.objects.visible_to(actor).filter(status__in=STATES[state])
    page = page_of(rows.annotate(wish_count=Count("wishes")), params)
    names = names_of({row.place_code for row in page.rows})
    return page, [(row, names.get(row.place_code, "")) for row in page.rows]


def count_funds(actor: Actor) -> dict[str, int]:
    """Count the funds in sight by state."""
    counted = {name: Count("pk", filter=Q(status__in=states)) for name, states in STATES.items()}
    found: dict[str, int] = Fund.objects.visible_to(actor).aggregate(**counted)
    return found


def public_funds(place_code: str) -> list[Fund]:
    """List the funds of a place, the newest first, as its public door shows them."""
    rows = Fund.objects.filter(place_code=place_code).exclude(status=FundStatus.VOID)
    return list(rows[:MOST_SHOWN])


def public_fund(place_code: str, fund_id: int) -> Fund:
    """Return a fund of a place for its public door; NotFound for another's or one given up."""
    rows = Fund.objects.filter(place_code=place_code, pk=fund_id).exclude(status=FundStatus.VOID)
    found: Fund | None = _whole(rows).first()
    if found is None:
        raise NotFound("没有这项资金，或者已经作废。")
    return found


def by_vote_key(vote_key: str) -> Fund:
    """Return the fund that a token votes on."""
    found = Fund.objects.filter(vote_key=vote_key).exclude(status=FundStatus.VOID).one()
    if found is None or found.status in (FundStatus.COLLECTING, FundStatus.POSTED):
        raise NotFound("没有这次投票，或者还没有开始。请核对票上的网址。")
    fund: Fund = found
    return fund


def ballot_wishes(fund: Fund) -> list[Wish]:
    """List the projects on the ballot paper, by their drawn number."""
    return sorted(
        (row for row in fund.wishes.all() if row.number is not None), key=lambda row: row.number or 0
    )


def undecided(fund: Fund) -> list[Wish]:
    """List the projects that still wait for an estimate or a verdict."""
    return [row for row in fund.wishes.all() if row.status in (WishStatus.PROPOSED, WishStatus.COSTED)]


def paid_of(wish: Wish) -> int:
    """Return what was really paid for a project, in cents; its spending is loaded."""
    return sum(line.cents or 0 for line in wish.spends.all() if line.kind == SpendKind.PAYMENT)


def contract_of(wish: Wish) -> int | None:
    """Return what its last contract says, in cents; None before there is one."""
    found = [line.cents for line in wish.spends.all() if line.kind == SpendKind.CONTRACT]
    return found[-1] if found else None


def running(fund: Fund) -> list[Wish]:
    """List the projects chosen, by number."""
    return [row for row in ballot_wishes(fund) if row.status in RUNNING]


def paid_in(fund: Fund) -> int:
    """Return what was paid for all projects of a fund, in cents, from the rows of now."""
    rows = Spend.objects.filter(wish__fund=fund, kind=SpendKind.PAYMENT)
    return int(rows.aggregate(total=Sum("cents"))["total"] or 0)


def voters_of(fund: Fund) -> list[int]:
    """List who may vote: active residents registered at the place, without those known to be too young today."""
    least_age, today = int(fund.rule["min_age"]), timezone.localdate()
    rows = Resident.objects.filter(prefix_range("place_code", fund.place_code), is_active=True).order_by("pk")
    return [row.pk for row in rows.iterator() if _is_old_enough(row, least_age, today)]


def _is_old_enough(row: Resident, least_age: int, today: date) -> bool:
    facts = id_facts(row.id_number or "")
    if facts is None:
        return True
    born = facts.birth_on
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return age >= least_age
