import pytest

from gongjian.engines.plandoc import compile_text

NOTICE = """清河区文化局文件
清文〔2024〕12号

关于举办读书节的通知
各街道文化站：
现将有关事项通知如下。
一、时间
2024年4月23日。
清河区文化局
2024年4月1日"""


def only(text: str):
    (document,) = compile_text(text).documents
    return document


def test_a_notice_has_title_number_issuer_and_date():
    document = only(NOTICE)

    assert document.title == "关于举办读书节的通知"
    assert document.kind == "notice"
    assert document.doc_number == "清文〔2024〕12号"
    assert document.issuer == "清河区文化局"
    assert document.issued == "2024-04-01"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("柏树街道防汛应急方案", "plan"),
        ("社区2025年工作计划", "plan"),
        ("楼长考核办法", "rubric"),
        ("物业服务评分表", "rubric"),
        ("河道整治情况汇报", "report"),
        ("基金会年度财务公告", "report"),
        ("关于巡查结果的通报", "bulletin"),
        ("关于停水检修的通知", "notice"),
        ("居民文明公约", "notice"),
        ("联席会议纪要", "notice"),
        ("妇联年度工作总结", "summary"),
        ("社区自治路径研究", "study"),
        ("关于社区食堂的调研报告", "study"),
        ("关于印发绿化方案的通知", "notice"),
    ],
)
def test_the_last_noun_of_a_title_decides_the_kind(title, kind):
    assert only(f"{title}\n正文从这里开始，写明了许多具体的安排和要求。").kind == kind


def test_a_version_note_is_not_part_of_the_title():
    assert (
        only("柏树街道防汛应急方案（征求意见稿）\n为做好防汛，制定本方案。").title == "柏树街道防汛应急方案"
    )


def test_a_title_broken_over_two_lines_is_joined():
    text = "柏树街道二〇二四年主汛期地质灾害\n防范应对工作实施方案\n为做好防汛，制定本方案。"

    assert only(text).title == "柏树街道二〇二四年主汛期地质灾害防范应对工作实施方案"


def test_a_body_without_a_title_has_none():
    assert only("为做好防汛工作，社区决定成立巡查队，制定本方案。\n一、队伍\n共三支。").title is None


def test_the_issuer_can_be_a_label_of_a_form():
    text = "小区环境检查评分表\n一、卫生\n每处扣1分。\n填表单位：北山镇环卫所    电话：0000"

    assert only(text).issuer == "北山镇环卫所"


def test_the_name_of_a_paper_over_its_number_is_not_the_title():
    text = "工作简报\n第3期\n北山镇政府办公室      2024年5月6日\n关于清淤进度的通报\n各村：\n情况如下。"

    document = only(text)
    assert document.title == "关于清淤进度的通报"
    assert document.doc_number == "第3期"
    assert document.issuer == "北山镇政府办公室"


def test_the_name_of_a_series_over_number_and_title_is_a_masthead():
    text = "北山县人民政府专题会议纪要\n〔2024〕3号\n北山县人民政府办公室      2024年5月6日\n城区排水专题会议纪要\n5月5日，县长主持召开会议。"

    document = only(text)
    assert document.title == "城区排水专题会议纪要"
    assert document.doc_number == "〔2024〕3号"


def test_the_body_that_decides_in_the_text_is_its_issuer():
    assert only("一、内容\n为提升服务，市民政局决定，开展评比活动。\n二、要求\n抓紧。").issuer == "市民政局"
    assert only("为贯彻市委决定精神，经社区研究决定，开展评比，制定本方案。\n一、内容\n评比。").issuer is None


def test_a_body_over_the_number_is_the_issuer():
    text = "中共北山镇委员会办公室\n北办〔2024〕3号\n\n关于走访慰问的通知\n\n各村：\n请认真落实。"

    assert only(text).issuer == "中共北山镇委员会办公室"


def test_a_title_that_lost_its_line_break_is_found():
    text = "北山镇清洁行动评分细则序号检查内容分值1道路保洁路面有垃圾的，每处扣1分，扣完为止。10分2绿地养护绿地有杂草的，每处扣1分，扣完为止。"

    assert only(text).title == "北山镇清洁行动评分细则"


def test_a_title_broken_inside_the_name_of_a_paper_is_joined():
    text = "关于印发《北岭州落实〈服务体系\n建设规划〉\n实施方案》的通知\n各县人民政府：\n现印发给你们。\n一、要求\n抓好落实。"

    assert only(text).title == "关于印发《北岭州落实〈服务体系建设规划〉实施方案》的通知"


def test_a_study_may_have_a_colon_in_its_title():
    text = "整合与回应：乡镇治理的路径\n——基于某市的实践\n关键词：乡镇；治理\n一、现状\n力量不足。\n二、出路\n多元参与。"

    assert only(text).title == "整合与回应：乡镇治理的路径"


BODY = "\n各社区：\n请认真落实有关工作要求。\n一、目标\n提升环境。\n二、任务\n清扫街道。"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "西岭市人民政府办公室\n关于印发西岭市2024年城市管理\n工作要点的通知",
            "西岭市人民政府办公室关于印发西岭市2024年城市管理工作要点的通知",
        ),
        (
            "西岭街道退役军人服务站\n二〇二四年上半年工作小结",
            "西岭街道退役军人服务站二〇二四年上半年工作小结",
        ),
        ("附件：西岭街道考核评分细则", "西岭街道考核评分细则"),
        ("《西岭街道志愿者管理办法》", "西岭街道志愿者管理办法"),
        (
            "西岭简报\n2024年第5期\n西岭街道党政办编    2024年5月6日\n西岭街道扎实推进清雪",
            "西岭街道扎实推进清雪",
        ),
        ("深化共建共享 打造幸福社区\n——西岭社区工作汇报", "深化共建共享 打造幸福社区"),
    ],
)
def test_what_stands_around_a_title_is_not_part_of_it(head, title):
    assert only(head + BODY).title == title


@pytest.mark.parametrize(
    "text",
    [
        "西岭街道2024年工作总结\n西岭街道办事处\n（2024年12月20日）" + BODY,
        "关于空巢老人情况的调研报告\n西岭街道办事处" + BODY,
        "关于清扫的通知" + BODY + "\n西岭街道办事处（盖章）  2024年3月1日",
        "单位：西岭街道办事处\n2024年上半年工作小结" + BODY,
    ],
)
def test_the_issuer_may_stand_above_below_or_at_the_end(text):
    assert only(text).issuer == "西岭街道办事处"


def test_the_number_of_another_paper_is_not_the_number_of_this_one():
    document = only("关于贯彻西政发〔2023〕5号文件的通知" + BODY)

    assert document.title == "关于贯彻西政发〔2023〕5号文件的通知"
    assert document.doc_number is None


def test_opinions_on_carrying_out_are_a_plan_and_a_request_is_a_letter():
    assert only("关于加强物业管理的实施意见" + BODY).kind == "plan"
    assert only("关于举办邻里节的请示" + BODY).kind == "notice"


def test_a_village_pact_is_signed_without_a_date():
    text = (
        "柏树村村规民约\n望全体村民共同遵守。\n一、村容\n每月清扫。\n二、乡风\n移风易俗。\n"
        "本公约自公布之日起施行。\n柏树村村民委员会\n户主（签字）：    门牌号："
    )

    document = only(text)
    assert document.kind == "notice"
    assert document.issuer == "柏树村村民委员会"


def test_the_name_over_the_number_makes_a_report_a_bulletin():
    text = (
        "西岭市热线工作专报\n2024年第19期\n西岭市数据管理局编      9月6日\n8月份热线工单办理情况\n"
        "一、受理\n受理诉求18件。\n二、办理\n办结17件。\n报：市委、市政府\n送：各县区"
    )

    document = only(text)
    assert document.title == "8月份热线工单办理情况"
    assert (document.kind, document.issuer) == ("bulletin", "西岭市数据管理局")
