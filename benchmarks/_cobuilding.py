"""A county that builds together, in proportion to its needs; for `cobuilding_pages.py`.

To 20 needs there are 8 resources, 8 agreements of one line each (with claim, delivery, entries of both ledgers and, of
three in eight, an evaluation), 10 claims more, and one of each of the rest: project, pairing, tea party, opinion,
pledge, statement, proposal, council with a meeting and a resolution, covenant, fund, election. Each community has one
alliance. One unit in 2,000 has an eighth of all resources and agreements, as a large bank would. The first 40 needs all
lie in the first community, so that its pages have rows of every kind at any size.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from benchmarks._lists import (
    COMMUNITIES,
    COUNTY,
    _add,
    _fill_covenants,
    _fill_elections,
    _fill_funds,
    _fill_pairings,
    _make_places,
    place_of,
)

UNITS, LARGE_SHARE, FIRST_MANY, STREET = 2_000, 8, 40, f"{COUNTY}001"
NEEDS_EACH, GIFTS, ASKED = 20, 8, 10
NEED_STATES = ("open", "open", "open", "agreed", "met", "expired", "raised", "withdrawn")
GIFT_STATES = ("offered", "offered", "offered", "paused", "expired", "withdrawn")
PACT_STATES = ("drafted", "signed", "signed", "delivered", "accepted", "evaluated", "evaluated", "ended")
QUALIFIED = ("accepted", "evaluated")


def prepare() -> dict[str, Any]:
    """Make places, units, and the people who look: `people` by name, `units` in order."""
    from gongjian.apps.parties.models import Organisation
    from gongjian.core.rules import load_first_versions

    load_first_versions()
    _make_places()
    units = _add(
        Organisation,
        range(UNITS),
        lambda n: {"place_code": place_of(n), "name": f"单位{n}", "kind": "resident_unit"},
    )
    _add(
        Organisation,
        range(2),
        lambda n: {
            "place_code": (COUNTY, STREET)[n],
            "name": ("区治理办", "街道办")[n],
            "kind": "street_office",
        },
    )
    people = {
        "office": _person("office", COUNTY),
        "street": _person("office", STREET),
        "worker": _person("worker", place_of(0)),
        "unit": _person("unit_contact", place_of(0), units[0]),
    }
    return {"units": units, "unit": units[0], "people": people}


def _person(role: str, place_code: str, unit: Any = None) -> Any:
    from gongjian.apps.parties.models import Grant, User

    user = User.objects.create(
        username=f"bench-{role}-{place_code}",
        full_name="基准",
        place_code=place_code,
        organisation=unit,
        has_second_factor=True,
    )
    Grant.objects.create(user=user, role=role, place_code=place_code, organisation=unit)
    return user


def fill(base: dict[str, Any], start: int, stop: int) -> None:
    """Add needs number `start` to `stop` and what goes with them, by bulk; both are multiples of 20."""
    for at in range(start, stop, 5_000):
        _fill_lists(base, range(at, min(stop, at + 5_000)))
    rest = range(start // NEEDS_EACH, stop // NEEDS_EACH)
    _fill_alliances(base, range(min(start, COMMUNITIES), min(stop, COMMUNITIES)))
    _fill_rest(base, rest)
    _fill_council_life(base, rest)
    for make in (_fill_pairings, _fill_covenants, _fill_funds, _fill_elections):
        make(base, rest)


def _place(n: int) -> str:
    return place_of(0 if n < FIRST_MANY else n)


def _unit(base: dict[str, Any], n: int) -> Any:
    return base["units"][0 if n % LARGE_SHARE == 0 else n % UNITS]


def _fill_lists(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.cobuilding.choices import catalogue
    from gongjian.apps.cobuilding.models import Claim, Need, Resource

    keys, today = list(catalogue().categories), timezone.localdate()

    def shared(n: int) -> dict[str, Any]:
        return {
            "place_code": _place(n),
            "published_to": (_place(n), _place(n)[:9], None, COUNTY)[n % 4],
            "category": keys[n % len(keys)],
            "quantity": n % 40 + 1,
            "expires_on": today + timedelta(days=n % 360),
            "latitude": 30.5 + n % 997 / 10_000,
            "longitude": 105.5 + n % 991 / 10_000,
        }

    needs = _add(
        Need,
        numbers,
        lambda n: {
            **shared(n),
            "number": f"XQ{n}",
            "title": f"演示需求{n}",
            "for_whom": "居民",
            "people": n % 90 or None,
            "urgency": n % 5 + 1,
            "status": NEED_STATES[n // 7 % 8],
            "raised_to": COUNTY if NEED_STATES[n // 7 % 8] == "raised" else "",
            "raised_at": timezone.now(),
        },
    )
    given = [n for n in numbers if n % NEEDS_EACH < GIFTS]
    gifts = _add(
        Resource,
        given,
        lambda n: {
            **shared(n),
            "number": f"ZY{n}",
            "title": f"演示资源{n}",
            "organisation": _unit(base, n),
            "status": GIFT_STATES[n // 5 % 6],
        },
    )
    by_number = dict(zip(given, gifts, strict=True))
    _add(
        Claim,
        [n for n in numbers if n % NEEDS_EACH >= ASKED],
        lambda n: {
            "place_code": _place(n),
            "organisation": _unit(base, n),
            "need": needs[n - numbers.start],
            "resource": by_number[n - n % NEEDS_EACH],
            "side": ("unit", "community")[n // 3 % 2],
            "status": ("asked", "consented", "declined")[n % 3],
            "quantity": 1,
        },
    )
    _fill_agreements(base, given, [needs[n - numbers.start] for n in given], gifts, today)


def _fill_agreements(
    base: dict[str, Any], numbers: Sequence[int], needs: Sequence[Any], gifts: Sequence[Any], today: date
) -> None:
    from gongjian.apps.cobuilding.models import (
        Agreement,
        AgreementLine,
        Delivery,
        Evaluation,
        LedgerEntry,
    )

    first, last, now = date(today.year, 1, 1), date(today.year, 12, 31), timezone.now()
    each = range(len(numbers))
    state = [PACT_STATES[n // 3 % 8] for n in numbers]
    day = [first + timedelta(days=n % max((today - first).days, 1)) for n in numbers]
    pacts = _add(
        Agreement,
        each,
        lambda at: {
            "place_code": needs[at].place_code,
            "organisation": gifts[at].organisation,
            "number": f"XY{numbers[at]}",
            "title": f"演示协议{numbers[at]}",
            "starts_on": first,
            "ends_on": last - timedelta(days=numbers[at] * 7 % 60),
            "status": state[at],
            "signed_on": None if state[at] == "drafted" else day[at],
            "accepted_on": today if state[at] in QUALIFIED else None,
            "ended_on": today if state[at] == "ended" else None,
        },
    )
    lines = _add(
        AgreementLine,
        each,
        lambda at: {
            "agreement": pacts[at],
            "need": needs[at],
            "resource": gifts[at],
            "promised": 3,
            "accepted": 3 - at % 2 if state[at] in QUALIFIED else None,
        },
    )
    given = _add(
        Delivery,
        [at for at in each if state[at] != "drafted"],
        lambda at: {
            "line": lines[at],
            "on": day[at],
            "quantity": 2,
            "people_served": 30,
            "minutes": 90,
            "value_cents": 5_000,
            "side": "unit",
            "status": ("confirmed", "confirmed", "confirmed", "entered")[at % 4],
            "entered_at": now,
        },
    )
    _add(
        LedgerEntry,
        range(2 * len(given)),
        lambda k: {
            "place_code": given[k // 2].line.agreement.place_code,
            "organisation": given[k // 2].line.agreement.organisation,
            "ledger": ("hours", "points")[k % 2],
            "kind": "earn",
            "amount": 90,
            "on": given[k // 2].on,
            "delivery": given[k // 2],
            "made_at": now,
        },
    )
    _add(
        Evaluation,
        [at for at in each if state[at] in QUALIFIED],
        lambda at: {"agreement": pacts[at], "by": "community", "rating": at % 5 + 1, "made_on": today},
    )


def _fill_alliances(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.cobuilding.models import Alliance, AllianceMember

    day = date(timezone.localdate().year, 1, 1)
    made = _add(
        Alliance, numbers, lambda n: {"place_code": place_of(n), "name": "共建联盟", "founded_on": day}
    )
    _add(
        AllianceMember,
        range(len(made) * 3),
        lambda k: {
            "alliance": made[k // 3],
            "organisation": base["units"][(numbers.start + k // 3 + k % 3 * COMMUNITIES // 2) % UNITS],
            "side": "unit",
            "joined_on": day,
        },
    )


def _fill_rest(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.cobuilding.models import Pledge, Project, ProposalRun, Statement

    today = timezone.localdate()
    first, last, now = date(today.year, 1, 1), date(today.year, 12, 31), timezone.now()

    def year(n: int) -> int:
        return today.year - n // UNITS

    _add(
        Project,
        numbers,
        lambda n: {
            "place_code": place_of(n),
            "number": f"XM{n}",
            "title": f"演示项目{n}",
            "purpose": "一起办",
            "lead": _unit(base, n),
            "starts_on": first,
            "ends_on": last,
        },
    )
    _add(
        Pledge,
        numbers,
        lambda n: {
            "place_code": place_of(n),
            "organisation": base["units"][n % UNITS],
            "year": year(n),
            "text": "承诺",
            "made_at": now,
        },
    )
    _add(
        Statement,
        numbers,
        lambda n: {
            "place_code": place_of(n),
            "organisation": base["units"][n % UNITS],
            "year": year(n),
            "number": f"ZM{n}",
            "code": f"code{n}",
            "figures": [],
            "issued_on": today,
        },
    )
    _add(
        ProposalRun,
        numbers,
        lambda n: {
            "place_code": place_of(n),
            "starts_on": first,
            "ends_on": last,
            "state": "replaced",
            "finished_at": now,
        },
    )


def _fill_council_life(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.councils.models import (
        AgendaItem,
        Attendance,
        Council,
        CouncilMember,
        Meeting,
        Resolution,
    )
    from gongjian.apps.councils.selectors.meetings.rules import rule_of

    day, now = date(timezone.localdate().year, 1, 1), timezone.now()
    each, rule = range(len(numbers)), rule_of("joint", COUNTY, day)
    councils = _add(
        Council,
        numbers,
        lambda n: {"place_code": place_of(n), "name": f"议事会{n}", "kind": "joint", "founded_on": day},
    )
    members = _add(
        CouncilMember,
        each,
        lambda at: {"council": councils[at], "organisation": _unit(base, numbers[at]), "joined_on": day},
    )
    meetings = _add(
        Meeting,
        each,
        lambda at: {
            "council": councils[at],
            "number": 1,
            "starts_at": now + timedelta(days=at % 60 - 30),
            "venue": "会议室",
            "status": "closed" if at % 60 < 30 else "called",
            "rule": rule,
        },
    )
    _add(Attendance, each, lambda at: {"meeting": meetings[at], "member": members[at]})
    _add(
        AgendaItem,
        each,
        lambda at: {"council": councils[at], "meeting": meetings[at], "title": "议题", "status": "accepted"},
    )
    _add(
        Resolution,
        each,
        lambda at: {
            "council": councils[at],
            "meeting": meetings[at],
            "text": f"开放操场{numbers[at]}",
            "owner_name": "演示",
            "due_on": day + timedelta(days=at % 360),
            "status": ("open", "open", "done")[at % 3],
        },
    )
