"""Every kind of page that some role reaches: no serious fault that axe can find, no sideways scroll."""

import re
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from itertools import groupby
from typing import Any
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from gongjian.apps.councils.models import Meeting
from gongjian.apps.councils.services.covenants import SecretVote, open_secret
from gongjian.apps.councils.services.meetings import open_item_vote
from gongjian.apps.hearings.models import Hearing
from gongjian.apps.inspections.services import rate_round
from gongjian.apps.matters.services import HOTLINE_COLUMNS, read_hotline
from gongjian.apps.matters.services.load import load_first_classes
from gongjian.apps.plans.services import import_text
from gongjian.apps.portal.models import Consultation
from gongjian.apps.portal.services import ConsultationSpec, NoticeSpec, ask_everybody, post_notice
from gongjian.core.access import SYSTEM, Role
from gongjian.core.rules import load_first_versions
from gongjian.readers import SheetData, write_xlsx
from tests.apps.cobuilding.pairings.builders import make_pairing
from tests.apps.councils.meeting_builders import hold, make_council, plan, with_delegates
from tests.apps.documents.builders import make_document
from tests.apps.matters.test_ideas import make_idea
from tests.apps.programmes.builders import acknowledged, give, make_programme, on, report
from tests.apps.workbench.test_crawl import person
from tests.browser.test_journey import PLAN
from tests.covenant_factories import make_version
from tests.election_factories import make_voters, make_voting
from tests.factories import COMMUNITIES, COUNTY, make_actor
from tests.fund_factories import make_posted
from tests.hearing_factories import make_application, make_hearings
from tests.inspection_factories import make_round, make_scheme, make_sheet, open_sheet
from tests.matter_factories import make_at_every_step, make_desk
from tests.mediation_factories import make_agreed, make_talks
from tests.portal_factories import flood_in, make_door

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROLES = (Role.OFFICE, Role.WORKER, Role.INSPECTOR, Role.LEADER, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)
FOR_RESIDENTS = {  # the matters of people and those who keep them, whole
    "matters:matters", "matters:board", "matters:map", "matters:add_matter", "matters:import_hotline",
    "matters:import", "matters:matter reported", "matters:matter closed", "matters:reveal_reporter",
    "portal:desk", "portal:poster", "portal:notices", "portal:questions", "portal:question", "portal:held",
    "portal:held_sender", "portal:untold", "portal:mailbox", "matters:shifts", "matters:add_shift", "matters:analyses", "matters:add_analysis",
    "matters:mediations", "matters:mediation", "matters:mediation_notes", "hearings:applications", "hearings:add_application", "hearings:application",
    "hearings:reveal_application", "hearings:call_hearing", "hearings:hearing", "hearings:reveal_panel",
    "hearings:read_papers", "hearings:posting", "hearings:vote", "interfaces:tokens", "interfaces:webhooks",
}  # fmt: skip
TOGETHER = {  # councils, covenants, elections, funds, ideas, pairings, who builds with whom
    "councils:list", "councils:covenants", "councils:elections", "councils:funds", "matters:ideas",
    "cobuilding:pairings", "cobuilding:network",
}  # fmt: skip
PER_ROLE = ("workbench:index",)  # pages that show each role something else
LINK = re.compile(r'\s(?:href|hx-get)="([^"]*)"')
LEFT_OUT = re.compile(
    r"//|/(accounts|static|files|p)/|.*/file\.pdf"
)  # sign-in, files, the public door (test_public_door), PDFs that need fonts
WIDTHS = (1440, 390)
TOO_GRAVE = ("serious", "critical")
FOUND_BY_AXE = "rules => axe.run({resultTypes: ['violations'], rules}).then(found => found.violations)"
SAME_COLOURS: dict[str, Any] = {"color-contrast": {"enabled": False}}
"""Left out at the second width: the colours are those of the first, and measuring them takes the most time."""


@pytest.fixture
def county(places: None) -> None:
    """A county in the middle of its year: a plan, two programmes, a rated round, a paper, an open sheet."""
    load_first_versions()
    with on("2026-05-20"):
        programme = make_programme()
        first, second, _third = acknowledged(programme)
        report(first, 4)
        report(second, 5, confirm=False)
        give(make_programme(title="2026年楼道整治行动"))
        row = make_round()
        for code, score in zip(COMMUNITIES, ("95", "82.5", "61"), strict=True):
            make_sheet(row, code, score)
        rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=make_scheme().pk)
        make_document(make_actor(place_code=COUNTY), body="本期共 3 个社区。")
    make_hearings(make_actor(Role.WORKER, COMMUNITIES[0]))
    import_text(actor=make_actor(place_code=COUNTY), text=PLAN, place_code=COUNTY)


@pytest.fixture
def door(county: None) -> None:
    """A public door with a notice, a question, and reports held back."""
    today = timezone.localdate()
    days = {"first_on": today, "last_on": today + timedelta(days=5)}
    load_first_classes()
    make_door()
    desk = make_desk(COUNTY)
    post_notice(actor=desk, place_code=COUNTY, spec=NoticeSpec(title="分段停水", body="请储水。", **days))
    spec = ConsultationSpec(title="公园怎么改", question="先改哪里？", **days)
    ask_everybody(actor=desk, place_code=COUNTY, spec=spec)
    flood_in(7)


def unlinked(user: Any) -> dict[str, tuple[Any, str]]:
    """Pages that links lead to only now and then: matters and hearings at every step, a list being brought in."""
    book = write_xlsx(
        [SheetData("转办单", HOTLINE_COLUMNS, [["RX-1", "", "没有的社区", "", "", "", "", ""]])]
    )
    kept = read_hotline(actor=user.as_actor(), content=book, name="转办单.xlsx")
    uncalled = make_application(make_actor(Role.WORKER, COMMUNITIES[0]))
    hearings = {row.status: row for row in Hearing.objects.all()}
    voting = hearings["voting"]
    return {
        **{
            f"matters:matter {state}": (user, f"/matters/{row.pk}/")
            for state, row in make_at_every_step(make_desk(COUNTY)).items()
        },
        **{
            f"hearings:hearing {status}": (user, f"/hearings/hearing/{row.pk}/")
            for status, row in hearings.items()
        },
        "matters:import": (user, f"/matters/import/{kept.pk}/"),
        "hearings:call_hearing": (user, f"/hearings/{uncalled.pk}/call/"),
        "hearings:read_papers": (user, f"/hearings/hearing/{voting.pk}/papers/"),
        "hearings:vote": (user, f"/hearings/vote/{voting.vote_key}/"),
        "portal:question": (user, f"/portal/questions/{Consultation.objects.get().pk}/"),
        "matters:analyses": (user, "/matters/analysis/"),
        "matters:add_analysis": (user, "/matters/analysis/add/"),
        "matters:shifts": (user, "/matters/shifts/"),
        "matters:add_shift": (user, "/matters/shifts/add/"),
        "portal:untold": (user, "/portal/messages/"),
        "portal:mailbox": (person(Role.SYSTEM_ADMIN), "/portal/mailbox/"),
        "interfaces:tokens": (person(Role.SECURITY_ADMIN), "/interfaces/tokens/"),
    }


def mediated(user: Any) -> dict[str, tuple[Any, str]]:
    """The pages of somebody who mediates: his cases, one being talked over and its notes, one agreed."""
    talks, *_sides = make_talks(make_desk(COUNTY), user.as_actor())
    agreed, *_sides = make_agreed(make_desk(COUNTY), user.as_actor())
    return {
        "matters:mediations": (user, "/matters/mediations/"),
        "matters:mediation": (user, f"/matters/{talks.matter_id}/mediation/"),
        "matters:mediation_notes": (user, f"/matters/{talks.matter_id}/mediation/notes/"),
        "matters:mediation agreed": (user, f"/matters/{agreed.matter_id}/mediation/"),
    }


def self_governed(user: Any) -> dict[str, tuple[Any, str]]:
    """The pages of a community that governs itself: a council that votes in secret, a covenant and an election at the vote."""
    worker = user.as_actor()
    council = make_council(3)
    with_delegates(council)
    meeting = plan(worker, council)
    Meeting.objects.filter(pk=meeting.pk).update(status="called", starts_at=timezone.now())
    hold(worker, meeting)
    (item,) = meeting.items.all()
    voted, _tokens = open_item_vote(actor=worker, agenda_item_id=item.pk)
    make_voters(12)
    election = make_voting(worker)
    version = make_version(status="checked")
    open_secret(actor=worker, version_id=version.pk, meeting=SecretVote(voters="residents"))
    fund = make_posted(worker)
    idea = make_idea(place_code=COMMUNITIES[0])
    pairing = make_pairing(worker)
    return {
        "councils:council": (user, f"/councils/{council.pk}/"),
        "councils:meeting": (user, f"/councils/meetings/{meeting.pk}/"),
        "councils:propose": (user, f"/councils/{council.pk}/items/add/"),
        "councils:vote_on_item": (user, f"/councils/items/vote/{voted.vote_key}/"),
        "councils:propose_idea": (user, f"/councils/ideas/{idea.pk}/propose/"),
        "matters:idea": (user, f"/matters/ideas/{idea.pk}/"),
        "councils:covenant_version": (user, f"/councils/covenants/drafts/{version.pk}/"),
        "councils:covenant_roll": (user, f"/councils/covenants/drafts/{version.pk}/secret/roll/"),
        "councils:election": (user, f"/councils/elections/{election.pk}/"),
        "councils:election_roll": (user, f"/councils/elections/{election.pk}/roll/"),
        "councils:give_ballots": (user, f"/councils/elections/{election.pk}/give/"),
        "councils:reissue_token": (user, f"/councils/elections/{election.pk}/reissue/"),
        "councils:public_election": (user, f"/councils/election/{election.key}/"),
        "councils:fund": (user, f"/councils/funds/{fund.pk}/"),
        "cobuilding:pairing": (user, f"/cobuilding/pairings/{pairing.pk}/"),
        "parties:calendar_feeds": (user, reverse("parties:calendar_feeds")),
    }


def links_of(address: str, source: str) -> list[str]:
    """Return the addresses within the product that a page links to."""
    targets = [urljoin(address, unescape(link)) for link in LINK.findall(source)]
    return [
        target.split("#")[0] for target in targets if target.startswith("/") and not LEFT_OUT.match(target)
    ]


def kinds_of_pages(user: Any, role: Role, seen: dict[str, tuple[Any, str]]) -> None:
    """Follow links as a role and keep the first address of every kind of page in `seen`, by URL name."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    known, waiting = {"/"}, deque(["/"])
    opened: set[str] = set()
    while waiting:
        address = waiting.popleft()
        name = resolve(address.split("?")[0]).view_name
        if name in opened:
            continue
        answer = client.get(address, follow=True)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        opened.add(name)
        if b"<html" in answer.content[:500]:
            seen.setdefault(f"{name} {role}" if name in PER_ROLE else name, (user, address))
        fresh = [link for link in links_of(address, answer.content.decode()) if link not in known]
        known.update(fresh)
        waiting.extend(fresh)


@pytest.fixture
def pages(door: None) -> dict[str, tuple[Any, str]]:
    """Find every kind of page: by URL name, who opens it and where."""
    seen: dict[str, tuple[Any, str]] = {}
    for role in ROLES:
        user = person(role)
        if role == Role.INSPECTOR:
            today = timezone.localdate()
            row = make_round(title="本月检查", starts_on=today, ends_on=today)
            open_sheet(user.as_actor(), row, COMMUNITIES[0])
        if role == Role.OFFICE:
            seen.update(unlinked(user))
        if role == Role.WORKER:
            seen.update(mediated(user))
        kinds_of_pages(user, role, seen)
    seen.update(self_governed(person(Role.WORKER)))
    assert len(seen) > 100
    assert seen.keys() >= FOR_RESIDENTS
    assert seen.keys() >= TOGETHER
    assert {"inspections:item", "programmes:write", "plans:plan", "documents:document"} <= seen.keys()
    return seen


def faults_of(page: Any, axe: Any) -> list[str]:
    """Measure the page at both widths; axe is put into it once, and sends back only what is wrong."""
    page.evaluate(axe.axe_script)
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for found in page.evaluate(FOUND_BY_AXE, {} if width == WIDTHS[0] else SAME_COLOURS):
            if found["impact"] in TOO_GRAVE:
                faults.append(f"{width}: {found['id']}: {found['nodes'][0]['html'][:160]}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{width}: it is {wide} px wide")
    return faults


def test_no_page_has_a_grave_fault_or_scrolls_sideways(
    pages: dict[str, tuple[Any, str]], open_page: Callable[..., Any], client: Client, live_server: Any
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    faults: list[str] = []
    for user, visits in groupby(pages.items(), key=lambda page: page[1][0]):
        client.force_login(user, backend=BACKEND)
        page = open_page("/")
        for name, (_user, address) in visits:
            answer = page.goto(live_server.url + address)
            assert answer.status == 200, f"{name} {address} answered {answer.status}"
            faults += [f"{name} {address} {fault}" for fault in faults_of(page, axe)]
        page.context.close()

    assert faults == []
