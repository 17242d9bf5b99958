"""Documents that run together without marks: where one ends and the next begins, and what must stay whole."""

import itertools

import pytest

from gongjian.engines.plandoc import compile_text

STUDY = (
    "【关键词】公租房；后期管理；北坪区\n公租房交付以后，后期管理的好坏决定了住户的生活。北坪区近年建成公租房四千余套，管理压力随之上升。\n"
    "1 后期管理存在的问题\n1.1 物业服务标准偏低\n不少小区沿用临时物业，报修等待时间长，公共部位维护不及时，住户意见较为集中。\n"
    "2 改进后期管理的建议\n2.1 引入考评机制\n由住建部门牵头，将服务质量与费用拨付挂钩，并定期公布结果，接受住户监督。\n"
    "参考文献\n〔1〕北坪区住房保障中心.公租房管理年报，2019.\n〔2〕林某.公租房后期管理研究〔J〕.住房评论，2020（3）."
)
REPORT = (
    "为贯彻落实县残联《关于开展助残帮扶情况检查的通知》精神，结合我镇实际，作出以下助残工作汇报：\n"
    "1.扎实开展入户走访。镇残联会同各村走访残疾人家庭216户，建立了一户一档，发放辅助器具83件，组织康复知识讲座12场，受到了群众欢迎。\n"
    "2.积极落实就业帮扶。联系镇内企业举办了专场招聘会2场，帮助31名残疾人实现就业，发放创业补贴6.5万元，开办手工编织培训班3期。\n"
    "3.着力改善居家环境。投入12万元为40户残疾人家庭安装了扶手和坡道，改造卫生间28间，解决了出行和如厕的困难，群众满意度明显提高。"
)
MEASURES = (
    "一、突出三个重点，夯实创建基础\n一是抓宣传。街道将印制创建手册，深入小区、楼栋开展宣传。二是抓责任。把任务分解到科室和社区，落实包片制度。\n"
    "二、建强两支队伍，形成工作合力\n一是建强劝导队伍。组织志愿者在路口开展文明引导，切实展示良好形象。二是建强巡查队伍。每日巡查背街小巷，及时消除脏乱现象。"
)
PLAN = (
    "一、工作目标\n通过开展楼道清理、绿化补植和秩序整治，使老旧小区面貌明显改观，基本达到整洁有序的标准。\n"
    "二、工作安排\n（一）准备阶段（2021年3月）。召开会议，明确任务，落实人员责任。\n（二）实施阶段（2021年4—10月）。按照方案逐项推进。\n"
    "三、工作要求\n（一）加强领导。各社区要把这项工作列入重要日程，同部署、同检查。\n（二）加强督查。街道将定期通报进度，对问题限期整改。"
)
FOUR_POINTS = (
    "一是树立“主动服务”意识，打造“便民”大厅。坚持把群众方便不方便作为衡量工作的尺子，从窗口设置、办事流程、服务态度入手，逐项查找短板，做到能减则减、能合则合、能快则快。"
    "特别是要面向老年人、残疾人等特殊群体，推出上门办、帮代办，让他们少跑腿、好办事，以实际行动赢得群众的信任。\n"
    "二是树立“依法办事”意识，打造“阳光”大厅。坚持把公开作为常态，把事项、依据、时限、结果亮在明处，自觉接受监督。要完善首问负责、一次告知、限时办结等制度，让每一个环节都有章可循、有据可查，"
    "不断提高群众对政务服务的知晓度和满意度，营造公平公正的办事环境。\n"
    "三是树立“协同联动”意识，打造“高效”大厅。坚持打破部门之间的壁垒，推动数据共享、流程再造、业务协同，变群众来回跑为部门协同办。必须充分发挥各窗口负责人的作用，带头研究问题、带头破解难题，"
    "以一个窗口的提速带动整个大厅的提速，形成人人争先、事事创优的良好局面。"
)
PROGRESS = (
    "一、主要工作\n1、建立了组织机构。成立了创建指挥部，由副县长任指挥长，下设办公室，抽调人员集中办公。\n"
    "2、营造了浓厚氛围。召开了动员大会，在电视台开设专栏，布设宣传标语60条，编印快讯24期。\n"
    "二、主要成效\n1、绿地面积稳步增加。累计投资860万元，新增绿地3.2万平方米，建成小游园5个，栽植乔木4200株。\n"
    "2、道路绿化全面提升。完成了6条道路的行道树栽植，道路绿化普及率达到100%。"
)
STORY = (
    "一、抓班子，形成坚强核心\n社区制订了一系列学习制度，居委会成员分片包干，把居民的事当成自己的事。今年7月，居民张某住院，社区及时看望并帮助申请了救助。\n"
    "二、抓共建，汇聚各方力量\n社区联合了8个驻地单位建立协商议事会，每年召开两次座谈会，一年来共解决停车、照明等难题16件。\n"
    "三、抓活动，增添社区活力\n社区建立了文艺队伍9支，今年组织演出14场，参加市里比赛获得了二等奖，居民的凝聚力不断增强。"
)
PREAMBLE_PLAN = (
    "为丰富居民节日生活，密切邻里关系，经研究，制定本计划。\n一、活动主题\n共度佳节，共话邻里。\n二、活动内容\n（一）举办游园会。设灯谜、套圈等项目，由各居民小组组织居民参加。\n"
    "（二）慰问困难家庭。组织志愿者为高龄老人送去节日食品和祝福。\n三、工作要求\n各小组要精心组织，注意安全，把好事办好。"
)
LETTER = (
    "尊敬的业主朋友：\n电动自行车进楼入户充电，隐患多、危害大。为了您和家人的平安，我们提出如下倡议：\n1、不在楼道停放、充电。\n2、不私拉电线。\n3、发现隐患及时劝阻。\n"
    "让我们携起手来，从自己做起，共同守护平安家园。\n青枫社区居民委员会\n2022年6月1日"
)

UNTITLED = {
    "report": REPORT,
    "measures": MEASURES,
    "plan": PLAN,
    "progress": PROGRESS,
    "story": STORY,
    "preamble": PREAMBLE_PLAN,
    "letter": LETTER,
}


def parts(text: str) -> list[str]:
    return [text[d.start : d.end] for d in compile_text(text).documents]


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(UNTITLED, 2)))
def test_two_documents_without_titles_are_told_apart(first, second):
    assert parts(UNTITLED[first] + "\n" + UNTITLED[second]) == [UNTITLED[first], UNTITLED[second]]


@pytest.mark.parametrize("second", list(UNTITLED))
def test_a_list_of_references_ends_a_study(second):
    assert parts(STUDY + "\n" + UNTITLED[second]) == [STUDY, UNTITLED[second]]


@pytest.mark.parametrize("first", ["plan", "progress", "preamble"])
def test_points_that_nothing_holds_are_a_text_of_their_own(first):
    found = parts(UNTITLED[first] + "\n" + FOUR_POINTS + "\n" + STORY)

    assert found == [UNTITLED[first], FOUR_POINTS, STORY]


def test_a_whole_collection_falls_into_its_documents():
    documents = [STUDY, REPORT, MEASURES, PLAN, FOUR_POINTS, PROGRESS, STORY]

    assert parts("\n".join(documents)) == documents


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (STUDY, "study"),
        (REPORT, "report"),
        (MEASURES, "plan"),
        (PLAN, "plan"),
        (PROGRESS, "report"),
        (STORY, "summary"),
        (PREAMBLE_PLAN, "plan"),
        (LETTER, "notice"),
    ],
)
def test_the_kind_of_a_text_without_a_title_shows_in_how_it_speaks(text, kind):
    assert [d.kind for d in compile_text(text).documents] == [kind]


WHOLE = {
    "sections under headings without numbers": (
        "西河街道2023年工作总结\n主要工作\n一、抓党建。组织学习12次。\n二、抓民生。办理实事20件。\n三、抓平安。调解纠纷31起。\n"
        "下一步打算\n一、深化党建引领。\n二、办好民生实事。\n三、守牢安全底线。"
    ),
    "a summary and the plan that its title names": (
        "西河街道2023年工作总结和2024年工作计划\n2023年工作总结\n一、抓党建。组织学习12次。\n二、抓民生。办理实事20件。\n"
        "2024年工作计划\n一、深化党建引领。\n二、办好民生实事。"
    ),
    "parts": "西河街道工作汇报\n第一部分 工作情况\n一、抓党建。\n二、抓民生。\n第二部分 下步打算\n一、抓提升。\n二、抓巩固。",
    "an annex with its own numbering": PLAN
    + "\n附件：操作规程\n一、适用范围\n全部小区。\n二、操作步骤\n先清理，后补植。",
    "a list that a line announces": (
        "一、提高认识。各单位要认清形势，切实增强责任感。\n二、落实责任。各单位要层层分解，落实到人，务求实效。\n为此，要做到以下三点：\n"
        "一、领导到位。\n二、人员到位。\n三、措施到位。"
    ),
    "points under an item": (
        "一、加强领导\n各单位要成立专班，明确专人负责，形成齐抓共管的局面。\n二、强化保障\n（一）落实经费。各社区要把经费列入年度预算，专款专用。\n"
        "（二）强化宣传。要做到形式多样。\n一是用好宣传栏。\n二是用好微信群。\n三是用好广播。"
    ),
    "plain numbers that start again under each heading": (
        "小区管护办法\n工作职责\n1.打扫楼道。\n2.清理垃圾。\n3.巡查隐患。\n工作纪律\n1.不迟到。\n2.不早退。\n3.不脱岗。"
    ),
    "plain numbers with a lower 一、 inside": (
        "1.抓好宣传。\n一、印发资料。\n二、张贴标语。\n2.抓好整治。\n一、清理堆物。\n二、修补路面。\n3.抓好巩固。\n一、建立制度。\n二、定期检查。"
    ),
    "remarks before the body": (
        "楼院卫生检查评分\n说明：\n1.本表满分100分，由社区组织检查，每月一次，结果张榜公布，接受居民监督。\n2.扣分以扣完为止，扣分须注明部位，并由检查人和楼长共同签字确认。\n"
        "一、楼道卫生（60分）\n二、绿地卫生（40分）"
    ),
    "steps that start again": (
        "一、准备工作\n1.制定方案。\n2.成立专班。\n二、实施步骤\n1.调查摸底。\n2.集中整治。\n三、巩固提高\n1.总结经验。\n2.完善制度。"
    ),
    "a background before the announcement": (
        "各社区：\n近期，高空抛物时有发生，群众反映强烈，安全隐患十分突出，必须引起高度重视，切实加以解决。\n"
        "为保障居民安全，现将有关事项通知如下：\n一、加强宣传。\n二、加强巡查。"
    ),
    "the purpose under the first heading": (
        "停车管理办法\n一、总则\n（一）目的\n为规范小区停车秩序，结合实际，制定本办法。\n（二）范围\n适用于全部小区。\n二、管理\n划线停放。"
    ),
}


@pytest.mark.parametrize("case", list(WHOLE))
def test_what_belongs_together_stays_together(case):
    assert len(compile_text(WHOLE[case]).documents) == 1


def test_the_furniture_between_a_title_and_its_text_ends_nothing():
    text = (
        "西河街道防汛工作总结\n发布日期：2023-10-08 10:20 信息来源：西河街道\n"
        "今年以来，街道认真抓好防汛工作。\n一、主要做法\n巡查40次。\n二、存在不足\n力量不够。"
    )

    (document,) = compile_text(text).documents
    assert document.title == "西河街道防汛工作总结"


def test_a_form_ends_with_who_filled_it_in():
    form = (
        "楼栋卫生检查评分表\n说明：本表满分100分，由社区组织检查，扣分须注明部位。\n"
        "楼道有堆物的，每处扣2分；墙面有广告的，每处扣1分；绿地有垃圾的，每处扣1分，扣完为止。\n填表单位：青枫社区居委会"
    )

    assert parts(form + "\n" + PLAN) == [form, PLAN]


def test_a_plan_that_a_letter_sends_out_is_its_annex():
    text = (
        "各县（市、区）人民政府：\n《北岭市城市管理三年行动计划》已经市政府同意，现印发给你们，请认真贯彻执行，并将落实情况及时报市政府督查室。\n"
        "北岭市人民政府\n2016年6月22日\n北岭市城市管理三年行动计划\n为提升管理水平，市政府决定，从2016年起实施三年行动计划。\n"
        "一、指导思想\n以人为本。\n二、基本原则\n服务优先。"
    )

    assert len(compile_text(text).documents) == 1


def test_one_title_counted_on_marks_parts():
    text = (
        "社区创建工作总结1\n今年以来，社区认真创建。\n一、抓宣传\n发放手册。\n二、抓整治\n清理堆物。\n"
        "社区创建工作总结2\n一、抓队伍\n招募志愿者。\n二、抓活动\n举办讲座。"
    )

    assert [part[:4] for part in parts(text)] == ["今年以来", "一、抓队"]


def test_the_comments_below_a_page_belong_to_no_document():
    text = (
        "首页 > 资讯 > 正文\n关于清雪工作的通知\n文章来源： 作者：\n字体：\n各社区：\n现将有关事项通知如下：\n一、明确责任\n分片包干。\n"
        "二、及时清理\n雪停即清。\n东岭街道办事处\n2019年12月1日\n（来源：东岭街道  通讯员：刘某）\n相关阅读\n0 条评论\n来说两句吧"
    )

    assert [part[:9] + part[-9:] for part in parts(text)] == ["关于清雪工作的通知019年12月1日"]


@pytest.mark.parametrize(
    "annex",
    ["《楼院清扫操作规程》", "楼院清扫任务分解表", "北坪社区楼院清扫检查评分表"],
)
def test_an_annex_without_the_word_is_no_document(annex):
    text = (
        "北坪社区楼院清扫工作方案\n为改善楼院环境，按照《楼院清扫操作规程》，制定本方案，任务分解和检查评分见附表。\n"
        "一、工作目标\n楼院整洁有序，居民满意，面貌一新。\n二、工作要求\n各楼院要把清扫列入日程，按月检查，务求实效，让居民看得见变化。\n"
        f"{annex}\n一、楼道\n每日清扫。\n二、绿地\n每周捡拾。"
    )

    assert len(compile_text(text).documents) == 1


@pytest.mark.parametrize(
    "ending",
    [
        "西岭街道办事处\n2023年8月22日\n附：单位名录（略）",
        "甲方（盖章）：西岭街道办事处\n乙方（盖章）：\n2025年1月6日",
        "序号\t任务\t单位\n1\t清扫\t环卫所\n2\t补植\t园林所\n3\t巡查\t网格站",
        "（根据2020年9月16日会议录音整理）",
        "报：市委、市政府\n送：各县区",
    ],
)
def test_documents_end_in_many_ways_before_an_official_paper(ending):
    first = (
        "西岭街道保洁考核办法\n一、内容\n考核楼道、绿地和道路的保洁，每月一次，由街道城管办组织，结果张榜公布。\n二、奖惩\n得分末位的约谈负责人。\n"
        + ending
    )
    second = (
        "督 查 摘 报\n2024年第9期\n关于三季度保洁督查情况的通报\n各社区：\n现将有关情况通报如下：\n"
        "一、总体情况\n较好。"
    )

    assert parts(first + "\n" + second) == [first, second]


def test_buttons_and_footers_of_a_page_are_no_documents():
    text = (
        "槐北社区“阳光公开”专栏（2024年第1期）\n党务公开 | 居务公开 | 财务公开\n\n槐北社区财务收支公告\n\n各位居民：\n现予公布，请予监督。\n"
        "一、收入\n共收入3万元。\n二、支出\n共支出2万元。\n槐北社区居民委员会\n2024年1月15日\n\n上一条：温馨提示\n版权所有：槐北社区    ICP备0号"
    )

    (document,) = compile_text(text).documents
    assert document.title == "槐北社区财务收支公告"
    assert document.doc_number is None
    assert text[: document.end].endswith("1月15日")


def test_a_title_broken_over_two_lines_begins_a_document():
    second = "浦溪街道机关单位停车泊位错时共享\n工作推进方案\n街道现有单位泊位426个，夜间空置过半，老旧片区缺口很大，为此制定本方案。"

    assert parts(PROGRESS + "\n" + second) == [PROGRESS, second]
