"""One object of every kind at one place, for the access matrix: what each address needs to be opened.

Each bears a mark of its kind and place in what a page would show of it, so that a leak is read in the answer.
"""

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from gongjian.apps.api.models import ApiToken, Delivery, Webhook
from gongjian.apps.cobuilding.models import (
    Agreement,
    AgreementLine,
    AgreementStep,
    Alliance,
    AllianceMember,
    Claim,
    Contributor,
    Delegate,
    KnownUnit,
    Need,
    NeedHousehold,
    Pairing,
    PairingHousehold,
    PairingVisit,
    Pledge,
    PledgeLine,
    ProposalRun,
    ProposedPair,
    Resource,
    Statement,
    Supplement,
    TeaParty,
    TeaPartySeat,
    UnitOpinion,
)
from gongjian.apps.cobuilding.models import Delivery as Given
from gongjian.apps.cobuilding.models import Project as Collaboration
from gongjian.apps.cobuilding.services.proposals import RunSpec, start_run
from gongjian.apps.councils.models import (
    AgendaItem,
    Attendance,
    Council,
    CouncilMember,
    Covenant,
    CovenantClause,
    CovenantOpinion,
    CovenantVersion,
    CovenantVote,
    CovenantVoter,
    Fund,
    Resolution,
    Wish,
)
from gongjian.apps.councils.models import Meeting as CouncilMeeting
from gongjian.apps.councils.models.elections import (
    Candidate,
    Election,
    ElectionPost,
    ElectionReminder,
    MobileBox,
    Proxy,
    RollCorrection,
    RollEntry,
    Tenure,
)
from gongjian.apps.councils.selectors.elections import question_of, rules_of
from gongjian.apps.documents.models import Document, QuotedFigure, Template
from gongjian.apps.hearings.models import AidApplication, Hearing, Objection, Posting
from gongjian.apps.indicators.models import (
    DefinitionInput,
    IndicatorDefinition,
    IndicatorValue,
    Project,
    ProjectUnit,
    Screen,
)
from gongjian.apps.inspections.models import (
    Appeal,
    Draw,
    Finding,
    Grade,
    Honour,
    HonourAward,
    ItemPicture,
    ItemRule,
    Phone,
    RatingRule,
    RatingScheme,
    RectificationOrder,
    ReplayedOperation,
    Round,
    Rubric,
    RubricItem,
    RubricVersion,
    ScoreSheet,
    SeverityDecision,
    SheetConflict,
    SheetEntry,
    TakenRound,
    Visit,
)
from gongjian.apps.matters.models import (
    AgreementPoint,
    Extension,
    IdeaLink,
    IdeaReview,
    MatterAnalysis,
    MatterPhoto,
    Mediation,
    MediationAgreement,
    MediationMember,
    MediationNote,
    MediationParty,
    MediationSession,
    Message,
    Reporter,
    ShiftHandover,
    ShiftItem,
    Step,
)
from gongjian.apps.matters.models import Assignment as MatterAssignment
from gongjian.apps.matters.models import Matter as RaisedMatter
from gongjian.apps.parties.models import Grant, Group, Organisation, Relation, Resident, StandIn, User
from gongjian.apps.places.models import FunctionalArea
from gongjian.apps.plans.models import Plan, PlanItem, PlanUnit
from gongjian.apps.portal.choices import SubmissionState
from gongjian.apps.portal.models import (
    Consultation,
    Door,
    Mailbox,
    PublicNotice,
    ReceivedMail,
    Submission,
    SubmissionPhoto,
)
from gongjian.apps.programmes.models import Assignment, Programme, ProgressReport, Target, Task
from gongjian.apps.supervision.models import (
    Issue,
    Letter,
    LetterClause,
    Matter,
    MatterEntry,
    Meeting,
    MeetingPoint,
    Note,
    PlannedActivity,
    SupervisionPlan,
)
from gongjian.core import ballots, waiting_photos
from gongjian.core.access import SYSTEM, Right, Role
from gongjian.core.files import path_of, store_document
from gongjian.core.models import StoredFile
from gongjian.engines import tally
from gongjian.engines.officialdoc import OfficialDocument, render_docx
from tests.factories import make_organisation, make_user
from tests.inspection_factories import photo_bytes

DAY = date(2026, 3, 31)


MARKED: dict[str, Any] = {
    "organisation": Organisation,
    "person": User,
    "group": Group,
    "rubric": Rubric,
    "round": Round,
    "draw": Draw,
    "scheme": RatingScheme,
    "finding": SheetEntry,
    "grade": Grade,
    "phone": TakenRound,
    "conflict": SheetConflict,
    "refused": ReplayedOperation,
    "appeal": Appeal,
    "honour": Honour,
    "award": HonourAward,
    "order": RectificationOrder,
    "seen": Finding,
    "programme": Programme,
    "target": Target,
    "task": Task,
    "report": ProgressReport,
    "plan": Plan,
    "document": Document,
    "template": Template,
    "supervisionplan": SupervisionPlan,
    "activity": PlannedActivity,
    "note": Note,
    "matter": Matter,
    "entry": MatterEntry,
    "letter": Letter,
    "clause": LetterClause,
    "point": MeetingPoint,
    "case": RaisedMatter,
    "held": Submission,
    "news": PublicNotice,
    "question": Consultation,
    "reporter": Reporter,
    "step": Step,
    "message": Message,
    "said": MediationNote,
    "shift": ShiftHandover,
    "token": ApiToken,
    "webhook": Webhook,
    "pairing": Pairing,
    "pairingvisit": PairingVisit,
    "teaparty": TeaParty,
    "unitopinion": UnitOpinion,
    "delivery": Delivery,
    "fund": Fund,
    "wish": Wish,
    "hearing": Hearing,
    "election": Election,
    "tenure": Tenure,
    "mobilebox": MobileBox,
    "candidate": Candidate,
    "posting": Posting,
    "objection": Objection,
    "covenant": Covenant,
    "opinion": CovenantOpinion,
    "idea": RaisedMatter,
    "came": IdeaLink,
    "area": FunctionalArea,
    "file": StoredFile,
    "definition": IndicatorDefinition,
    "value": IndicatorValue,
    "project": Project,
    "projectunit": ProjectUnit,
    "screen": Screen,
    "need": Need,
    "resource": Resource,
    "claim": Claim,
    "alliance": Alliance,
    "known": KnownUnit,
    "delegate": Delegate,
    "collaboration": Collaboration,
    "pact": Agreement,
    "gift": Given,
    "pledge": Pledge,
    "statement": Statement,
    "council": Council,
    "councilmeeting": CouncilMeeting,
    "agendaitem": AgendaItem,
    "resolution": Resolution,
}
"""What each kind of mark stands for."""


def mark(kind: str, place_code: str) -> str:
    """Write what no page says by itself: 〔kind-code〕."""
    return f"〔{kind}-{place_code}〕"


def make_objects(place_code: str, above: dict[str, Any] | None = None) -> dict[str, Any]:
    """Make one of each at a place; keys are the names that addresses use.

    With `above`, the place also takes part in the programme and the round of the place above it.
    """
    found: dict[str, Any] = {"code": place_code, "key": "programmes.assigned"}
    found |= _parties(place_code) | _inspections(place_code) | _programmes(place_code)
    found |= _indicators(place_code)
    found |= _plans(place_code, found["programme_id"]) | _documents(place_code, found["organisation_id"])
    found |= _matters(place_code, found["organisation_id"]) | _interfaces(place_code)
    found |= _hearings(place_code) | _covenants(place_code) | _ideas(place_code)
    found |= _funds(place_code)
    found |= _elections(place_code)
    found |= _councils(place_code, found["organisation_id"])
    found |= _portal(place_code)
    found |= _cobuilding(place_code, found["organisation_id"])
    found |= _pairings(place_code, found["organisation_id"], found["resident_id"])
    found |= _supervision(place_code, found["programme_id"], found["organisation_id"])
    if above:
        _assigned(above["task_id"], place_code)
        _scored(above, place_code)
    area = FunctionalArea.objects.create(place_code=place_code, name=mark("area", place_code))
    file = StoredFile.objects.create(
        place_code=place_code,
        sha256="0" * 64,
        size=1,
        kind="document",
        content_type="text/plain",
        right=Right.PLANS_VIEW,
        name=mark("file", place_code),
    )
    return found | {"area_id": area, "file_id": file}


def _cobuilding(place_code: str, unit: Organisation) -> dict[str, Any]:
    """Make a need found in a household and shown here, a resource of the unit, and a claim between them."""
    entry = {
        "place_code": place_code,
        "category": "venue.hall",
        "quantity": 9,
        "expires_on": date(2099, 12, 31),
    }
    need = Need.objects.create(
        **entry,
        number=f"XQ{place_code}",
        title=mark("need", place_code),
        for_whom="居民",
        published_to=place_code,
        people=8,
    )
    resident = Resident.objects.create(place_code=place_code, name="江大河", group="resident")
    NeedHousehold.objects.create(need=need, resident=resident, note="独居")
    resource = Resource.objects.create(
        **entry,
        number=f"ZY{place_code}",
        title=mark("resource", place_code),
        organisation=unit,
        published_to=place_code,
    )
    claim = Claim.objects.create(
        place_code=place_code,
        organisation=unit,
        need=need,
        resource=resource,
        side="unit",
        quantity=1,
        words=mark("claim", place_code),
    )
    run, pair = _proposal(need, resource)
    found = {"need_id": need, "resource_id": resource, "claim_id": claim, "run_id": run, "pair_id": pair}
    found |= _alliance(place_code, unit)
    return found | _agreement(place_code, unit, claim) | _contribution(place_code, unit)


def _alliance(place_code: str, unit: Organisation) -> dict[str, Any]:
    """Make an alliance with the unit as its member, a delegate, and a project that the unit leads."""
    first = date(2026, 1, 1)
    alliance = Alliance.objects.create(
        place_code=place_code, name=mark("alliance", place_code), founded_on=first
    )
    member = AllianceMember.objects.create(alliance=alliance, organisation=unit, side="unit", joined_on=first)
    delegate = Delegate.objects.create(member=member, name=mark("delegate", place_code), starts_on=first)
    known = KnownUnit.objects.create(
        place_code=place_code, name=mark("known", place_code), name_key="known", kind="resident_unit"
    )
    project = Collaboration.objects.create(
        place_code=place_code,
        number=f"XM{place_code}",
        title=mark("collaboration", place_code),
        purpose="一起办",
        lead=unit,
        starts_on=first,
        ends_on=date(2026, 12, 31),
        published_to=place_code,
    )
    found = {"alliance_id": alliance, "member_id": member, "delegate_id": delegate, "known_unit_id": known}
    return found | {"collaboration_id": project}


def _agreement(place_code: str, unit: Organisation, claim: Claim) -> dict[str, Any]:
    """Make an agreement in force with a step, a delivery that waits, and a change that is asked for."""
    agreement = Agreement.objects.create(
        place_code=place_code,
        organisation=unit,
        number=f"XY{place_code}",
        title=mark("pact", place_code),
        starts_on=DAY,
        ends_on=date(2099, 12, 31),
        status="signed",
        signed_on=DAY,
        rating_key=f"key{place_code}",
    )
    line = AgreementLine.objects.create(agreement=agreement, claim=claim, need=claim.need, promised=5)
    step = AgreementStep.objects.create(
        agreement=agreement, title="开门", side="unit", owner_name="门卫", due_on=DAY
    )
    given = Given.objects.create(
        line=line,
        on=DAY,
        quantity=2,
        minutes=60,
        words=mark("gift", place_code),
        side="unit",
        entered_at=timezone.now(),
    )
    supplement = Supplement.objects.create(
        line=line, delta=-1, reason="少一次", side="unit", asked_at=timezone.now()
    )
    Contributor.objects.create(organisation=unit, name="李医生")
    return {
        "agreement_id": agreement,
        "step_id": step,
        "given_id": given,
        "supplement_id": supplement,
    }


def _contribution(place_code: str, unit: Organisation) -> dict[str, Any]:
    """Make a year's pledge and a statement whose file can be read."""
    pledge = Pledge.objects.create(
        place_code=place_code,
        organisation=unit,
        year=2026,
        text=mark("pledge", place_code),
        made_at=timezone.now(),
    )
    PledgeLine.objects.create(pledge=pledge, category="venue.hall", quantity=2)
    paper = store_document(
        actor=SYSTEM,
        content=render_docx(OfficialDocument(title=mark("statement", place_code), blocks=())),
        name="证明.docx",
        content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        right=Right.COBUILDING_VIEW,
        place_code=place_code,
    )
    statement = Statement.objects.create(
        place_code=place_code,
        organisation=unit,
        year=2026,
        number=f"GX{place_code}",
        code=f"code{place_code}",
        figures=[],
        place_name="社区",
        unit_name=mark("statement", place_code),
        sha256="0" * 64,
        issued_on=DAY,
        docx=paper,
        pdf=paper,
    )
    return {"pledge_id": pledge, "statement_id": statement}


def _proposal(need: Need, resource: Resource) -> tuple[ProposalRun, ProposedPair]:
    """Make a proposal of the engine with one pair that waits for a decision."""
    spec = RunSpec(place_code=need.place_code, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    run = start_run(actor=SYSTEM, spec=spec)
    pair, _made = ProposedPair.objects.get_or_create(
        run=run,
        need=need,
        resource=resource,
        defaults={"place_code": need.place_code, "quantity": 1, "distance_m": 0},
    )
    return run, pair


def _ideas(place_code: str) -> dict[str, Any]:
    """Make an adopted idea with something that came of it."""
    now = timezone.now()
    idea = RaisedMatter.objects.create(
        place_code=place_code, number=f"idea-{place_code}", kind="idea", source="portal",
        title=mark("idea", place_code), words="加几张椅子", received_at=now, started_at=now, due_at=now,
    )  # fmt: skip
    IdeaReview.objects.create(matter=idea, verdict="adopted", decided_on=DAY)
    came = IdeaLink.objects.create(matter=idea, kind="other", words=mark("came", place_code))
    return {"idea_id": idea, "came_id": came}


def _covenants(place_code: str) -> dict[str, Any]:
    """Make a covenant in force, whose draft was discussed with an opinion on its article."""
    covenant = Covenant.objects.create(
        place_code=place_code, kind="civility", title=mark("covenant", place_code)
    )
    version = CovenantVersion.objects.create(
        covenant=covenant, number=1, status="filed", first_on=DAY, last_on=DAY, filed_on=DAY, in_force_on=DAY
    )
    CovenantClause.objects.create(version=version, number=1, words="爱护楼道")
    second = CovenantVersion.objects.create(covenant=covenant, number=2)
    CovenantClause.objects.create(version=second, number=1, words="爱护楼道和花木")
    opinion = CovenantOpinion.objects.create(
        version=second,
        clause=None,
        words=mark("opinion", place_code),
        source="paper",
        received_at=timezone.now(),
    )
    vote = CovenantVote.objects.create(
        version=second, way="hands", voters="households", rule={"citation": "居民会议"}, held_on=DAY,
        on_roll=3, present=2, yes=2, no=0, abstain=0,
        outcome={"is_passed": True, "sentence": "达到。", "citation": "居民会议"},
    )  # fmt: skip
    voter = Resident.objects.create(place_code=place_code, name="表决人", group="resident")
    CovenantVoter.objects.create(vote=vote, resident=voter, number=1)
    return {"covenant_id": covenant, "draft_id": second, "opinion_id": opinion}


def _elections(place_code: str) -> dict[str, Any]:
    """An election with its vote open, and each row that has an address of its own."""
    now = timezone.now()
    rule = rules_of(place_code, DAY)
    election = Election.objects.create(
        place_code=place_code,
        kind="committee",
        title=mark("election", place_code),
        status="voting",
        rule=rule,
        key=f"el{place_code}",
        votes_on=DAY,
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=9),
        station="社区会议室",
        posted_on=DAY,
        listed_on=DAY,
    )
    post = ElectionPost.objects.create(election=election, order=1, name="主任", seats=1)
    ElectionReminder.objects.create(election=election, step="posted")
    people = [
        Resident.objects.create(place_code=place_code, name=f"选民{n}", group="resident") for n in "甲乙"
    ]
    first, second = (
        RollEntry.objects.create(election=election, resident=one, number=n) for n, one in enumerate(people, 1)
    )
    candidate = Candidate.objects.create(
        post=post,
        resident=people[0],
        name=mark("candidate", place_code),
        nominated_by="body",
        body=mark("candidate", place_code),
        status="qualified",
    )
    ballots.open_box(post.box_key, question_of(post), tally.freeze(election.key, ["1", "2"]))
    tenure = Tenure.objects.create(
        place_code=place_code,
        kind="committee",
        election=election,
        post_name="主任",
        name=mark("tenure", place_code),
        starts_on=DAY,
        ends_on=DAY,
    )
    return {
        "election_id": election,
        "election_post_id": post,
        "candidate_id": candidate,
        "correction_id": RollCorrection.objects.create(
            election=election, kind="strike", resident=people[0], words="搬走", raised_on=DAY
        ),
        "proxy_id": Proxy.objects.create(
            election=election, principal=first, agent=second, written_on=DAY, reason="住院"
        ),
        "mobile_box_id": MobileBox.objects.create(
            election=election, name="一号", route=mark("mobilebox", place_code), keepers="甲、乙"
        ),
        "tenure_id": tenure,
        "step": "void",
        "act": "recount",
        "paper": "roll",
    }


def _councils(place_code: str, organisation: Organisation) -> dict[str, Any]:
    """Make a council that met and decided something, and is called together again."""
    council = Council.objects.create(
        place_code=place_code, name=mark("council", place_code), kind="consultation", founded_on=DAY
    )
    member = CouncilMember.objects.create(
        council=council, organisation=organisation, joined_on=DAY, chair_order=1
    )
    meetings = [
        CouncilMeeting.objects.create(
            council=council,
            number=number,
            title=mark("councilmeeting", place_code),
            starts_at=timezone.now() + timedelta(days=days),
            venue="会议室",
            status=status,
            chair=member,
            rule={"present": ">=2/3", "majority": ">1/2"},
        )
        for number, days, status in ((1, -30, "held"), (2, 30, "called"))
    ]
    Attendance.objects.create(meeting=meetings[1], member=member)
    item = AgendaItem.objects.create(
        council=council,
        meeting=meetings[0],
        title=mark("agendaitem", place_code),
        member=member,
        status="accepted",
    )
    resolution = Resolution.objects.create(
        council=council,
        meeting=meetings[0],
        text=mark("resolution", place_code),
        member=member,
        due_on=DAY,
    )
    return {
        "council_id": council,
        "council_member_id": member,
        "council_meeting_id": meetings[1],
        "agenda_item_id": item,
        "resolution_id": resolution,
    }


def _hearings(place_code: str) -> dict[str, Any]:
    """Make a household whose aid was heard and is posted, with an objection and a relative."""
    head = Resident.objects.create(place_code=place_code, name="江大山", group="resident")
    other = Resident.objects.create(place_code=place_code, name="江小山", group="resident")
    relation = Relation.objects.create(first=head, second=other, kind="sibling", source="declared")
    application = AidApplication.objects.create(
        place_code=place_code,
        year=2026,
        number=1,
        kind="low_income",
        head=head,
        facts="无固定收入",
        applied_on=DAY,
        status="posted",
    )
    hearing = Hearing.objects.create(
        application=application,
        number=1,
        cause="first",
        cause_words=mark("hearing", place_code),
        status="noticed",
        rule={"size": 15, "majority": ">=2/3", "citation": "依据"},
        size=15,
        representatives=10,
        source="某期",
        salt="0" * 32,
        take={"*": 1},
        lines=[],
        vote_key=f"key{place_code}",
    )
    posting = Posting.objects.create(
        application=application,
        kind="result",
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(days=7),
        place_words=mark("posting", place_code),
        phone="0825",
    )
    objection = Objection.objects.create(
        posting=posting, words=mark("objection", place_code), received_on=timezone.localdate()
    )
    return {
        "resident_id": head,
        "relation_id": relation,
        "application_id": application,
        "hearing_id": hearing,
        "posting_id": posting,
        "objection_id": objection,
    }


def _funds(place_code: str) -> dict[str, Any]:
    """Make a fund that collects projects, with one of them."""
    fund = Fund.objects.create(
        place_code=place_code,
        year=2026,
        title=mark("fund", place_code),
        fund_cents=1_000_000,
        source="专户",
        collect_until=timezone.localdate(),
        rule={"most_marks": 3, "min_age": 18, "least_cents": 1, "most_share": "1", "citations": []},
        phone="0825",
        vote_key=f"fund{place_code}",
    )
    wish = Wish.objects.create(
        fund=fund, title=mark("wish", place_code), where="楼前", what="路灯", proposed_on=timezone.localdate()
    )
    return {"fund_id": fund, "wish_id": wish}


def _pairings(place_code: str, organisation: Organisation, resident: Resident) -> dict[str, Any]:
    """A building paired with a household, a tea party with a seat, an opinion on its way."""
    now = timezone.now()
    pairing = Pairing.objects.create(
        place_code=place_code,
        kind="building",
        subject=mark("pairing", place_code),
        purpose="看望老人",
        starts_on=DAY,
        ends_on=DAY + timedelta(days=300),
    )
    household = PairingHousehold.objects.create(pairing=pairing, resident=resident, joined_on=DAY)
    visit = PairingVisit.objects.create(
        pairing=pairing,
        kind="household",
        on=DAY,
        people=1,
        words=mark("pairingvisit", place_code),
        entered_at=now,
    )
    party = TeaParty.objects.create(
        place_code=place_code, year=2026, on=DAY, venue=mark("teaparty", place_code), changed_at=now
    )
    seat = TeaPartySeat.objects.create(party=party, organisation=organisation)
    opinion = UnitOpinion.objects.create(
        place_code=place_code,
        organisation=organisation,
        party=party,
        text=mark("unitopinion", place_code),
        made_on=DAY,
    )
    return {
        "pairing_id": pairing,
        "pairing_household_id": household,
        "pairing_visit_id": visit,
        "tea_party_id": party,
        "seat_id": seat,
        "unit_opinion_id": opinion,
    }


def _indicators(place_code: str) -> dict[str, Any]:
    definition = IndicatorDefinition.objects.create(
        place_code=place_code,
        code=f"test_{place_code}",
        name=mark("definition", place_code),
        definition="含义",
        source="来源",
        level=len(place_code),
    )
    DefinitionInput.objects.create(definition=definition, order=1, name="数")
    value = IndicatorValue.objects.create(
        definition=definition,
        place_code=place_code,
        period_first_on=date(2026, 1, 1),
        period_last_on=date(2026, 12, 31),
        numerator=1,
        note=mark("value", place_code),
        entered_at=timezone.now(),
    )
    project = Project.objects.create(place_code=place_code, name=mark("project", place_code), starts_on=DAY)
    ProjectUnit.objects.create(project=project, name=mark("projectunit", place_code))
    screen = Screen.objects.create(
        place_code=place_code,
        name=mark("screen", place_code),
        main_key="ledger.projects",
        keys=["ledger.projects"],
        digest="0" * 64,
        made_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    return {
        "definition_id": definition,
        "value_id": value,
        "project_id": project,
        "screen_id": screen,
    }


def _parties(place_code: str) -> dict[str, Any]:
    organisation = make_organisation(place_code, mark("organisation", place_code))
    person, deputy = (
        make_user(Role.VIEWER, place_code, full_name=mark("person", place_code)) for _ in range(2)
    )
    stand_in = StandIn.objects.create(absent=person, deputy=deputy, starts_on=DAY, ends_on=DAY)
    return {
        "organisation_id": organisation,
        "user_id": person,
        "grant_id": Grant.objects.get(user=person),
        "group_id": Group.objects.create(place_code=place_code, name=mark("group", place_code)),
        "stand_in_id": stand_in,
    }


def _inspections(place_code: str) -> dict[str, Any]:
    rubric = Rubric.objects.create(place_code=place_code, title=mark("rubric", place_code))
    version = RubricVersion.objects.create(rubric=rubric, number=1, is_published=True, effective_on=DAY)
    item = RubricItem.objects.create(version=version, order=1, title="一项", full_marks=Decimal(100))
    ItemRule.objects.create(item=item, order=1, per="堆物", amount=Decimal(1))
    picture = ItemPicture.objects.create(item=item, order=1, file=_picture(place_code))
    row = Round.objects.create(
        place_code=place_code, title=mark("round", place_code), version=version, starts_on=DAY, ends_on=DAY
    )
    scheme = RatingScheme.objects.create(
        place_code=place_code, title=mark("scheme", place_code), effective_on=DAY, citation="测试"
    )
    RatingRule.objects.create(
        scheme=scheme,
        order=1,
        level=len(place_code),
        label="示范",
        basis="share",
        of_label="示范",
        child_level=12,
        at_least=Decimal(80),
    )
    inspector = make_user(Role.INSPECTOR, place_code)
    severity = SeverityDecision.objects.create(
        place_code=place_code,
        round=row,
        inspector=inspector,
        estimate=Decimal(1),
        points=Decimal(0),
        reason="测试",
        decided_at=timezone.now(),
    )
    visit = Visit.objects.create(
        place_code=place_code, round=row, inspector=make_user(Role.VIEWER, place_code, full_name="检查员")
    )
    lot = Draw.objects.create(
        place_code=place_code,
        round=row,
        title=mark("draw", place_code),
        source="来源",
        salt="a" * 32,
        take={"*": 1},
        places=[f"{place_code}\t{place_code}\t社区\t"],
        hash="b" * 64,
        published_at=timezone.now(),
        typed_at=timezone.now(),
        number="7",
        result={"seed": "c" * 64, "drawn": [place_code], "visits": [], "short": []},
    )
    sheet, grade = _scored({"round_id": row, "version_id": version, "scheme_id": scheme}, place_code)
    order, finding = _ordered(row, place_code)
    return _phones(sheet, item) | {
        "order_id": order,
        "finding_id": finding,
        "rubric_id": rubric,
        "picture_id": picture,
        "version_id": version,
        "round_id": row,
        "scheme_id": scheme,
        "severity_id": severity,
        **_answered(row, sheet, grade),
        "visit_id": visit,
        "draw_id": lot,
        "sheet_id": sheet,
        "grade_id": grade,
        "number": 1,
        "act": "up",
    }


def _phones(sheet: ScoreSheet, item: RubricItem) -> dict[str, Any]:
    """Make a phone that took the round along, a field it set differently, and a record that was refused."""
    now, code = timezone.now(), sheet.place_code
    owner = make_user(Role.INSPECTOR, code)
    phone = Phone.objects.create(user=owner, device="0" * 36, name=mark("phone", code), last_seen_at=now)
    TakenRound.objects.create(phone=phone, round=sheet.round, taken_at=now, said_at=now)
    conflict = SheetConflict.objects.create(
        sheet=sheet,
        item=item,
        rule=item.rules.get(),
        field="note",
        phone=phone,
        phone_value=mark("conflict", code),
        phone_at=now,
        found_at=now,
    )
    refused = ReplayedOperation.objects.create(
        place_code=code,
        phone=phone,
        seq=1,
        operation_id="1" * 36,
        kind="item",
        result="refused",
        words=mark("refused", code),
        recorded_at=now,
        received_at=now,
        round=sheet.round,
        sheet=sheet,
        operation={"item": item.pk, "answers": {}},
    )
    return {"conflict_id": conflict, "operation_id": refused}


def _answered(row: Round, sheet: ScoreSheet, grade: Grade) -> dict[str, Any]:
    """Make an appeal against a sheet, and an honour with its award."""
    place_code = sheet.place_code
    appeal = Appeal.objects.create(
        place_code=place_code,
        sheet=sheet,
        item=sheet.version.items.get(),
        words=mark("appeal", place_code),
        filed_at=timezone.now(),
        due_on=DAY,
        score_before=Decimal(99),
    )
    honour = Honour.objects.create(
        place_code=place_code,
        title=mark("honour", place_code),
        level=12,
        most=1,
        effective_on=DAY,
        citation="测试",
    )
    award = HonourAward.objects.create(
        place_code=place_code,
        honour=honour,
        round=row,
        grade=grade,
        value=Decimal(99),
        awarded_on=DAY,
        held_since=DAY,
        cause=mark("award", place_code),
    )
    return {"appeal_id": appeal, "honour_id": honour, "award_id": award}


def _picture(place_code: str, right: Right = Right.INSPECTIONS_VIEW) -> StoredFile:
    """A picture with bytes that can be read."""
    content = place_code.encode()
    stored = StoredFile.objects.create(
        place_code=place_code,
        sha256=sha256(content).hexdigest(),
        size=len(content),
        kind="photo",
        content_type="image/jpeg",
        right=right,
        name="picture.jpg",
    )
    path = path_of(stored.sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return stored


def _ordered(row: Round, place_code: str) -> tuple[RectificationOrder, Finding]:
    """Make an order with one finding that waits to be mended."""
    order = RectificationOrder.objects.create(
        place_code=place_code,
        issuer_code=place_code,
        round=row,
        words=mark("order", place_code),
        workdays=5,
        due_on=DAY,
        issued_at=timezone.now(),
    )
    finding = Finding.objects.create(
        place_code=place_code,
        round=row,
        title=mark("seen", place_code),
        found_on=DAY,
        status="ordered",
        order=order,
        due_on=DAY,
    )
    return order, finding


def _scored(above: dict[str, Any], place_code: str) -> tuple[ScoreSheet, Grade]:
    """Make a sheet with one finding and a grade of a place in a round."""
    row, version = above["round_id"], above["version_id"]
    sheet = ScoreSheet.objects.create(place_code=place_code, round=row, version=version, inspected_on=DAY)
    item = version.items.get()
    SheetEntry.objects.create(
        sheet=sheet, item=item, rule=item.rules.get(), count=1, note=mark("finding", place_code)
    )
    grade = Grade.objects.create(
        place_code=place_code,
        round=row,
        scheme=above["scheme_id"],
        level=len(place_code),
        label=mark("grade", place_code),
        decided_at=timezone.now(),
        rated_on=DAY,
    )
    return sheet, grade


def _programmes(place_code: str) -> dict[str, Any]:
    programme = Programme.objects.create(
        place_code=place_code,
        title=mark("programme", place_code),
        year=2026,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )
    target = Target.objects.create(
        programme=programme,
        order=1,
        name=mark("target", place_code),
        comparator=">=",
        value=Decimal(80),
        unit="%",
    )
    task = Task.objects.create(programme=programme, order=1, title=mark("task", place_code))
    assignment, report = _assigned(task, place_code)
    return {
        "programme_id": programme,
        "target_id": target,
        "task_id": task,
        "assignment_id": assignment,
        "report_id": report,
    }


def _assigned(task: Task, place_code: str) -> tuple[Assignment, ProgressReport]:
    """Give a task to a place, which has reported on it."""
    assignment = Assignment.objects.create(
        task=task, place_code=place_code, status="active", given_at=timezone.now()
    )
    report = ProgressReport.objects.create(
        assignment=assignment,
        place_code=place_code,
        period_first_on=date(2026, 1, 1),
        period_last_on=DAY,
        status="submitted",
        text=mark("report", place_code),
    )
    return assignment, report


def _plans(place_code: str, programme: Programme) -> dict[str, Any]:
    plan = Plan.objects.create(
        place_code=place_code, title=mark("plan", place_code), text="一、任务\n做好工作。"
    )
    item = PlanItem.objects.create(
        plan=plan,
        kind="phase",
        order=1,
        start=0,
        end=4,
        quote="一、任务",
        values={"name": "阶段", "begins": "2026-01", "ends": "2026-02"},
    )
    revision = Plan.objects.create(
        place_code=place_code, title=mark("plan", place_code), text="一、任务\n做好。", revises=programme
    )
    return {
        "plan_id": plan,
        "item_id": item,
        "unit_id": PlanUnit.objects.create(plan=plan, name="某局"),
        "revision_id": revision,
    }


def _documents(place_code: str, issuer: Any) -> dict[str, Any]:
    document = Document.objects.create(
        place_code=place_code,
        kind="bulletin",
        title=mark("document", place_code),
        issuer=issuer,
        body="下达{{下达的任务份数}}。",
        period_first_on=date(2026, 1, 1),
        period_last_on=DAY,
    )
    quoted = QuotedFigure.objects.create(
        document=document,
        slot="下达的任务份数",
        indicator_key="programmes.assigned",
        place_code=place_code,
        period_first_on=date(2026, 1, 1),
        period_last_on=DAY,
        numerator="1",
        row_count=1,
        text="1项",
        read_at=timezone.now(),
    )
    template = Template.objects.create(
        place_code=place_code, kind="bulletin", title=mark("template", place_code), body="文字。"
    )
    return {"document_id": document, "quoted_id": quoted, "template_id": template, "form": "docx"}


def _portal(place_code: str) -> dict[str, Any]:
    days = {"first_on": DAY, "last_on": DAY}
    Door.objects.create(place_code=place_code, short_name=f"d{place_code}", phone="1", privacy_contact="1")
    held = Submission.objects.create(
        nonce=f"held-{place_code}",
        place_code=place_code,
        state=SubmissionState.HELD,
        sender=f"sender-{place_code}",
        kind="report",
        words=mark("held", place_code),
        reasons=["sender"],
        sent_at=timezone.now(),
    )
    kept = waiting_photos.keep(photo_bytes(), "a.jpg", place_code)
    photo = SubmissionPhoto.objects.create(
        submission=held,
        stored_as=kept.stored_as,
        sha256=kept.sha256,
        name="a.jpg",
        content_type=kept.content_type,
    )
    mailbox = Mailbox.objects.create(key=place_code, place_code=place_code)
    letter = ReceivedMail.objects.create(
        mailbox=mailbox, place_code=place_code, uid_validity=1, uid=1, digest=place_code, submission=held
    )
    notice = PublicNotice.objects.create(place_code=place_code, title=mark("news", place_code), **days)
    question = Consultation.objects.create(place_code=place_code, title=mark("question", place_code), **days)
    return {
        "held_id": held,
        "held_photo_id": photo,
        "mail_id": letter,
        "public_notice_id": notice,
        "consultation_id": question,
    }


def _matters(place_code: str, unit: Organisation) -> dict[str, Any]:
    """Make a matter that a person raised and a unit has in hand, with a photo and a line of its timeline."""
    now = timezone.now()
    reporter = Reporter.objects.create(name=mark("reporter", place_code), phone="13900000000")
    case = RaisedMatter.objects.create(
        number=f"20260331-{place_code}",
        kind="report",
        source="portal",
        place_code=place_code,
        address=mark("case", place_code),
        title=mark("case", place_code),
        words=mark("case", place_code),
        state="accepted",
        level=max(4, min(9, len(place_code))),
        reporter=reporter,
        received_at=now,
        filed_at=now,
        started_at=now,
        due_at=now + timedelta(days=3),
        limit_amount=3,
    )
    part = MatterAssignment.objects.create(
        matter=case, organisation=unit, state="accepted", dispatched_at=now, due_at=case.due_at
    )
    extension = Extension.objects.create(
        matter=case,
        assignment=part,
        reason=mark("step", place_code),
        due_before=case.due_at,
        asked_due_at=case.due_at + timedelta(days=1),
        asked_at=now,
    )
    Step.objects.create(matter=case, kind="acted", words=mark("step", place_code), at=now)
    photo = MatterPhoto.objects.create(
        matter=case, file=_picture(place_code, Right.MATTERS_VIEW), stage="before", at=now
    )
    found = {"case_id": case, "photo_id": photo, "part_id": part, "extension_id": extension}
    untold = Message.objects.create(
        matter=case, kind="filed", words=mark("message", place_code), at=now, state="failed", way="sms"
    )
    found |= {"analysis_id": _analysis(place_code, unit), "message_id": untold}
    return found | {"row_id": _mediated(case, place_code), "shift_id": _shift(place_code, case)}


def _shift(place_code: str, case: RaisedMatter) -> ShiftHandover:
    """Make a hand-over that waits to be taken, with one matter."""
    now = timezone.now()
    handover = ShiftHandover.objects.create(
        place_code=place_code,
        giver=make_user(Role.OFFICE, place_code),
        taker=make_user(Role.OFFICE, place_code),
        started_at=now - timedelta(hours=8),
        ended_at=now,
        next_ends_at=now + timedelta(hours=8),
        words=mark("shift", place_code),
    )
    ShiftItem.objects.create(
        handover=handover, matter=case, group="due", state=case.state, due_at=case.due_at
    )
    return handover


def _analysis(place_code: str, issuer: Organisation) -> MatterAnalysis:
    """Make the draft of a monthly analysis."""
    document = Document.objects.create(
        place_code=place_code,
        kind="brief",
        title=mark("document", place_code),
        issuer=issuer,
        body="文字。",
        period_first_on=date(2026, 3, 1),
        period_last_on=DAY,
    )
    return MatterAnalysis.objects.create(
        place_code=place_code,
        kind="month",
        first_on=document.period_first_on,
        last_on=document.period_last_on,
        document=document,
        made_at=timezone.now(),
    )


def _mediated(case: RaisedMatter, place_code: str) -> MediationParty:
    """Make a mediation of the matter that none of the roles mediates, with something said of every kind."""
    now, said = timezone.now(), mark("said", place_code)
    row = Mediation.objects.create(matter=case, opened_at=now, state="agreed", in_force_on=DAY)
    party = MediationParty.objects.create(mediation=row, role="applicant", name=said, contact=said)
    writer = make_user(Role.WORKER, place_code)
    MediationMember.objects.create(mediation=row, user=writer, appointed_at=now)
    MediationNote.objects.create(mediation=row, author=writer, at=now, text=said)
    MediationSession.objects.create(mediation=row, planned_at=now, place=said, outcome=said)
    agreement = MediationAgreement.objects.create(mediation=row, facts=said, in_force_on=DAY)
    AgreementPoint.objects.create(agreement=agreement, order=1, party=party, words=said, due_on=DAY)
    return party


def _interfaces(place_code: str) -> dict[str, Any]:
    """Make a token of an account and a subscription with a message that could not be delivered."""
    now = timezone.now()
    token = ApiToken.objects.create(
        place_code=place_code,
        user=make_user(Role.VIEWER, place_code),
        name=mark("token", place_code),
        digest=place_code,
        hint="abcd",
        made_at=now,
        expires_on=now.date() + timedelta(days=9),
    )
    webhook = Webhook.objects.create(
        place_code=place_code,
        name=mark("webhook", place_code),
        url="https://example.cn/",
        secret="whsec_AA==",
        made_at=now,
    )
    delivery = Delivery.objects.create(
        webhook=webhook,
        event_id=uuid5(NAMESPACE_URL, place_code),
        event="matter.reported",
        body={"matter": {"number": mark("delivery", place_code)}},
        made_at=now,
        next_at=now,
        state="dead",
    )
    return {"token_id": token, "webhook_id": webhook, "delivery_id": delivery}


def _supervision(place_code: str, programme: Programme, issuer: Any) -> dict[str, Any]:
    plan = SupervisionPlan.objects.create(
        place_code=place_code,
        title=mark("supervisionplan", place_code),
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 12, 31),
    )
    activity = PlannedActivity.objects.create(
        plan=plan,
        kind="on_site",
        title=mark("activity", place_code),
        repeat="daily",
        role=Role.OFFICE,
    )
    note = Note.objects.create(
        place_code=place_code,
        seen_on=DAY,
        text=mark("note", place_code),
        is_problem=True,
        written_at=timezone.now(),
    )
    matter = Matter.objects.create(
        place_code=place_code,
        issuer_place_code=place_code,
        year=2026,
        number=1,
        origin="instruction",
        title=mark("matter", place_code),
        opened_on=DAY,
        first_due_on=DAY,
        due_on=DAY,
    )
    MatterEntry.objects.create(
        matter=matter, kind="progress", text=mark("entry", place_code), at=timezone.now()
    )
    return {
        "supervision_plan_id": plan,
        "activity_id": activity,
        "note_id": note,
        "matter_id": matter,
        **_letters(place_code, programme),
        **_meetings(place_code, issuer),
    }


def _letters(place_code: str, programme: Programme) -> dict[str, Any]:
    letter = Letter.objects.create(
        place_code=place_code,
        issuer_place_code=place_code,
        issuer_name="甲",
        receiver_name="乙",
        programme=programme,
        year=2026,
        number=1,
        title=mark("letter", place_code),
        due_on=date(2026, 12, 31),
        made_on=DAY,
    )
    LetterClause.objects.create(
        letter=letter, order=1, title=mark("clause", place_code), assignment_id=programme.pk
    )
    return {"letter_id": letter}


def _meetings(place_code: str, issuer: Any) -> dict[str, Any]:
    meeting = Meeting.objects.create(place_code=place_code, held_on=DAY, first_on=date(2026, 3, 25))
    point = MeetingPoint.objects.create(
        meeting=meeting, order=1, text=mark("point", place_code), place_code=place_code, due_on=DAY
    )
    document = Document.objects.create(
        place_code=place_code,
        kind="brief",
        title=mark("document", place_code),
        issuer=issuer,
        body="文字。",
        period_first_on=date(2026, 1, 1),
        period_last_on=DAY,
    )
    Issue.objects.create(place_code=place_code, kind="brief", year=2026, number=1, document=document)
    return {"meeting_id": meeting, "point_id": point}
