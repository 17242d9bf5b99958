"""A plan in our own words, and ways to take it through review."""

import io

import pytest
from docx import Document

from gongjian.apps.plans import services
from gongjian.apps.plans.models import Plan
from gongjian.apps.plans.selectors import blockers_of, get_plan, live_items
from gongjian.core.access import Actor
from tests.factories import COUNTY, make_organisation, make_user

PLAN = """船山区楼院环境共管方案（2026年）
船民发〔2026〕8号
一、工作目标
到2026年底，全区达标社区占比不低于80%，楼栋长培训覆盖率达到100%。
二、实施步骤
（一）准备阶段（2026年1月至2月）。定方案，选试点。
（二）推进阶段（2026年3月至10月）。按月检查，按季通报。
三、重点任务
（一）清理楼道堆物。对照清单逐栋清理。责任单位：区城管局；配合单位：各社区。2026年6月底前完成。
（二）培训楼栋长。先培训再上岗。责任单位：各街道；配合单位：区民政局。2026年9月底前完成。
四、评定办法
（一）社区检查得分90分以上的为“示范社区”，80分以上不足90分的为“达标社区”。
（二）示范社区占比达到80%以上的街道（乡镇），评为“示范街道”。
五、组织领导
成立船山区楼院环境共管领导小组，组成人员如下：
组长：区政府分管副区长
副组长：区民政局局长
领导小组办公室设在区民政局。
船山区民政局
2026年1月6日
"""


def docx_of(text: str) -> bytes:
    """Set lines as a .docx."""
    word = Document()
    for line in text.splitlines():
        word.add_paragraph(line)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def imported(actor: Actor, text: str = PLAN) -> Plan:
    """Import one plan for the county and load it as the pages do."""
    [plan] = services.import_text(actor=actor, place_code=COUNTY, text=text)
    return get_plan(actor, plan.pk)


def settle(actor: Actor, plan: Plan) -> Plan:
    """Settle all that is open: items that lack something are dropped, unknown names take no part."""
    for item in live_items(plan):
        if item.unresolved:
            services.drop_item(actor=actor, plan_id=plan.pk, item_id=item.pk)
    for blocker in blockers_of(get_plan(actor, plan.pk)):
        if blocker.unit_id is not None:
            services.match_unit(actor=actor, plan_id=plan.pk, unit_id=blocker.unit_id, ignore=True)
    return get_plan(actor, plan.pk)


def one(plan: Plan, kind: str, words: str = ""):
    """The first item of a kind whose words hold some."""
    return next(item for item in plan.items.all() if item.kind == kind and words in item.quote)


@pytest.fixture
def office(places: None):
    """An official of the county with the two bodies the plan names."""
    make_organisation(COUNTY, "船山区城市管理局", short_name="区城管局")
    make_organisation(COUNTY, "船山区民政局", short_name="区民政局")
    return make_user(place_code=COUNTY)
