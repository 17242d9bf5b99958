"""A year of the demo, lived by the real path with a fixed seed: plan, hand-down, reports, inspections, bulletin."""

from datetime import date

from gongjian.apps.documents.choices import DocumentKind
from gongjian.apps.documents.services import (
    draft_document,
    ensure_templates,
    issue_document,
    send_for_review,
    sign_document,
)
from gongjian.apps.inspections.models import RubricVersion
from gongjian.apps.inspections.services import close_round, rate_round
from gongjian.apps.parties.models import Organisation
from gongjian.apps.places.selectors import codes_at_level, get_place, names_of
from gongjian.apps.places.services import NewPlace, load_demo_register, merge_places
from gongjian.apps.programmes.models import Programme
from gongjian.cli.demo.agreements import build_together
from gongjian.cli.demo.aid import hear_aid
from gongjian.cli.demo.areas import make_areas
from gongjian.cli.demo.autumn import change_people, inspect_in_winter, write_papers
from gongjian.cli.demo.budgets import decide_fund
from gongjian.cli.demo.cast import (
    CITY,
    SHOWN_COUNTY,
    Company,
    cast_of,
    crew_of,
    make_departments,
    make_resident_unit,
)
from gongjian.cli.demo.cobuilding import fill_lists
from gongjian.cli.demo.councils import meet_in_council
from gongjian.cli.demo.covenants import agree_on_rules
from gongjian.cli.demo.crossing import cross_inspect
from gongjian.cli.demo.desk import change_shifts, look_back
from gongjian.cli.demo.door import open_public_door
from gongjian.cli.demo.elections import elect
from gongjian.cli.demo.greening import make_green
from gongjian.cli.demo.inspection import aware, inspect, make_rubric
from gongjian.cli.demo.matters import handle_matters
from gongjian.cli.demo.pairings import pair_up, plan_tea
from gongjian.cli.demo.patrols import patrol
from gongjian.cli.demo.performed import perform
from gongjian.cli.demo.programme import hand_down, make_programme
from gongjian.cli.demo.proposals import propose_pairs
from gongjian.cli.demo.quotas import rate_by_quota
from gongjian.cli.demo.rectification import mend_findings
from gongjian.cli.demo.reports import work
from gongjian.cli.demo.results import answer_appeal, file_appeal, give_honours, leave_appeal
from gongjian.cli.demo.scene import COUNTIES, SEED, STREETS, Demo, Say
from gongjian.cli.demo.supervision import supervise
from gongjian.cli.demo.winter import import_next_year, start_winter
from gongjian.core.access import SYSTEM
from gongjian.core.clock import at
from gongjian.core.figures import Period

PER_STREET = 2


def build_demo(say: Say) -> None:
    """Build the whole demo; two runs give the same figures."""
    demo = Demo(say)
    with at(aware(2026, 1, 4)):
        _make_country(demo)
        _make_people(demo)
    with at(aware(2026, 1, 6)):
        programme = make_programme(demo)
    hand_down(demo, programme)
    work(demo, programme)
    version = _inspect(demo, programme)
    give_honours(demo)
    file_appeal(demo)
    _write_bulletin(demo, programme)
    answer_appeal(demo)
    winter = start_winter(demo)
    import_next_year(demo)
    cross_inspect(demo, version)
    inspect_in_winter(demo, version)
    mend_findings(demo)
    patrol(demo)
    leave_appeal(demo)
    write_papers(demo, programme)
    supervise(demo, winter)
    handle_matters(demo)
    look_back(demo)
    change_shifts(demo)
    hear_aid(demo)
    decide_fund(demo)
    elect(demo)
    agree_on_rules(demo)
    build_together(demo)
    meet_in_council(demo)
    pair_up(demo)
    fill_lists(demo)
    perform(demo)
    propose_pairs(demo)
    plan_tea(demo)
    open_public_door(demo)
    make_green(demo, programme)
    change_people(demo)


def _make_country(demo: Demo) -> None:
    demo.say("遂宁市、5 个区县、95 个街道乡镇，加上演示社区")
    demo.communities = load_demo_register(actor=SYSTEM, seed=SEED, per_street=PER_STREET)
    demo.streets = codes_at_level(CITY, STREETS)
    demo.counties = codes_at_level(CITY, COUNTIES)
    make_areas(SYSTEM)
    level = {code: demo.chance.uniform(0.5, 1.0) for code in demo.streets}
    demo.care = {
        code: min(1.0, level[code[:9]] + demo.chance.uniform(-0.1, 0.12)) for code in demo.communities
    }


def _make_people(demo: Demo) -> None:
    demo.say("单位和账号")
    street, community = demo.shown()
    make_departments(SYSTEM)
    make_resident_unit(SYSTEM, street)
    units = dict(Organisation.objects.values_list("name", "pk"))
    company = Company()
    names = names_of([*demo.counties, *demo.streets, community])
    demo.people = company.add_all(cast_of(street, community, names), units)
    counties = [code for code in demo.counties if code != SHOWN_COUNTY]
    others = crew_of(counties, [code for code in demo.streets if code != street], demo.streets, names)
    demo.people |= company.add_all(others, units)


def _inspect(demo: Demo, programme: Programme) -> RubricVersion:
    demo.say("两轮检查、评分、评级")
    office, inspector = demo.people["shi"], demo.people["jiancha"]
    version = make_rubric(office, CITY)
    with at(aware(2026, 6, 1)):
        spring = inspect(
            demo.people["quxian"],
            inspector,
            version,
            place_code=SHOWN_COUNTY,
            title="2026年6月自查",
            days=(date(2026, 6, 1), date(2026, 6, 20)),
            communities=[code for code in demo.communities if code.startswith(SHOWN_COUNTY)],
            care=demo.care,
            chance=demo.chance,
        )
    _merge_two(demo)
    left_out = set(demo.chance.sample(demo.communities, 5))
    with at(aware(2026, 9, 1)):
        autumn = inspect(
            office,
            inspector,
            version,
            place_code=CITY,
            title="2026年9月检查",
            days=(date(2026, 9, 1), date(2026, 9, 20)),
            communities=[code for code in demo.communities if code not in left_out],
            care={code: min(1.0, care + 0.03) for code, care in demo.care.items()},
            chance=demo.chance,
        )
    if programme.scheme_id is None:
        raise RuntimeError("the demo plan states no rating rules")
    with at(aware(2026, 9, 21)):
        rate_round(actor=demo.people["quxian"], round_id=spring.pk, scheme_id=programme.scheme_id)
        rate_round(actor=office, round_id=autumn.pk, scheme_id=programme.scheme_id)
        rate_by_quota(office, autumn)
        close_round(actor=demo.people["quxian"], round_id=spring.pk)
        close_round(actor=office, round_id=autumn.pk)
    return version


def _merge_two(demo: Demo) -> None:
    """Merge two communities in mid-year: the first goes on under its own code."""
    street = [code for code in demo.streets if code.startswith(SHOWN_COUNTY)][1]
    first, second = [code for code in demo.communities if code.startswith(street)][:2]
    with at(aware(2026, 7, 1)):
        merge_places(
            actor=demo.people["quxian"],
            codes=[first, second],
            into=NewPlace(code=first, name=get_place(first).name),
            on=date(2026, 7, 1),
            citation="演示：社区规模调整",
        )
    demo.communities.remove(second)


def _write_bulletin(demo: Demo, programme: Programme) -> None:
    demo.say("第三季度通报")
    office = demo.people["shi"]
    issuer = Organisation.objects.get(name="遂宁市民政局")
    with at(aware(2026, 10, 14)):
        templates = ensure_templates(actor=office, place_code=CITY)
        template = next(one for one in templates if one.kind == DocumentKind.BULLETIN)
        document = draft_document(
            actor=office,
            place_code=CITY,
            kind=DocumentKind.BULLETIN,
            title="关于2026年第三季度社区环境共治行动进展情况的通报",
            issuer_id=issuer.pk,
            period=Period.quarter(2026, 3),
            template_id=template.pk,
            params={"programme": programme.pk},
            programme_id=programme.pk,
            head={
                "red_head": "遂宁市民政局文件",
                "number_code": "遂民发",
                "addressee": "各区县民政局，三个园区管委会",
            },
            is_demo=True,
        )
        send_for_review(actor=office, document_id=document.pk)
    with at(aware(2026, 10, 16)):
        sign_document(actor=demo.people["lingdao"], document_id=document.pk)
        issue_document(actor=office, document_id=document.pk)
