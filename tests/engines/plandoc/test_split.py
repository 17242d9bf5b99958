from gongjian.engines.plandoc import compile_text

BUNDLE = """首页 > 范文 > 社区材料
发布时间：2023-01-01  来源：本站
小编为大家整理了范文，欢迎阅读。
篇一
为改善环境，制定本方案。
一、目标
种树50棵。
二、要求
人人参与。
上一篇：没有了    下一篇：没有了
篇二
东坪社区敬老活动方案
一、时间
重阳节。
二、地点
活动室。
【免责声明】本文来自网友，版权归原作者。
"""


def test_part_marks_split_a_bundle_and_page_furniture_stays_outside():
    documents = compile_text(BUNDLE).documents

    assert len(documents) == 2
    assert BUNDLE[documents[0].start : documents[0].end].startswith("为改善环境")
    assert BUNDLE[documents[0].start : documents[0].end].endswith("人人参与。")
    assert documents[1].title == "东坪社区敬老活动方案"
    assert BUNDLE[documents[1].start : documents[1].end].endswith("活动室。")


def test_numbering_that_starts_again_behind_a_title_is_a_new_document():
    text = "甲社区工作总结\n一、成绩\n好。\n二、不足\n有。\n乙社区工作计划\n一、目标\n高。\n二、措施\n多。"

    assert [d.title for d in compile_text(text).documents] == ["甲社区工作总结", "乙社区工作计划"]


def test_an_attachment_belongs_to_the_notice_that_carries_it():
    text = (
        "关于印发任务表的通知\n各社区：\n请认真落实有关工作任务。\n一、要求\n抓紧。\n二、时间\n年内。\n"
        "西坪街道办事处\n2024年3月1日\n附件\n任务表\n一、任务\n清扫。"
    )

    assert len(compile_text(text).documents) == 1


def test_a_plan_printed_behind_the_notice_that_issues_it_is_one_document():
    text = (
        "关于印发《西坪街道清扫工作方案》的通知\n各社区：\n现将《西坪街道清扫工作方案》印发给你们，请结合实际认真抓好贯彻落实，"
        "有关情况及时报告街道办事处，并做好宣传发动、组织实施和总结评估等各项工作，确保取得实效，让居民群众满意。\n"
        "西坪街道办事处\n2024年3月1日\n西坪街道清扫工作方案\n一、任务\n清扫。\n二、要求\n抓紧。"
    )

    assert len(compile_text(text).documents) == 1


def test_nothing_recognisable_gives_no_items_and_no_error():
    assert compile_text("").documents == ()
    assert compile_text(" \n\t\n").documents == ()
    (document,) = compile_text("你好").documents
    assert document.outline == document.tasks == document.targets == document.quantities == ()


def test_numbering_that_begins_again_under_a_heading_is_no_new_document():
    body = "\n".join(
        f"●{name}\n（一）做好甲事。\n（二）做好乙事。\n（三）做好丙事。" for name in ("目标", "任务", "要求")
    )

    assert len(compile_text("某街道整治工作方案\n" + body).documents) == 1


PLAN = (
    "东桥街道绿化提升工作方案\n\n为改善人居环境，制定本方案。\n\n一、工作目标\n年底前新增绿地三处，绿化覆盖率达到40%以上。\n\n"
    "二、重点任务\n（一）补植行道树。由街道城建办负责，4月底前完成。\n（二）建设口袋公园。由各社区负责，10月底前完成。\n\n"
    "三、工作要求\n各社区要压实责任，按月报送进展，街道办公室汇总后通报，确保各项任务按期完成，取得群众看得见的实效。"
)


def test_a_full_title_behind_a_finished_text_begins_a_document():
    other = "西岭县文件\n西政发〔2026〕3号\n\n关于做好春季防火工作的通知\n\n各乡镇人民政府：\n现将有关事项通知如下。\n一、加强巡查"

    found = compile_text(PLAN + "\n\n" + other).documents

    assert [doc.title for doc in found] == ["东桥街道绿化提升工作方案", "关于做好春季防火工作的通知"]
    assert found[1].doc_number == "西政发〔2026〕3号"


def test_a_title_that_the_text_has_named_is_that_of_its_annex():
    annex = "东桥街道绿化考核评分表\n说明：本表满分100分，由街道城建办填写。"

    text = PLAN + "考核按《东桥街道绿化考核评分表》打分。\n\n" + annex

    assert len(compile_text(text).documents) == 1


def test_a_page_of_a_document_viewer_keeps_only_its_document():
    page = "村道保洁有垃圾的，每处扣1分，扣完为止。" * 6
    text = (
        "保洁细则.docx\n上传人：a**b 文档编号：1 上传时间：2023-06-11\n返回 下载 相关 举报\n"
        "《保洁细则.docx》由会员分享，可在线阅读，更多相关资料请在站内搜索。\n"
        f"1、西岭镇保洁检查细则为做好保洁，{page}沟渠有\n2、漂浮物的，每处扣2分。{page}"
    )

    (document,) = compile_text(text).documents
    assert text[document.start :].startswith("西岭镇保洁检查细则")
    assert document.title == "西岭镇保洁检查细则"
    assert document.outline == ()


def test_a_mark_that_repeats_the_title_is_a_part_mark():
    text = (
        "社区敬老活动方案【第一篇】\n为敬老爱老，制定本方案。\n一、时间\n重阳节。\n二、地点\n活动室。\n"
        "社区敬老活动方案【第二篇】\n一、主题\n敬老。\n二、内容\n义诊。"
    )

    documents = compile_text(text).documents
    assert [text[d.start : d.start + 4] for d in documents] == ["为敬老爱", "一、主题"]


def test_a_part_mark_may_count_with_之():
    text = (
        "【材料之一】\n桃溪社区志愿积分细则\n为激励志愿者，制定本细则。\n参加劝导的，每小时加2分。\n\n"
        "【材料之二】\n桃溪社区居务公告\n现将收支公告如下：\n一、收入\n本季收入2万元。"
    )

    documents = compile_text(text).documents
    assert [document.title for document in documents] == ["桃溪社区志愿积分细则", "桃溪社区居务公告"]
