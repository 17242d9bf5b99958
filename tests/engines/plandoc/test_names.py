import pytest

from gongjian.engines.plandoc.names import bearer_list, is_unit, split_names, unit_list

NAMES = (
    "经信局 向阳社区 后街村 区住房和城乡建设局 团结社区 便民服务中心 教育局 组织部 包保单位 社会组织培育中心 推进办 协调组 "
    "行风评议团 文明引导员 党员志愿者 楼栋长 各村（社区） 社区党组织书记 就业局 都江堰市水务局 将军路社区 各级 镇街 园区管委会 "
    "社区老年食堂 其他有关部门 "
)
CLAUSES = (
    "增强居民 为困难群众 动员辖区居民 形成全体社区居民 "
    "坚持权为民所 分别组 找社区 见到报社 社区主任就带着工作人员 社区非常重视社区 为强化平安社区 轮流带队 "
    "服务居民 走访企业 引导商户 使居民 随着社区 居民都 教育党员 建设和谐社区 了居民 来到社区 全镇 镇水务站报县河长 "
)


@pytest.mark.parametrize("name", NAMES.split())
def test_a_noun_phrase_that_ends_in_a_body_or_post_is_a_name(name):
    assert is_unit(name)


@pytest.mark.parametrize("words", CLAUSES.split())
def test_a_clause_is_no_name(words):
    assert not is_unit(words)


def test_a_list_is_parted_outside_brackets_and_names():
    assert split_names("县水利局（河长办）、住房和城乡建设局，镇党政办和派出所") == [
        "县水利局（河长办）",
        "住房和城乡建设局",
        "镇党政办",
        "派出所",
    ]


def test_who_bears_the_work_need_not_end_like_a_body():
    assert bearer_list("康乐舞友社、李大山") == ["康乐舞友社", "李大山"]
    assert bearer_list("专人") is None
    assert unit_list("李大山") is None
