"""Whole documents of many styles in our own words, with what a careful reader finds in them."""

from functools import cache
from pathlib import Path

import pytest

from gongjian.engines.plandoc import compile_text

FOLDER = Path(__file__).parent / "documents"


@cache
def document(name: str):
    [found] = compile_text((FOLDER / f"{name}.txt").read_text(encoding="utf-8")).documents
    return found


def bound(value):
    return tuple(float(part) for part in value) if isinstance(value, tuple) else float(value)


@pytest.mark.parametrize(
    ("name", "title", "kind", "issuer"),
    [
        ("flood-plan", "云溪镇2026年防汛备汛工作预案", "plan", "云溪镇防汛抗旱指挥部"),
        ("waste-rubric", "江北新区生活垃圾分类考核实施细则（试行）", "rubric", "江北新区城市管理局"),
        ("street-summary", "青石桥街道2025年工作总结和2026年工作打算", "summary", "青石桥街道办事处"),
        ("fire-bulletin", "关于2026年二季度消防安全检查情况的通报", "bulletin", "县消防安全委员会办公室"),
        ("charging-wrapped", "永安街道夏季电动自行车消防安全综合治理工作方案", "plan", "永安街道办事处"),
        ("lift-table", "梅岭区既有住宅加装电梯工作实施方案", "plan", "梅岭区人民政府办公室"),
        ("reading-notice", "关于开展2026年“书香进院落”全民阅读活动的通知", "notice", "盘州市文化广电旅游局"),
    ],
)
def test_the_head_of_a_document(name, title, kind, issuer):
    found = document(name)

    assert (found.title, found.kind, found.issuer) == (title, kind, issuer)


TARGETS = {
    "flood-plan": [
        ("山洪灾害危险区转移责任人落实率", ">=", 100, "%", None),
        ("应急物资储备率", ">=", 95, "%", None),
        ("预警信息到户时间", "<=", 20, "分钟", None),
        ("隐患点整改率", ">=", 98, "%", None),
        ("因洪死亡人数", "=", 0, None, None),
        ("组织夜间转移演练", ">=", 2, "次", "2026-06"),
        ("参训群众", ">=", 600, "人次", "2026-06"),
    ],
    "street-summary": [
        ("固定资产投资", "+=", 10, "%", "2026-12"),
        ("养老服务设施覆盖率", ">=", 90, "%", "2026-12"),
        ("日间照料中心社会化运营", "=", 100, "%", "2026-12"),
        ("12345热线按时办结率", ">=", 99, "%", "2026-12"),
        ("群众满意率", ">=", 95, "%", "2026-12"),
        ("重复投诉", "-=", 20, "%", "2026-12"),
        ("每人分三期轮训社区工作者", ">=", 40, "学时", "2026-09"),
    ],
    "fire-bulletin": [
        ("各小区充电棚建成率", ">=", 80, "%", "2026-12"),
        ("隐患整改率", ">=", 95, "%", "2026-09"),
    ],
    "charging-wrapped": [
        ("电动自行车火灾起数", "-=", 30, "%", None),
        ("违规停放、飞线充电现象", "-=", 80, "%", None),
        ("楼道停放", "=", 0, None, None),
        ("集中充电设施覆盖率", ">=", 85, "%", None),
        ("入户宣传率", "=", 100, "%", None),
    ],
    "lift-table": [
        ("全区新开工加装电梯", ">=", 120, "部", "2026-12"),
        ("竣工投用", ">=", 80, "部", "2026-12"),
        ("全区新开工加装电梯", ">=", 300, "部", "2027-06"),
        ("群众满意度", ">=", 92, "%", "2027-06"),
        ("安全责任事故", "=", 0, None, "2027-06"),
        ("每部补助", "<=", 250_000, "元", "2026-04-15"),
        ("审查时限", "<=", 7, "个工作日", "2026-05"),
        ("投保率", ">=", 95, "%", "2027-03"),
    ],
    "volunteer-points": [
        ("全区注册志愿者占常住人口比例", ">=", 18, "%", "2026-12"),
        ("活跃率", ">=", 40, "%", "2026-12"),
        ("每个社区志愿服务队伍", ">=", 5, "支", "2026-12"),
        ("积分兑换点实现社区", "=", 100, "%", "2027-06"),
    ],
}


@pytest.mark.parametrize("name", TARGETS)
def test_the_targets_of_a_document_and_no_others(name):
    found = [(t.indicator, t.comparator, bound(t.value), t.unit, t.deadline) for t in document(name).targets]

    assert found == TARGETS[name]


TASKS = {
    "flood-plan": [
        ("对山塘、河堤、切坡建房逐处排查", ("各村（社区）",), (), "2026-03-20"),
        ("完成长岭水库溢洪道清淤", (), (), "2026-04"),
        ("报送雨情", ("各村",), (), "every:day"),
        ("完成水毁设施登记", (), (), "2026-10-15"),
        ("地质灾害点巡查", ("镇自然资源所",), (), "every:day"),
        ("山塘水位观测", ("镇农业服务中心",), (), None),
        ("逐户签订转移明白卡", ("各村（社区）",), (), "2026-05-10"),
        ("设置安置点", ("镇民政办",), (), None),
        ("做好防疫", ("镇卫生院",), (), None),
        ("储备编织袋、救生衣、冲锋舟、抽水泵", ("镇应急管理办公室",), (), "2026-04-20"),
        ("清点", ("镇应急管理办公室",), (), "every:month:05"),
        ("组织夜间转移演练", ("镇人武部",), ("派出所", "卫生院"), "2026-06"),
        ("对各村备汛情况实行百分制考核", ("镇指挥部",), (), None),
    ],
    "access-three-years": [
        ("完成底数普查", (), (), "2026-03"),
        ("印发建设导则", (), (), "2027-03"),
        ("形成评估报告", (), (), "2028-11"),
        ("整治盲道", ("区住建局",), ("区城管局", "各街道"), "every:year"),
        ("坡化改造", ("区住建局",), (), None),
        ("改造政务大厅", ("区政数局", "各街道办事处"), (), "2026-06"),
        ("医院无障碍就诊", ("区卫健委",), ("区残联",), "2027-09"),
        ("家庭改造", ("区残联", "区民政局"), (), "every:year"),
        ("组织体验评价", ("区残联",), (), "every:year:12"),
    ],
    "fire-bulletin": [
        ("限期整改", ("各乡镇（街道）",), (), "2026-07-20"),
        ("完成高层建筑消防设施集中维修", ("县住建局",), ("县消防救援大队", "县公安局"), "2026-08"),
        ("对电动自行车销售门店开展全面检查", ("县市场监管局",), (), "2026-07"),
        ("补齐短板", (), (), "2026-12"),
    ],
    "reading-notice": [
        ("建一批书屋", (), (), "2026-09"),
        ("办一批活动", ("市图书馆",), (), "every:month:sat2"),
        ("育一批领读人", ("市图书馆",), (), "2026-05-20"),
        ("报送实施方案", ("各县（区）",), (), "2026-04-15"),
        ("报送工作总结", ("各县（区）",), (), "2026-11-25"),
    ],
    "lift-table": [
        ("对建成的多层住宅逐幢摸底", ("各街道",), (), None),
        ("印发加装电梯技术导则", ("区住建局",), ("区资规分局", "区市场监管局"), "2026-03"),
        ("公布财政补助标准", ("区财政局",), ("区住建局",), "2026-04-15"),
        (
            "建立联合审查窗口",
            ("区行政审批局",),
            ("区资规分局", "区住建局", "区消防救援大队"),
            "2026-05",
        ),
        ("组织电梯安装质量监督", (), ("各街道办事处",), "every:month"),
        ("调解邻里纠纷", ("各街道办事处",), ("区司法局", "社区居委会"), None),
        ("落实“保险+维保”", ("区市场监管局",), (), "2027-03"),
    ],
    "volunteer-points": [
        ("全区积分管理的统筹指导", ("区民政局",), (), None),
        ("审核", ("街道",), (), None),
        ("记录", ("社区",), (), None),
        ("录入上月积分", ("社区",), (), "every:month:10"),
        ("完成审核", ("街道",), (), "every:month:15"),
    ],
}


@pytest.mark.parametrize("name", TASKS)
def test_the_tasks_of_a_document_and_no_others(name):
    assert [(t.title, t.lead, t.support, t.due) for t in document(name).tasks] == TASKS[name]


def test_a_post_before_the_colon_is_charged_with_what_follows():
    leads = {task.title: task.lead for task in document("party-duties").tasks}

    assert leads["检查会议记录"] == ("副书记",)
    assert leads["发展党员"] == ("组织委员",)
    assert leads["监督小组对惠民资金发放开展抽查"] == ("纪检委员",)
    assert leads["更新公开栏"] == ("宣传委员",)


PHASES = {
    "flood-plan": [
        ("排查摸底阶段", "2026-03-01", "2026-03-20"),
        ("整改加固阶段", "2026-03-21", "2026-04-30"),
        ("值守应对阶段", "2026-05-01", "2026-09-30"),
        ("总结恢复阶段", "2026-10", "2026-10"),
    ],
    "access-three-years": [
        ("试点先行", "2026-01", "2026-12"),
        ("全面铺开", "2027-01", "2028-06"),
        ("巩固提升", "2028-07", "2028-12"),
    ],
    "charging-wrapped": [
        ("宣传发动", "2026-05-01", "2026-05-15"),
        ("集中整治", "2026-05-16", "2026-07-20"),
        ("巩固验收", "2026-07-21", "2026-07-31"),
    ],
    "lift-table": [
        ("调查摸底", "2026-02", "2026-04"),
        ("集中推进", "2026-05", "2027-03"),
        ("评估总结", "2027-04", "2027-06"),
    ],
}


@pytest.mark.parametrize("name", PHASES)
def test_the_phases_of_a_document(name):
    assert [(p.name, p.begins, p.ends) for p in document(name).phases] == PHASES[name]


RATINGS = {
    "flood-plan": [
        ("优秀村", "村", ">=", 90.0, "score"),
        ("合格村", "村", "[)", (75.0, 90.0), "score"),
        ("不合格村", "村", "<", 75.0, "score"),
        ("取消当年评优资格", "村", ">=", 2.0, "count:排名后2位"),
    ],
    "waste-rubric": [
        ("优秀", "街道", ">=", 95.0, "score"),
        ("良好", "街道", "[)", (85.0, 95.0), "score"),
        ("合格", "街道", "[)", (70.0, 85.0), "score"),
        ("不合格", "街道", "<", 70.0, "score"),
        ("优秀", "参评街道", "<=", 30.0, "quota"),
        ("约谈", "街道", ">=", 2.0, "count:季度排名末位"),
        ("扣减年度绩效5分", "街道", ">=", 3.0, "count:垫底"),
        ("扣减服务费", "分类运输企业", "<", 80.0, "score"),
    ],
    "party-duties": [
        ("不得评优", "社区", "<", 80.0, "share:责任清单完成率"),
        ("约谈", "社区", "<", 60.0, "share:责任清单完成率"),
    ],
    "lift-table": [
        ("优秀", "街道", ">=", 100.0, "share:年度任务完成率"),
        ("良好", "街道", "[)", (80.0, 100.0), "share:年度任务完成率"),
        ("通报", "街道", "<", 80.0, "share:年度任务完成率"),
    ],
}


@pytest.mark.parametrize("name", RATINGS)
def test_the_grades_and_sanctions_of_a_document(name):
    found = [(r.label, r.subject, r.comparator, bound(r.value), r.basis) for r in document(name).ratings]

    assert found == RATINGS[name]


def test_the_rules_of_a_rubric_with_their_caps():
    items = {item.title: item for item in document("waste-rubric").rubric_items}

    assert {title: item.full_marks for title, item in items.items()} == {
        "设施配置": 20,
        "分类实效": 40,
        "收运管理": 25,
        "宣传动员": 15,
        "加分项": None,
        "否决事项": None,
    }
    assert [(float(rule.amount), rule.cap) for rule in items["设施配置"].rules] == [
        (1, 5),
        (0.5, 5),
        (2, None),
    ]
    assert [rule.per for rule in items["否决事项"].rules] == ["发生重大安全事故", "弄虚作假被查实"]


def test_rules_of_an_article_are_named_after_it_and_its_veto_is_among_them():
    [article] = document("flood-plan").rubric_items

    assert article.title == "第十一条"
    assert [(rule.kind, rule.per, rule.cap) for rule in article.rules] == [
        ("deduct", "漏报雨情一次", 10),
        ("deduct", "迟报一次", 10),
        ("veto", "出现人员伤亡", None),
    ]


GROUPS = {
    "flood-plan": [
        ("周立行", "leader"),
        ("邓素云", "deputy"),
        ("何  川", "deputy"),
        ("易小满", "deputy"),
        ("镇农业服务中心", "member"),
        ("镇自然资源所", "member"),
        ("镇卫生院", "member"),
        ("镇供电所", "member"),
        ("各村（社区）主要负责人", "member"),
        ("镇应急管理办公室", "office"),
        ("冯树林", "office_head"),
    ],
    "lift-table": [
        ("区委常委、常务副区长", "leader"),
        ("区住建局局长", "deputy"),
        ("区财政局", "member"),
        ("区资规分局", "member"),
        ("区市场监管局", "member"),
        ("各街道主要负责同志", "member"),
        ("区住建局", "office"),
    ],
}


@pytest.mark.parametrize("name", GROUPS)
def test_the_leading_group_of_a_document(name):
    [group] = document(name).groups

    bare = [("".join(who.split()), role) for who, role in GROUPS[name]]
    assert [("".join(m.who.split()), m.role) for m in group.members] == bare


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_every_passage_quotes_its_words(path):
    found = compile_text(path.read_text(encoding="utf-8"))

    for doc in found.documents:
        for item in (*doc.targets, *doc.phases, *doc.tasks, *doc.ratings, *doc.groups, *doc.quantities):
            assert item.quote == found.text[item.start : item.end]
