from gongjian.engines.plandoc import compile_text


def groups(text: str):
    return [
        (g.name, [(m.who, m.role) for m in g.members]) for d in compile_text(text).documents for g in d.groups
    ]


def test_a_list_by_lines_with_posts_and_an_office():
    text = (
        "清淤方案\n一、组织领导\n成立白马镇清淤工作领导小组，组成人员如下：\n组  长：周甲  镇长\n副组长：吴乙  副镇长\n"
        "        郑  丙  水利站站长\n成  员：镇财政所、镇环卫所及各村主要负责人\n"
        "领导小组下设办公室，办公室设在镇水利站，吴乙同志兼任办公室主任。"
    )

    assert groups(text) == [
        (
            "白马镇清淤工作领导小组",
            [
                ("周甲", "leader"),
                ("吴乙", "deputy"),
                ("郑丙", "deputy"),
                ("镇财政所", "member"),
                ("镇环卫所", "member"),
                ("各村主要负责人", "member"),
                ("镇水利站", "office"),
                ("吴乙", "office_head"),
            ],
        )
    ]


def test_a_group_told_in_a_sentence():
    text = "方案\n一、保障\n成立活动指挥部，由镇长任指挥长，武装部长任第一副指挥长，副镇长任副指挥长，民政办、财政所为成员。"

    assert groups(text) == [
        (
            "活动指挥部",
            [
                ("镇长", "leader"),
                ("武装部长", "deputy"),
                ("副镇长", "deputy"),
                ("民政办", "member"),
                ("财政所", "member"),
            ],
        )
    ]


def test_posts_in_brackets():
    text = "方案\n一、保障\n成立攻坚领导小组：\n组长：沈甲（书记）\n副组长：贺乙（主任）、乔丙（主席）"
    (document,) = compile_text(text).documents

    assert [(m.who, m.role, m.post) for m in document.groups[0].members] == [
        ("沈甲", "leader", "书记"),
        ("贺乙", "deputy", "主任"),
        ("乔丙", "deputy", "主席"),
    ]


def test_leader_by_whom():
    text = "对策研究\n一、建议\n成立协调小组，组长由区长担任，副组长由分管民政、财政的副区长担任。"

    assert groups(text)[0][1][:1] == [("区长", "leader")]


def test_a_group_without_members_is_none():
    assert groups("方案\n一、保障\n各村要成立工作专班，落实责任。") == []


def seats(sentence: str):
    (document,) = compile_text(f"水库巡查方案\n一、组织领导\n{sentence}").documents
    return [(m.who, m.role, m.post) for g in document.groups for m in g.members]


def test_the_clauses_before_a_role_are_all_its_holders_and_a_person_keeps_every_post():
    found = seats(
        "成立巡查领导小组，由县委副书记、县长周一山任组长，县委常委、副县长吴晓，副县长郑岚等同志任副组长。"
    )

    assert found == [
        ("周一山", "leader", "县委副书记、县长"),
        ("吴晓", "deputy", "县委常委、副县长"),
        ("郑岚", "deputy", "副县长"),
    ]


def test_the_name_may_stand_behind_its_members():
    text = "方案\n一、保障\n成立了以镇党委书记为组长，镇长为第一副组长，各村支部书记为成员的堤防巡查领导小组，下设办公室，由水利站站长任主任。"

    assert groups(text) == [
        (
            "堤防巡查领导小组",
            [
                ("镇党委书记", "leader"),
                ("镇长", "deputy"),
                ("各村支部书记", "member"),
                ("水利站站长", "office_head"),
            ],
        )
    ]


def test_a_post_with_its_line_of_work_is_one_member():
    found = seats("成立巡查领导小组，组长由区长担任，副组长由分管水利、财政的副区长担任。")

    assert [who for who, _, _ in found] == ["区长", "分管水利、财政的副区长"]


def test_names_parted_by_spaces_and_roles_in_one_line():
    assert seats("成立巡查小组，组长：水利站站长 周一山；副组长：吴晓  郑岚；成员：各村书记。") == [
        ("周一山", "leader", "水利站站长"),
        ("吴晓", "deputy", None),
        ("郑岚", "deputy", None),
        ("各村书记", "member", None),
    ]


def test_smaller_groups_below_have_their_own_members():
    text = "方案\n（一）工作专班\n组长：周一山\n1.综合组\n组长：吴晓\n成员：郑岚、王远\n2.宣传组\n组长：冯立"

    assert [name for name, _ in groups(text)] == ["工作专班", "综合组", "宣传组"]


def test_both_leaders_of_two():
    found = seats(
        "成立由区委书记和区长任双组长的巡查领导小组，办公室设在区水利局，区水利局局长兼任办公室主任。"
    )

    assert [(who, role) for who, role, _ in found] == [
        ("区委书记", "leader"),
        ("区长", "leader"),
        ("区水利局", "office"),
        ("区水利局局长", "office_head"),
    ]


def test_names_and_posts_whose_spaces_were_lost_and_roles_in_the_middle_of_a_line():
    found = seats(
        "成立巡查指挥部，组成人员如下：\n副指挥长：吴一晓（主席）郑岚（副镇长）成员：王远（所长）各村（社区）书记"
    )

    assert [(who, role) for who, role, _ in found] == [
        ("吴一晓", "deputy"),
        ("郑岚", "deputy"),
        ("王远", "member"),
        ("各村（社区）书记", "member"),
    ]


def test_a_group_met_only_with_its_leader_and_one_that_is_another():
    assert groups("财务公告\n一、公开\n民主理财小组组长：周一山，成员：吴晓、郑岚\n") == [
        ("民主理财小组", [("周一山", "leader"), ("吴晓", "member"), ("郑岚", "member")])
    ]
    assert seats("成立协调小组，组长由区长担任。\n课题组组长：周一山") == [("区长", "leader", None)]


def test_a_list_in_a_table_and_a_head_of_office_with_deputies():
    text = "通知\n一、名单\n调整河长制领导小组成员如下：\n组长\t周一山\t县长\n副组长\t吴晓\t副县长\n成员\t郑岚\t水利局局长\n\t王远\t环保局局长\n"

    assert groups(text) == [
        (
            "河长制领导小组",
            [("周一山", "leader"), ("吴晓", "deputy"), ("郑岚", "member"), ("王远", "member")],
        )
    ]
    found = seats("成立协调小组，由县长任组长。办公室主任由民政局局长周一山兼任；副主任由吴晓兼任。")
    assert [(who, role) for who, role, _ in found] == [("县长", "leader"), ("周一山", "office_head")]


def test_a_role_told_with_what_it_does():
    found = seats(
        "成立推进小组：\n1.组长：由分管副镇长担任，全面负责。\n2.成员：由各科室骨干组成，承担具体任务。"
    )

    assert [who for who, _, _ in found] == ["分管副镇长", "各科室骨干"]


def test_an_office_and_smaller_groups_told_under_the_list():
    text = (
        "通知\n一、人员\n成立防汛工作专班：\n组  长：周一山  书记\n成  员：党政办\n专班下设一办一组：\n"
        "（一）办公室。主任：周一山（兼）。\n（二）抢险组。组长：吴晓；成员：民兵。"
    )

    assert groups(text) == [
        ("防汛工作专班", [("周一山", "leader"), ("党政办", "member"), ("周一山", "office_head")]),
        ("抢险组", [("吴晓", "leader"), ("民兵", "member")]),
    ]


def test_the_office_in_a_bracket():
    found = seats("成立协调小组，由县长任组长。协调小组下设办公室（设在县水利局），负责日常工作。")

    assert [(who, role) for who, role, _ in found] == [("县长", "leader"), ("县水利局", "office")]


def test_a_rare_surname_behind_its_post_is_a_person():
    text = "供热保障方案\n一、组织领导\n（一）诉求办理组。组长由社区建设办主任訾晓棠担任，成员为各社区书记。"
    group = compile_text(text).documents[0].groups[0]

    assert [(m.who, m.role) for m in group.members] == [("訾晓棠", "leader"), ("各社区书记", "member")]
