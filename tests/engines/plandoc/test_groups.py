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
