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


@pytest.mark.parametrize(
    ("body", "lead", "support"),
    [
        ("1.清河。清理河道。（镇水利站、环卫所和各村）", ("镇水利站", "环卫所", "各村"), ()),
        ("1.清河。清理河道。〔县水利局、各镇政府；6月底前完成〕", ("县水利局", "各镇政府"), ()),
        ("1.清河。清理河道。责任单位：镇水利站、各村（社区）", ("镇水利站", "各村（社区）"), ()),
        ("1.清河。包保单位：县水利局；责任单位：各村", ("县水利局", "各村"), ()),
        ("1.清河。县水利局作为牵头单位，抓好统筹，各镇具体落实。", ("县水利局", "各镇"), ()),
        ("1.清河。责成县水利局会同县交通局清理河道。", ("县水利局",), ("县交通局",)),
        ("1.清河。镇水利站清理河道，镇纪委负责监督。", ("镇水利站",), ("镇纪委",)),
        ("1.清河。村老年舞队承办，商户联盟协助。", ("村老年舞队",), ("商户联盟",)),
        ("1.清河。镇村要指导物业公司清理河道。", ("镇村",), ()),
        ("1.清河。市委组织部、城区党工委组织党员清理河道。", ("市委组织部", "城区党工委"), ()),
        ("1.清河。3月20日前由镇水利站报县河长办备案。", ("镇水利站",), ()),
        ("1.清河。发动居民，由居民共享河景。", (), ()),
    ],
)
def test_other_ways_to_say_who_does_it(body, lead, support):
    (found,) = work(body)

    assert (found.lead, found.support) == (lead, support)


def test_a_duty_before_its_colon():
    found = tasks("关于清淤分工的通知\n一、分工\n镇水利站：负责巡查河道。\n镇派出所：负责疏导交通。")

    assert [(t.title, t.lead) for t in found] == [
        ("巡查河道", ("镇水利站",)),
        ("疏导交通", ("镇派出所",)),
    ]


@pytest.mark.parametrize(
    "told",
    [
        "社区组织了50人的腰鼓队，参加全区比赛。",
        "四月，社区组织居民开展大扫除，共清运垃圾30吨。",
        "社区非常重视宣传工作，居民的热情不断高涨。",
        "在社区的协调下，老人们得到了照顾。",
        "由社区牵头，各单位配合，先后举办讲座12场。",
    ],
)
def test_deeds_told_in_a_report_are_no_tasks(told):
    assert tasks(f"白马社区工作汇报\n一、服务居民\n{told}") == []


@pytest.mark.parametrize(
    ("told", "task"),
    [
        (
            "遗留问题已列入台账，明确由河道专管员每周跟踪整改。",
            ("跟踪整改", ("河道专管员",), "every:week"),
        ),
        ("下一步，镇水利站将于2025年6月底前清理支渠。", ("清理支渠", ("镇水利站",), "2025-06")),
        ("督查人员每天到现场巡查。", ("到现场巡查", ("督查人员",), "every:day")),
    ],
)
def test_a_report_may_still_give_work(told, task):
    found = tasks(f"白马社区2024年工作汇报\n一、主要情况\n{told}")

    assert [(t.title, t.lead, t.due) for t in found] == [task]


def test_a_leaf_that_is_given_to_somebody_is_a_task_wherever_it_stands():
    found = tasks(
        "白马县清淤会议纪要\n会议议定以下事项：\n1.加快清淤。由县水利局负责，于2025年9月底前清完主渠。\n"
        "2.规范堆放。县城管局抓总，每周三检查。\n出席：县水利局、县城管局负责同志。"
    )

    assert [(t.title, t.lead, t.due) for t in found] == [
        ("加快清淤", ("县水利局",), "2025-09"),
        ("规范堆放", ("县城管局",), "every:week:3"),
    ]


def test_work_under_a_section_that_does_not_call_itself_work():
    (found,) = tasks(
        "清水镇2026年巡河方案\n二、设施建设\n1.修建巡河步道。责任单位：区住建局；完成时限：2026年9月底前。"
    )

    assert (found.title, found.lead, found.due) == ("修建巡河步道", ("区住建局",), "2026-09")


def test_what_an_activity_states_is_no_task():
    found = tasks(
        "邻里节方案\n一、活动内容\n1.时间：5月10日\n2.地点：社区广场\n3.包粽子：社区妇联组织居民包粽子"
    )

    assert [(t.title, t.lead) for t in found] == [("包粽子", ("社区妇联",))]


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("请各村于2024年4月20日前将清淤清单报镇党政办。", "报送清淤清单"),
        ("验收由镇水利站负责，各村参与，每半年开展一次。", "验收"),
        ("修订一河一策，3月20日前由镇水利站报县河长办备案。", "修订一河一策"),
    ],
)
def test_the_title_is_the_work(sentence, title):
    (found,) = tasks(f"关于2024年清淤的通知\n一、要求\n{sentence}")

    assert found.title == title


def test_exhortations_are_no_work():
    assert tasks("关于清淤的通知\n一、要求\n各村要高度重视，加强领导。") == []


def test_a_merged_cell_left_blank_holds_what_stands_above():
    found = tasks(
        "任务分解表\n类别 | 工作内容 | 责任科室 | 进度要求\n清河 | 清理主渠 | 水利科 | 2024年6月底\n"
        " | 清理支渠 |  | 2024年9月底\n护河 | 安装护栏 | 工程科 | 2024年10月"
    )

    assert [(t.title, t.lead, t.due) for t in found] == [
        ("清理主渠", ("水利科",), "2024-06"),
        ("清理支渠", ("水利科",), "2024-09"),
        ("安装护栏", ("工程科",), "2024-10"),
    ]


@pytest.mark.parametrize(
    ("line", "title", "lead", "support"),
    [
        ("清洗护栏9公里——县环卫处——4月30日前", "清洗护栏", ("县环卫处",), ()),
        ("遮盖料堆7处——县城管局（县住建局配合）——4月30日前", "遮盖料堆", ("县城管局",), ("县住建局",)),
    ],
)
def test_fields_between_dashes(line, title, lead, support):
    (found,) = tasks(f"白马县2024年整治方案\n一、重点任务\n1）{line}\n二、说明\n略。")

    assert (found.title, found.lead, found.support, found.due) == (title, lead, support, "2024-04-30")


def test_a_list_of_given_work_is_tasks_whatever_its_headings():
    found = tasks(
        "白马镇2024年服务问答\n问：做什么？\n答：共有三件事。\n（1）改造服务站。民政办牵头，6月底前完成。\n"
        "（2）延长时间。服务站负责，每周二晚间开门。\n（3）青年夜校。团委组织，工会参与，9月底前开班。\n\n问：钱从哪里来？\n答：县里补助。"
    )

    assert [(t.title, t.lead) for t in found] == [
        ("改造服务站", ("民政办",)),
        ("延长时间", ("服务站",)),
        ("青年夜校", ("团委",)),
    ]


def test_a_speech_gives_work_with_orders_and_dates():
    found = tasks(
        "在白马县清淤推进会上的讲话\n一、肯定成绩\n县水利局清淤30公里。\n二、合力攻坚\n"
        "县水利局要在9月30日前拿出清单，各镇配合。今年以来，各镇要钱要人的不少。县纪委会同县审计局，每半年开展一次检查。"
    )

    assert [(t.title, t.lead, t.support) for t in found] == [
        ("拿出清单", ("县水利局",), ("各镇",)),
        ("开展检查", ("县纪委",), ("县审计局",)),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年，县文化馆以“月月有戏”为主线，全年服务群众不少于2万人次。",
        "坚持以村党支部为基础，打造新格局。",
        "中心建筑面积2000平方米。",
        "资金共10万元，其中镇财政列支8万元，占80%。",
        "村民委员会向大家发出如下倡议：",
        "推进机制建设，健全完善镇党政主要领导负总责的机制。",
    ],
)
def test_aims_and_facts_of_a_plan_are_no_tasks(sentence):
    assert tasks(f"白马镇2024年文化工作方案\n{sentence}") == []


def test_money_that_a_body_pays_out():
    (found,) = tasks("关于2024年慰问的通知\n慰问金由镇财政所统一核拨。")

    assert (found.title, found.lead) == ("核拨慰问金", ("镇财政所",))


@pytest.mark.parametrize(
    ("head", "rows", "expected"),
    [
        (
            "时间 活动内容 责任单位",
            ["4月1日 启动仪式 县爱卫办", "4月20日 健康义诊 县卫健局、县医院"],
            [("启动仪式", ("县爱卫办",)), ("健康义诊", ("县卫健局", "县医院"))],
        ),
        (
            "问题 | 整改措施 | 牵头领导 | 责任单位 | 整改时限",
            [
                "堆物多 | 集中清理楼道 | 张小明 | 各社区 | 6月30日前",
                " | 建立巡查制度 | 张小明 | 各社区 | 长期坚持",
            ],
            [("集中清理楼道", ("各社区",)), ("建立巡查制度", ("各社区",))],
        ),
        (
            "河流\t包保领导\t主要任务\t完成时限",
            ["白马河\t李大山\t拆除违建\t10月", "青溪\t王小河\t整治排口\t11月"],
            [("拆除违建", ("李大山",)), ("整治排口", ("王小河",))],
        ),
        (
            "工作任务 | 牵头单位 | 责任单位 | 完成时间",
            ["修订预案 | 镇应急办 | 各村 | 4月底", "组织演练 | 镇人武部 | 各村、派出所 | 5月底"],
            [("修订预案", ("镇应急办", "各村")), ("组织演练", ("镇人武部", "各村", "派出所"))],
        ),
    ],
)
def test_tables_under_many_heads(head, rows, expected):
    found = tasks("\n".join(["白马县2024年工作分工表", head, *rows]))

    assert [(t.title, t.lead) for t in found] == expected


def test_what_is_looked_at_is_no_task():
    found = tasks("关于开展消防检查的通知\n一、检查内容\n1.通道是否畅通。\n2.灭火器管理。\n二、要求\n略。")

    assert found == []


def test_a_summary_looks_ahead_where_its_heading_does():
    found = tasks(
        "白马社区2024年工作总结\n一、主要工作\n1.抓党建。党委书记牵头走访居民320户。\n"
        "二、2025年工作安排\n1.改造活动室。6月底前完成改造。\n2.继续做好宣传。"
    )

    assert [(t.title, t.due) for t in found] == [("改造活动室", "2025-06"), ("继续做好宣传", None)]


def test_a_sanction_behind_the_work_does_not_hide_it():
    (found,) = tasks(
        "关于清淤情况的通报\n一、下步要求\n（1）跟踪问效。县督查室会同县水利局开展复查。对两次排名末位的镇，约谈主要负责人。"
    )

    assert (found.title, found.lead, found.support) == ("跟踪问效", ("县督查室",), ("县水利局",))


def test_clauses_of_a_topic_share_the_body_named_first():
    found = tasks(
        "白马镇改造专题会议纪要\n会议议定：\n一、关于未开工院落。由县住建局牵头，城建办配合，2023年3月底前完成审图，2023年4月15日前开工建设。"
    )

    assert [(t.title, t.lead, t.due) for t in found] == [
        ("完成审图", ("县住建局",), "2023-03"),
        ("开工建设", ("县住建局",), "2023-04-15"),
    ]


@pytest.mark.parametrize(
    "sentence",
    ["各村（居）2024年5月20日前与农户签订承诺书。", "甲村、乙村每周一晚上召开院坝会。", "施工单位每日洒水。"],
)
def test_a_body_right_before_a_date_has_the_work(sentence):
    (found,) = tasks(f"关于清淤的通知\n一、安排\n{sentence}")

    assert found.lead in (("各村（居）",), ("甲村", "乙村"), ("施工单位",))


@pytest.mark.parametrize(
    "line",
    [
        "《白马镇2021—2023年清淤方案》已经镇政府会议讨论同意，现印发给你们，请认真组织实施。",
        "白马镇老旧小区改造三年行动方案",
        "总投资6亿元，其中各村和居民出资1亿元。",
        "县住建局、供水公司及街道有关科室负责人参加会议。",
    ],
)
def test_what_frames_a_notice_is_no_task(line):
    assert tasks(f"关于印发清淤方案的通知\n{line}") == []


def test_an_item_shared_out_with_dates_is_one_task_for_each_body():
    found = tasks(
        "白马乡2024年禁烧方案\n一、工作措施\n1.抓宣传。乡政府9月12日前召开动员会，各村随后召开群众会；文化站每天播放通告。\n"
        "2.抓巡查。各村巡查队值守。"
    )

    assert [(t.title, t.lead, t.due) for t in found] == [
        ("召开动员会", ("乡政府",), "2024-09-12"),
        ("召开群众会", ("各村",), None),
        ("播放通告", ("文化站",), "every:day"),
        ("抓巡查", ("各村巡查队",), None),
    ]


@pytest.mark.parametrize(
    ("line", "title", "lead", "due"),
    [
        ("各村国庆节前修好路灯。", "修好路灯", ("各村",), "2024-10-01"),
        ("各村春节前修好路灯。", "修好路灯", ("各村",), None),
        ("城建办：负责选址建设，8月底前新增端口80个。", "选址建设", ("城建办",), "2024-08"),
        ("考核由镇河长办组织，每半年完成一次。", "组织考核", ("镇河长办",), "every:half-year"),
        ("镇河长办在各自职能基础上，每季度通报进展。", "通报进展", ("镇河长办",), "every:quarter"),
        ("现就有关事项通知如下：各村要张贴公告。", "张贴公告", ("各村",), None),
        ("外包公司应于6月底前报台账，财政所凭结果拨付服务费。", "报台账", ("外包公司",), "2024-06"),
    ],
)
def test_one_line_of_work(line, title, lead, due):
    found = tasks(f"关于2024年路灯的通知\n{line}")[0]

    assert (found.title, found.lead, found.due) == (title, lead, due)


def test_play_on_a_word_names_no_work_in_a_study():
    (found,) = tasks(
        "白马县停车难调研报告\n一、现状\n少车位。\n二、对策建议\n（一）“增”字当先扩容量。建议由县住建局牵头，2025年底前建设立体停车库。"
    )

    assert (found.title, found.lead) == ("建设立体停车库", ("县住建局",))


def test_a_line_that_begins_with_what_is_next_looks_ahead_to_its_end():
    found = tasks(
        "白马镇2023年文化工作总结\n一、成效\n新添图书900册。\n"
        "下步打算：2024年1月15日前，由文化站站长逐村督促整改；镇团委会同中心校，每周六开放书屋。"
    )

    assert [(t.title, t.lead, t.support, t.due) for t in found] == [
        ("逐村督促整改", ("文化站站长",), (), "2024-01-15"),
        ("开放书屋", ("镇团委",), ("中心校",), "every:week:6"),
    ]


@pytest.mark.parametrize(
    ("sentence", "title", "lead"),
    [
        ("1、问题整改。上述问题由各村负责，5月27日前整改到位。", "问题整改", "各村"),
        ("1、卫生费由各组长于每年3月底前收齐。", "收齐卫生费", "各组长"),
        ("1、防火期内护林队每日巡查山林。", "巡查山林", "护林队"),
        ("1、全镇86名护林员每日巡查山林。", "巡查山林", "护林员"),
        ("1、请县水利局派员主责，5月底前查完支护。", "查完支护", "县水利局"),
    ],
)
def test_other_places_of_the_body_in_its_sentence(sentence, title, lead):
    (found,) = tasks(f"关于2024年管护的通知\n一、有关要求\n{sentence}")

    assert (found.title, found.lead) == (title, (lead,))


def test_bodies_that_each_have_their_own_share():
    found = tasks(
        "关于2024年宣传的通知\n一、分工\n1.加强宣传。宣传办、团委分别负责广播宣讲、校园课堂，6月上旬完成。"
    )

    assert [(t.title, t.lead, t.due) for t in found] == [
        ("广播宣讲", ("宣传办",), "2024-06-10"),
        ("校园课堂", ("团委",), "2024-06-10"),
    ]


def test_work_behind_a_clause_about_marks():
    (found,) = tasks(
        "白马镇公厕考核评分表\n说明：标准分合计100分，由镇环卫站会同各村现场打分；扣分当场告知。\n项目 | 标准分\n地面 | 60\n设施 | 40"
    )

    assert (found.title, found.lead, found.support) == ("现场打分", ("镇环卫站",), ("各村",))


def test_a_table_behind_the_signature_has_no_path():
    found = tasks(
        "关于2024年整治的通知\n一、要求\n抓好落实。\n\n白马镇人民政府\n2024年1月8日\n\n附表：任务表\n"
        "序号 | 整治任务 | 牵头单位 | 完成时限\n1 | 更换电线 | 供电所 | 3月\n2 | 增设护栏 | 村“两委” | 5月"
    )

    assert [(t.title, t.path, t.lead) for t in found] == [
        ("更换电线", (), ("供电所",)),
        ("增设护栏", (), ("村“两委”",)),
    ]


def test_a_line_of_a_calendar_lists_work_of_its_period():
    found = tasks(
        "白马社区2026年工作安排\n一季度：开展慰问活动；完成档案更新。责任人：王小丽\n二季度：举办运动会，由文体委员牵头。"
    )

    assert [(t.title, t.lead, t.due) for t in found] == [
        ("开展慰问活动", (), "2026-03"),
        ("完成档案更新", ("王小丽",), "2026-03"),
        ("举办运动会", ("文体委员",), "2026-06"),
    ]


def test_teams_of_a_headquarters_have_the_work_of_those_who_lead_them():
    found = tasks(
        "白马镇防汛预案\n一、组织体系\n下设三个工作组：\n1.抢险救援组：由镇人武部牵头，各村参与，负责转移人员。\n"
        "2.医疗防疫组：镇卫生院负责，做好伤员救治。"
    )

    assert [(t.title, t.lead) for t in found] == [
        ("转移人员", ("镇人武部",)),
        ("做好伤员救治", ("镇卫生院",)),
    ]


def test_a_deadline_in_an_unknown_year_is_still_work():
    (found,) = tasks(
        "安全生产责任书\n甲方：镇政府\n乙方：各村\n一、乙方责任\n1.建立制度，6月底前完成隐患建档。"
    )

    assert (found.title, found.due) == ("完成隐患建档", None)


@pytest.mark.parametrize(
    ("sentence", "title", "lead"),
    [
        ("县农办要结合新村建设任务，负责督查新社区建设。", "督查新社区建设", ("县农办",)),
        ("各镇政府是整治工作的责任主体，要抓好组织实施。", "抓好组织实施", ("各镇政府",)),
        ("气象、水利等部门要加密会商。", "加密会商", ("气象", "水利")),
    ],
)
def test_duties_of_a_sentence(sentence, title, lead):
    found = tasks(f"白马县整治工作职责分工\n{sentence}")

    assert [(t.title, t.lead) for t in found] == [(title, lead)]


def test_a_report_on_two_years_looks_ahead_in_the_later():
    found = tasks(
        "2025年白马县政府工作报告\n一、2024年工作回顾\n（一）抓投资。实施项目120个。\n二、2025年重点工作\n（一）扩大投资。年内实施项目180个。"
    )

    assert [(t.title, t.due) for t in found] == [("扩大投资", "2025-12")]


def test_deeds_under_the_fields_of_a_plan_are_its_tasks():
    found = tasks(
        "白马镇2025年环保方案\n一、指导思想\n以绿色发展为引领。\n二、水污染防治\n（一）完善污水管网。\n（二）清理河道。\n"
        "三、保障措施\n（一）加强组织领导。\n（二）强化资金投入。"
    )

    assert [t.title for t in found] == ["完善污水管网", "清理河道"]


def test_a_plan_that_is_but_a_list_of_deeds():
    found = tasks(
        "白马社区2025年工作计划\n一、加强党建引领。开展主题党日。\n二、优化便民服务。推行代办。\n三、推进环境整治。清理死角。"
    )

    assert [(t.title, t.path) for t in found] == [
        ("加强党建引领", ("一、",)),
        ("优化便民服务", ("二、",)),
        ("推进环境整治", ("三、",)),
    ]


def test_two_given_leaves_make_a_list():
    found = tasks(
        "邻里运动会策划\n甲、赛前准备\n1、报名编组。各楼长5月10日前收齐名单。\n2、器材场地。文体协会主理，小学协办。"
    )

    assert [(t.title, t.lead) for t in found] == [("报名编组", ("各楼长",)), ("器材场地", ("文体协会",))]


def test_a_name_told_by_由_ends_where_no_known_verb_begins():
    text = "楼院收支公示办法\n一、重点任务\n1.公开账目。每月15日，由业委会监督员核对账目并张榜。"

    assert compile_text(text).documents[0].tasks[0].lead == ("业委会监督员",)


def test_a_circled_number_is_no_part_of_a_name():
    text = "防火承诺书\n一、承诺事项\n（一）日常防范。①社区网格员每周上门巡查；②微型消防站每季度末组织演练。"
    leads = {name for task in compile_text(text).documents[0].tasks for name in task.lead}

    assert leads == {"社区网格员", "微型消防站"}


def test_what_was_over_when_a_bulletin_came_out_is_no_task():
    text = (
        "危房整治督查通报\n2026年3月2日，县督查室会同县住建局对5个乡镇实地督查。\n"
        "请各乡镇于2026年4月10日前完成整改。\n县督查室\n2026年3月9日"
    )

    assert [task.due for task in compile_text(text).documents[0].tasks] == ["2026-04-10"]
