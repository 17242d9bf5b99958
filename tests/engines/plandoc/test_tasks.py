import pytest

from gongjian.engines.plandoc import compile_text


def tasks(text: str):
    return [t for d in compile_text(text).documents for t in d.tasks]


def work(body: str):
    return tasks(f"白马镇2024年清淤方案\n一、重点任务\n{body}\n二、说明\n略。")


@pytest.mark.parametrize(
    ("body", "lead", "support"),
    [
        (
            "1.清河。清理河道。（责任单位：镇水利站；配合单位：镇环卫所、各村）",
            ("镇水利站",),
            ("镇环卫所", "各村"),
        ),
        ("1.清河。由镇水利站牵头，镇环卫所、各村配合。", ("镇水利站",), ("镇环卫所", "各村")),
        ("1.清河。镇水利站主办，镇环卫所协办。", ("镇水利站",), ("镇环卫所",)),
        ("1.清河。镇水利站抓总，镇环卫所协力。", ("镇水利站",), ("镇环卫所",)),
        ("1.清河。镇水利站会同镇环卫所开展清理。", ("镇水利站",), ("镇环卫所",)),
        ("1.清河。联合县水务局，清理河道。", (), ("县水务局",)),
        ("1.清河。各村组织村民清理。", ("各村",), ()),
        ("1.清河。镇派出所、司法所开展普法。", ("镇派出所", "司法所"), ()),
        ("1.清河。〔牵头单位：县水务局；参与单位：各县（区）政府〕", ("县水务局",), ("各县（区）政府",)),
        ("1.清河。县住房和城乡建设局负责清理。", ("县住房和城乡建设局",), ()),
    ],
)
def test_who_leads_and_who_supports(body, lead, support):
    (found,) = work(body)

    assert (found.title, found.lead, found.support) == ("清河", lead, support)


@pytest.mark.parametrize(
    ("body", "due"),
    [
        ("1.清河。5月底前完成。", "2024-05"),
        ("1.清河。5月20日前清完。", "2024-05-20"),
        ("1.清河。三季度末完成清理。", "2024-09"),
        ("1.清河。每周一、三清理。", "every:week:1,3"),
        ("1.清河。每月25日集中清理。", "every:month:25"),
        ("1.清河。清理河道。完成时限：2024年11月。", "2024-11"),
        ("1.清河。长期坚持。", None),
    ],
)
def test_when_it_is_due(body, due):
    (found,) = work(body)

    assert found.due == due


def test_the_path_holds_the_markers_above():
    (found,) = work("（一）治水\n1.清河。镇水利站负责。")

    assert found.path == ("一、", "（一）", "1.")


def test_an_item_of_several_dated_clauses_is_several_tasks():
    found = work("1.换届：3月上旬完成楼长推选，6月底前完成代表推选。")

    assert [(t.title, t.due) for t in found] == [("完成楼长推选", "2024-03-10"), ("完成代表推选", "2024-06")]


def test_a_clause_that_tells_a_body_to_act_is_a_task_anywhere():
    found = tasks("关于清淤的通知\n一、要求\n请各村于2024年4月20日前上报清单。")

    assert [(t.title, t.lead, t.due) for t in found] == [("上报清单", ("各村",), "2024-04-20")]


def test_phases_slogans_and_sanctions_are_no_tasks():
    text = (
        "清淤方案\n一、步骤安排\n（一）动员阶段（2024年3月）。开会。\n二、工作任务\n（一）提高认识。大家要重视。\n"
        "三、奖惩\n连续两次排名末位的村，由镇政府约谈。\n四、附则\n本方案由镇水利站负责解释。"
    )

    assert tasks(text) == []


def test_table_rows_are_tasks():
    text = (
        "任务分解表\n"
        "序号\t工作任务\t牵头单位\t配合单位\t完成时限\n"
        "1\t建成20个议事亭\t镇民政办\t各村\t2024年6月底\n"
        "2\t举办邻里节\t镇文化站\t-\t每年10月"
    )
    found = tasks(text)

    assert [(t.lead, t.support, t.due) for t in found] == [
        (("镇民政办",), ("各村",), "2024-06"),
        (("镇文化站",), (), "every:year:10"),
    ]


def test_past_work_is_no_task():
    assert tasks("清淤工作总结\n一、主要做法\n镇水利站组织清理河道12公里，3月底前全部完成。") == []
