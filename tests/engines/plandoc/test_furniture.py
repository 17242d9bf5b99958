import pytest

from gongjian.engines.plandoc.furniture import is_furniture, part_rest
from gongjian.engines.plandoc.normalise import normalise


@pytest.mark.parametrize(
    "line",
    [
        "来源:西岭街道  时间:2024-03-01",
        "扫一扫在手机打开当前页",
        "来源 | 西岭发布",
        "编辑 | 小李  审核 | 老王",
        "(编辑:李四)",
        "- END -",
        "往期回顾",
        "社区活动方案(通用5篇)",
        "【导语】下面为大家整理了社区工作方案,供大家参考。",
        "以上就是小编为大家整理的工作总结,希望对您有帮助。",
        "版权声明:本文内容由互联网用户上传",
        "网站地图 | 联系我们 | 关于我们",
        "主办:西岭街道办事处    网站标识码:000",
        "方案.docx_第1页",
        "返回 下载 相关 举报",
    ],
)
def test_lines_of_pages_and_bundles(line):
    assert is_furniture(normalise(line).text)


@pytest.mark.parametrize(
    "line",
    [
        "来源：财政补助3万元，自筹2万元。",
        "声明：本承诺书一式两份。",
        "责任编辑部门：宣传科",
        "浏览次数不少于500次的，加1分",
        "上一页步骤完成后进入下一阶段",
        "关键词：社区；治理",
        "作者：张三",
        "打印宣传单5000份",
        "分享邻里故事，弘扬家风",
    ],
)
def test_lines_of_documents(line):
    assert not is_furniture(line)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("篇二", ""),
        ("第一篇：敬老活动方案", "敬老活动方案"),
        ("敬老活动方案【第一篇】", ""),
        ("敬老方案（精选篇2）", ""),
    ],
)
def test_part_marks(line, rest):
    at = part_rest(line)
    assert at is not None and line[at:] == rest


@pytest.mark.parametrize("line", ["第一篇章", "党建引领篇", "发放材料3份", "第一篇 总则"])
def test_words_that_only_look_like_part_marks(line):
    assert part_rest(line) is None
