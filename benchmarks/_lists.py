"""Many rows of every list in one county, and the addresses of those lists; for `selects.py` and the test suite."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

COUNTY, OTHER = "510903", "510904"
STREETS, PER_STREET = 20, 50
COMMUNITIES = STREETS * PER_STREET
FIRST, LAST, QUARTER_END = date(2026, 1, 1), date(2026, 12, 31), date(2026, 3, 31)

LISTS = {
    "office": (
        "/", "/below/", "/search/?q=演示", "/places/", f"/places/{COUNTY}/", f"/places/{COUNTY}001/", "/places/areas/",
        "/parties/organisations/", "/parties/users/", "/parties/groups/", "/parties/stand-ins/", "/parties/me/notices/",
        "/parties/residents/", "/hearings/", "/councils/covenants/", "/councils/funds/", "/councils/elections/",
        "/councils/elections/terms/",
        "/indicators/", "/indicators/programmes.assigned/figure/?period=2026", "/documents/", "/documents/templates/",
        "/inspections/rounds/", "/inspections/rounds/{round}/", "/inspections/rounds/{round}/ranking/", "/inspections/sheets/",
        "/inspections/rubrics/", "/inspections/schemes/", "/inspections/ratings/", "/programmes/", "/programmes/mine/",
        "/programmes/confirm/", "/programmes/{programme}/", "/programmes/{programme}/rows/", "/programmes/{programme}/owing/",
        "/supervision/", "/supervision/plans/", "/supervision/notes/", "/supervision/matters/", "/supervision/letters/",
        "/supervision/issues/", "/supervision/calendar/", "/indicators/values/", "/indicators/projects/", "/indicators/screens/",
        "/matters/", "/matters/analysis/", "/matters/shifts/", "/matters/mediations/", "/matters/ideas/",
        "/inspections/findings/", "/inspections/orders/", "/inspections/appeals/", "/inspections/honours/",
        "/cobuilding/needs/", "/cobuilding/resources/", "/cobuilding/claims/",
        "/cobuilding/pairings/", "/cobuilding/parties/", "/cobuilding/parties/opinions/",
        "/cobuilding/agreements/", "/cobuilding/deliveries/", "/cobuilding/units/",
        "/councils/", "/councils/resolutions/",
        "/cobuilding/proposals/",
        "/cobuilding/alliances/", "/cobuilding/projects/",
        "/plans/", "/system/rules/", "/api/organisations/", "/api/programmes/", "/api/assignments/", "/api/documents/",
        "/api/matters/", "/api/hearings/",
        "/api/cobuilding/needs/", "/api/cobuilding/resources/", "/api/cobuilding/agreements/",
    ),
    "security_admin": ("/parties/grants/", "/interfaces/tokens/"),
    "system_admin": ("/interfaces/webhooks/",),
    "audit_admin": ("/system/audit/",),
}  # fmt: skip
"""Every list page by the role that opens it; names in braces are numbers that `prepare` returns."""


def prepare() -> dict[str, Any]:
    """Make the county, its communities, three people, and what all rows hang on; return them by name."""
    from gongjian.apps.inspections.choices import RatingBasis
    from gongjian.apps.inspections.models import RatingRule, RatingScheme, RubricItem, RubricVersion
    from gongjian.apps.inspections.models import Rubric as RubricRow
    from gongjian.apps.parties.models import Organisation
    from gongjian.apps.places.choices import Level
    from gongjian.apps.programmes.models import Programme
    from gongjian.core.rules import load_first_versions

    load_first_versions()
    _make_places()
    rubric = RubricRow.objects.create(place_code=COUNTY, title="评分标准")
    version = RubricVersion.objects.create(rubric=rubric, number=1, effective_on=FIRST, is_published=True)
    RubricItem.objects.create(version=version, order=1, title="整洁", full_marks=Decimal(100))
    scheme = RatingScheme.objects.create(place_code=COUNTY, title="办法", effective_on=FIRST, citation="本级")
    RatingRule.objects.create(
        scheme=scheme,
        order=1,
        level=Level.COMMUNITY,
        label="示范",
        basis=RatingBasis.SCORE,
        at_least=Decimal(90),
    )
    base = {
        "people": {role: _make_person(role) for role in LISTS},
        "unit": Organisation.objects.create(place_code=COUNTY, name="区治理办", kind="department"),
        "version": version,
        "scheme": scheme,
        "work": Programme.objects.create(
            place_code=COUNTY, title="大行动", year=2026, starts_on=FIRST, ends_on=LAST
        ),
    }
    return {**base, "programme": base["work"].pk}


def _make_places() -> None:
    from gongjian.apps.places.models import Place

    streets = [f"{COUNTY}{number:03d}" for number in range(1, STREETS + 1)]
    codes = ["51", "5109", COUNTY, OTHER, *streets, *map(place_of, range(COMMUNITIES))]
    parents = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}
    Place.objects.bulk_create(
        [
            Place(code=code, name=f"演示{code}", level=len(code), parent_code=code[: parents[len(code)]])
            for code in codes
        ],
        batch_size=500,
    )


def _make_person(role: str) -> Any:
    from gongjian.apps.parties.models import Grant, User

    user = User.objects.create(
        username=f"bench-{role}", full_name="基准", place_code=COUNTY, has_second_factor=True, password="!"
    )
    Grant.objects.create(user=user, role=role, place_code=COUNTY)
    return user


def place_of(number: int) -> str:
    """Return the community that a row of this number belongs to."""
    at = number % COMMUNITIES
    return f"{COUNTY}{at // PER_STREET + 1:03d}{at % PER_STREET + 1:03d}"


def fill(base: dict[str, Any], start: int, stop: int) -> None:
    """Add rows number `start` to `stop` to every list, by bulk; `base` comes from `prepare`."""
    makers = (
        _fill_parties,
        _fill_papers,
        _fill_matters,
        _fill_analyses,
        _fill_mediations,
        _fill_shifts,
        _fill_hearings,
        _fill_covenants,
        _fill_funds,
        _fill_elections,
        _fill_inspections,
        _fill_work,
        _fill_cobuilding,
        _fill_councils,
    )
    for make in (*makers, _fill_supervision, _fill_pairings, _fill_interfaces, _fill_core):
        make(base, range(start, stop))


def _add(
    model: type[models.Model], numbers: Iterable[int], row: Callable[[int], dict[str, Any]]
) -> list[Any]:
    made: list[Any] = []
    numbers = list(numbers)
    for at in range(0, len(numbers), 2000):
        made += model._base_manager.bulk_create([model(**row(number)) for number in numbers[at : at + 2000]])
    return made


def _fill_parties(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.parties.models import Grant, Group, Notice, Organisation, StandIn, User
    from gongjian.apps.places.models import FunctionalArea

    office = base["people"]["office"]
    _add(
        Organisation,
        numbers,
        lambda n: {"place_code": place_of(n), "name": f"演示单位{n}", "kind": "department"},
    )
    users = _add(
        User,
        numbers,
        lambda n: {
            "username": f"u{n}",
            "full_name": f"演示人{n}",
            "place_code": place_of(n),
            "password": "!",
        },
    )
    _add(
        Grant,
        range(len(users)),
        lambda at: {"user": users[at], "role": "worker", "place_code": users[at].place_code},
    )
    _add(
        StandIn,
        range(len(users)),
        lambda at: {"absent": users[at], "deputy": office, "starts_on": FIRST, "ends_on": LAST},
    )
    _add(Group, numbers, lambda n: {"place_code": place_of(n), "name": f"演示小组{n}"})
    _add(FunctionalArea, numbers, lambda n: {"place_code": place_of(n), "name": f"演示园区{n}"})
    _add(Notice, numbers, lambda n: {"user": office, "sentence": f"第 {n} 件事。"})


def _fill_cobuilding(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.cobuilding.models import (
        Agreement,
        AgreementLine,
        Alliance,
        Claim,
        Delivery,
        Need,
        Project,
        Resource,
    )

    _add(Alliance, numbers, lambda n: {"place_code": place_of(n), "name": f"联盟{n}", "founded_on": FIRST})
    _add(
        Project,
        numbers,
        lambda n: {
            "place_code": place_of(n), "number": f"XM{n}", "title": f"演示项目{n}", "purpose": "一起办",
            "lead": base["unit"], "starts_on": FIRST, "ends_on": LAST,
        },
    )  # fmt: skip

    shared = {"category": "venue.hall", "quantity": 5, "expires_on": LAST}
    needs = _add(
        Need,
        numbers,
        lambda n: {
            **shared, "place_code": place_of(n), "number": f"XQ{n}", "title": f"演示需求{n}", "for_whom": "居民",
            "urgency": n % 5 + 1,
        },
    )  # fmt: skip
    gifts = _add(
        Resource,
        numbers,
        lambda n: {
            **shared, "place_code": place_of(n), "number": f"ZY{n}", "title": f"演示资源{n}",
            "organisation": base["unit"],
        },
    )  # fmt: skip
    pacts = _add(
        Agreement,
        numbers,
        lambda n: {
            "place_code": place_of(n), "organisation": base["unit"], "number": f"XY{n}", "title": f"演示协议{n}",
            "starts_on": FIRST, "ends_on": LAST, "signed_on": FIRST,
            "status": ("drafted", "signed", "delivered", "accepted", "evaluated")[n % 5],
        },
    )  # fmt: skip
    lines = _add(
        AgreementLine,
        range(len(pacts)),
        lambda at: {"agreement": pacts[at], "need": needs[at], "resource": gifts[at], "promised": 5},
    )
    _add(
        Delivery,
        range(len(lines)),
        lambda at: {
            "line": lines[at], "on": QUARTER_END, "quantity": 3, "minutes": 90, "side": "unit",
            "status": ("entered", "confirmed")[at % 2], "entered_at": timezone.now(),
        },
    )  # fmt: skip
    _add(
        Claim,
        range(len(needs)),
        lambda at: {
            "place_code": needs[at].place_code, "organisation": base["unit"], "need": needs[at], "quantity": 1,
            "resource": gifts[at], "side": ("unit", "community")[at % 2],
        },
    )  # fmt: skip
    _fill_proposals(base, numbers)


def _fill_proposals(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.cobuilding.models import ProposalRun

    _add(
        ProposalRun,
        numbers,
        lambda n: {
            "place_code": place_of(n), "starts_on": FIRST, "ends_on": LAST, "state": "ready", "needs": n, "resources": n,
            "finished_at": timezone.now(), "asked": n, "served": n // 2,
        },
    )  # fmt: skip


def _fill_papers(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.documents.models import Document, Template
    from gongjian.apps.plans.models import Plan

    _add(
        Document,
        numbers,
        lambda n: {
            "place_code": place_of(n), "kind": "bulletin", "title": f"演示通报{n}", "issuer": base["unit"],
            "body": "正文。", "period_first_on": FIRST, "period_last_on": LAST,
        },
    )  # fmt: skip
    _add(
        Template,
        numbers,
        lambda n: {"place_code": place_of(n), "kind": "bulletin", "title": f"模板{n}", "body": "正文。"},
    )
    _add(Plan, numbers, lambda n: {"place_code": place_of(n), "title": f"演示方案{n}", "text": "正文。"})


def _fill_inspections(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.inspections.models import Grade, RatingScheme, Round, Rubric, ScoreSheet

    version, scheme = base["version"], base["scheme"]
    _add(Rubric, numbers, lambda n: {"place_code": place_of(n), "title": f"标准{n}"})
    _add(
        RatingScheme,
        numbers,
        lambda n: {"place_code": place_of(n), "title": f"办法{n}", "effective_on": FIRST, "citation": "本级"},
    )
    days = {"version": version, "starts_on": FIRST, "ends_on": LAST}
    rounds = _add(Round, numbers, lambda n: {"place_code": COUNTY, "title": f"演示检查{n}", **days})
    base.setdefault("rounds", []).extend(rounds)
    base["round"] = base["rounds"][0].pk
    common = {"version": version, "inspected_on": FIRST, "inspector": base["people"]["office"]}
    _add(
        ScoreSheet,
        numbers,
        lambda n: {
            "place_code": place_of(n), "round": base["rounds"][n // COMMUNITIES], "status": "submitted",
            "score": Decimal(80 + n % 20), **common,
        },
    )  # fmt: skip
    decided = {"scheme": scheme, "level": 12, "rated_on": LAST, "decided_at": timezone.now()}
    _add(
        Grade,
        numbers,
        lambda n: {
            "place_code": place_of(n), "round": base["rounds"][n // COMMUNITIES], "label": "示范",
            "score": Decimal(80 + n % 20), **decided,
        },
    )  # fmt: skip


def _fill_work(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.programmes.models import Assignment, Programme, ProgressReport, Task

    year = {"year": 2026, "starts_on": FIRST, "ends_on": LAST}
    _add(Programme, numbers, lambda n: {"place_code": place_of(n), "title": f"演示行动{n}", **year})
    tasks = base.setdefault("tasks", [])
    wanted = range(len(tasks), (numbers.stop - 1) // COMMUNITIES + 1)
    tasks += _add(Task, wanted, lambda n: {"programme": base["work"], "order": n, "title": f"任务{n}"})
    states = ("active", "pending", "active", "done")
    given = _add(
        Assignment,
        numbers,
        lambda n: {
            "task": tasks[n // COMMUNITIES], "place_code": place_of(n), "quantity": Decimal(5),
            "status": states[n % 4], "due_on": LAST, "given_at": timezone.now(),
        },
    )  # fmt: skip
    _add(
        ProgressReport,
        range(len(given)),
        lambda at: {
            "assignment": given[at], "place_code": given[at].place_code, "period_first_on": FIRST,
            "period_last_on": QUARTER_END, "status": ("submitted", "confirmed")[at % 2], "done_quantity": Decimal(2),
        },
    )  # fmt: skip


def _fill_matters(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.matters.models import Matter

    at = timezone.now()
    _add(
        Matter,
        numbers,
        lambda n: {
            "place_code": place_of(n),
            "number": f"20260101-{n:06d}",
            "kind": "report",
            "source": "portal",
            "title": f"演示反映{n}",
            "words": f"演示反映{n}",
            "received_at": at,
            "started_at": at,
            "due_at": at,
        },
    )


def _fill_analyses(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.documents.models import Document
    from gongjian.apps.matters.models import MatterAnalysis

    papers = _add(
        Document,
        numbers,
        lambda n: {
            "place_code": place_of(n),
            "kind": "brief",
            "title": f"演示分析{n}",
            "body": "正文。",
            "issuer": base["unit"],
            "period_first_on": FIRST,
            "period_last_on": LAST,
        },
    )
    _add(
        MatterAnalysis,
        range(len(papers)),
        lambda at: {
            "place_code": papers[at].place_code,
            "kind": "week",
            "first_on": FIRST + timedelta(days=7 * (numbers[at] // COMMUNITIES)),
            "last_on": LAST,
            "document": papers[at],
            "made_at": timezone.now(),
        },
    )


def _fill_mediations(base: dict[str, Any], numbers: range) -> None:
    """Give each lot's latest matters to mediators, a thousand of them to the person of the office and the others to nobody."""
    from gongjian.apps.matters.models import Matter, Mediation, MediationMember

    at, office = timezone.now(), base["people"]["office"]
    matters = list(Matter.objects.order_by("-pk")[: len(numbers)])
    rows = _add(
        Mediation,
        range(len(matters)),
        lambda n: {"matter": matters[n], "opened_at": at, "next_at": at, "organisation": base["unit"]},
    )
    _add(
        MediationMember,
        range(min(len(rows), 1000)),
        lambda n: {"mediation": rows[n], "user": office, "appointed_at": at},
    )


def _fill_shifts(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.matters.models import ShiftHandover

    at, owner = timezone.now(), base["people"]["office"]
    _add(
        ShiftHandover,
        numbers,
        lambda n: {
            "place_code": place_of(n),
            "giver": owner,
            "taker": owner,
            "started_at": at - timedelta(hours=9),
            "ended_at": at - timedelta(hours=1),
            "next_ends_at": at,
            "confirmed_at": at,
        },
    )


def _fill_interfaces(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.api.models import ApiToken, Webhook

    at, owner = timezone.now(), base["people"]["office"]
    _add(
        ApiToken,
        numbers,
        lambda n: {
            "place_code": place_of(n),
            "user": owner,
            "name": f"系统{n}",
            "digest": f"{n:064d}",
            "hint": "abcd",
            "made_at": at,
            "expires_on": LAST,
        },
    )
    _add(
        Webhook,
        numbers,
        lambda n: {
            "place_code": place_of(n),
            "name": f"系统{n}",
            "url": f"https://example.cn/{n}",
            "secret": "whsec_AA==",
            "made_at": at,
        },
    )


def _fill_elections(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.councils.models import Election, Tenure

    held = _add(
        Election,
        numbers,
        lambda n: {
            "place_code": place_of(n),
            "kind": "committee",
            "title": f"选举{n}",
            "rule": {"roll_days": 20},
            "key": f"el{n}",
            "votes_on": LAST,
            "opens_at": timezone.now(),
            "closes_at": timezone.now(),
            "station": "社区会议室",
        },
    )
    _add(
        Tenure,
        range(len(held)),
        lambda at: {
            "place_code": held[at].place_code,
            "kind": "committee",
            "election": held[at],
            "post_name": "主任",
            "name": f"演{at}",
            "starts_on": FIRST,
            "ends_on": LAST,
        },
    )


def _fill_funds(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.councils.models import Fund

    _add(
        Fund,
        numbers,
        lambda n: {
            "place_code": place_of(n),
            "year": 2026,
            "title": f"资金{n}",
            "fund_cents": 1_000_000,
            "source": "专户",
            "collect_until": LAST,
            "rule": {"most_marks": 3},
            "phone": "0825",
            "vote_key": f"fund{n}",
        },
    )


def _fill_hearings(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.hearings.models import AidApplication
    from gongjian.apps.parties.models import Resident

    heads = _add(
        Resident,
        numbers,
        lambda n: {"place_code": place_of(n), "name": f"演{n}", "group": "resident"},
    )
    _add(
        AidApplication,
        range(len(heads)),
        lambda at: {
            "place_code": heads[at].place_code,
            "year": 2026,
            "number": numbers.start + at,
            "kind": "low_income",
            "head": heads[at],
            "facts": "演示",
            "applied_on": FIRST,
        },
    )


def _fill_covenants(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.councils.models import Covenant, CovenantVersion

    made = _add(
        Covenant,
        numbers,
        lambda n: {"place_code": place_of(n), "kind": "civility", "title": f"演示公约{n}"},
    )
    _add(
        CovenantVersion,
        range(len(made)),
        lambda at: {
            "covenant": made[at],
            "number": 1,
            "status": "discussing",
            "first_on": FIRST,
            "last_on": LAST,
        },
    )


def _fill_pairings(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.cobuilding.models import Pairing, TeaParty, UnitOpinion

    at = timezone.now()
    _add(
        Pairing,
        numbers,
        lambda n: {
            "place_code": place_of(n),
            "kind": "building",
            "subject": f"{n}栋",
            "purpose": "看望老人",
            "starts_on": FIRST,
            "ends_on": LAST,
        },
    )
    parties = _add(
        TeaParty,
        numbers,
        lambda n: {
            "place_code": place_of(n),
            "year": 1000 + n // COMMUNITIES,
            "on": date.fromordinal(FIRST.toordinal() + n),
            "changed_at": at,
        },
    )
    _add(
        UnitOpinion,
        range(len(parties)),
        lambda at: {
            "place_code": parties[at].place_code,
            "organisation": base["unit"],
            "party": parties[at],
            "text": f"演示意见{numbers.start + at}",
            "made_on": FIRST,
        },
    )


def _fill_councils(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.councils.models import Council, Meeting, Resolution

    councils = _add(
        Council,
        numbers,
        lambda n: {"place_code": place_of(n), "name": f"议事会{n}", "kind": "joint", "founded_on": FIRST},
    )
    meetings = _add(
        Meeting,
        range(len(councils)),
        lambda at: {
            "council": councils[at],
            "number": 1,
            "starts_at": timezone.now(),
            "venue": "会议室",
            "status": "closed",
        },
    )
    _add(
        Resolution,
        range(len(councils)),
        lambda at: {
            "council": councils[at],
            "meeting": meetings[at],
            "text": "开放操场",
            "owner_name": "演示",
            "due_on": LAST,
        },
    )


def _fill_supervision(base: dict[str, Any], numbers: range) -> None:
    from gongjian.apps.documents.models import Document
    from gongjian.apps.supervision.models import Issue, Letter, Matter, Meeting, Note, SupervisionPlan

    at = timezone.now()
    _add(
        SupervisionPlan,
        numbers,
        lambda n: {"place_code": place_of(n), "title": f"计划{n}", "starts_on": FIRST, "ends_on": LAST},
    )
    _add(
        Note,
        numbers,
        lambda n: {"place_code": place_of(n), "seen_on": FIRST, "text": f"演示记录{n}", "written_at": at},
    )
    _add(
        Meeting,
        numbers,
        lambda n: {
            "place_code": place_of(n),
            "held_on": date.fromordinal(FIRST.toordinal() + n),
            "first_on": FIRST,
        },
    )
    numbered = {"issuer_place_code": COUNTY, "year": 2026}
    _add(
        Matter,
        numbers,
        lambda n: {
            "place_code": place_of(n),
            "number": n,
            "title": f"演示事项{n}",
            "origin": "instruction",
            "opened_on": FIRST,
            "first_due_on": QUARTER_END,
            "due_on": QUARTER_END,
            **numbered,
        },
    )
    _add(
        Letter,
        numbers,
        lambda n: {
            "place_code": f"{COUNTY}{n:09d}",
            "number": n,
            "title": f"责任书{n}",
            "programme": base["work"],
            "issuer_name": "甲",
            "receiver_name": "乙",
            "due_on": LAST,
            "made_on": FIRST,
            **numbered,
        },
    )
    papers = _add(
        Document,
        numbers,
        lambda n: {
            "place_code": place_of(n),
            "kind": "brief",
            "title": f"简报{n}",
            "issuer": base["unit"],
            "body": "正文。",
            "period_first_on": FIRST,
            "period_last_on": LAST,
        },
    )
    _add(
        Issue,
        range(len(papers)),
        lambda at: {
            "place_code": COUNTY,
            "kind": "brief",
            "year": 2026,
            "number": numbers.start + at + 1,
            "document": papers[at],
        },
    )


def _fill_core(base: dict[str, Any], numbers: range) -> None:
    from gongjian.core.models import AuditEntry, Rule

    _add(
        AuditEntry, numbers, lambda n: {"at": timezone.now(), "actor_name": "基准", "action": "bench.filled"}
    )
    _add(
        Rule,
        numbers,
        lambda n: {"key": f"bench.{n}", "effective_on": FIRST, "value": n, "citation": "基准"},
    )
