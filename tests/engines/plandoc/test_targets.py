import pytest

from gongjian.engines.plandoc import compile_text


def targets(text: str):
    return [t for d in compile_text(text).documents for t in d.targets]


def goal(sentence: str):
    return targets(f"临江县绿化计划\n一、工作目标\n{sentence}\n二、其他\n完。")


@pytest.mark.parametrize(
    ("sentence", "comparator", "value", "unit"),
    [
        ("绿化覆盖率达到40%以上。", ">=", 40, "%"),
        ("绿化覆盖率不低于40%。", ">=", 40, "%"),
        ("群众投诉量控制在50件以内。", "<=", 50, "件"),
        ("平均管护费不超过3元。", "<=", 3, "元"),
        ("认养绿地突破100处。", ">", 100, "处"),
        ("苗木死亡率低于5%。", "<", 5, "%"),
        ("苗木存活率提高5个百分点。", "+=", 5, "个百分点"),
        ("投诉总量下降10%。", "-=", 10, "%"),
        ("投诉总量减少三分之一。", "-=", 33.33, "%"),
        ("绿化覆盖率由35%提高到41%。", ">=", 41, "%"),
        ("新建口袋公园12个。", "=", 12, "个"),
        ("村庄绿化全覆盖。", "=", 100, "%"),
        ("居民参与率过半。", "=", 50, "%"),
        ("沿河签约率达八成以上。", ">=", 80, "%"),
        ("黄土裸露清零。", "=", 0, None),
        ("至少建成3个示范村。", ">=", 3, "个"),
        ("建成两个以上示范村。", ">=", 2, "个"),
        ("打造三个示范村。", "=", 3, "个"),
        ("病虫害面积降至20亩以下。", "<", 20, "亩"),
        ("养护成本控制在20万元以下。", "<=", 200_000, "元"),
        ("护林员由2023年的80人增加到2026年的120人。", ">=", 120, "人"),
        ("压减行政发文20件。", "-=", 20, "件"),
        ("降低苗木死亡率至5%。", "<=", 5, "%"),
        ("认养人数翻番。", "+=", 100, "%"),
        ("投诉总量减半。", "-=", 50, "%"),
        ("绿化投入不得低于300万元。", ">=", 3_000_000, "元"),
    ],
)
def test_comparing_words(sentence, comparator, value, unit):
    (found,) = goal(sentence)

    assert (found.comparator, float(found.value), found.unit) == (comparator, value, unit)


def test_a_date_holds_for_the_targets_that_follow_until_the_next_date():
    found = goal("到2024年底，植树500亩，成活率达到90%；到2026年6月底前，覆盖率达到45%。")

    assert [t.deadline for t in found] == ["2024-12", "2024-12", "2026-06"]


def test_an_annual_plan_sets_the_end_of_its_year():
    found = targets("临江县2025年绿化工作计划\n一、目标\n成活率达到90%。")

    assert found[0].deadline == "2025-12"


def test_figures_that_report_the_past_are_no_targets():
    text = "临江县绿化情况汇报\n一、工作进展\n截至6月底，覆盖率达到38%，比上年提高2个百分点。"

    assert targets(text) == []


def test_an_indicator_left_out_is_that_of_the_clause_before():
    found = goal("物业费收缴率提高12个百分点，达到80%。")

    assert [t.indicator for t in found] == ["物业费收缴率", "物业费收缴率"]


def test_grades_are_no_targets():
    text = "考核方案\n一、结果\n得分90分以上且满意度95%以上的社区，评为“优秀社区”。"

    assert targets(text) == []


def test_time_limits_are_targets_only_when_they_are_shortened():
    assert [t.value for t in goal("将办理时限压缩至30天以内。")] == [30]
    assert targets("服务方案\n一、内容\n诉求7日内答复。") == []


def test_scope_is_each_unit_or_the_place():
    assert goal("每个街道至少培育5家社会组织。")[0].scope == "每个街道"
    assert goal("全县成活率达到90%。")[0].scope == "全县"


def test_a_name_that_holds_zero_or_all_sets_no_figure():
    found = targets(
        "临江县隐患清零行动方案\n一、工作目标\n黄土裸露清零。\n二、实施步骤\n"
        "（一）清零阶段（2026年3月至4月）。开展全覆盖排查。\n"
    )

    assert [(t.indicator, float(t.value)) for t in found] == [("黄土裸露", 0)]


@pytest.mark.parametrize(
    "words",
    [
        "满意度低于80%的街道，次年核减补助资金的10%。",
        "入户宣传率达不到90%，扣5分。",
        "年度得分=日常得分×60%+数据得分×40%。",
        "虚报时长的，积分清零。",
    ],
)
def test_conditions_weights_and_sanctions_are_no_targets(words):
    assert targets(f"临江县绿化办法\n一、考核办法\n{words}\n二、其他\n完。") == []


def measured(sentence: str):
    return [(t.indicator, t.comparator, float(t.value)) for t in goal(sentence)]


def test_measures_that_share_an_amount_are_targets_each():
    assert measured("苗木成活率、保存率均达到90%以上。") == [("苗木成活率", ">=", 90), ("保存率", ">=", 90)]
    assert measured("居民知晓率和参与率双双超过80%。") == [("居民知晓率", ">", 80), ("参与率", ">", 80)]
    assert measured("社区、学校绿化达标率达到90%。") == [("社区、学校绿化达标率", ">=", 90)]


def test_amounts_are_dealt_out_in_the_order_of_their_measures():
    assert measured("成活率、保存率、覆盖率分别达到95%、90%、40%。") == [
        ("成活率", ">=", 95),
        ("保存率", ">=", 90),
        ("覆盖率", ">=", 40),
    ]


def test_amounts_are_dealt_out_to_places_and_years():
    places = goal("城区、农村绿化覆盖率分别不低于42%和35%。")
    years = goal("绿化覆盖率2025年、2026年分别达到38%、40%。")

    assert [(t.indicator, t.scope) for t in places] == [("绿化覆盖率", "城区"), ("绿化覆盖率", "农村")]
    assert [t.deadline for t in years] == ["2025-12", "2026-12"]


@pytest.mark.parametrize(
    "sentence",
    [
        "截至去年底，全县已植树320亩，成活率达91%。",
        "目前，绿地管护协议签订率达75%。",
        "力争实现三个100%。",
        "苗木更换须经三分之二以上业主同意。",
        "补植经费按工程造价的30%给予补助。",
        "坚持分级负责、全覆盖的原则。",
        "成活率达到95%以上的村，给予奖励。",
    ],
)
def test_the_past_shares_of_cost_consent_and_manner_set_no_result_even_among_goals(sentence):
    assert goal(sentence) == []


def test_where_a_level_comes_from_is_no_target():
    assert measured("绿化覆盖率达到41%（2023年为35%）。") == [("绿化覆盖率", ">=", 41)]


def test_a_part_of_the_place_holds_for_the_clauses_after_it():
    found = goal("城区绿化覆盖率达到40%，公园服务半径覆盖率达到85%；农村绿化覆盖率达到35%。")

    assert [t.scope for t in found] == ["城区", "城区", "农村"]


def test_who_is_to_have_a_share_is_its_scope():
    [found] = goal("三园区要有30%街道建成绿化示范街道。")

    assert (found.indicator, found.scope) == ("街道建成绿化示范街道", "三园区")


def test_what_opens_a_list_holds_for_its_items():
    found = targets(
        "绿化提升行动方案\n一、工作目标\n到2026年底，全县要实现以下目标：\n"
        "（一）扩面积。新增绿地200亩。\n（二）提质量。成活率达到95%。\n二、其他\n完。"
    )
    dashed = targets("绿化提升行动方案\n一、工作目标\n到2027年：\n——成活率达到95%。\n——新建公园3个。\n")

    assert [(t.deadline, t.scope) for t in found] == [("2026-12", "全县")] * 2
    assert [t.deadline for t in dashed] == ["2027-12"] * 2


def test_a_heading_with_a_year_holds_for_the_goals_below_it():
    found = targets(
        "绿化提升方案\n一、工作目标\n（一）2025年目标\n植树300亩。\n（二）2026年目标\n植树500亩。\n"
    )

    assert [t.deadline for t in found] == ["2025-12", "2026-12"]


def scopes(text: str):
    return [t.scope for t in targets(text)]


def test_each_unit_ends_at_the_word_for_a_body_and_rates_per_head_are_none():
    assert goal("每村悬挂标语不少于5条。")[0].scope == "每村"
    assert goal("每万人拥有公园不少于2个。")[0].scope == "全县"
    assert goal("全县每百户居民拥有绿地不低于300平方米。")[0].scope == "全县"


def test_who_is_told_before_holds_for_the_clauses_that_follow():
    text = "春季植树工作方案\n一、主要任务\n（一）签责任书。各村（社区）3月底前与农户签订责任书，签订率100%。"

    assert scopes(text) == ["各村（社区）"]


def test_the_preamble_and_the_subtitle_say_where_a_document_holds():
    notice = "关于开展植树活动的通知\n为改善环境，决定在辖区开展植树活动。\n一、活动目标\n植树500株。\n"
    study = "乡镇绿地供需研究\n——以云岭县为例\n一、对策建议\n力争到2027年覆盖率达到40%。\n"

    assert scopes(notice) == ["辖区"]
    assert scopes(study) == ["云岭县"]


def test_a_title_without_a_place_gives_no_scope():
    assert scopes("乡镇绿化工作方案\n一、目标\n成活率达到90%。\n") == [None]
    assert scopes("柳溪街道社区绿化考核细则\n一、目标\n成活率达到90%。\n") == ["社区"]


def test_a_figure_of_another_place_is_no_scope():
    assert goal("成活率高于全省平均水平，覆盖率达到40%。")[0].scope == "全县"


def test_how_many_may_be_chosen_is_no_target():
    text = "绿化评比办法\n一、评选\n“绿化标兵”数量不超过参评单位总数的两成。\n二、其他\n完。"

    assert targets(text) == []


def test_what_must_be_reached_is_a_target_in_any_kind_of_document():
    text = "关于8月份绿化检查的通报\n一、检查情况\n检查绿地32处。\n请各单位抓紧补植，成活率须达到95%以上。\n"

    assert [(t.indicator, float(t.value)) for t in targets(text)] == [("成活率", 95)]


def test_an_increase_listed_after_results_is_one_of_them():
    found = targets("服务活动计划\n活动场地使用率提高到75%，满意率达到96%以上，入驻社会组织新增4家。\n")

    assert [(t.comparator, float(t.value)) for t in found] == [(">=", 75), (">=", 96), ("=", 4)]


def test_a_span_told_from_its_beginning_ends_after_its_years():
    found = goal("从2023年起，力争用三年时间，完成全县32个公园的改造任务，成活率达到95%。")

    assert [t.deadline for t in found] == ["2025-12"] * 2


def test_a_level_now_or_last_year_does_not_make_a_task_past():
    text = "绿化工作方案\n一、主要任务\n（一）抓管护。成活率要由目前的81%提高到90%以上，投诉比去年下降20%。"

    assert [(t.comparator, float(t.value)) for t in targets(text)] == [(">=", 90), ("-=", 20)]


def test_places_told_to_act_and_who_does_something_daily_are_scopes():
    text = (
        "绿化工作专题会议纪要\n一、关于补植。东苑社区、西苑社区每周检查一次，成活率要达到90%以上。"
        "\n二、关于浇水。养护单位每日浇水不少于2次。\n"
    )

    assert scopes(text) == ["东苑社区、西苑社区", "养护单位"]


def test_headings_that_promise_to_mend_report_no_problems():
    text = "绿地调研报告\n一、对策建议\n1、补齐设施短板。到2026年底，全镇绿地覆盖率提高到四成以上。\n"

    assert [(float(t.value), t.deadline) for t in targets(text)] == [(40, "2026-12")]


@pytest.mark.parametrize("words", ["坚持“最多改一次”", "对所有村检查全覆盖"])
def test_slogans_and_what_is_done_to_all_set_no_level(words):
    assert targets(f"绿化工作方案\n一、主要任务\n（一）抓落实。{words}。") == []


def test_safe_villages_are_not_the_whole_village():
    text = "安全示范创建意见\n一、主要目标\n到2027年底，建成3个以上示范安全村。"

    assert [t.scope for t in compile_text(text).documents[0].targets] == [None]


def test_a_part_that_shares_the_measure_before_names_both():
    found = goal("污水治理率达到30%，其中集镇达到80%以上。")

    assert [t.indicator for t in found] == ["污水治理率", "集镇污水治理率"]


def test_each_one_takes_what_the_clause_before_speaks_of():
    assert goal("90%以上的村寨配备护林员，每村不少于2名。")[1].indicator == "每村村寨配备护林员"


def test_the_size_of_things_and_what_a_count_found_are_no_results():
    assert measured("30户以上自然村通路率达100%。") == [("30户以上自然村通路率", ">=", 100)]
    assert measured("经摸底，全县共有公园43个，养护率21%。") == []


def test_spans_of_life_and_schooling_are_results_in_years():
    assert measured("平均受教育年限达11.3年，人均预期寿命78.3岁。") == [
        ("平均受教育年限", ">=", 11.3),
        ("人均预期寿命", "=", 78.3),
    ]


def test_a_deed_alone_is_of_what_its_unit_counted_before():
    text = "绿地调研报告\n一、下一步打算\n剩余5件包案事项由林业局牵头，力争9月底前化解4件以上。\n"

    assert [t.indicator for t in targets(text)] == ["化解包案事项"]


def test_a_share_that_two_figures_before_it_give_reports_them():
    text = "绿化工作会议纪要\n一、表决情况\n到会43人，赞成41人，赞成率95.3%，会议要求成活率达到90%以上。"

    assert [float(t.value) for t in targets(text)] == [90]


def test_a_sentence_dated_before_the_document_reports():
    text = (
        "关于开展绿化评比的通知\n各社区：\n2023年评比创成率70%，受到好评。\n一、目标\n创成率达到80%。\n"
        "柳溪街道办事处\n2024年4月3日\n"
    )

    assert [float(t.value) for t in targets(text)] == [80]


def test_when_a_thing_was_built_is_no_deadline():
    found = goal("到2026年底，2005年以前建成的公园改造率达到80%，居民满意度保持在95%以上。")

    assert [t.deadline for t in found] == ["2026-12"] * 2


def test_what_is_due_by_a_date_is_a_target_in_a_bulletin():
    text = "关于绿化督查情况的通报\n一、有关安排\n各村5月底前将责任书签订率提高到98%以上。\n"

    assert [(t.indicator, t.scope) for t in targets(text)] == [("责任书签订率", "各村")]


def test_who_does_something_how_often_is_its_scope():
    [found] = goal("村级林长每月巡林不少于4次。")

    assert (found.indicator, found.scope) == ("每月巡林", "村级林长")


def test_a_table_of_standards_asks_for_a_least():
    text = "林长制考核细则\n项目|考核标准|分值|评分办法\n履职|村级林长每月巡林不少于4次|15|每少1次扣2分\n宣传|张贴标语|5|未张贴不得分\n"

    assert [(t.indicator, float(t.value)) for t in targets(text)] == [("每月巡林", 4)]


def test_measures_behind_signs_per_thousand_and_the_end_of_a_five_year_plan():
    found = goal("到“十四五”末，居民知晓率≥90%、参与率≥80%，病虫害发生率控制在3‰以下。")

    assert [(t.indicator, t.comparator, t.unit, t.deadline) for t in found] == [
        ("居民知晓率", ">=", "%", "2025-12"),
        ("参与率", ">=", "%", "2025-12"),
        ("病虫害发生率", "<=", "‰", "2025-12"),
    ]


def test_changes_dealt_out_stay_changes():
    assert measured("事故起数、死亡人数、直接损失分别下降5%、6%和10%以上。") == [
        ("事故起数", "-=", 5),
        ("死亡人数", "-=", 6),
        ("直接损失", "-=", 10),
    ]


def test_parts_by_grade_are_named_with_their_whole():
    assert [t.indicator for t in goal("建设示范公园20个以上，其中市级5个、县级15个。")] == [
        "建设示范公园",
        "市级建设示范公园",
        "县级建设示范公园",
    ]


def test_people_in_a_trade_are_no_base_and_one_level_is_told_once():
    assert measured("培训从业人员不少于2400人次。") == [("培训从业人员", ">=", 2400)]
    assert measured("网格管理实现100%全覆盖。") == [("网格管理", "=", 100)]


@pytest.mark.parametrize(
    "words",
    [
        "按每平方米300元标准给予补助，最高不超过50万元。",
        "方案须经专有部分面积三分之二以上的业主参与表决。",
        "2022年完成率达到98%。",
    ],
)
def test_ceilings_of_payment_votes_and_years_before_the_plan_set_no_result(words):
    assert targets(f"临江县2024年绿化方案\n一、主要任务\n（一）抓落实。{words}\n") == []


def test_what_is_cleared_by_a_date_is_a_target_in_a_bulletin():
    text = "8月份绿化热线办理情况通报\n一、有关安排\n9月30日前将存量工单清零。秋收期间火点力争为零。\n"

    assert [(t.indicator, float(t.value)) for t in targets(text)] == [("存量工单", 0), ("秋收期间火点", 0)]


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("单站面积不小于120平方米。", "每站"),
        ("沿河居民护林公约签约率达八成以上。", "沿河居民"),
        ("专职护林员补贴每月不低于300元。", "专职护林员"),
        ("老旧片区绿化率达到30%。", "老旧片区"),
    ],
)
def test_one_of_each_people_by_a_place_and_who_is_paid_are_scopes(sentence, scope):
    assert goal(sentence)[0].scope == scope


def test_the_day_a_page_was_posted_gives_the_year_where_no_other_is_written():
    text = "绿化考核通报\n来源：临江网 2018-11-16 10:05:00\n一、有关要求\n11月底前成活率须达到95%以上。\n"

    assert [t.deadline for t in targets(text)] == ["2018-11"]


def test_measures_stand_before_colons_and_brackets_and_behind_numbers():
    assert measured("1．居民知晓率：≥95%；2．准确投放率：≥85%。") == [
        ("居民知晓率", ">=", 95),
        ("准确投放率", ">=", 85),
    ]
    assert measured("成活率（90%以上）、管护率（100%）。") == [("成活率", ">=", 90), ("管护率", "=", 100)]
    assert measured("一是成活率达到90%；二是投诉量下降20%。") == [("成活率", ">=", 90), ("投诉量", "-=", 20)]
    assert measured("卫生厕所普及率、污水治理率分别达到95%、45%。") == [
        ("卫生厕所普及率", ">=", 95),
        ("污水治理率", ">=", 45),
    ]


def test_a_doubling_with_its_level_is_the_level():
    assert measured("志愿者数量翻一番，突破4000人。") == [("志愿者数量", ">", 4000)]


def test_an_extreme_alone_is_of_the_measure_before():
    assert measured("公园面积平均达到600平方米，最低不少于400平方米。") == [
        ("公园面积", ">=", 600),
        ("公园面积", ">=", 400),
    ]


def test_shares_of_a_payment_in_parts_set_no_level():
    assert targets("绿化方案\n一、主要任务\n（一）给资金。资金按30%、40%、30%的比例分三期拨付。\n") == []


def test_years_in_numerals_date_targets_as_those_in_digits():
    text = (
        "梅岭街道物业工作总结\n一、主要成效\n全年清理楼道。\n二、二〇二七年打算\n"
        "力争年底前物业费收缴率达到百分之八十；二○二八年，绿化覆盖率达到百分之四十点五以上。"
    )
    document = compile_text(text).documents[0]

    assert [t.deadline for t in document.targets] == ["2027-12", "2028-12"]
    assert document.outline[1].heading == "二〇二七年打算"
