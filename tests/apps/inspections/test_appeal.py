"""A place says no: the appeal, its decision, and all that follows from it."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import AppealStatus, HonourKind
from gongjian.apps.inspections.models import Appeal, Grade, HonourAward, ScoreSheet
from gongjian.apps.inspections.services import Answer, Upload
from gongjian.apps.places.choices import Level
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.figures import Period
from gongjian.core.rules import load_first_versions
from gongjian.core.workdays import add_workdays
from tests.apps.documents.builders import issue, make_document
from tests.factories import COMMUNITIES, COUNTY, OTHER_COUNTY, STREET, make_user
from tests.inspection_factories import labels, make_round, make_scheme, open_sheet, photo_bytes

pytestmark = pytest.mark.usefixtures("places")
FIRST, SECOND, THIRD = COMMUNITIES


@pytest.fixture
def people():
    load_first_versions()
    return {
        "office": make_user(Role.OFFICE, COUNTY),
        "inspector": make_user(Role.INSPECTOR, COUNTY),
        "worker": make_user(Role.WORKER, FIRST),
    }


def inspect(row, people, code: str, cables: int) -> ScoreSheet:
    """A submitted sheet that lost two marks for each cable."""
    actor = people["inspector"].as_actor()
    sheet = open_sheet(actor, row, code)
    items = list(sheet.version.items.prefetch_related("rules"))
    rule = items[0].rules.get(per="飞线充电")
    counts = [{rule.pk: Decimal(cables)} if cables else {}, {}, {}]
    answers = [Answer(item.pk, found) for item, found in zip(items, counts, strict=True)]
    services.record_many(actor=actor, sheet_id=sheet.pk, answers=answers)
    return services.submit_sheet(actor=actor, sheet_id=sheet.pk)


def file(people, sheet, words="当天只有一处，另外几处是隔壁小区的") -> Appeal:
    return services.file_appeal(
        actor=people["worker"].as_actor(),
        sheet_id=sheet.pk,
        item_id=sheet.version.items.order_by("order")[0].pk,
        words=words,
        photos=[Upload("现场.jpg", photo_bytes())],
    )


def cable(appeal):
    return appeal.item.rules.get(per="飞线充电")


@pytest.fixture
def rated(people):
    """Three communities of one street, two demonstration ones; the flag is with the second."""
    row = make_round()
    sheets = {
        code: inspect(row, people, code, cables) for code, cables in ((FIRST, 6), (SECOND, 4), (THIRD, 5))
    }
    scheme = make_scheme()
    services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=scheme.pk)
    honour = services.create_honour(
        actor=people["office"].as_actor(),
        place_code=COUNTY,
        title="流动红旗",
        kind=HonourKind.ROTATING,
        level=Level.COMMUNITY,
        within=Level.STREET,
        most=1,
        effective_on=date(2026, 1, 1),
        citation="测试办法",
    )
    services.award_honour(actor=people["office"].as_actor(), honour_id=honour.pk, round_id=row.pk)
    return row, sheets, honour


def test_an_appeal_changes_the_grade_the_streets_share_and_the_flag_and_keeps_the_old_ones(people, rated):
    row, sheets, _ = rated
    appeal = file(people, sheets[FIRST])
    before = Grade.objects.get(round=row, place_code=STREET, is_current=True)
    assert labels(row, Level.COMMUNITY)[FIRST] == "达标" and (before.met, before.base, before.label) == (
        2,
        3,
        "达标",
    )
    assert HonourAward.objects.get(ended_on__isnull=True).place_code == SECOND

    services.decide_appeal(
        actor=people["office"].as_actor(),
        appeal_id=appeal.pk,
        counts={cable(appeal).pk: Decimal(1)},
        answer="属实，只有一处",
    )

    appeal.refresh_from_db()
    sheet = ScoreSheet.objects.get(pk=sheets[FIRST].pk)
    assert (appeal.status, appeal.score_before, appeal.score_after) == (AppealStatus.PARTLY, 88, 98)
    assert (sheet.score, sheet.counted_score) == (88, 98)
    assert labels(row, Level.COMMUNITY)[FIRST] == "示范"
    after = Grade.objects.get(round=row, place_code=STREET, is_current=True)
    assert (after.met, after.base, after.label) == (3, 3, "示范")
    assert HonourAward.objects.get(ended_on__isnull=True).place_code == FIRST
    old = HonourAward.objects.get(place_code=SECOND)
    assert old.end == "regraded" and "申诉" in old.end_reason
    kept = Grade.objects.get(round=row, place_code=FIRST, is_current=False)
    assert (kept.label, kept.score) == ("达标", 88)


def test_the_page_says_beforehand_what_a_decision_comes_to_and_writes_nothing(people, rated, sign_in):
    row, sheets, _ = rated
    appeal = file(people, sheets[FIRST])
    client = sign_in(people["office"])
    address = f"/inspections/appeals/{appeal.pk}/"

    page = client.post(
        address, {f"count_{cable(appeal).pk}": "1", "answer": "属实", "preview": "1"}
    ).content.decode()

    assert "88 → 98" in page and "2 / 3 → 3 / 3" in page and "达标 → 示范" in page
    assert "流动红旗" in page and "属实" in page
    appeal.refresh_from_db()
    assert appeal.is_open
    assert Grade.objects.filter(round=row, is_current=False).count() == 0
    assert HonourAward.objects.get(ended_on__isnull=True).place_code == SECOND


def test_an_upheld_score_stands_and_the_answer_is_told(people, rated, sign_in):
    _, sheets, _ = rated
    appeal = file(people, sheets[FIRST])

    services.decide_appeal(
        actor=people["office"].as_actor(),
        appeal_id=appeal.pk,
        counts={cable(appeal).pk: Decimal(6)},
        answer="照片上六处都在本社区",
    )

    appeal.refresh_from_db()
    assert appeal.status == AppealStatus.REJECTED and appeal.adjustment is None
    assert ScoreSheet.objects.get(pk=sheets[FIRST].pk).adjusted_score is None
    page = sign_in(people["worker"]).get(f"/inspections/appeals/{appeal.pk}/").content.decode()
    assert "照片上六处都在本社区" in page


def test_a_lifted_veto_gives_the_grade_back(people):
    row = make_round()
    actor = people["inspector"].as_actor()
    sheet = open_sheet(actor, row, FIRST)
    items = list(sheet.version.items.prefetch_related("rules"))
    veto = items[2].rules.get(per="弄虚作假")
    services.record_many(
        actor=actor,
        sheet_id=sheet.pk,
        answers=[
            Answer(items[0].pk),
            Answer(items[1].pk),
            Answer(items[2].pk, {veto.pk: Decimal(1)}, photos={veto.pk: [Upload("a.jpg", photo_bytes())]}),
        ],
    )
    services.submit_sheet(actor=actor, sheet_id=sheet.pk)
    services.rate_round(actor=SYSTEM, round_id=row.pk, scheme_id=make_scheme().pk)
    assert labels(row, Level.COMMUNITY)[FIRST] == ""
    appeal = services.file_appeal(
        actor=people["worker"].as_actor(), sheet_id=sheet.pk, item_id=items[2].pk, words="台账是真的"
    )

    services.decide_appeal(
        actor=people["office"].as_actor(), appeal_id=appeal.pk, counts={}, answer="核实无误"
    )

    assert labels(row, Level.COMMUNITY)[FIRST] == "示范"
    assert not ScoreSheet.objects.get(pk=sheet.pk).is_vetoed


def test_the_period_ends_after_five_working_days(people, rated):
    _, sheets, _ = rated
    last = add_workdays(timezone.localdate(), 5)

    with time_machine.travel(nine_o_clock(last), tick=False):
        appeal = file(people, sheets[FIRST])
        assert appeal.due_on == add_workdays(last, 7)
        services.withdraw_appeal(actor=people["worker"].as_actor(), appeal_id=appeal.pk)
    late = nine_o_clock(last + timedelta(days=1))
    with time_machine.travel(late, tick=False), pytest.raises(Conflict, match="已经过了"):
        file(people, sheets[FIRST])


def nine_o_clock(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9))


def test_no_appeal_makes_a_score_worse(people, rated):
    _, sheets, _ = rated
    appeal = file(people, sheets[FIRST])

    with pytest.raises(Invalid, match="更低"):
        services.decide_appeal(
            actor=people["office"].as_actor(),
            appeal_id=appeal.pk,
            counts={cable(appeal).pk: Decimal(7)},
            answer="还多一处",
        )


def test_who_may_appeal_and_decide(people, rated):
    _, sheets, _ = rated
    with pytest.raises(NotFound):
        file(people, sheets[SECOND])
    with pytest.raises(Invalid, match="写明"):
        file(people, sheets[FIRST], words=" ")
    appeal = file(people, sheets[FIRST])
    with pytest.raises(Conflict, match="已经申诉"):
        file(people, sheets[FIRST])
    act = {"appeal_id": appeal.pk, "counts": {}, "answer": "同意"}
    with pytest.raises(NotAllowed):
        services.decide_appeal(actor=people["worker"].as_actor(), **act)
    with pytest.raises(NotFound):
        services.decide_appeal(actor=make_user(Role.OFFICE, OTHER_COUNTY).as_actor(), **act)
    own = ScoreSheet.objects.filter(pk=sheets[FIRST].pk)
    own.update(inspector=people["office"])
    with pytest.raises(NotAllowed, match="是你评的"):
        services.decide_appeal(actor=people["office"].as_actor(), **act)


def test_who_is_to_decide_an_appeal_cannot_make_it_vanish(people, rated, sign_in):
    _, sheets, _ = rated
    appeal = file(people, sheets[FIRST])
    address = f"/inspections/appeals/{appeal.pk}/"

    with pytest.raises(NotAllowed, match="不能替申诉的社区撤回"):
        services.withdraw_appeal(actor=people["office"].as_actor(), appeal_id=appeal.pk)

    assert "withdraw/" not in sign_in(people["office"]).get(address).content.decode()
    assert "withdraw/" in sign_in(people["worker"]).get(address).content.decode()


def test_a_withdrawn_appeal_can_be_filed_again(people, rated):
    _, sheets, _ = rated
    appeal = file(people, sheets[FIRST])

    services.withdraw_appeal(actor=people["worker"].as_actor(), appeal_id=appeal.pk)

    assert file(people, sheets[FIRST]).pk != appeal.pk


def test_the_worker_files_from_the_sheet_and_finds_the_way_back(people, rated, sign_in):
    _, sheets, _ = rated
    client = sign_in(people["worker"])
    page = client.get(f"/inspections/sheets/{sheets[FIRST].pk}/").content.decode()
    address = f"/inspections/sheets/{sheets[FIRST].pk}/items/1/appeal/"
    assert address in page

    refused = client.post(address, {"words": ""})
    filed = client.post(address, {"words": "数多了", "photos": []})

    assert refused.status_code == 422 and filed.status_code == 302
    assert "申诉中" in client.get(f"/inspections/sheets/{sheets[FIRST].pk}/").content.decode()
    assert "1 件申诉等答复" in sign_in(people["office"]).get("/inspections/appeals/").content.decode()


def test_a_bulletin_issued_before_says_that_its_figure_has_changed_since(people, rated, sign_in):
    _, sheets, _ = rated
    author, leader = people["office"].as_actor(), make_user(Role.LEADER, COUNTY)
    bulletin = make_document(
        author, "示范社区占比{{示范社区占比}}，其中示范社区{{示范社区}}。", period=Period.parse("2026-03")
    )
    issued = issue(bulletin, author, leader.as_actor())
    page = f"/documents/{issued.pk}/"
    client = sign_in(people["office"])
    assert "印发以后" not in client.get(page).content.decode()
    appeal = file(people, sheets[FIRST])

    services.decide_appeal(
        actor=author, appeal_id=appeal.pk, counts={cable(appeal).pk: Decimal(1)}, answer="属实"
    )

    shown = client.get(page).content.decode()
    assert "印发以后，文中 2 个数的记录变了" in shown
    quoted = [(figure.text, figure.now_text) for figure in issued.figures.order_by("pk")]
    assert quoted == [("50.0%", "75.0%"), ("2个", "3个")]
    assert "50.0%，现在是 75.0%" in shown, "the text issued stays, and the record of now is beside it"
    assert "文中的数后来变了" in client.get("/documents/").content.decode()
