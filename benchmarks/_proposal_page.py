"""A whole district through the real pages: rows of a drawn district, the product's server with its worker, a browser without scripts."""

import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from datetime import time as clock
from pathlib import Path
from typing import Any

from benchmarks._districts import START, district
from benchmarks._load.web import Answer, Browser, Record, hidden
from benchmarks._server import Server, scratch_database, session_of, set_up
from gongjian.engines.matching import Problem

DISTRICT, YEAR_END = "5109", date(START.year, 12, 31)
KINDS = 29
POLL_S, GIVE_UP_S, SETTLE_S = 0.5, 120, 10
SKILLS = {"医师": "doctor", "电工": "electrician"}


def fill(size: tuple[int, int, int]) -> Any:
    """Write a drawn district into the three lists, all of it shown in the district; return the person who works there."""
    from gongjian.apps.cobuilding.choices import catalogue
    from gongjian.apps.cobuilding.models import Alliance, AllianceMember, Need, Resource
    from gongjian.apps.parties.models import Grant, Organisation, User
    from gongjian.apps.places.models import Place
    from gongjian.core.rules import load_first_versions

    load_first_versions()
    problem = district(1, *size, KINDS)
    categories = list(catalogue().categories)
    codes = sorted({one.community for one in problem.needs} | _homes(problem))
    parents = sorted({code[:length] for code in codes for length in (2, 4, 6, 9)})
    Place.objects.bulk_create(
        Place(code=code, name=f"地方{code}", level=len(code), parent_code=_above(code))
        for code in [*parents, *codes]
    )
    keys = sorted({one.unit for one in problem.resources})
    units = dict(
        zip(
            keys,
            Organisation.objects.bulk_create(
                Organisation(place_code=DISTRICT, name=f"单位{key}", kind="resident_unit") for key in keys
            ),
            strict=True,
        )
    )
    alliance = Alliance.objects.create(place_code=DISTRICT, name="联盟", founded_on=START)
    ceilings = {one.key: one.ceiling for one in problem.units}
    AllianceMember.objects.bulk_create(
        AllianceMember(
            alliance=alliance,
            organisation=units[key],
            side="unit",
            joined_on=START,
            ceiling=ceilings.get(key),
        )
        for key in keys
    )
    Need.objects.bulk_create(
        (
            Need(
                **_shared(one, categories[int(one.category[1:])], f"XQ{n}", one.quantity),
                place_code=one.community,
                published_to=one.community,
                for_whom="居民",
                urgency=one.urgency,
                status="open",
            )
            for n, one in enumerate(problem.needs)
        ),
        batch_size=2_000,
    )
    Resource.objects.bulk_create(
        (
            Resource(
                **_shared(one, categories[int(one.categories[0][1:])], f"ZY{n}", one.capacity),
                place_code=DISTRICT,
                published_to=DISTRICT if len(one.place) < len(DISTRICT) else one.place,
                organisation=units[one.unit],
                reach_m=one.reach_m,
            )
            for n, one in enumerate(problem.resources)
        ),
        batch_size=2_000,
    )
    user = User.objects.create(
        username="bench", full_name="基准", place_code=DISTRICT, has_second_factor=True, password="!"
    )
    Grant.objects.create(user=user, role="office", place_code=DISTRICT)
    return user


def _homes(problem: Problem) -> set[str]:
    return {one.place for one in problem.resources if len(one.place) == len(problem.needs[0].community)}


def _above(code: str) -> str:
    return code[: {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}[len(code)]]


def _shared(one: Any, category: str, number: str, quantity: int) -> dict[str, Any]:
    return {
        "number": number,
        "category": category,
        "title": f"演示{number}",
        "quantity": quantity,
        "first_on": one.first_on,
        "last_on": one.last_on,
        "weekdays": "".join(map(str, one.weekdays)),
        "starts_at": _clock(one.opens),
        "ends_at": _clock(one.closes),
        "latitude": round(one.point.latitude, 6),
        "longitude": round(one.point.longitude, 6),
        "qualifications": [SKILLS[name] for name in one.qualifications],
        "expires_on": YEAR_END,
    }


def _clock(minutes: int | None) -> clock | None:
    return None if minutes is None else clock(minutes // 60, minutes % 60)


@contextmanager
def served(port: int, user: Any) -> Iterator[Browser]:
    """Run the product's server with two web processes and its worker; yield a signed-in browser."""
    server = Server(port, 2)
    browser = Browser(port, Record(), "10.0.0.1", session_of(user))
    server.start()
    try:
        yield browser
    finally:
        browser.close()
        server.stop()


def run_through(browser: Browser) -> dict[str, Any]:
    """Start a proposal by POST and poll as the page does, until its finished page is there; seconds on the wall."""
    from gongjian.apps.cobuilding.models import ProposalRun

    new = "/cobuilding/proposals/new/"
    form = _opened(browser.get("form", new, time.monotonic()))
    fields = {
        "csrfmiddlewaretoken": hidden(form.body, "csrfmiddlewaretoken"),
        "place_code": DISTRICT,
        "starts_on": str(START),
        "ends_on": str(YEAR_END),
    }
    started = time.monotonic()
    page = _opened(browser.post("start", new, fields, started))
    run = ProposalRun.objects.latest("pk")
    here, steps = f"/cobuilding/proposals/{run.pk}/", list[str]()
    while 'id="progress"' in page.body:
        if time.monotonic() - started > GIVE_UP_S:
            raise SystemExit("配对没有算完。")
        run.refresh_from_db(fields=["step"])
        steps += [str(run.get_step_display())] if run.get_step_display() not in steps else []
        time.sleep(POLL_S)
        page = _opened(browser.get("poll", here, time.monotonic()))
    seconds = time.monotonic() - started
    run.refresh_from_db()
    return {
        "run": run.pk, "whole_s": round(seconds, 2), "state": run.state, "steps_shown": steps, "eligible": run.eligible,
        "timings_ms": run.timings,
    }  # fmt: skip


def rule_out(browser: Browser, run_id: int, times: int) -> list[dict[str, float]]:
    """Rule proposed pairs out by POST, one after the other; seconds of the POST and of the page it leads to."""
    from gongjian.apps.cobuilding.models import ProposedPair

    draw, found = random.Random(7), []
    for _ in range(times):
        rows = ProposedPair.objects.filter(run=run_id, status="proposed").order_by("pk")
        pair = rows[draw.randrange(rows.count())]
        address = f"/cobuilding/proposals/{run_id}/pairs/{pair.pk}/forbid/"
        form = _opened(browser.get("form", address, time.monotonic()))
        fields = {
            "csrfmiddlewaretoken": hidden(form.body, "csrfmiddlewaretoken"),
            "reason": "上次的场地太吵",
        }
        record = browser.record.times
        before = len(record["forbid"])
        _opened(browser.post("forbid", address, fields, time.monotonic()))
        assert len(record["forbid"]) == before + 1 and len(record["forbid →"]) == before + 1, "没有排除"
        found.append({"post_s": record["forbid"][-1], "page_s": record["forbid →"][-1]})
    return found


def _opened(answer: Answer | None) -> Answer:
    if answer is None or answer.status != 200:
        raise SystemExit(f"页面没有打开：{answer and answer.status}")
    return answer


def measure_pages(
    database: str, port: int, size: tuple[int, int, int], times: int
) -> tuple[dict[str, Any], Any]:
    """Measure the whole journey on an installation of its own; return the figures and what the run stood at, for a rival.

    The first decisions after a start are counted with the others and told apart: `first_s`, of two web processes.
    """
    folder = Path(tempfile.mkdtemp(prefix="gongjian-proposal-"))
    try:
        with scratch_database(database, folder) as url:
            set_up(folder, url)
            from django.db import connection

            user = fill(size)
            with served(port, user) as browser:
                time.sleep(SETTLE_S)
                told = run_through(browser)
                standing = standing_of(told["run"])
                decisions = rule_out(browser, told["run"], times // 2)
            with served(port, user) as browser:
                time.sleep(SETTLE_S)
                decisions += rule_out(browser, told["run"], times - times // 2)
            connection.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    posts = sorted(one["post_s"] for one in decisions)
    pages = sorted(one["page_s"] for one in decisions)
    halves = (decisions[: times // 2], decisions[times // 2 :])
    return told | {
        "forbid": {name: _spread(found) for name, found in (("post_s", posts), ("page_s", pages))},
        "first_s": [round(half[0]["post_s"], 3) for half in halves if half],
    }, standing


def _spread(found: list[float]) -> dict[str, float]:
    at = {"min": 0, "median": len(found) // 2, "p95": len(found) * 95 // 100, "max": len(found) - 1}
    return {name: round(found[min(place, len(found) - 1)], 3) for name, place in at.items()}


def standing_of(run_id: int) -> Any:
    """Read what the run stands at, for the rival."""
    from gongjian.apps.cobuilding.models import ProposalRun
    from gongjian.apps.cobuilding.selectors.proposals.standing import load_standing

    return load_standing(ProposalRun.objects.get(pk=run_id)).standing
