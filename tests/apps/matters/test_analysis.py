"""Weekly and monthly analyses: composed from records, every figure opens its rows, small numbers name nobody."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from gongjian.apps.documents.models import QuotedFigure
from gongjian.apps.documents.selectors import official_document, open_items
from gongjian.apps.documents.selectors.arithmetic import recompute_document
from gongjian.apps.documents.services import save_body
from gongjian.apps.matters import services
from gongjian.apps.matters.choices import AnalysisKind, ClassKind, Satisfaction
from gongjian.apps.matters.models import MatterAnalysis
from gongjian.core.access import Role
from gongjian.core.clock import at
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from gongjian.core.figures import Period
from gongjian.core.registry import read_figure, rows_behind
from gongjian.core.rules import add_version
from gongjian.engines.officialdoc import compose as typeset
from gongjian.engines.quoting import find_typed_figures
from tests.factories import CITY, COUNTY, OTHER_STREET, STREET, make_actor, make_organisation, make_user
from tests.matter_factories import (
    COMMUNITY,
    class_of,
    make_closed,
    make_desk,
    make_dispatched,
    make_filed,
    make_unit,
)

NOVEMBER = Period.month(2026, 11)


def moment(text):
    return timezone.make_aware(datetime.fromisoformat(f"2026-{text} 09:00"))


@pytest.fixture
def office():
    return make_organisation(STREET, "演示街道办事处")


def compose(desk, kind=AnalysisKind.MONTH, day=date(2026, 11, 18)):
    with at(moment("12-01")):
        return services.compose_analysis(actor=desk, place_code=STREET, kind=kind, day=day)


def text_of(analysis):
    pieces = typeset(official_document(analysis.document))
    runs = ((piece.lead, *piece.runs) for piece in pieces)
    return "\n".join("".join(one if isinstance(one, str) else one.text for one in row) for row in runs)


def figure(key, **params):
    with at(moment("12-01")):
        found = read_figure(f"matters.{key}", place_code=STREET, period=NOVEMBER, params=params)
    return found.value


def busy_november(desk, squad):
    """Three of one class at one place, one handed back, one late, one whistled, one rated badly and opened again."""
    for _time in range(3):
        make_filed(desk, code="0102")
    _matter, part = make_dispatched(desk, squad[0])
    services.hand_back(actor=squad[1], assignment_id=part.pk, reason="归物业管")
    slow, _slow_person = make_unit("区住建局")
    make_dispatched(desk, slow)
    whistled = make_filed(desk)
    services.whistle(actor=desk, matter_id=whistled.pk, lead_id=squad[0].pk, support_ids=[slow.pk])
    closed = make_closed(desk)
    services.rate(
        number=closed.matter.number,
        code=closed.follow_code,
        is_solved=False,
        satisfaction=Satisfaction.UNSATISFIED,
    )
    services.reopen(number=closed.matter.number, code=closed.follow_code, words="纸箱还在")
    return slow


def test_the_month_is_told_in_figures_that_open_their_rows(desk, office, squad):
    slow = busy_november(desk, squad)

    analysis = compose(desk)

    told = text_of(analysis)
    assert "南津路街道共收到事项7件，上月0件；办结0件。到11月30日在办7件，其中逾期7件。" in told
    assert "吹哨派办1件，叫到单位2家次。" in told
    assert "区住建局2件，到11月30日还没有办的2件" in told
    assert "承办单位退回1次" in told
    [rows] = analysis.document.tables.values()
    assert [name for _code, name in rows] == ["演示1社区", "合计"]
    assert "（一）演示1社区" in told and "本月收到3件，上月0件。" in told
    assert "重新打开1次，提到上一级1次。" in told
    with at(moment("12-01")):
        for quoted in QuotedFigure.objects.all():
            asked = {"place_code": quoted.place_code, "period": quoted.period, "params": quoted.params}
            now = read_figure(quoted.indicator_key, **asked)
            assert (quoted.numerator, quoted.row_count) == (
                str(now.numerator) if now.value is not None else "-",
                rows_behind(quoted.indicator_key, **asked).count(),
            )
    assert figure("unit_late", unit=str(slow.pk)) == 2


def test_no_number_is_typed_and_all_that_follow_from_others_come_out_right(desk, office, squad):
    busy_november(desk, squad)

    document = compose(desk).document

    with at(moment("12-01")):
        pieces = typeset(official_document(document))
        claims = recompute_document(document, official_document(document))
    typed = "".join(run for piece in pieces for run in piece.runs if isinstance(run, str))
    assert find_typed_figures(typed.replace("演示1社区", "")) == ()
    assert claims and all(claim.holds for claim in claims)


@pytest.mark.parametrize("place", [COMMUNITY, COUNTY, CITY])
def test_it_is_written_for_a_community_a_county_or_a_city_alike(desk, squad, place):
    busy_november(desk, squad)
    make_organisation(place, "演示治理办")

    with at(moment("12-01")):
        analysis = services.compose_analysis(
            actor=make_desk(place), place_code=place, kind=AnalysisKind.MONTH, day=date(2026, 11, 18)
        )

        told = text_of(analysis)
        assert "共收到事项7件" in told and "缺数据" not in told
        claims = recompute_document(analysis.document, official_document(analysis.document))
    assert all(claim.holds for claim in claims)
    assert bool(analysis.document.tables) == (place != COMMUNITY)


def test_a_few_opinions_and_a_person_s_own_trouble_are_not_told_apart(desk, office):
    quarrel = class_of("9901", ClassKind.REQUEST)
    for _time in range(4):
        make_filed(desk, code="0102")
    dispute = services.report_matter(
        actor=services.RESIDENT,
        spec=services.MatterSpec(place_code=STREET + "001", words="楼上夜里总吵", kind="dispute"),
    ).matter
    services.file_matter(actor=desk, matter_id=dispute.pk, class_id=quarrel.pk)
    closed = make_closed(desk)
    services.rate(
        number=closed.matter.number, code=closed.follow_code, is_solved=True, satisfaction=Satisfaction.BASIC
    )

    told = text_of(compose(desk))

    assert "邻里纠纷" not in told and "矛盾纠纷" not in told
    assert "其余类型各不足五件，不单列。" in told
    assert "有效评价和回访1件，不足五件，不算解决率和满意率。" in told


@pytest.mark.parametrize(("count", "told"), [(1, "不足五件，不列数"), (4, "不足五件，不列数"), (5, "5件。")])
def test_how_often_the_same_person_came_is_told_from_the_least_number_on(desk, office, now, count, told):
    make_filed(desk)
    for hour in range(count):
        with at(now + timedelta(hours=hour + 1)):
            make_filed(desk)

    assert f"同一人再次反映的{told}" in text_of(compose(desk))


def test_nothing_in_a_week_is_said_and_is_zero(desk, office):
    told = text_of(compose(desk, AnalysisKind.WEEK, date(2026, 11, 4)))

    assert "2026年11月2日至8日，南津路街道收到事项0件，办结0件，到11月8日在办0件。" in told
    assert "缺数据" not in told


def test_last_month_s_late_ones_and_repeats_are_followed_up(desk, office):
    with at(moment("10-13")):
        for _time in range(3):
            late = make_filed(desk, code="0102")
    with at(moment("11-03")):
        services.close_unsolved(
            actor=desk, matter_id=late.pk, reason="已拆除", answer="住户同意后由综合执法队拆除了门前的棚子"
        )

    told = text_of(compose(desk))

    assert "上月末逾期的3件，本月办结1件。" in told
    assert "上月3件，本月0件。" in told


def test_it_is_made_once_and_only_of_what_is_over(desk, office):
    with pytest.raises(Invalid):
        services.compose_analysis(
            actor=desk, place_code=STREET, kind=AnalysisKind.MONTH, day=date(2026, 11, 18)
        )
    analysis = compose(desk)
    with pytest.raises(Conflict):
        compose(desk)
    with pytest.raises(NotAllowed):
        compose(make_desk(OTHER_STREET))
    make_filed(desk)
    with at(moment("12-02")):
        services.compose_again(actor=desk, analysis_id=analysis.pk)
    analysis.document.refresh_from_db()
    assert "到11月30日在办1件" in text_of(analysis)


@pytest.mark.parametrize(
    ("today", "made"), [("11-29", 0), ("11-30", 0), ("12-01", 1), ("12-03", 1), ("12-05", 0)]
)
def test_the_draft_lies_ready_from_the_first_working_day(desk, office, today, made):
    make_filed(desk)

    with at(moment(today)):
        assert services.prepare_analyses() == made
        assert services.prepare_analyses() == 0
    assert MatterAnalysis.objects.count() == made


def test_a_prepared_draft_waits_at_the_desk_until_somebody_takes_it_up(desk, office):
    make_filed(desk)
    other = make_desk()
    with at(moment("12-01")):
        services.prepare_analyses()
        [waiting] = open_items(desk)
        assert "2026年11月事项办理月分析" in waiting.title
        assert [item.id for item in open_items(other)] == [waiting.id]
        assert open_items(make_actor(Role.OFFICE, CITY)) == []

        save_body(actor=desk, document_id=waiting.id, body="改过了")

        assert [item.id for item in open_items(desk)] == [waiting.id]
        assert open_items(other) == []


def test_a_place_may_switch_drafts_off_or_ask_for_weeks(desk, office, now):
    make_filed(desk)
    for key, value in (("matters.monthly_draft", 0), ("matters.weekly_draft", 1)):
        add_version(
            actor=make_actor(Role.OFFICE, CITY),
            key=key,
            place_code=CITY,
            effective_on=now.date(),
            value=value,
            citation="本市",
        )

    with at(moment("12-01")):
        assert services.prepare_analyses() == 1
    assert MatterAnalysis.objects.get().period == Period(date(2026, 11, 23), date(2026, 11, 29))


def test_the_page_shows_the_figures_then_writes_the_document_and_lists_it(desk, office, sign_in, squad):
    busy_november(desk, squad)
    with at(moment("12-01")):
        client = sign_in(make_user(Role.OFFICE, STREET))

        seen = client.get("/matters/analysis/add/?kind=month").content.decode()
        assert "2026年11月的分析" in seen and "写成公文" in seen
        assert "/indicators/matters.received/figure/?" in seen
        assert "还没有过完" in client.get("/matters/analysis/add/?day=2026-12-01").content.decode()
        made = client.post("/matters/analysis/add/", {"kind": "month", "day": "2026-11-01"})
        analysis = MatterAnalysis.objects.get()
        assert made.url == f"/documents/{analysis.document_id}/"
        assert "打开这份分析" in client.get("/matters/analysis/add/").content.decode()
        assert client.post(f"/matters/analysis/{analysis.pk}/again/").status_code == 302
        assert "事项办理月分析" in client.get("/matters/analysis/").content.decode()
